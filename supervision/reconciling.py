"""Reconciling (比对): what the platform has of a department, against lists and paper; findings and what becomes of them.

A handful of statements however many rows there are. Source: J3 (Suining 四(三)).
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import transaction
from django.db.models.expressions import RawSQL
from django.db.models.fields.json import KeyTextTransform

from accounts.models import Department, Officer, Role
from ledger.acts import Actor, record_act
from ledger.models import Event
from ledger.moves import apply, note
from records import files
from records.models import Record
from subjects.models import FormerName, Identifier, IdentifierType

from .comparing import Compared, Difference, Document, compare
from .counting import decided_by
from .listed import Listed, public, read_list
from .models import Finding, PaperTick, Reconciliation, Source, SourceKind
from .models.returns import DecisionKind
from .months import first_of, last_of
from .reach import OFFICE, within_reach

DECISIONS = tuple(DecisionKind.values)
COLUMNS = (
    "pk", "document_number", "document_key", "decided_on", "subject_id", "subject__code", "subject__kind", "subject__name",
    "state", "kind", "fine",
)  # fmt: skip
GONE = ("taken_back", "withdrawn")
FINE = KeyTextTransform("CF_NR_FK", "version__content")


class ReconciliationRefused(ValueError):
    """Not possible; the message says why and what to do."""


@dataclass(frozen=True)
class Period:
    """Days of decision, both included, and kinds."""

    first: date
    last: date
    kinds: tuple[str, ...]


@dataclass
class Outcome:
    """比对结果 against one list: the period that was compared, and the four sets."""

    period: Period
    listed: Listed
    compared: Compared
    here: int


def reconcile(
    department: Department,
    listed: Listed,
    *,
    first: date | None = None,
    last: date | None = None,
    kinds: Sequence[str] = (),
) -> Outcome:
    """Hold a list against the platform. Writes nothing. Without dates: the months of the decisions that both sides know;
    without kinds: those the list's header names, else those of the decisions that both know. Raises ReconciliationRefused.
    """
    keys = sorted({one.key for one in listed.documents})
    wanted = RawSQL("SELECT unnest(%s::text[])", [keys])
    known = list(_rows(department).filter(document_key__in=wanted).values_list(*COLUMNS))
    period = _period(listed, known, first, last, tuple(kinds))
    inside = _rows(department).filter(decided_on__range=(period.first, period.last), kind__in=period.kinds)
    rows = {row[0]: row for row in [*known, *inside.exclude(state__in=GONE).values_list(*COLUMNS)]}
    expected = {
        pk
        for pk, row in rows.items()
        if row[9] in period.kinds and period.first <= row[3] <= period.last and row[8] not in GONE
    }
    compared = compare(_documents(rows.values()), listed.documents)
    # What was withdrawn, or is of another time or kind, may well be missing in the list.
    compared.missing_there = [one for one in compared.missing_there if one.place in expected]
    if first and last:
        compared.missing_here = [
            one for one in compared.missing_here if one.decided_on and first <= one.decided_on <= last
        ]
    return Outcome(period, listed, compared, len(expected))


def _rows(department: Department):
    rows = Record.objects.filter(decided_by([department])).exclude(state="taken_back")
    return rows.annotate(fine=FINE).order_by("pk")


def _period(
    listed: Listed, known: list[tuple], first: date | None, last: date | None, kinds: tuple[str, ...]
) -> Period:
    days = [row[3] for row in known] or [one.decided_on for one in listed.documents if one.decided_on]
    if not days:
        raise ReconciliationRefused("清单中没有一行能读出文书号、主体和决定日期，请核对表头和内容。")
    found = tuple(sorted({row[9] for row in known}))
    period = Period(
        first or first_of(min(days)), last or last_of(max(days)), kinds or listed.kinds or found or DECISIONS
    )
    if period.first > period.last:
        raise ReconciliationRefused("起始日期晚于截止日期，请核对。")
    return period


def _documents(rows) -> list[Document]:
    rows = list(rows)
    subjects = {row[4] for row in rows}
    former: dict[int, list[str]] = defaultdict(list)
    chosen = RawSQL("SELECT unnest(%s::bigint[])", [sorted(subjects)])
    for subject, name in FormerName.objects.filter(subject__in=chosen).values_list("subject", "name"):
        former[subject].append(name)
    persons = sorted({row[4] for row in rows if row[6] == "person"})
    hashes = dict(
        Identifier.objects.filter(subject__in=persons, type=IdentifierType.ID_CARD).values_list("subject", "value")
    )
    return [
        Document(
            number=row[1],
            key=row[2],
            place=row[0],
            decided_on=row[3],
            code=row[5],
            person=hashes.get(row[4], ""),
            is_person=row[6] == "person",
            name=row[7],
            former=tuple(former.get(row[4], ())),
            amounts=_amount(row[10]),
        )
        for row in rows
    ]


def _amount(text: str | None) -> tuple[Decimal, ...]:
    try:
        return (Decimal(text).normalize(),) if text else ()
    except InvalidOperation:
        return ()


@transaction.atomic
def run(
    *,
    department: Department,
    first: date,
    last: date,
    lists: Mapping[str, tuple[str, bytes]],
    paper: bool,
    officer: Officer,
    actor: Actor,
    on: date,
    kinds: Sequence[str] = (),
) -> Reconciliation:
    """比对. `lists`: source → (file name, bytes). `paper`: files on paper will be ticked, too. Raises
    ReconciliationRefused and listed.ListRefused; then nothing is written.
    """
    if not officer.has_role(*OFFICE) or not within_reach(officer).filter(pk=department.pk).exists():
        raise ReconciliationRefused("只能由信用办对所辖部门进行比对。")
    if not lists and not paper:
        raise ReconciliationRefused("请至少上传一份清单，或选择核对纸质档案。")
    if first > last or last > on:
        raise ReconciliationRefused("请填写起止日期：起始不晚于截止，截止不晚于今天。")
    if set(lists) - {SourceKind.SITE, SourceKind.REGISTRATION, SourceKind.ENFORCEMENT}:
        raise ReconciliationRefused("请从列表中选择来源。")
    outcomes = {
        kind: reconcile(department, read_list(data, name), first=first, last=last, kinds=kinds)
        for kind, (name, data) in lists.items()
    }
    held = {kind for outcome in outcomes.values() for kind in outcome.period.kinds}
    if paper:
        held.update(kinds or DECISIONS)
    here = _rows(department).filter(decided_on__range=(first, last), kind__in=held).exclude(state__in=GONE)
    made = Reconciliation.objects.create(
        department=department, first=first, last=last, officer=officer, run_on=on, here=here.count(), kinds=sorted(held)
    )
    act = record_act("reconcile", actor, on, basis=str(made))
    note(act, made.object_kind, made.public_id, "run", "done")
    for kind, outcome in outcomes.items():
        name, data = lists[kind]
        source = Source.objects.create(
            reconciliation=made,
            kind=kind,
            file_name=name[-255:],
            file_path=files.keep(data),
            file_sha256=hashlib.sha256(data).hexdigest(),
            rows=outcome.listed.rows,
            same=len(outcome.compared.same),
            unreadable=outcome.listed.unreadable,
        )
        keep_findings(source, _public_only(kind, outcome.compared), act)
    if paper:
        Source.objects.create(reconciliation=made, kind=SourceKind.PAPER)
    return made


def _public_only(kind: str, compared: Compared) -> Compared:
    """A department's own site shows what is public: what is not here either cannot be missing there."""
    if kind == SourceKind.SITE:
        shown = set(
            Record.objects.filter(pk__in=[one.place for one in compared.missing_there], state="released").values_list(
                "pk", flat=True
            )
        )
        compared.missing_there = [one for one in compared.missing_there if one.place in shown]
    return compared


