"""信用主体页: what the public may know about one subject today, in two queries. Source: G3, design sentence 10."""

import uuid
from dataclasses import dataclass, field
from datetime import date
from typing import cast
from urllib.parse import urlencode

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    BigIntegerField,
    Case,
    Count,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
    Window,
)
from django.db.models.functions import RowNumber
from django.utils.functional import SimpleLazyObject

from blacklists import marked
from blacklists.models import Entry, Nomination
from blacklists.repair_ways import COLUMNS as REPAIRED_BY
from blacklists.repair_ways import Ways
from blacklists.shown import LISTED, PRAISED
from credit_platform.prepared import Prepared
from credit_platform.workdays import Calendar
from records.kinds import KINDS, words
from records.models import Record, RecordKind
from records.telling import COLUMNS as TOLD
from records.telling import facts
from repairs import earliest, rights
from rules.calendar import working_calendar
from subjects.models import FormerName, Subject, SubjectKind

from .clock import Clock, clock

PER_PAGE = 20
ALWAYS = {
    RecordKind.LICENCE,
    RecordKind.PENALTY,
}  # shown even where there are none; the others only where there are some
REPAIRABLE = frozenset(key for key, kind in KINDS.items() if kind.adverse)
SHORT = 22  # characters that fit into half the width of a card
# What the clock and the repair line are worked out from.
COLUMNS = (*TOLD, "rule_set", "shortest", "due", "provisional")


@dataclass(frozen=True)
class Card:
    """One record as the page shows it: text only, nothing of the row itself."""

    title: str
    document_number: str
    fields: list[tuple[str, str, bool]]  # label, value, whether it takes the whole width
    department: str
    clock: Clock
    kind: str
    id: uuid.UUID
    marks: str = ""  # 标注 of the day, in words
    repair: str = ""  # from which day it may be repaired; only of what may be
    repairable: bool = False

    @property
    def anchor(self) -> str:
        """Where the page has it."""
        return f"r-{self.id.hex[:12]}"


@dataclass
class Section:
    """行政许可 or 行政处罚: one page of cards, and how many there are."""

    kind: str
    label: str
    page: int
    elsewhere: dict[str, int] = field(default_factory=dict)  # pages of the other section, kept while this one turns
    total: int = 0
    marked: int = 0  # of all of them, on whatever page
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


def _subject(public_id: uuid.UUID) -> QuerySet:
    former = FormerName.objects.filter(subject=OuterRef("pk")).order_by(F("until").desc(nulls_last=True), "-pk")
    return (
        Subject.objects.public()
        .filter(public_id=public_id)
        .annotate(names=ArraySubquery(former.values("name")), black=_on(Entry), red=_on(Nomination))
        .values("pk", "kind", "name", "code", "names", "black", "red")
    )


def _on(which: type[Entry] | type[Nomination]) -> Q:
    """Whether the list may have something of the subject: most have nothing, and no further query is asked. Asked by two conditions,
    each by its index: one over both would read the list.
    """
    rows = which._default_manager.filter(state="published")
    return Q(Exists(rows.filter(subject=OuterRef("pk")))) | Q(Exists(rows.filter(subject__merged_into=OuterRef("pk"))))


def _records(subject: int, on: date, licences: int, penalties: int, turned: str, skip: int) -> QuerySet:
    """One query for all kinds: number the public records within their kind, keep those after the numbers given. `turned`:
    the one other kind that is not at its first page.
    """
    same = Subject.objects.filter(Q(pk=subject) | Q(merged_into=subject))
    return (
        Record.objects.public(on=on)
        .filter(subject__in=same)
        .annotate(
            shortest=earliest.shortest(),
            marks=marked.on_record(on),
            total=Window(Count("pk"), partition_by="kind"),
            marked=Window(Count("pk", filter=Q(marked.any_on_record(on))), partition_by="kind"),
            place=Window(RowNumber(), partition_by="kind", order_by=["-decided_on", "-pk"]),
            skip=Case(
                When(kind=RecordKind.LICENCE, then=Value(licences)),
                When(kind=RecordKind.PENALTY, then=Value(penalties)),
                When(kind=turned, then=Value(skip)),
                default=Value(0),
                output_field=BigIntegerField(),
            ),
        )
        .filter(place__gt=F("skip"), place__lte=F("skip") + PER_PAGE)
        .order_by("kind", "-decided_on", "-pk")
        .values(*COLUMNS, "marks", "total", "marked")
    )


