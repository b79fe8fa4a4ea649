"""Reconciling (比对): what the platform has of a department, against its lists. What becomes of findings: findings.py.

A handful of statements however many rows there are. Source: J3 (Suining 四(三)).
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db.models.fields.json import KeyTextTransform

from accounts.models import Department
from records.models import Record
from subjects.models import FormerName, Identifier, IdentifierType

from .comparing import Compared, Document, compare
from .counting import decided_by
from .listed import Listed
from .models.returns import DecisionKind
from .months import first_of, last_of

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
    known = list(rows_of(department).filter(document_key__in=keys).values_list(*COLUMNS))
    period = _period(listed, known, first, last, tuple(kinds))
    inside = rows_of(department).filter(decided_on__range=(period.first, period.last), kind__in=period.kinds)
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


def rows_of(department: Department):
    """Records the department answers for, without what it took back."""
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


def documents_of(records) -> list[Document]:
    """A queryset of records as documents to compare."""
    return _documents(records.annotate(fine=FINE).values_list(*COLUMNS))


def _documents(rows) -> list[Document]:
    rows = list(rows)
    subjects = {row[4] for row in rows}
    former: dict[int, list[str]] = defaultdict(list)
    for subject, name in FormerName.objects.filter(subject__in=subjects).values_list("subject", "name"):
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
