"""Case clocks (办理时限): starting, pausing, extending and stopping the working-day clock of a case. Source: C6.

What belongs to a use case of the case itself (it is received, answered, withdrawn) takes that use case's act and runs in its
transaction; the day is the act's. Extending is a use case of its own, for it takes two persons: extending.py.
"""

from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from accounts.models import Department
from credit_platform.lifecycle import IllegalMove
from ledger.acts import Actor, record_act
from ledger.models import Act
from ledger.moves import apply, apply_set, note

from .calendar import working_calendar
from .counting import day_of_month, due_day
from .models import CaseClock, ClockExtension, ClockPause, ClockRule
from .querysets import CaseClockQuerySet


class ClockRefused(ValueError):
    """Not possible; the message says why and what to do."""


def rule_for(case_kind: str, step: str, on: date) -> ClockRule:
    """The rule in force on the day. Raises ClockRefused where there is none."""
    rule = ClockRule.objects.in_force(on).filter(case_kind=case_kind, step=step).order_by("-since").first()
    if rule is None:
        raise ClockRefused(f"{on} 没有“{case_kind}/{step}”的办理期限规则，请先在规则中补充。")
    return rule


@transaction.atomic
def start(
    case_kind: str,
    case_id: UUID,
    step: str,
    *,
    department: Department,
    act: Act,
    started_on: date | None = None,
    fixed_on: date | None = None,
) -> CaseClock:
    """开始计时. `started_on`: the day it counts from, the act's unless given; `fixed_on`: its last day, where the rule
    leaves that to whoever starts it. Raises ClockRefused.
    """
    started_on = started_on or act.day
    rule = rule_for(case_kind, step, act.day)
    by_rule = rule.working_days is not None or rule.calendar_days is not None or rule.day_of_month is not None
    if (fixed_on is not None) == by_rule:
        raise ClockRefused(f"“{rule.title}”{'的期限由规则确定，不能另行指定' if fixed_on else '须写明限定日期'}。")
    if fixed_on and fixed_on < started_on:
        raise ClockRefused("限定日期不能早于起算日，请核对。")
    if rule.day_of_month is not None:
        fixed_on = day_of_month(started_on, rule.day_of_month)
    elif rule.calendar_days is not None:
        fixed_on = started_on + timedelta(days=rule.calendar_days)
    if CaseClock.objects.open().of(case_kind, case_id).filter(step=step).exists():
        raise ClockRefused(f"“{rule.title}”已在计时，不用再次开始。")
    found = due_day(working_calendar(), started_on, rule.working_days, fixed_on)
    clock = CaseClock.objects.create(
        rule=rule,
        case_kind=case_kind,
        case_id=case_id,
        step=step,
        department=department,
        started_on=started_on,
        working_days=rule.working_days,
        fixed_on=fixed_on,
        due=found.date,
        provisional=found.provisional,
    )
    note(act, clock.object_kind, clock.public_id, "start", clock.state)
    return clock


@transaction.atomic
def pause(clock: CaseClock, *, reason: str, act: Act) -> ClockPause:
    """暂停计时, from the act's day on. `reason`: of ClockPause.Reason; the act says it in words. Raises ClockRefused."""
    clock = locked(clock)
    if reason not in ClockPause.Reason.values:
        raise ClockRefused("请从列表中选择暂停的理由。")
    if not act.reason.strip():
        raise ClockRefused("请写明暂停的具体情况。")
    if not clock.rule.pausable:
        raise ClockRefused(f"“{clock.rule.title}”的期限不能暂停。")
    _in_time(clock, act.day, "不能再暂停")
    _move(clock, "pause", act)
    return ClockPause.objects.create(clock=clock, reason=reason, since=act.day)


@transaction.atomic
def resume(clock: CaseClock, *, act: Act) -> None:
    """恢复计时: the act's day counts again; the due day moves by the working days taken out. Raises ClockRefused."""
    clock = locked(clock)
    _end_pause(clock, act.day)
    _move(clock, "resume", act, **lengthened(clock))


@transaction.atomic
def stop(clock: CaseClock, *, act: Act) -> None:
    """办结: what the clock waited for is done. Raises ClockRefused."""
    _finish(clock, "stop", act)