def keep_findings(source: Source, compared: Compared, act) -> list[Finding]:
    """One row a difference, one event each; two statements."""
    department = source.reconciliation.department
    rows = [
        *(_finding(source, department, "missing_here", None, there, []) for there in compared.missing_here),
        *(_finding(source, department, "missing_there", here, None, []) for here in compared.missing_there),
        *(
            _finding(source, department, "different", here, there, [one.as_json() for one in found])
            for here, there, found in compared.different
        ),
    ]
    Finding.objects.bulk_create(rows, batch_size=2000)
    Event.objects.bulk_create(
        (
            Event(act=act, object_kind=row.object_kind, object_id=row.public_id, move="find", state=row.state)
            for row in rows
        ),
        batch_size=5000,
    )
    return rows


def _finding(
    source: Source, department: Department, what: str, here: Document | None, there: Document | None, columns: list
) -> Finding:
    one = here or there
    assert one is not None
    return Finding(
        source=source,
        department=department,
        what=what,
        record_id=here.place if here else None,
        row=there.place if there else None,
        document_number=one.number,
        subject_name=one.shown_name,
        person_key=(there.person if there else "") or one.person,
        decided_on=one.decided_on,
        columns=columns,
    )


@transaction.atomic
def tick(
    source: Source, *, outcomes: Mapping[Any, tuple[str, str]], officer: Officer, actor: Actor, on: date
) -> Counter[str]:
    """纸质核对: public id of a record → (outcome, note); who looked and when is kept with each. What is missing or
    different becomes a finding. Raises ReconciliationRefused.
    """
    source = Source.objects.select_for_update().select_related("reconciliation__department").get(pk=source.pk)
    if source.kind != SourceKind.PAPER or not officer.has_role(*OFFICE):
        raise ReconciliationRefused("只有信用办可以登记纸质核对的结果。")
    if not within_reach(officer).filter(pk=source.reconciliation.department_id).exists():
        raise ReconciliationRefused("只能由信用办对所辖部门登记纸质核对的结果。")
    records = {one.public_id: one for one in waiting_for_paper(source).filter(public_id__in=outcomes)}
    if len(records) < len(outcomes):
        raise ReconciliationRefused("有的文书已经核对过或不在这次比对之内，请刷新页面查看。")
    said: Counter[str] = Counter()
    for outcome, words in outcomes.values():
        if outcome not in PaperTick.Outcome.values:
            raise ReconciliationRefused("请从列表中选择核对结果。")
        if outcome == PaperTick.Outcome.DIFFERENT and not words.strip():
            raise ReconciliationRefused("内容不一致的，请写明哪一栏、档案中是什么。")
        said[outcome] += 1
    PaperTick.objects.bulk_create(
        PaperTick(
            source=source,
            record=records[key],
            outcome=outcome,
            note=words.strip()[:200],
            checker=officer,
            checked_on=on,
        )
        for key, (outcome, words) in outcomes.items()
    )
    act = record_act("tick_paper", actor, on, basis=str(source.reconciliation))
    note(act, source.reconciliation.object_kind, source.reconciliation.public_id, "tick", "done")
    documents = {one.place: one for one in _documents(_rows_of(records.values()))}
    compared = Compared()
    for key, (outcome, words) in outcomes.items():
        document = documents[records[key].pk]
        if outcome == PaperTick.Outcome.MISSING:
            compared.missing_there.append(document)
        elif outcome == PaperTick.Outcome.DIFFERENT:
            on_paper = Difference("纸质档案", "", public(words.strip())[:200])
            compared.different.append((document, replace(document, place=None), [on_paper]))
    keep_findings(source, compared, act)
    Source.objects.filter(pk=source.pk).update(rows=source.rows + len(outcomes), same=source.same + said["same"])
    return said


