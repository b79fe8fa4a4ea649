"""公示专栏: what is public of one kind, the latest first, out of all subjects. One reading for page and feed. Source: G4.

Every row is built from allow-lists (records/telling.py); no natural person is in any.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, QuerySet

from accounts.models import Department
from blacklists import marked
from records.kinds import KINDS, words
from records.models import Record, RecordKind
from records.telling import COLUMNS, facts
from repairs import rights
from subjects.models import SubjectKind

from . import library
from .places import Place, behind

# Lists with pages of their own (lists.py, commitments.py).
ELSEWHERE = {RecordKind.LISTED, RecordKind.PRAISED, RecordKind.DEBTOR, RecordKind.COMMITMENT}
KIND_TITLES: dict[str, str] = {
    kind: str(RecordKind(kind).label) for kind, declared in KINDS.items() if declared.public and kind not in ELSEWHERE
}
ADVERSE = frozenset(kind for kind, declared in KINDS.items() if declared.adverse)
COUNTED = 1_000  # rows of a part are counted up to here
_WHO = ("subject__public_id", "subject__name", "subject__code", "subject__kind")


@dataclass(frozen=True)
class Chosen:
    """What is asked of a column. `department`: it, or all of a county or city below its office; `since`, `until`: of publication."""

    department: Department | None = None
    since: date | None = None
    until: date | None = None
    oldest_first: bool = False
    late: bool = False  # only what came after the law's day
    own: bool = False  # of the department alone


@dataclass(frozen=True)
class Row:
    """专栏中的一条, as everybody may read it."""

    id: uuid.UUID
    subject: uuid.UUID
    name: str
    code: str
    title: str
    document_number: str
    body: str
    decided_on: date
    public_from: date
    marks: str
    updated: date  # published, corrected, marked or freed of a mark
    facts: tuple[tuple[str, str], ...]
    rights: str  # 权利告知; empty where nothing burdens
    repairable: bool  # here, at least in principle
    late: bool


def rows(kind: str, on: date, chosen: Chosen, place: Place | None, count: int) -> list[Row]:
    """The next `count` behind `place`."""
    asked = within(Record.objects.public(on).filter(kind=kind), chosen)
    found = behind(asked, place, oldest_first=chosen.oldest_first)
    told = found.annotate(marks=marked.on_record(on), marked_on=marked.changed_on_record(on))[:count]
    return [_row(row) for row in told.values(*COLUMNS, *_WHO, "body_name", "due", "marks", "marked_on")]


def count(kind: str, on: date, chosen: Chosen) -> int:
    """How many are asked for; COUNTED + 1 where there are more."""
    return within(Record.objects.public(on).filter(kind=kind), chosen)[: COUNTED + 1].count()


def totals(on: date) -> dict[str, Any]:
    """{"kinds": kind → all that is public of it, "lists": list → its rows}: seconds at millions of records, so it is kept
    (statistics.py).
    """
    lists = {which: library.keys(which, on).count() for which in library.TITLES}
    rows = Record.objects.public(on).order_by().values_list("kind").annotate(all=Count("pk"))
    return {"kinds": dict(rows), "lists": lists}


def within(found: QuerySet, chosen: Chosen) -> QuerySet:
    """Of these rows those of the department and days that are asked."""
    if chosen.department is not None:
        below = [] if chosen.own else Department.objects.tree(chosen.department).values_list("pk", flat=True)
        found = found.filter(department__in=[chosen.department.pk, *below])
    if chosen.late:
        found = found.filter(public_from__gt=F("due"))  # stock has no due day and is never late
    if chosen.since:
        found = found.filter(public_from__gte=chosen.since)
    return found.filter(public_from__lte=chosen.until) if chosen.until else found


def _row(row: Mapping[str, Any]) -> Row:
    marks = marked.words(row["marks"])
    return Row(
        id=row["public_id"],
        subject=row["subject__public_id"],
        name=row["subject__name"],
        code=row["subject__code"],
        title=words.title(row["kind"], row["version__content"]) or str(RecordKind(row["kind"]).label),
        document_number=row["document_number"],
        body=row["body_name"],
        decided_on=row["decided_on"],
        public_from=row["public_from"],
        marks=marks,
        updated=max(filter(None, (row["public_from"], row["version__proposal__decided_on"], row["marked_on"]))),
        facts=tuple(facts(row, row["subject__kind"] == SubjectKind.ORGANISATION)),
        rights=rights.of_record(row["kind"]) if row["kind"] in ADVERSE else "",
        repairable=row["kind"] in ADVERSE - rights.NOT_HERE,
        late=bool(row["due"] and row["public_from"] > row["due"]),
    )
