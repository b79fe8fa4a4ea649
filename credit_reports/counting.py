"""印了多少条: of a report how many things it printed, in all and under each heading, never which: so that a page taken out, or an item
deleted, shows. By the keys that were kept when it was issued. Source: H1.
"""

from collections import Counter
from dataclasses import dataclass
from uuid import UUID

from blacklists.models import Entry
from records.models import Record, RecordKind

from .domains import domains
from .items import ABOUT, TOTAL
from .models import CreditReport

ELSE = "其他"


@dataclass(frozen=True)
class Counts:
    """`rows`: heading, how many; of a special report every domain that was asked, also where nothing was found."""

    total: int
    rows: list[tuple[str, int]]


def counted(report: CreditReport) -> Counts:
    """In three queries at most."""
    keys = [key for key in report.contents if key != ABOUT and not key.startswith(TOTAL)]
    ids: dict[str, list[UUID]] = {"record": [], "entry": [], "nomination": []}
    for key in keys:
        kind, _, said = key.partition(":")
        ids[kind].append(UUID(said))
    special = report.kind == CreditReport.Kind.SPECIAL
    found = _by_domain(report, ids) if special else _by_kind(ids)
    return Counts(len(keys), found)


def _by_kind(ids: dict[str, list[UUID]]) -> list[tuple[str, int]]:
    kinds = Counter(Record.objects.filter(public_id__in=ids["record"]).values_list("kind", flat=True))
    rows = [(str(kind.label), kinds[kind]) for kind in RecordKind if kinds[kind]]
    lists = (("严重失信主体名单", len(ids["entry"])), ("守信红名单", len(ids["nomination"])))
    return [*((title, count) for title, count in lists if count), *rows]


def _by_domain(report: CreditReport, ids: dict[str, list[UUID]]) -> list[tuple[str, int]]:
    asked = [one for one in domains(report.made_on) if one.key in report.domains]
    placed = [
        *Record.objects.filter(public_id__in=ids["record"]).values_list("department", "field"),
        *((department, "") for department in _departments(ids["entry"])),
    ]
    counts = Counter(
        next((one.title for one in asked if one.holds(department, field)), ELSE) for department, field in placed
    )
    return [(one.title, counts[one.title]) for one in asked] + ([(ELSE, counts[ELSE])] if counts[ELSE] else [])


def _departments(entries: list[UUID]) -> list[int]:
    return list(Entry.objects.filter(public_id__in=entries).values_list("department", flat=True))
