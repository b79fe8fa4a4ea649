"""Resting (暂停计时): while a mark suspends a measure its clock stands still, so that nobody is late with what they may not do. E4.

Whoever sets or takes a mark away calls `pace` in the same transaction; the sweep makes good what was forgotten.
"""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef

from ledger.acts import CLOCK, record_act
from ledger.models import Act
from rules import clocks
from rules.models import CaseClock, ClockPause

from .models import Measure

CASE = "feedback"  # of rules.ClockRule
OURS = ClockPause.Reason.SUSPENDED
BATCH = 500


@transaction.atomic
def pace(on: date, act: Act | None = None, **measures: Any) -> int:
    """暂停与恢复: clocks of measures that rest today stand still, of those that may be carried out again they go on. What was late
    before stays late. `measures`: of which, as a filter; of all. Returns how many. Idempotent.
    """
    rows = Measure.objects.filter(state__in=["assigned", "acknowledged"], **measures)
    resting = rows.suspended(on).values("public_id")
    free = rows.standing(on).exclude(pk__in=rows.suspended(on).values("pk")).values("public_id")
    pauses = ClockPause.objects.filter(clock=OuterRef("pk"))
    ours = CaseClock.objects.filter(case_kind=CASE).select_for_update(of=("self",)).order_by("pk")
    running = ours.running().filter(rule__pausable=True, started_on__lte=on, due__gte=on)
    stop = list(running.exclude(Exists(pauses.filter(until__gt=on))).filter(case_id__in=resting)[:BATCH])
    waiting = ours.filter(state="paused", case_id__in=free)
    go_on = list(waiting.filter(Exists(pauses.filter(until=None, reason=OURS, since__lte=on)))[:BATCH])
    if stop:
        said = (
            act if act and act.reason.strip() else record_act("rest_measures", CLOCK, on, reason="名单或其依据正在核实")
        )
        for clock in stop:
            clocks.pause(clock, reason=OURS, act=said)
    if go_on:
        said = act or record_act("resume_measures", CLOCK, on)
        for clock in go_on:
            clocks.resume(clock, act=said)
    return len(stop) + len(go_on)
