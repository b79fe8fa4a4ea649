"""Escalating (通报与约谈): naming a department, or speaking with its head, because of an order. Source: J6 (Shaanxi 三(三)).

The head spoken with is a department's; the interview of an enterprise is something else and not here.
"""

from datetime import date

from django.db import IntegrityError, transaction

from accounts.models import Officer, Role
from credit_platform.lifecycle import IllegalMove
from ledger.acts import Actor, record_act
from ledger.models import Act
from ledger.moves import apply, note

from .models import Escalation, RectificationOrder
from .ordering import OrderRefused
from .reach import within_reach

PROPOSERS = (Role.OFFICE, Role.SUPERVISOR)


@transaction.atomic
def propose(
    order: RectificationOrder, *, kind: str, text: str, basis: str, officer: Officer, actor: Actor, on: date
) -> Escalation:
    """提出通报或约谈. Raises OrderRefused."""
    order = RectificationOrder.objects.select_for_update(of=("self",)).select_related("department").get(pk=order.pk)
    if not officer.has_role(*PROPOSERS) or not within_reach(officer).filter(pk=order.department_id).exists():
        raise OrderRefused("由信用办经办或督查员对所辖部门提出。")
    if kind not in Escalation.Kind.values:
        raise OrderRefused("请选择通报或约谈。")
    if not (text.strip() and basis.strip()):
        raise OrderRefused("请写明内容和依据。")
    if order.state in (RectificationOrder.State.SETTLED, RectificationOrder.State.WITHDRAWN):
        raise OrderRefused("这份整改通知已经了结，不再通报或约谈。")
    try:
        with transaction.atomic():
            made = Escalation.objects.create(
                order=order,
                kind=kind,
                text=text.strip()[:2000],
                basis=basis.strip()[:300],
                proposer=officer,
                proposed_on=on,
            )
    except IntegrityError as reason:
        raise OrderRefused("已有一份同样的提议待审批。") from reason
    act = record_act("propose_escalation", actor, on, basis=f"{order}：{made.basis}"[:300])
    note(act, made.object_kind, made.public_id, "put_forward", made.state)
    return made


@transaction.atomic
def approve(made: Escalation, *, officer: Officer, actor: Actor, on: date, opinion: str = "") -> None:
    """批准, never who proposed it. Raises OrderRefused."""
    made = _for_decision(made, officer)
    act = record_act("approve_escalation", actor, on, reason=opinion.strip()[:500], basis=str(made))
    _move(made, "approve", act, approver=officer, decided_on=on, opinion=opinion.strip()[:500])


@transaction.atomic
def decline(made: Escalation, *, opinion: str, officer: Officer, actor: Actor, on: date) -> None:
    """不予批准. Raises OrderRefused."""
    made = _for_decision(made, officer)
    if not opinion.strip():
        raise OrderRefused("请写明不予批准的理由。")
    act = record_act("decline_escalation", actor, on, reason=opinion.strip()[:500], basis=str(made))
    _move(made, "decline", act, approver=officer, decided_on=on, opinion=opinion.strip()[:500])


@transaction.atomic
def take_back(made: Escalation, *, officer: Officer, actor: Actor, on: date) -> None:
    """收回, the proposer's own. Raises OrderRefused."""
    made = _locked(made)
    if made.proposer_id != officer.pk:
        raise OrderRefused("只能收回自己提出的。")
    _move(made, "take_back", record_act("take_back_escalation", actor, on, basis=str(made)))


@transaction.atomic
def hold(
    made: Escalation, *, held_on: date, attended: str, minutes: str, officer: Officer, actor: Actor, on: date
) -> None:
    """约谈记录: when, who by their office, what was said. Raises OrderRefused."""
    made = _locked(made)
    _in_reach(made, officer)
    if not officer.has_role(*PROPOSERS, Role.OFFICE_APPROVER):
        raise OrderRefused("由信用办或督查员登记约谈记录。")
    if made.kind != Escalation.Kind.INTERVIEW:
        raise OrderRefused("只有约谈需要登记记录。")
    if not (attended.strip() and minutes.strip()):
        raise OrderRefused("请写明参加人员职务和约谈记录。")
    if held_on > on or (made.decided_on and held_on < made.decided_on):
        raise OrderRefused("约谈日期应在批准之后，且不晚于今天。")
    act = record_act("hold_interview", actor, on, basis=str(made))
    _move(made, "hold", act, held_on=held_on, attended=attended.strip()[:200], minutes=minutes.strip()[:4000])


def _for_decision(made: Escalation, officer: Officer) -> Escalation:
    made = _locked(made)
    _in_reach(made, officer)
    if not officer.has_role(Role.OFFICE_APPROVER):
        raise OrderRefused("由信用办审批决定。")
    if made.proposer_id == officer.pk:
        raise OrderRefused("自己提出的不能由自己审批，请由另一位同事审批。")
    return made


def _in_reach(made: Escalation, officer: Officer) -> None:
    if not within_reach(officer).filter(pk=made.order.department_id).exists():
        raise OrderRefused("不在管辖范围之内。")


def _locked(made: Escalation) -> Escalation:
    return Escalation.objects.select_for_update(of=("self",)).select_related("order").get(pk=made.pk)


def _move(made: Escalation, move: str, act: Act, **changes) -> None:
    try:
        apply(made, move, act, **changes)
    except IllegalMove as reason:
        raise OrderRefused("这一项的状态已经变化，请刷新页面后再操作。") from reason
