"""Extending a case clock (延长办理期限): one person asks with a reason, another grants it, both before the day is over.

Source: C6, D6; domain.md §3c.
"""

from datetime import date

from django.db import transaction

from accounts.models import Officer, Role
from credit_platform.lifecycle import IllegalMove
from ledger.acts import Actor, record_act
from ledger.models import Act
from ledger.moves import apply, note

from .clocks import ClockRefused, lengthened, locked
from .models import CaseClock, ClockExtension

PROPOSERS = (Role.CLERK, Role.REVIEWER, Role.OFFICE, Role.OFFICE_APPROVER)
APPROVERS = (Role.REVIEWER, Role.OFFICE_APPROVER)


@transaction.atomic
def propose_extension(
    clock: CaseClock, *, working_days: int, officer: Officer, actor: Actor, on: date, reason: str
) -> ClockExtension:
    """申请延长. `working_days`: how many more. Raises ClockRefused."""
    clock = locked(clock)
    _within_reach(officer, clock, PROPOSERS, "您的角色不能申请延长期限。")
    if not reason.strip():
        raise ClockRefused("请写明延长的理由。")
    _running_and_in_time(clock, on)
    _within_the_rule(clock, working_days)
    if clock.extension_rows.filter(state="proposed").exists():
        raise ClockRefused("已有一项延长申请待批准，请等批准结果。")
    act = record_act("propose_extension", actor, on, reason=reason.strip())
    made = ClockExtension.objects.create(
        clock=clock, working_days=working_days, reason=reason.strip()[:500], proposer=officer, proposed_on=on
    )
    note(act, made.object_kind, made.public_id, "propose", made.state)
    return made


@transaction.atomic
def approve_extension(extension: ClockExtension, *, officer: Officer, actor: Actor, on: date) -> None:
    """同意延长, by another person; the due day moves at once. Raises ClockRefused."""
    extension, clock = _open(extension, officer)
    _running_and_in_time(clock, on)
    _within_the_rule(clock, extension.working_days)
    act = record_act("extend_clock", actor, on, reason=extension.reason, basis=clock.rule.clause)
    _decide(extension, "approve", act, officer)
    apply(clock, "extend", act, **lengthened(clock))


@transaction.atomic
def decline_extension(extension: ClockExtension, *, officer: Officer, actor: Actor, on: date, reason: str) -> None:
    """不同意延长: the day stays. Raises ClockRefused."""
    extension, _ = _open(extension, officer)
    if not reason.strip():
        raise ClockRefused("请写明不同意的理由，申请人会看到。")
    _decide(extension, "decline", record_act("decline_extension", actor, on, reason=reason.strip()), officer)


def _open(extension: ClockExtension, officer: Officer) -> tuple[ClockExtension, CaseClock]:
    clock = locked(extension.clock)  # the clock first, as everywhere
    extension = ClockExtension.objects.select_for_update(of=("self",)).get(pk=extension.pk)
    _within_reach(officer, clock, APPROVERS, "只有审核员和信用办审批可以批准延长。")
    if extension.proposer_id == officer.pk:
        raise ClockRefused("自己申请的延长不能由自己批准，请另一位同事办理。")
    return extension, clock


def _decide(extension: ClockExtension, move: str, act: Act, officer: Officer) -> None:
    try:
        apply(extension, move, act, approver=officer, decided_on=act.day)
    except IllegalMove as reason:
        raise ClockRefused("这项申请已经处理过，请刷新页面查看。") from reason


def _running_and_in_time(clock: CaseClock, on: date) -> None:
    if clock.state != CaseClock.State.RUNNING:
        raise ClockRefused("只有计时中的期限可以延长；已暂停的，恢复后再办理。")
    if on < clock.started_on:
        raise ClockRefused(f"日期不能早于起算日{clock.started_on}，请核对。")
    if on > clock.due:
        raise ClockRefused(f"办理期限已于{clock.due}届满，不能再延长；请尽快办结。")


def _within_the_rule(clock: CaseClock, working_days: int) -> None:
    rule = clock.rule
    if not rule.extensions:
        raise ClockRefused(f"“{rule.title}”的期限不能延长。")
    granted = [row.working_days for row in clock.extension_rows.filter(state="approved")]
    if len(granted) >= rule.extensions:
        raise ClockRefused(f"“{rule.title}”最多延长{rule.extensions}次，不能再延长。")
    left = rule.extension_days - sum(granted)
    if not 0 < working_days <= left:
        raise ClockRefused(f"“{rule.title}”还可延长1至{left}个工作日，请改正。")


def _within_reach(officer: Officer, clock: CaseClock, roles: tuple[Role, ...], otherwise: str) -> None:
    if not officer.has_role(*roles):
        raise ClockRefused(otherwise)
    if not CaseClock.objects.visible_to(officer).filter(pk=clock.pk).exists():
        raise ClockRefused("这项期限不在您的职责范围内。")
