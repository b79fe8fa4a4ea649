"""Recurring duties (定期任务): making the tasks of the coming weeks, finishing them, and those that finish by themselves.

Source: J7 (Harbin 五(四), Fuzhou 二(一), Yingkou (十七)).
"""

from datetime import date, timedelta

from django.db import transaction

from accounts.models import Department, Officer, Role, RoleGrant
from credit_platform.lifecycle import IllegalMove
from credit_platform.locks import Lock, hold
from ledger.acts import CLOCK, Actor, record_act
from ledger.models import Act, Event
from ledger.moves import apply, apply_set
from rules.jurisdictions import find
from rules.models import Heartbeat
from sanctions.models import TypicalCase

from .models import MonthlyReturn, RecurringDuty, RecurringTask
from .months import first_of, last_of
from .reach import OFFICE, obliged, within_reach
from .rhythms import days_between, month_before

AHEAD = timedelta(days=35)
SWEEP = "tasks"
TYPICAL_CASES = "typical_cases"  # of RecurringDuty


class TaskRefused(ValueError):
    """Not possible; the message says why and what to do."""


@transaction.atomic
def make_tasks(on: date) -> int:
    """列出定期任务 that fall due in the coming weeks, and since the last run; note those that are done elsewhere. Safe to
    run twice, at once, or late. Returns rows made or moved.
    """
    hold(Lock.TASKS)
    last_run = Heartbeat.objects.filter(name=SWEEP).values_list("day", flat=True).first()
    first, last = min(on, last_run or on), on + AHEAD
    there = set(RecurringTask.objects.filter(due__range=(first, last)).values_list("duty", "department", "due"))
    parties: dict[tuple[str, str], list[Department]] = {}
    rows, local = [], local_days(on)
    for duty in RecurringDuty.objects.order_by("pk"):
        whom = parties.setdefault((duty.who, duty.role), _parties(duty, on))
        for due in days_between(duty.rhythm, duty.month, local.get(duty.key, duty.day), first, last):
            if not (duty.since is None or duty.since <= due) or not (duty.until is None or due <= duty.until):
                continue
            rows += [
                RecurringTask(duty=duty, department=one, due=due) for one in whom if (duty.pk, one.pk, due) not in there
            ]
    if rows:
        act = record_act("make_tasks", CLOCK, on)
        RecurringTask.objects.bulk_create(rows, batch_size=2000)
        Event.objects.bulk_create(
            Event(act=act, object_kind=row.object_kind, object_id=row.public_id, move="make", state=row.state)
            for row in rows
        )
    return len(rows) + _follow(on)


def local_days(on: date) -> dict[str, int]:
    """Duty → day of the month, where the local text says another than this platform's table. Source: the packs' task.*."""
    keys = {f"task.{key}": key for key in RecurringDuty.objects.filter(rhythm="monthly").values_list("key", flat=True)}
    said = {keys[name]: one.value.get("by_day") for name, one in find(list(keys), on).items()}
    return {key: day for key, day in said.items() if isinstance(day, int) and 1 <= day <= 31}


def _parties(duty: RecurringDuty, on: date) -> list[Department]:
    departments = Department.objects.in_office(on).order_by("pk")
    if duty.who == RecurringDuty.Who.DEPARTMENT:
        return list(obliged(departments))
    roles = [duty.role] if duty.who == RecurringDuty.Who.ROLE else OFFICE
    held = RoleGrant.objects.filter(role__in=roles, until__isnull=True, officer__is_active=True)
    return list(departments.filter(pk__in=held.values("officer__department")))


def _follow(on: date) -> int:
    """Tasks that a signed return, or a typical case reported, fulfils."""
    return _follow_returns(on) + _follow_cases(on)


def _follow_cases(on: date) -> int:
    """典型案例: done once the department reported one in the month of the task. Source: D9."""
    waiting = RecurringTask.objects.filter(state="open", duty__key=TYPICAL_CASES)
    moved = 0
    for due in sorted(set(waiting.values_list("due", flat=True))):
        reported = TypicalCase.objects.reported_in(first_of(due), min(last_of(due), on)).values("department")
        chosen = waiting.filter(due=due, department__in=reported)
        if chosen.exists():
            act = record_act("follow_tasks", CLOCK, on, basis="已报送典型案例")
            moved += len(apply_set(chosen, "do", act, done_on=on, note="已报送典型案例"))
    return moved


def _follow_returns(on: date) -> int:
    waiting = RecurringTask.objects.filter(state="open", duty__follows="monthly_return")
    moved = 0
    for due in sorted(set(waiting.values_list("due", flat=True))):
        signed = MonthlyReturn.objects.signed().about(month_before(due)).values("department")
        chosen = waiting.filter(due=due, department__in=signed)
        if chosen.exists():
            act = record_act("follow_tasks", CLOCK, on, basis="月报已签发")
            moved += len(apply_set(chosen, "do", act, done_on=on, note="月报已签发"))
    return moved


@transaction.atomic
def do(task: RecurringTask, *, words: str, evidence: str, officer: Officer, actor: Actor, on: date) -> None:
    """完成. `words`: what was done; `evidence`: an address or a file number, may be empty. Raises TaskRefused."""
    task = _locked(task)
    if not RecurringTask.objects.workable_by(officer).filter(pk=task.pk).exists():
        raise TaskRefused("由承担这项任务的部门或角色办理。")
    if not words.strip():
        raise TaskRefused("请写明完成情况。")
    act = record_act("do_task", actor, on, basis=str(task))
    _move(task, "do", act, done_by=officer, done_on=on, note=words.strip()[:500], evidence=evidence.strip()[:300])


@transaction.atomic
def cancel(task: RecurringTask, *, reason: str, officer: Officer, actor: Actor, on: date) -> None:
    """本期不适用, by the office for its tree. Raises TaskRefused."""
    task = _locked(task)
    if (
        not officer.has_role(Role.OFFICE, Role.OFFICE_APPROVER)
        or not within_reach(officer).filter(pk=task.department_id).exists()
    ):
        raise TaskRefused("由信用办核定不适用。")
    if not reason.strip():
        raise TaskRefused("请写明不适用的理由。")
    act = record_act("cancel_task", actor, on, reason=reason.strip()[:500], basis=str(task))
    _move(task, "cancel", act, done_by=officer, done_on=on, note=act.reason)


def _locked(task: RecurringTask) -> RecurringTask:
    return RecurringTask.objects.select_for_update(of=("self",)).select_related("duty").get(pk=task.pk)


def _move(task: RecurringTask, move: str, act: Act, **changes) -> None:
    try:
        apply(task, move, act, **changes)
    except IllegalMove as reason:
        raise TaskRefused("这项任务已经办理过，请刷新页面查看。") from reason
