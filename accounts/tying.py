"""Tying (部门关系): the lines of trades and reporting on behalf, settled by two persons of the office. Source: A4."""

from datetime import date

from django.db import IntegrityError, connection, transaction
from django.db.models import Q

from credit_platform.lifecycle import IllegalMove
from credit_platform.locks import Lock, hold
from ledger.acts import Actor, record_act
from ledger.models import Act
from ledger.moves import apply, note

from .models import Department, Officer, Role, Tie
from .refusals import Refused

FAR = date(9999, 12, 31)

ABOVE = """
    WITH RECURSIVE up (id) AS (
        SELECT %(start)s::bigint
        UNION SELECT line.other_id FROM accounts_tie line JOIN up ON line.department_id = up.id
        WHERE line.kind = 'line' AND line.state IN ('proposed', 'adopted')
          AND line.since < %(until)s AND COALESCE(line.until, 'infinity') > %(since)s
    ) SELECT EXISTS (SELECT FROM up WHERE id = %(sought)s)
"""


@transaction.atomic
def propose_tie(
    kind: str,
    department: Department,
    other: Department,
    *,
    basis: str,
    since: date,
    officer: Officer,
    actor: Actor,
    on: date,
    until: date | None = None,
    trade: str = "",
) -> Tie:
    """提出条线或代报关系. `until`: first day on which it no longer holds. Raises Refused."""
    _check(kind, department, other, officer, basis, since, until, trade)
    _fits(kind, department, other, trade.strip(), since, until)
    act = record_act("propose_tie", actor, on, basis=basis.strip())
    try:
        with transaction.atomic():
            tie = Tie.objects.create(
                kind=kind,
                department=department,
                other=other,
                trade=trade.strip()[:40] if kind == Tie.Kind.LINE else "",
                basis=basis.strip()[:300],
                since=since,
                until=until,
                proposer=officer,
                proposed_on=on,
            )
    except IntegrityError as reason:
        raise Refused("同样的关系已提出，正等待审批，不用再次提出。") from reason
    note(act, tie.object_kind, tie.public_id, "propose", tie.state)
    return tie


def _check(kind, department, other, officer, basis, since, until, trade) -> None:
    if kind not in Tie.Kind.values:
        raise Refused("请选择关系：条线上级，或代报。")
    if not officer.has_role(Role.OFFICE):
        raise Refused("只有信用办经办可以登记部门关系。")
    _within_tree(officer, {department.pk} | ({other.pk} if kind == Tie.Kind.ON_BEHALF else set()))
    if department.pk == other.pk:
        raise Refused("两个部门不能是同一个，请另选。")
    if not basis.strip():
        raise Refused("请写明依据（文件名称、文号）。")
    if kind == Tie.Kind.LINE and not trade.strip():
        raise Refused("请写明是哪一条线，如“市场监管”。")
    if until is not None and until <= since:
        raise Refused("终止日期应晚于起始日期，请核对。")


def _fits(
    kind: str, department: Department, other: Department, trade: str, since: date, until: date | None, but=None
) -> None:
    """Against what is settled already, with nobody settling anything meanwhile."""
    hold(Lock.TIES)
    end = until or FAR
    meanwhile = Tie.objects.filter(kind=kind, department=department, state="adopted", since__lt=end).exclude(pk=but)
    meanwhile = meanwhile.filter(Q(until__isnull=True) | Q(until__gt=since)).select_related("other")
    if kind == Tie.Kind.ON_BEHALF:
        if meanwhile.filter(other=other).exists():
            raise Refused(f"“{department.name}”代“{other.name}”报送的关系在这段时间内已经登记，请核对起止日期。")
        return
    if there := meanwhile.filter(trade=trade).first():
        raise Refused(f"“{department.name}”在“{trade}”条线上的上级已是“{there.other.name}”，请先终止原关系。")
    with connection.cursor() as cursor:
        cursor.execute(ABOVE, {"start": other.pk, "sought": department.pk, "since": since, "until": end})
        if cursor.fetchone()[0]:
            raise Refused(f"“{other.name}”在条线上已在“{department.name}”之下，不能又作它的上级，请核对。")


@transaction.atomic
def adopt_tie(tie: Tie, *, officer: Officer, actor: Actor, on: date) -> None:
    """采用, by another person than who proposed it. Raises Refused."""
    tie = _to_decide(tie, officer)
    _fits(tie.kind, tie.department, tie.other, tie.trade, tie.since, tie.until, but=tie.pk)
    _move(tie, "adopt", record_act("adopt_tie", actor, on), approver=officer, decided_on=on)


@transaction.atomic
def decline_tie(tie: Tie, *, officer: Officer, actor: Actor, on: date, reason: str) -> None:
    """不采用, with the reason. Raises Refused."""
    tie = _to_decide(tie, officer)
    if not reason.strip():
        raise Refused("请写明不采用的理由。")
    act = record_act("decline_tie", actor, on, reason=reason.strip())
    _move(tie, "decline", act, approver=officer, decided_on=on, answer=reason.strip()[:500])


@transaction.atomic
def end_tie(tie: Tie, *, officer: Officer, actor: Actor, on: date, reason: str) -> None:
    """终止: from `on` it no longer holds. It only takes away, so one person of the office may. Raises Refused."""
    tie = Tie.objects.select_for_update().get(pk=tie.pk)
    if not officer.has_role(Role.OFFICE, Role.OFFICE_APPROVER):
        raise Refused("只有信用办可以终止部门关系。")
    _within_tree(officer, {tie.department_id})
    if not reason.strip():
        raise Refused("请写明终止的理由。")
    if tie.until is not None and tie.until <= on:
        raise Refused(f"这个关系已于{tie.until}到期，不用终止。")
    act = record_act("end_tie", actor, on, reason=reason.strip())
    _move(tie, "end", act, until=max(on, tie.since), ended_by=officer, ended_on=on, end_reason=reason.strip()[:500])


def _to_decide(tie: Tie, officer: Officer) -> Tie:
    tie = Tie.objects.select_for_update(of=("self",)).select_related("department", "other").get(pk=tie.pk)
    if not officer.has_role(Role.OFFICE_APPROVER):
        raise Refused("只有信用办审批可以决定部门关系。")
    _within_tree(officer, {tie.department_id} | ({tie.other_id} if tie.kind == Tie.Kind.ON_BEHALF else set()))
    if officer.pk == tie.proposer_id:
        raise Refused("自己提出的不能由自己审批，请由另一位同事操作。")
    return tie


def _within_tree(officer: Officer, departments: set[int]) -> None:
    if Department.objects.tree(officer.department).filter(pk__in=departments).count() < len(departments):
        raise Refused("只能办理所辖部门的关系。")


def _move(tie: Tie, move: str, act: Act, **changes) -> None:
    try:
        apply(tie, move, act, **changes)
    except IllegalMove as reason:
        raise Refused("这个关系的状态已经变化，请刷新页面查看。") from reason