def _rows_of(records):
    rows = Record.objects.filter(pk__in=[one.pk for one in records])
    return rows.annotate(fine=FINE).values_list(*COLUMNS)


def waiting_for_paper(source: Source):
    """Records of the reconciliation whose file on paper nobody has looked at."""
    about = source.reconciliation
    rows = Record.objects.filter(
        decided_by([about.department]),
        kind__in=about.kinds or DECISIONS,
        decided_on__range=(about.first, about.last),
    )
    return rows.exclude(state__in=GONE).exclude(pk__in=source.ticks.values("record")).order_by("decided_on", "pk")


@transaction.atomic
def explain(finding: Finding, *, officer: Officer, reason: str, actor: Actor, on: date) -> None:
    """部门说明. Raises ReconciliationRefused."""
    finding = _locked(finding, "open", "这条差异已经处理过，请刷新页面查看。")
    if not officer.has_role(Role.CLERK, Role.REVIEWER) or not _answers(officer, finding):
        raise ReconciliationRefused("由该部门的填报员或审核员说明。")
    if not reason.strip():
        raise ReconciliationRefused("请写明差异的原因。")
    act = record_act("explain_finding", actor, on, reason=reason.strip()[:500], basis=str(finding))
    apply(finding, "explain", act, explanation=act.reason, explained_by=officer, decided_by=None)


@transaction.atomic
def judge(finding: Finding, *, officer: Officer, accepted: bool, reason: str, actor: Actor, on: date) -> None:
    """信用办认可或不认可说明; never who gave it. Raises ReconciliationRefused."""
    finding = _locked(finding, "explained", "这条差异没有待核的说明，请刷新页面查看。")
    if not officer.has_role(*OFFICE) or not within_reach(officer).filter(pk=finding.department_id).exists():
        raise ReconciliationRefused("由信用办核定部门的说明。")
    if finding.explained_by_id == officer.pk:
        raise ReconciliationRefused("自己作出的说明不能由自己核定，请由另一位同事核定。")
    if not accepted and not reason.strip():
        raise ReconciliationRefused("不认可的，请写明理由。")
    act = record_act(
        "accept_finding" if accepted else "reject_finding", actor, on, reason=reason.strip()[:500], basis=str(finding)
    )
    apply(finding, "accept" if accepted else "reject", act, decided_by=officer, answer=act.reason)


def _locked(finding: Finding, state: str, otherwise: str) -> Finding:
    finding = Finding.objects.select_for_update(of=("self",)).select_related("department").get(pk=finding.pk)
    if finding.state != state:
        raise ReconciliationRefused(otherwise)
    return finding


def _answers(officer: Officer, finding: Finding) -> bool:
    return Department.objects.answered_for_by(officer.department).filter(pk=finding.department_id).exists()


def answer_of(outcome: Outcome) -> dict[str, Any]:
    """比对结果 as data, for whoever scripts against it. Of persons no name and no number."""
    compared = outcome.compared

    def here(one: Document) -> dict[str, Any]:
        return {"document_number": one.number, "name": one.shown_name, "decided_on": str(one.decided_on or "")}

    return {
        "missing_here": [{"row": one.place} | here(one) for one in compared.missing_here],
        "missing_there": [here(one) for one in compared.missing_there],
        "different": [
            {"row": there.place} | here(mine) | {"columns": [one.as_json() for one in found]}
            for mine, there, found in compared.different
        ],
        "same": len(compared.same),
        "period": {
            "from": str(outcome.period.first),
            "to": str(outcome.period.last),
            "kinds": list(outcome.period.kinds),
        },
        "unreadable": [{"row": row, "why": why} for row, why in outcome.listed.unreadable],
    }
