"""Counting (统计): the rows behind the three rates, and their number by department, month and kind. Source: J1, A4.

Every figure and the list behind it come from the same query here. Two statements for records, one for faulty rows, one
for returns, however many departments, months and rows there are.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    DateField,
    Exists,
    F,
    Func,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Concat

from accounts.models import Department
from records.models import Record, RejectedRow, Submission, Version

from .models import ReturnLine
from .models.returns import DecisionKind
from .months import after, first_of, last_of, months_between
from .rating import Figures
from .reach import existed_in, obliged

KINDS = tuple(DecisionKind.values)


@dataclass(frozen=True)
class Span:
    """Months from the first to the last, both included, and kinds of decision."""

    first: date
    last: date
    kinds: tuple[str, ...] = KINDS

    @property
    def days(self) -> tuple[date, date]:
        return self.first, last_of(self.last)


def records_of(span: Span, departments: Collection[Department] | None = None) -> QuerySet[Record]:
    """已上报: decisions of the span that have arrived and stand, of the bodies that decided (None: all). No stock."""
    rows = Record.objects.filter(kind__in=span.kinds, decided_on__range=span.days, stock=False)
    rows = rows.filter(~Q(state="taken_back"))
    return rows if departments is None else rows.filter(decided_by(departments))


def decided_by(departments: Collection[Department]) -> Q:
    """The body on the record is one of them; or it is none that we know, and one of them reported it."""
    known = Exists(Department.objects.filter(code=OuterRef("body_code")))
    codes, keys = [one.code for one in departments], [one.pk for one in departments]
    return Q(body_code__in=codes) | (Q(department__in=keys) & ~Q(known))


# `arrived_on` is the arrival of what stands now; it only ever grows. So only a record that looks late can have come before.
# The day of a submission is fetched as a value, not joined: so the record's few versions always come first, whatever the
# planner believes of the tables.
ARRIVED = Submission.objects.filter(pk=OuterRef("submission"), state=Submission.State.DONE).values("arrived_on")
EARLIER = (
    Version.objects.filter(record=OuterRef("pk")).annotate(came=Subquery(ARRIVED)).filter(came__lte=OuterRef("due"))
)
AT_ONCE = Q(due__isnull=True) | Q(arrived_on__lte=F("due"))
RENEWED = Exists(Version.objects.filter(record=OuterRef("pk"), number__gt=1)) & Exists(EARLIER)
TIMELY: Any = AT_ONCE | RENEWED


class MonthOf(Func):
    """First day of a date's month. TruncMonth would go by way of the time zone, which a million rows feel."""

    template = "(%(expressions)s - (EXTRACT(DAY FROM %(expressions)s)::int - 1))"
    output_field = DateField()


def faulty_of(span: Span, departments: Collection[Department] | None = None) -> QuerySet[RejectedRow]:
    """有误的行: rows of the span that did not go in, sent by these departments (None: all). One that was sent again with
    the same number and name and is still wrong stands here each time; `SAME` tells them apart.
    """
    rows = RejectedRow.objects.filter(
        submission__state=Submission.State.DONE, submission__stock=False, submission__kind__in=span.kinds
    )
    undated = Q(decided_on__isnull=True, submission__arrived_on__range=span.days)
    rows = rows.filter(Q(decided_on__range=span.days) | undated)
    return rows if departments is None else rows.filter(submission__department__in=departments)


MONTH_OF_FAULTY = MonthOf(Coalesce("decided_on", "submission__arrived_on"))
SAME = Case(
    When(mark="", then=Concat(Value("#"), Cast("pk", CharField()))), default=F("mark"), output_field=CharField()
)


def first_faulty(rows: QuerySet[RejectedRow]) -> QuerySet[RejectedRow]:
    """Of rows that are the same, the one sent first: as many as the figure says."""
    groups = rows.annotate(same=SAME, month=MONTH_OF_FAULTY).order_by()
    firsts = groups.values("same", "month", "submission__department", "submission__kind").annotate(first=Min("pk"))
    return RejectedRow.objects.filter(pk__in=firsts.values("first"))


def lines_of(span: Span, departments: Collection[Department] | None = None) -> QuerySet[ReturnLine]:
    """月报: the lines that count."""
    rows = ReturnLine.objects.filter(
        monthly_return__state="signed", monthly_return__month__range=(span.first, span.last), kind__in=span.kinds
    )
    return rows if departments is None else rows.filter(monthly_return__department__in=departments)


Key = tuple[int, date, str]  # department, month, kind


def count(span: Span, departments: Collection[Department] | None = None) -> dict[Key, Figures]:
    """Figures of every department, month and kind of which anything is known. `departments`: whose (None: all).

    Says nothing about returns that are missing; `board` adds who owes one.
    """
    found: dict[Key, dict[str, int]] = defaultdict(lambda: {"reported": 0, "timely": 0, "faulty": 0})
    bodies = dict(Department.objects.values_list("code", "pk"))
    dated: Any = records_of(span, departments).annotate(month=MonthOf("decided_on")).order_by()
    columns = ("body_code", "department", "month", "kind")
    grouped = dated.values_list(*columns)
    for code, reporter, month, kind, reported, timely in grouped.annotate(
        reported=Count("pk"), timely=Count("pk", filter=AT_ONCE)
    ):
        place = found[bodies.get(code, reporter), month, kind]
        place["reported"] += reported
        place["timely"] += timely
    # Apart, for it looks at other tables: only at what came late as it stands, and has come before.
    before = dated.filter(arrived_on__gt=F("due")).filter(RENEWED).values_list(*columns)
    for code, reporter, month, kind, timely in before.annotate(timely=Count("pk")):
        found[bodies.get(code, reporter), month, kind]["timely"] += timely
    faulty: Any = faulty_of(span, departments).annotate(month=MONTH_OF_FAULTY).order_by()
    faulty = faulty.values_list("submission__department", "month", "submission__kind")
    for department, month, kind, rows in faulty.annotate(rows=Count(SAME, distinct=True)):
        found[department, month, kind]["faulty"] += rows
    produced = {
        (department, month, kind): number
        for department, month, kind, number in lines_of(span, departments).values_list(
            "monthly_return__department", "monthly_return__month", "kind", "produced"
        )
    }
    return {key: _figures(found.get(key), produced.get(key)) for key in {**found, **produced}}


def _figures(counted: dict[str, int] | None, produced: int | None) -> Figures:
    counted = counted or {"reported": 0, "timely": 0, "faulty": 0}
    return Figures(
        counted["reported"],
        counted["timely"],
        counted["faulty"],
        produced,
        counted["reported"] if produced is not None else 0,
    )


def board(span: Span, departments: Collection[Department], on: date) -> dict[Key, Figures]:
    """As `count`, with every department that owes a return about a month that has ended by the day: one that has said
    nothing stands there as missing, never as zero.
    """
    counted = count(span, departments)
    owing = list(obliged(Department.objects.filter(pk__in=[one.pk for one in departments])))
    for month in months_between(span.first, min(span.last, after(first_of(on), -1))):
        for department in owing:
            if not existed_in(department, month):
                continue
            for kind in span.kinds:
                known = counted.get((department.pk, month, kind), Figures())
                if known.produced is None:
                    known = replace(known, missing=frozenset({(department.pk, month)}))
                counted[department.pk, month, kind] = known
    return counted
