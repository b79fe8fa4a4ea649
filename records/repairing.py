"""Repairing (信用修复后停止公示、共享和使用): what a granted repair does to a record, and how it is undone. Source: F4, F5; 令第36号.

The case, its conditions and its two persons lie above (`repairs`); here are the record and what the public finds.
"""

from datetime import date

from django.db import transaction

from accounts.models import Officer
from credit_platform.lifecycle import IllegalMove
from ledger.acts import Actor, record_act
from ledger.moves import apply, apply_set

from .models import Proposal, Record
from .retiring import settle_publicity


class RepairRefused(ValueError):
    """Not possible; the message says why and what to do."""


@transaction.atomic
def end_by_repair(record: Record, *, proposer: Officer, approver: Officer, reason: str, actor: Actor, on: date) -> None:
    """修复: publication, sharing and use end at once; what hangs on the record follows by itself. Raises RepairRefused."""
    if proposer.pk == approver.pk:
        raise RepairRefused("自己提出的不能由自己审批，请由另一位同事操作。")
    act = record_act("repair_record", actor, on, reason=reason, basis="信用修复")
    apply_set(Proposal.objects.open().filter(record=record), "supersede", act, wait=True)
    _move(record, "repair", act)
    settle_publicity([record.subject_id], on)


@transaction.atomic
def undo_repair(record: Record, *, proposer: Officer, approver: Officer, reason: str, actor: Actor, on: date) -> None:
    """撤销修复: it is public again to the end of its period, where it was public. Raises RepairRefused."""
    if proposer.pk == approver.pk:
        raise RepairRefused("自己提出的不能由自己审批，请由另一位同事操作。")
    record = Record.objects.select_for_update(of=("self",)).get(pk=record.pk)
    act = record_act("undo_repair", actor, on, reason=reason)
    over = record.public_until is not None and record.public_until < on
    shown = record.publishable and record.public_from is not None
    _move(record, "unrepair_internal" if not shown else "unrepair_ended" if over else "unrepair", act)
    settle_publicity([record.subject_id], on)


def _move(record: Record, name: str, act) -> None:
    try:
        apply(record, name, act)
    except IllegalMove as reason:
        raise RepairRefused("这条记录的状态已经变化，请刷新页面查看。") from reason
