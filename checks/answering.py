"""Answering (核查答复): what stands for or against subjects on a day, for one or ten thousand alike, in a fixed number of queries.

In: subjects' ids, the day, and who is told: a department (all of it), the public (what is public), a body with the subject's
authorisation (what is in force, with its basis). Out: one JSON-ready dict a subject. Nothing here writes. Source: E6, E9.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from blacklists.models import Entry, GradeProposal, Nomination
from commitments import green_channel
from commitments.green_channel import GreenChannel
from records.models import Mark, Record, RecordKind
from sanctions.models import Measure, Verification
from subjects.models import Subject

from .classing import Classes
from .models import Check

Told = Check.Told
Said = dict[str, Any]
Found = Iterable[tuple[int, Said]]
KEPT = ("released", "internal")  # states of a record that says something to a department


def answers(subjects: Sequence[Subject], on: date, told: str = Told.STAFF) -> dict[int, Said]:
    """核查结果 by subject id. `subjects` are alive; what was said of those merged into them counts as theirs."""
    said: dict[int, Said] = {one.pk: _empty(one, on) for one in subjects}
    if not said:
        return said
    merged = Subject.objects.filter(merged_into__in=said).values_list("pk", "merged_into_id")
    kept = {pk: into for pk, into in merged if into is not None}
    same = [*said, *kept]
    for name, section in _sections(told):
        for pk, line in section(same, on, told):
            said[kept.get(pk, pk)][name].append(line)
    if told != Told.PUBLIC:
        for pk, standing in green_channel.standing(list(said), on).items():
            said[pk]["green"] = _green(standing)
    classes = Classes(on)
    for one in said.values():
        one["classes"] = classes.of(one["grades"])
        one["red_basis"] = bool(one["red"]) or any(line["incentive"] for line in one["measures"])
        one["black_basis"] = bool(one["black"]) or any(not line["incentive"] for line in one["measures"])
    return said


def _empty(subject: Subject, on: date) -> Said:
    sections = ("red", "black", "measures", "verifications", "grades", "classes", "penalties")
    known = {"name": subject.name, "code": subject.code, "kind": subject.kind, "id": str(subject.public_id)}
    return {"subject": known, "on": on.isoformat(), **{name: [] for name in sections}}


def _sections(told: str) -> list[tuple[str, Callable[[list[int], date, str], Found]]]:
    open_to_all: list = [
        ("black", _black),
        ("black", _listed),
        ("red", _red),
        ("red", _praised),
        ("penalties", _penalties),
    ]
    closed: list = [("measures", _measures), ("verifications", _verifications), ("grades", _grades)]
    return open_to_all if told == Told.PUBLIC else open_to_all + closed


def _black(same: list[int], on: date, told: str) -> Found:
    rows: QuerySet = Entry.objects.public(on) if told == Told.PUBLIC else Entry.objects.in_force(on)
    marks = Mark.objects.open(on).filter(target_id=OuterRef("public_id"))
    fields = (
        "subject", "public_id", "behaviour_title", "behaviour_version", "department__name", "decision_number", "decided_on",
        "until", "disputed",
    )  # fmt: skip
    for row in rows.filter(subject__in=same).annotate(disputed=Exists(marks)).order_by("pk").values(*fields):
        yield row["subject"], {
            "id": str(row["public_id"]), "title": row["behaviour_title"], "basis": row["behaviour_version"],
            "body": row["department__name"], "number": row["decision_number"], "decided_on": _day(row["decided_on"]),
            "until": _day(row["until"]), "disputed": row["disputed"], "elsewhere": False,
        }  # fmt: skip


def _listed(same: list[int], on: date, told: str) -> Found:
    return _from_elsewhere(same, on, {RecordKind.LISTED: "HM_MD", RecordKind.DEBTOR: ""})


def _red(same: list[int], on: date, told: str) -> Found:
    rows: QuerySet = Nomination.objects.public(on) if told == Told.PUBLIC else Nomination.objects.in_force(on)
    fields = ("subject", "public_id", "title", "department__name", "document_number", "document_date", "until")
    for row in rows.filter(subject__in=same).order_by("pk").values(*fields):
        yield row["subject"], {
            "id": str(row["public_id"]), "title": row["title"], "body": row["department__name"],
            "number": row["document_number"], "decided_on": _day(row["document_date"]), "until": _day(row["until"]),
            "elsewhere": False,
        }  # fmt: skip


def _praised(same: list[int], on: date, told: str) -> Found:
    return _from_elsewhere(same, on, {RecordKind.PRAISED: "HR_MD", RecordKind.HONOUR: "RY_MC"})


def _from_elsewhere(same: list[int], on: date, kinds: dict[Any, str]) -> Found:
    """What another body decided and published here, under the title that it gave."""
    rows = Record.objects.public(on).filter(subject__in=same, kind__in=kinds)
    valid = rows.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=on), effect_ended=False)
    fields = (
        "subject",
        "public_id",
        "kind",
        "body_name",
        "document_number",
        "decided_on",
        "public_until",
        "version__content",
    )
    for row in valid.order_by("pk").values(*fields):
        named = kinds[row["kind"]]
        yield row["subject"], {
            "id": str(row["public_id"]),
            "title": row["version__content"].get(named) or RecordKind(row["kind"]).label,
            "basis": "", "body": row["body_name"], "number": row["document_number"], "decided_on": _day(row["decided_on"]),
            "until": _day(row["public_until"]), "disputed": False, "elsewhere": True,
        }  # fmt: skip


def _measures(same: list[int], on: date, told: str) -> Found:
    """In force, and those that rest while their entry is verified, told apart."""
    standing = Measure.objects.standing(on).filter(subject__in=same)
    resting = set(standing.suspended(on).values_list("pk", flat=True))
    bases = ("action__entry", "action__nomination", "action__grading")
    rows = standing.select_related("item__version", "department", *bases).order_by("pk")
    for one in rows:
        basis = one.action.basis
        yield one.subject_id, {
            "id": str(one.public_id), "title": one.item.title, "content": one.item.content,
            "law": one.item.basis, "list": f"{one.item.version}，{one.item.clause}",
            "basis": _document_of(basis),
            "department": one.department.name, "department_code": one.department.code, "condition": one.condition,
            "area": one.area, "since": _day(one.since), "until": _day(one.until), "incentive": one.action.incentive,
            "suspended": one.pk in resting, "state": one.get_state_display(),
        }  # fmt: skip


def _document_of(basis: Entry | Nomination | GradeProposal) -> str:
    """文号 of what a measure rests on; of a grade, which has none, what it is."""
    if isinstance(basis, Entry):
        return basis.decision_number
    return basis.document_number if isinstance(basis, Nomination) else basis.get_grade_display()


def _verifications(same: list[int], on: date, told: str) -> Found:
    rows = (
        Verification.objects.open().filter(entry__subject__in=same).select_related("entry", "supplier").order_by("pk")
    )
    for one in rows:
        yield one.entry.subject_id, {
            "entry": one.entry.behaviour_title, "number": one.entry.decision_number, "opened_on": _day(one.opened_on),
            "trigger": one.get_trigger_display(), "supplier": one.supplier.name, "suspends": one.suspends,
        }  # fmt: skip


def _grades(same: list[int], on: date, told: str) -> Found:
    rows = Record.objects.filter(subject__in=same, kind__in=[RecordKind.GRADE, RecordKind.RATING], state__in=KEPT)
    valid = rows.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=on), effect_ended=False)
    fields = ("subject", "department", "kind", "body_name", "decided_on", "valid_until", "version__content")
    for row in valid.order_by("decided_on", "pk").values(*fields):
        content = row["version__content"]
        rated = row["kind"] == RecordKind.RATING
        yield row["subject"], {
            "department": row["department"], "scheme": content.get("DS_LX" if rated else "PJ_FA", ""), "grade": content.get("DS_DJ" if rated else "PJ_DJ", ""),
            "year": content.get("PJ_ND", ""), "body": row["body_name"], "given_on": _day(row["decided_on"]),
            "until": _day(row["valid_until"]), "measures": content.get("PJ_JGLX", ""), "third_party": rated,
        }  # fmt: skip


def _penalties(same: list[int], on: date, told: str) -> Found:
    """How many penalties are public, by degree."""
    rows = Record.objects.public(on).filter(subject__in=same, kind=RecordKind.PENALTY)
    for row in rows.order_by().values("subject", "seriousness").annotate(count=Count("pk")):
        yield row["subject"], {"seriousness": row["seriousness"], "count": row["count"]}


def _green(standing: GreenChannel) -> Said:
    """Whether the subject may use it, and why; what it may enjoy there."""
    services = "、".join((*standing.services, *standing.priority))
    lines = [
        f"{'可以享受' if standing.admitted else '不适用'}：{standing.basis}。",
        f"可以享受的服务：{services}。" if services else "",
        *(f"{one}。" for one in standing.notes),
        f"依据{standing.clause}。" if standing.clause else "",
    ]
    said = [line.replace("。。", "。") for line in lines if line]
    return {"admitted": standing.admitted, "model": standing.model, "clean": standing.clean, "said": said}


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None
