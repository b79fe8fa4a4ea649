"""Effect of joint action (奖惩成效统计): the columns that the houses below count, put side by side by department. Source: E8.

A column of a further house is one more line of MORE.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from accounts.models import Department
from checks.models import Check
from repairs.models import HandedOver, Repair
from sanctions.effect import PARTS, TITLES, Effect, effects, monthly

from .charting import Bars, bars
from .months import last_of, months_between

NOTHING = Effect()
Counted = Callable[[Sequence[int], date, date], dict[int, int]]


@dataclass(frozen=True)
class Column:
    """统计列 of another house. `count`: (departments, first day, last day) → department → number."""

    key: str
    title: str
    count: Counted


def _checks(departments: Sequence[int], first: date, last: date) -> dict[int, int]:
    return _of_department(Check.objects.filter(department__in=departments, checked_on__range=(first, last)))


def _hits(departments: Sequence[int], first: date, last: date) -> dict[int, int]:
    rows = Check.objects.filter(Q(red=True) | Q(black=True), department__in=departments)
    return _of_department(rows.filter(checked_on__range=(first, last)))


def _of_department(rows: QuerySet) -> dict[int, int]:
    return dict(rows.order_by().values_list("department").annotate(count=Count("pk")))


def _repaired(departments: Sequence[int], first: date, last: date) -> dict[int, int]:
    return _of_department(
        Repair.objects.filter(department__in=departments, state="granted", decided_on__range=(first, last))
    )


def _handed_over(departments: Sequence[int], first: date, last: date) -> dict[int, int]:
    """两书同达: penalties whose notice of repair went with the decision. Source: F8."""
    return _of_department(HandedOver.objects.filter(department__in=departments, handed_on__range=(first, last)))


MORE: tuple[Column, ...] = (
    Column("checks", "信用核查", _checks), Column("hits", "核查命中", _hits), Column("repaired", "准予修复", _repaired),
    Column("handed_over", "两书同达", _handed_over),
)  # fmt: skip


@dataclass(frozen=True)
class Part:
    """Columns of one matter, for a page that cannot have all of them side by side."""

    title: str
    heads: list[str]
    rows: list["Row"]
    total: "Row"


@dataclass(frozen=True)
class Row:
    """One department, or the sum of them."""

    name: str
    cells: list[int]
    heads: tuple[str, ...] = ()

    def pairs(self) -> list[tuple[str, int]]:
        """(heading, figure), for a table that becomes cards on a phone."""
        return list(zip(self.heads, self.cells, strict=True))


def heads() -> list[str]:
    """标题 of the columns."""
    return [*(one.title for one in MORE), *TITLES.values()]


def rows(departments: Sequence[Department], first: date, last: date, on: date) -> tuple[list[Row], Row]:
    """(a row for each department with any figure, their sum), by name. `first`, `last`: months."""
    ids, until = [one.pk for one in departments], min(last_of(last), on)
    found = effects(ids, first, until, on)
    more = [column.count(ids, first, until) for column in MORE]
    lines = []
    for one in departments:
        cells = [*(counted.get(one.pk, 0) for counted in more), *_cells(found.get(one.pk, NOTHING))]
        if any(cells):
            lines.append(Row(one.name, cells))
    width = len(MORE) + len(TITLES)
    return lines, Row("合计", [sum(line.cells[place] for line in lines) for place in range(width)])


def parts(lines: list[Row], total: Row) -> list[Part]:
    """分表: the same rows, matter by matter; departments without any figure there are left out."""
    found, names, start = [], list(TITLES), len(MORE)
    for number, (title, keys) in enumerate(PARTS):
        places = [*(range(start) if number == 0 else ()), *(start + names.index(key) for key in keys)]
        titles = tuple(heads()[at] for at in places)
        chosen = [Row(one.name, [one.cells[at] for at in places], titles) for one in lines]
        kept = [one for one in chosen if any(one.cells)]
        head = f"核查和{title}" if number == 0 else title
        found.append(Part(head, list(titles), kept, Row(total.name, [total.cells[at] for at in places], titles)))
    return found


def _cells(one: Effect) -> list[int]:
    return [getattr(one, name) for name in TITLES]


def by_month(departments: Iterable[Department], first: date, last: date) -> list[tuple[date, int, int]]:
    """(month, measures pushed, executed), every month of the span."""
    found = monthly([one.pk for one in departments], first, last_of(last))
    return [(month, *found.get(month, (0, 0))) for month in months_between(first, last)]


def chart(months: list[tuple[date, int, int]]) -> Bars:
    """推送与执行 by month."""
    labels = [
        f"{month:%y-%m}" if len({one.year for one, _, _ in months}) > 1 else f"{month.month}月"
        for month, _, _ in months
    ]
    return bars(labels, [("推送措施", [one for _, one, _ in months]), ("执行", [one for _, _, one in months])])


def whole(first: date, last: date, on: date) -> Effect:
    """The sum over everybody, of organisations only: what the public is told. `last`: a month that has ended."""
    ids = list(Department.objects.values_list("pk", flat=True))
    found = effects(ids, first, last_of(last), on, persons=False)
    return sum(found.values(), NOTHING)
