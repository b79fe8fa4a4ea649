"""Effect (奖惩成效): what became of measures, doubts, reminders and interviews, by department, in a span of days. Source: E8;
Suining 二(二)3(4), Harbin 14.

Every figure is of what happened between two days, both included; a few queries, however many departments there are.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import TruncMonth

from ledger.models import Event
from rules.models import CaseClock

from .minor_querysets import CASE as MINOR
from .minor_querysets import RECTIFY, URGE
from .models import CaseLetter, Interview, Measure, MinorCase, Verification
from .resting import CASE as FEEDBACK


@dataclass(frozen=True)
class Effect:
    """成效 of one department, or of several added up."""

    pushed: int = 0
    acknowledged: int = 0
    executed: int = 0
    refused: int = 0
    overdue: int = 0
    lifted: int = 0
    verified: int = 0
    kept: int = 0
    upheld: int = 0
    reminded: int = 0
    interviewed: int = 0
    put_right: int = 0
    unmended: int = 0
    risen: int = 0

    def __add__(self, other: "Effect") -> "Effect":
        return Effect(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))


TITLES = {
    "pushed": "推送措施", "acknowledged": "签收", "executed": "执行", "refused": "说明不能执行", "overdue": "措施办理逾期",
    "lifted": "解除", "verified": "启动核实", "kept": "核实无误", "upheld": "核实有误", "reminded": "信用提醒",
    "interviewed": "诚信约谈", "put_right": "整改办结", "unmended": "整改逾期", "risen": "上升为较重失信",
}  # fmt: skip

# Side by side they are too many for a page: two tables of one matter each.
PARTS = (
    ("措施", ("pushed", "acknowledged", "executed", "refused", "overdue", "lifted")),
    ("核实和轻微失信处置", ("verified", "kept", "upheld", "reminded", "interviewed", "put_right", "unmended", "risen")),
)


def effects(
    departments: Iterable[int], first: date, last: date, on: date, *, persons: bool = True
) -> dict[int, Effect]:
    """Department → its figures; one without any is missing. Measures are the implementing department's, verifications the
    supplier's. `persons`: with measures on natural persons.
    """
    chosen, span = list(departments), (first, last)
    counts: dict[int, dict[str, int]] = {}
    for name, rows in _queries(chosen, span, on, persons=persons).items():
        for department, count in rows.order_by().values_list("body").annotate(count=Count("pk", distinct=True)):
            counts.setdefault(department, {})[name] = count
    return {department: Effect(**found) for department, found in counts.items()}


def _queries(chosen: list[int], span: tuple[date, date], on: date, *, persons: bool) -> dict[str, QuerySet]:
    given = Measure.objects.filter(department__in=chosen).exclude(state__in=["planned", "struck"])
    given = (given if persons else given.exclude(subject__kind="person")).annotate(body=F("department"))
    refused = Event.objects.filter(object_kind=Measure.object_kind, move="refuse", act__day__range=span)
    late = Q(stopped_on__gt=F("due")) | Q(state__in=["running"], due__lt=on)
    clocks = CaseClock.objects.filter(late, department__in=chosen, due__range=span).exclude(state="cancelled")
    clocks = clocks.annotate(body=F("department"))
    doubts = Verification.objects.filter(supplier__in=chosen).annotate(body=F("supplier"))
    if not persons:
        doubts = doubts.exclude(entry__person=True)
    closed = doubts.filter(closed_on__range=span)
    cases = MinorCase.objects.filter(department__in=chosen).annotate(body=F("department"))
    letters = CaseLetter.objects.filter(department__in=chosen, kind="reminder", made_on__range=span)
    met = Interview.objects.filter(case__department__in=chosen, state="held", held_on__range=span)
    return {
        "pushed": given.filter(since__range=span),
        "acknowledged": given.filter(acknowledged_on__range=span),
        "executed": given.filter(executed_on__range=span),
        "refused": given.filter(public_id__in=refused.values("object_id")),
        "lifted": given.filter(lifted_on__range=span),
        # Two matters: the department was late with a measure, or an enterprise with what it was to put right.
        "overdue": clocks.filter(case_kind=FEEDBACK),
        "unmended": clocks.filter(case_kind=MINOR, step__in=[RECTIFY, URGE]),
        "verified": doubts.filter(opened_on__range=span),
        "kept": closed.filter(state="kept"),
        "upheld": closed.filter(state="upheld"),
        "reminded": letters.annotate(body=F("department")),
        "interviewed": met.annotate(body=F("case__department")),
        "put_right": cases.filter(state="closed", rectified_on__range=span),
        "risen": cases.filter(state="risen", escalation__decided_by_two_on__range=span),
    }


def monthly(departments: Iterable[int], first: date, last: date) -> dict[date, tuple[int, int]]:
    """Month → (measures pushed, executed), for the chart."""
    given = Measure.objects.filter(department__in=list(departments)).exclude(state__in=["planned", "struck"])
    found: dict[date, list[int]] = {}
    for place, column in enumerate(("since", "executed_on")):
        rows = given.filter(**{f"{column}__range": (first, last)}).annotate(month=TruncMonth(column)).order_by()
        for month, count in rows.values_list("month").annotate(count=Count("pk")):
            found.setdefault(month, [0, 0])[place] = count
    return {month: (pushed, executed) for month, (pushed, executed) in found.items()}
