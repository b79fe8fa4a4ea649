"""Answering (核查答复): what stands for or against subjects on a day, for one or ten thousand alike, in a fixed number of queries.

In: subjects' ids, the day, and who is told: a department (all of it), the public (what is public), a body with the subject's
authorisation (what is in force, with its basis). Out: one JSON-ready dict a subject. Nothing here writes. Source: E6, E9.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from blacklists.models import GradeProposal
from commitments import green_channel
from commitments.green_channel import GreenChannel
from records.models import RecordKind
from sanctions.models import Measure, Verification
from subjects.models import Subject

from . import sources
from .classing import Classes
from .models import Check

Told = Check.Told
Said = dict[str, Any]
Rows = Iterable[Mapping[str, Any]]
Found = Iterator[tuple[int, Said]]
# Kinds of what other bodies decided → the column that holds its title.
BLACK_TITLES: dict[str, str] = {RecordKind.LISTED: "HM_MD", RecordKind.DEBTOR: ""}
RED_TITLES: dict[str, str] = {RecordKind.PRAISED: "HR_MD", RecordKind.HONOUR: "RY_MC"}


def answers(subjects: Sequence[Subject], on: date, told: str = Told.STAFF) -> dict[int, Said]:
    """核查结果 by subject id. `subjects` are alive; what was said of those merged into them counts as theirs."""
    said: dict[int, Said] = {one.pk: _empty(one, on) for one in subjects}
    if not said:
        return said
    kept: dict[int, int] = dict(Subject.objects.filter(merged_into__in=said).values_list("pk", "merged_into_id"))
    same = [*said, *kept]
    for name, lines in _sections(same, on, told):
        for pk, line in lines:
            said[kept.get(pk, pk)][name].append(line)
    if told == Told.STAFF:  # what blocks it may be public no more
        for pk, standing in green_channel.standing(list(said), on).items():
            said[pk]["green"] = _green(standing)
    classes = Classes(on)
    for one in said.values():
        one["classes"] = classes.of(one["grades"], one["measures"])
        in_force = [line for line in one["measures"] if not line["suspended"]]
        one["red_basis"] = bool(one["red"]) or any(line["incentive"] for line in in_force)
        one["black_basis"] = bool(one["black"]) or any(not line["incentive"] for line in in_force)
        for line in one["grades"]:
            del line["department"]  # the database's own number
    return said


def _empty(subject: Subject, on: date) -> Said:
    sections = ("red", "black", "measures", "verifications", "grades", "classes", "penalties")
    known = {"name": subject.name, "code": subject.code, "kind": subject.kind, "id": str(subject.public_id)}
    return {"subject": known, "on": on.isoformat(), **{name: [] for name in sections}}


def _sections(same: list[int], on: date, told: str) -> Iterator[tuple[str, Iterable[tuple[int, Said]]]]:
    public = told == Told.PUBLIC
    yield "black", _black((sources.PUBLIC_BLACK if public else sources.BLACK).rows(same=same, on=on))
    yield "red", _red((sources.PUBLIC_RED if public else sources.RED).rows(same=same, on=on))
    elsewhere = sources.FROM_ELSEWHERE.rows(same=same, on=on)
    yield "black", _from_elsewhere(elsewhere, BLACK_TITLES)
    yield "red", _from_elsewhere(elsewhere, RED_TITLES)
    penalties = sources.PENALTIES.rows(same=same, on=on)
    yield (
        "penalties",
        ((row["subject"], {"seriousness": row["seriousness"], "count": row["count"]}) for row in penalties),
    )
    if not public:
        yield "measures", _measures(sources.MEASURES.rows(same=same, on=on))
        yield "verifications", _verifications(sources.VERIFICATIONS.rows(same=same))
        yield "grades", _grades(sources.GRADES.rows(same=same, on=on))


def _black(rows: Rows) -> Found:
    for row in rows:
        yield row["subject"], {
            "id": str(row["public_id"]), "title": row["behaviour_title"], "basis": row["behaviour_version"],
            "body": row["department__name"], "number": row["decision_number"], "decided_on": _day(row["decided_on"]),
            "until": _day(row["until"]), "disputed": row["disputed"], "elsewhere": False,
        }  # fmt: skip


def _red(rows: Rows) -> Found:
    for row in rows:
        yield row["subject"], {
            "id": str(row["public_id"]), "title": row["title"], "body": row["department__name"],
            "number": row["document_number"], "decided_on": _day(row["document_date"]), "until": _day(row["until"]),
            "elsewhere": False,
        }  # fmt: skip


def _from_elsewhere(rows: Rows, titles: Mapping[str, str]) -> Found:
    """Of these kinds, under the title that the other body gave."""
    for row in rows:
        if row["kind"] not in titles:
            continue
        named = row["version__content"].get(titles[row["kind"]])
        yield row["subject"], {
            "id": str(row["public_id"]), "title": named or RecordKind(row["kind"]).label, "basis": "",
            "body": row["body_name"], "number": row["document_number"], "decided_on": _day(row["decided_on"]),
            "until": _day(row["public_until"]), "disputed": row["disputed"], "elsewhere": True,
        }  # fmt: skip


def _measures(rows: Rows) -> Found:
    for row in rows:
        version = f"{row['item__version__jurisdiction__title']} 第{row['item__version__number']}版"
        yield row["subject"], {
            "id": str(row["public_id"]), "key": row["item__key"], "title": row["item__title"], "content": row["item__content"],
            "law": row["item__basis"], "list": f"{version}，{row['item__clause']}",
            "basis": row["number"] or row["document"] or (str(GradeProposal.Grade(row["grade"]).label) if row["grade"] else ""), "department": row["department__name"],
            "department_code": row["department__code"], "condition": row["condition"], "area": row["area"],
            "since": _day(row["since"]), "until": _day(row["until"]), "incentive": row["action__nomination"] is not None,
            "suspended": row["rests"], "state": str(Measure.State(row["state"]).label),
        }  # fmt: skip


def _verifications(rows: Rows) -> Found:
    for row in rows:
        yield row["entry__subject"], {
            "entry": row["entry__behaviour_title"], "number": row["entry__decision_number"],
            "opened_on": _day(row["opened_on"]), "trigger": str(Verification.Trigger(row["trigger"]).label),
            "supplier": row["supplier__name"], "suspends": row["suspends"],
        }  # fmt: skip


def _grades(rows: Rows) -> Found:
    for row in rows:
        content, rated = row["version__content"], row["kind"] == RecordKind.RATING
        yield row["subject"], {
            "department": row["department"], "scheme": content.get("DS_LX" if rated else "PJ_FA", ""),
            "grade": content.get("DS_DJ" if rated else "PJ_DJ", ""), "year": content.get("PJ_ND", ""),
            "body": row["body_name"], "given_on": _day(row["decided_on"]), "until": _day(row["valid_until"]),
            "measures": content.get("PJ_JGLX", ""), "third_party": rated,
        }  # fmt: skip


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