@transaction.atomic
def cancel(clock: CaseClock, *, act: Act) -> None:
    """终止计时: the case is withdrawn or goes elsewhere; the act says why. Counts neither as in time nor as late."""
    if not act.reason.strip():
        raise ClockRefused("请写明终止的理由。")
    _finish(clock, "cancel", act)


def end(clocks: CaseClockQuerySet, *, met: bool, act: Act) -> None:
    """Of these whatever still runs: 办结 where the case got what it waited for, else 终止 with the act's reason."""
    for clock in clocks.open():
        (stop if met else cancel)(clock, act=act)


def _finish(clock: CaseClock, move: str, act: Act) -> None:
    clock = locked(clock)
    if act.day < clock.started_on:
        raise ClockRefused("办结日期不能早于起算日，请核对。")
    days = {}
    if clock.state == CaseClock.State.PAUSED:
        _end_pause(clock, act.day)
        days = _days(clock)
    _move(clock, move, act, stopped_on=act.day, **days)
    apply_set(ClockExtension.objects.filter(clock=clock, state="proposed"), "lapse", act, wait=True)


@transaction.atomic
def reckon_clocks(*, actor: Actor, on: date, year: int | None = None) -> int:
    """Recompute every provisional due day by the calendar as it is now; returns how many clocks changed. Source: C7.

    `year`: its calendar was amended, so that every open clock that runs into it is reckoned again too.
    """
    calendar, changed, act = working_calendar(), 0, None
    wanted = Q(provisional=True)
    if year is not None:
        wanted |= Q(due__year__gte=year, started_on__year__lte=year)
    chosen = CaseClock.objects.open().filter(wanted).order_by("pk").select_for_update(of=("self",))
    for clock in chosen.prefetch_related("pauses", "extension_rows"):
        days = _days(clock, calendar)
        if all(getattr(clock, name) == value for name, value in days.items()):
            continue
        act = act or record_act("reckon_clocks", actor, on, basis="工作日历更新")
        apply(clock, "reckon", act, **days, **({"reminded": None} if days["due"] != clock.due else {}))
        changed += 1
    return changed


def locked(clock: CaseClock) -> CaseClock:
    """The row as the database has it now, locked until the transaction ends."""
    return CaseClock.objects.select_for_update(of=("self",)).select_related("rule").get(pk=clock.pk)


def lengthened(clock: CaseClock) -> dict:
    """Columns of the due day, after pauses or extensions changed; the reminders begin anew."""
    return _days(clock) | {"reminded": None}


def _days(clock: CaseClock, calendar=None) -> dict:
    pauses = [(row.since, row.until) for row in clock.pauses.all() if row.until]
    extended = sum(row.working_days for row in clock.extension_rows.all() if row.state == "approved")
    found = due_day(
        calendar or working_calendar(), clock.started_on, clock.working_days, clock.fixed_on, pauses, extended
    )
    return {"due": found.date, "provisional": found.provisional}


def _end_pause(clock: CaseClock, day: date) -> None:
    held = clock.pauses.filter(until__isnull=True).first()
    if held is None:
        raise ClockRefused("现在没有暂停，请刷新页面查看。")
    if day < held.since:
        raise ClockRefused(f"恢复之日不能早于暂停之日（{held.since}），请核对。")
    held.until = day
    held.save(update_fields=["until"])


def _in_time(clock: CaseClock, day: date, what: str) -> None:
    """Neither before the clock's last step nor after its due day: what is late stays late."""
    last = max([clock.started_on, *(row.until for row in clock.pauses.all() if row.until)])
    if day < last:
        raise ClockRefused(f"日期不能早于{last}，请核对。")
    if clock.state == CaseClock.State.RUNNING and day > clock.due:
        raise ClockRefused(f"办理期限已于{clock.due}届满，{what}；请尽快办结。")


def _move(clock: CaseClock, move: str, act: Act, **changes) -> None:
    try:
        apply(clock, move, act, **changes)
    except IllegalMove as reason:
        raise ClockRefused("这项期限的状态已经变化，请刷新页面后再操作。") from reason