def _black(subject: int, on: date) -> QuerySet:
    same = Subject.objects.filter(Q(pk=subject) | Q(merged_into=subject))
    rows = Entry.objects.public(on).filter(subject__in=same).annotate(marks=marked.on_entry(on))
    return rows.order_by("-public_from", "-pk").values(*LISTED, *REPAIRED_BY, "marks")


def _red(subject: int, on: date) -> QuerySet:
    same = Subject.objects.filter(Q(pk=subject) | Q(merged_into=subject))
    return Nomination.objects.public(on).filter(subject__in=same).order_by("-public_from", "-pk").values(*PRAISED)


LISTED_BLACK = Prepared(_black, subject=int, on=date)
LISTED_RED = Prepared(_red, subject=int, on=date)
SUBJECT = Prepared(_subject, public_id=uuid.UUID)
RECORDS = Prepared(_records, subject=int, on=date, licences=int, penalties=int, turned=str, skip=int)


def find_subject(public_id: uuid.UUID) -> dict | None:
    """The public subject: pk, kind, name, code, names (former ones, newest first); None otherwise."""
    rows = SUBJECT.rows(public_id=public_id)
    return rows[0] if rows else None


def listed(subject: dict, on: date) -> dict[str, list[dict]]:
    """Entries of the subject on the lists: `black`, `red`, each by the fields above. Source: D8."""
    ways = Ways(on)
    return {
        "black": [
            row | {"marks": marked.words(row["marks"]), "rights": rights.of_entry(row, ways)}
            for row in LISTED_BLACK.rows(subject=subject["pk"], on=on)
        ]
        if subject["black"]
        else [],
        "red": LISTED_RED.rows(subject=subject["pk"], on=on) if subject["red"] else [],
    }


def sections(subject: dict, on: date, pages: dict[str, int]) -> list[Section]:
    """Those that have something, and ALWAYS. `pages`: kind → page from 1; of the kinds beside ALWAYS one may be turned. A
    page beyond the last has no cards.
    """
    turned = next((kind for kind, page in pages.items() if page > 1 and kind not in ALWAYS), "")
    pages = {kind: page for kind, page in pages.items() if kind in ALWAYS or kind == turned}
    calendar = cast(Calendar, SimpleLazyObject(working_calendar))  # asked for only where something was late
    found = {
        kind.value: Section(
            kind.value,
            str(kind.label),
            pages.get(kind, 1),
            {other: page for other, page in pages.items() if other != kind and page > 1},
        )
        for kind in RecordKind
    }
    rows = RECORDS.rows(
        subject=subject["pk"],
        on=on,
        licences=(found["licence"].page - 1) * PER_PAGE,
        penalties=(found["penalty"].page - 1) * PER_PAGE,
        turned=turned,
        skip=(pages.get(turned, 1) - 1) * PER_PAGE,
    )
    for row in rows:
        section = found[row["kind"]]
        section.total, section.marked = row["total"], row["marked"]
        section.cards.append(_card(row, subject["kind"] == SubjectKind.ORGANISATION, calendar))
    return [one for one in found.values() if one.cards or one.kind in ALWAYS or one.page > 1]


def _card(row: dict, organisation: bool, calendar: Calendar) -> Card:
    kind, content = row["kind"], row["version__content"]
    due = row["due"]
    late = calendar.between(due, row["public_from"]) if due and row["public_from"] > due else 0
    shown = facts(row, organisation)
    return Card(
        title=words.title(kind, content) or RecordKind(kind).label,
        document_number=row["document_number"],
        fields=[(label, value, len(value) > SHORT) for label, value in shown],
        department=row["department__name"],
        clock=clock(row["decided_on"], due, row["public_from"], late, row["provisional"]),
        kind=kind,
        id=row["public_id"],
        marks=marked.words(row["marks"]),
        repair=earliest.line(row) if kind == RecordKind.PENALTY else "",
        repairable=kind in REPAIRABLE,
    )
