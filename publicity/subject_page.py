"""信用主体页: what the public may know about one subject today, in two queries. Source: G3, design sentence 10."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlencode

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, Count, F, IntegerField, OuterRef, Value, When, Window
from django.db.models.functions import RowNumber
from django.utils.functional import SimpleLazyObject

from credit_platform.workdays import Calendar
from records.models import Record, RecordKind, Seriousness
from rules.calendar import working_calendar
from subjects.models import FormerName, Subject, SubjectKind

from . import allowed
from .clock import Clock, clock

PER_PAGE = 20
# Even the database is asked only for what may be shown or is needed to work it out.
COLUMNS = (
    "public_id", "kind", "document_number", "decided_on", "due", "provisional", "stock", "seriousness", "derived",
    "public_from", "public_until", "body_name", "department__name", "version__content",
)  # fmt: skip


@dataclass(frozen=True)
class Card:
    """One record as the page shows it: text only, nothing that leads back to the row but its public id."""

    public_id: uuid.UUID
    title: str
    document_number: str
    fields: list[tuple[str, str]]
    department: str
    clock: Clock
    until: str
    seriousness: str
    penalty: bool


@dataclass
class Section:
    """行政许可 or 行政处罚: one page of cards, and how many there are."""

    kind: str
    label: str
    page: int
    elsewhere: dict[str, int] = field(default_factory=dict)  # pages of the other section, kept while this one turns
    total: int = 0
    cards: list[Card] = field(default_factory=list)

    @property
    def pages(self) -> int:
        return max(-(-self.total // PER_PAGE), 1)

    @property
    def previous(self) -> str:
        return self._link(self.page - 1)

    @property
    def next(self) -> str:
        return self._link(self.page + 1)

    def _link(self, page: int) -> str:
        return f"?{urlencode({**self.elsewhere, self.kind: page})}#{self.kind}"


def find_subject(public_id: uuid.UUID) -> Subject | None:
    """The public subject, with `names` (former ones, newest first) and `others` (merged into it); None otherwise."""
    former = FormerName.objects.filter(subject=OuterRef("pk")).order_by(F("until").desc(nulls_last=True), "-pk")
    return (
        Subject.objects.public()
        .annotate(
            names=ArraySubquery(former.values("name")),
            others=ArraySubquery(Subject.objects.filter(merged_into=OuterRef("pk")).values("pk")),
        )
        .filter(public_id=public_id)
        .first()
    )


def sections(subject: Subject, on: date, pages: dict[str, int]) -> list[Section]:
    """Both sections. `pages`: kind → page from 1. A page beyond the last has no cards."""
    calendar = SimpleLazyObject(working_calendar)  # asked for only where something was late
    found = {
        kind.value: Section(
            kind.value,
            str(kind.label),
            pages.get(kind, 1),
            {other: page for other, page in pages.items() if other != kind and page > 1},
        )
        for kind in RecordKind
    }
    for row in _rows(subject, on, found.values()):
        section = found[row["kind"]]
        section.total = row["total"]
        section.cards.append(_card(row, subject.kind == SubjectKind.ORGANISATION, calendar))
    return list(found.values())


def _rows(subject: Subject, on: date, wanted: Iterable[Section]) -> Iterable[dict]:
    """One query for both kinds: number the public records within their kind, keep the numbers on the pages asked for."""
    skip = Case(
        *(When(kind=section.kind, then=Value((section.page - 1) * PER_PAGE)) for section in wanted),
        default=0,
        output_field=IntegerField(),
    )
    return (
        Record.objects.public(on=on)
        .filter(subject__in=[subject.pk, *subject.others])
        .annotate(
            total=Window(Count("pk"), partition_by="kind"),
            place=Window(RowNumber(), partition_by="kind", order_by=["-decided_on", "-pk"]),
            skip=skip,
        )
        .filter(place__gt=F("skip"), place__lte=F("skip") + PER_PAGE)
        .order_by("kind", "-decided_on", "-pk")
        .values(*COLUMNS, "total")
    )


def _card(row: dict, organisation: bool, calendar: Calendar) -> Card:
    kind, content = row["kind"], row["version__content"]
    due = None if row["stock"] else row["due"]
    late = calendar.between(due, row["public_from"]) if due and row["public_from"] > due else 0
    return Card(
        public_id=row["public_id"],
        title=allowed.title(kind, content) or RecordKind(kind).label,
        document_number=row["document_number"],
        fields=allowed.fields(kind, content, organisation),
        department=row["department__name"],
        clock=clock(row["decided_on"], due, row["public_from"], late, row["provisional"]),
        until=row["public_until"].isoformat() if row["public_until"] else "",
        seriousness=_seriousness(row["seriousness"], row["derived"]),
        penalty=kind == RecordKind.PENALTY,
    )


def _seriousness(value: str, derived: str) -> str:
    """「一般（按规则推定）」; a class that the reviewer set otherwise says so."""
    if not value:
        return ""
    return f"{Seriousness(value).label}（{'按规则推定' if value == derived else '审核认定'}）"
