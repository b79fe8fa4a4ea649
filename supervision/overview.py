"""Overview (总览): the three rates by department, county, month or kind, each row with the way to the rows behind it. J1."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from accounts.models import Department

from .counting import Key, Span, board
from .models.returns import DecisionKind
from .months import words
from .rating import Figures, total

CITY = "city"  # departments that belong to no county
GROUPS = {"department": "按部门", "county": "按县（市、区）", "month": "按月份", "kind": "按信息类别"}
SORTS: dict[str, Callable[["Line"], float]] = {
    "reported": lambda line: line.figures.reported,
    "reporting": lambda line: _value(line.figures.reporting.value),
    "timeliness": lambda line: _value(line.figures.timeliness.value),
    "conformity": lambda line: _value(line.figures.conformity.value),
}


def _value(rate: float | None) -> float:
    return -1.0 if rate is None else rate


@dataclass(frozen=True)
class Line:
    """总览一行. `query`: what narrows the lists behind its figures to this line, as parameters."""

    title: str
    figures: Figures
    query: dict[str, str]

    @property
    def parameters(self) -> str:
        """`query` as it stands in an address."""
        return urlencode(self.query)

    @property
    def missing(self) -> int:
        """Departments with a return missing."""
        return len({department for department, _ in self.figures.missing})


class Counties:
    """县区归属: which county a department belongs to, by the tree."""

    def __init__(self) -> None:
        self._all = {one.pk: one for one in Department.objects.order_by("name")}

    def of(self, department: Department) -> Department | None:
        """The node of county level at or above it that stands highest; None: of the city itself."""
        found, seen = None, set()
        at: Department | None = department
        while at is not None and at.pk not in seen:
            seen.add(at.pk)
            if at.level == Department.Level.COUNTY:
                found = at
            at = self._all.get(at.parent_id or 0)
        return found

    def within(self, departments: Iterable[Department], county: Department | None) -> list[Department]:
        """Those of `departments` that belong to the county, or to none."""
        return [one for one in departments if self.of(one) == county]


def lines(span: Span, departments: list[Department], by: str, on: date, sort: str = "") -> list[Line]:
    """Rows of the overview. `by`: a key of GROUPS; `sort`: a key of SORTS, with "-" in front from the highest down."""
    return arranged(grouped(board(span, departments, on), span, departments, by), sort)


def grouped(figures: dict[Key, Figures], span: Span, departments: list[Department], by: str) -> list[Line]:
    """Figures added up by what `by` says."""
    sums: dict[object, list[Figures]] = defaultdict(list)
    place = {"department": 0, "month": 1, "kind": 2, "county": 0}[by]
    for key, one in figures.items():
        sums[key[place]].append(one)
    known = {one.pk: one for one in departments}
    if by == "county":
        return _by_county(sums, known, span)
    if by == "month":
        return [
            Line(f"{words(month)}", total(sums[month]), _months(month, month, span))
            for month in sorted(sums, reverse=True)  # type: ignore[type-var]
            if isinstance(month, date)
        ]
    whole = _months(span.first, span.last, span)
    if by == "kind":
        return [
            Line(str(DecisionKind(kind).label), total(sums[kind]), whole | {"kind": kind})
            for kind in span.kinds
            if kind in sums
        ]
    return [
        Line(known[pk].name, total(sums[pk]), whole | {"department": str(known[pk].public_id)})
        for pk in sorted((pk for pk in sums if pk in known), key=lambda pk: known[pk].name)
    ]


def _by_county(sums: dict[object, list[Figures]], known: dict[int, Department], span: Span) -> list[Line]:
    counties = Counties()
    parts: dict[Department | None, list[Figures]] = defaultdict(list)
    for pk, figures in sums.items():
        if pk in known:
            parts[counties.of(known[pk])] += figures
    whole = _months(span.first, span.last, span)
    found = [
        Line(
            county.name if county else "市本级",
            total(figures),
            whole | {"county": str(county.public_id) if county else CITY},
        )
        for county, figures in parts.items()
    ]
    return sorted(found, key=lambda line: (line.query["county"] != CITY, line.title))


def _months(first: date, last: date, span: Span) -> dict[str, str]:
    query = {"from": f"{first:%Y-%m}", "to": f"{last:%Y-%m}"}
    return query | ({"kind": span.kinds[0]} if len(span.kinds) == 1 else {})


def arranged(rows: list[Line], sort: str) -> list[Line]:
    """In the order asked for; as they came where none is."""
    key = SORTS.get(sort.removeprefix("-"))
    return sorted(rows, key=key, reverse=sort.startswith("-")) if key else rows
