"""Signing (填报与签发): a clerk files, another person signs or sends back, a correction is a new version with its reason.

The same for every kind of return. Source: B10, J2, design sentence 3.
"""

from datetime import date
from typing import Any, TypeVar, cast

from django.db import transaction

from accounts.models import Department, Officer, Role
from ledger.acts import Actor, record_act
from ledger.moves import apply, note

from .models.signing import Signed
from .months import after, first_of, words

Row = TypeVar("Row", bound=Signed)


class ReturnRefused(ValueError):
    """Not possible; the message says why and what to do."""


def file(row: Row, *, actor: Actor, on: date, same: dict[str, Any]) -> Row:
    """Put a new version on the reviewer's desk. Call inside a transaction, then add what belongs to it.

    `row`: unsaved, with department, month, clerk, reason and content. `same`: what besides department and month tells one
    return from another (the form). Raises ReturnRefused.
    """
    # One at a time for a department: two clerks would give the same number.
    Department.objects.select_for_update().get(pk=row.department_id)
    if not row.clerk.has_role(Role.CLERK):
        raise ReturnRefused("由填报员填报；没有填报员的，请联系系统管理员授予角色。")
    if not Department.objects.answered_for_by(row.clerk.department).filter(pk=row.department_id).exists():
        raise ReturnRefused("只能填报本部门的报表。")
    if row.month >= first_of(on):
        raise ReturnRefused(f"{words(row.month)}还没有结束，请在次月填报。")
    if row.department.since and row.department.since >= after(row.month):
        raise ReturnRefused(f"{row.department.name}在{words(row.month)}还没有成立，不需要填报。")
    versions = list(_versions(row, same))
    states = {version.state for version in versions}
    if Signed.State.PROPOSED in states:
        raise ReturnRefused("已有一份正在等待审核。需要修改的，请先收回那一份。")
    row.reason = row.reason.strip()[:300]
    if Signed.State.SIGNED in states and not row.reason:
        raise ReturnRefused("这个月的报表已经签发。更正请写明理由。")
    row.number = max((version.number for version in versions), default=0) + 1
    row.filed_on = on
    row.save(force_insert=True)
    act = record_act("file_return", actor, on, reason=row.reason, basis=str(row))
    note(act, row.object_kind, row.public_id, "file", row.state)
    return row


def _versions(row: Signed, same: dict[str, Any]):
    return type(row).objects.filter(department=row.department_id, month=row.month, **same)


@transaction.atomic
def sign(row: Row, *, reviewer: Officer, actor: Actor, on: date, same: dict[str, Any]) -> Row:
    """审核签发: from now on it counts; the version it corrects does no longer. Raises ReturnRefused."""
    row = _waiting(row, reviewer)
    act = record_act("sign_return", actor, on, basis=str(row))
    for older in _versions(row, same).filter(state=Signed.State.SIGNED):
        apply(older, "supersede", act)
    apply(row, "sign", act, reviewer=reviewer, decided_on=on)
    return row


@transaction.atomic
def decline(row: Row, *, reviewer: Officer, actor: Actor, on: date, reason: str) -> Row:
    """退回: the clerk files another one. Raises ReturnRefused."""
    row = _waiting(row, reviewer)
    if not reason.strip():
        raise ReturnRefused("请写明退回的理由，方便填报员更正。")
    act = record_act("decline_return", actor, on, reason=reason.strip(), basis=str(row))
    apply(row, "decline", act, reviewer=reviewer, decided_on=on, note=reason.strip()[:300])
    return row


@transaction.atomic
def take_back(row: Row, *, clerk: Officer, actor: Actor, on: date) -> Row:
    """收回: the clerk's own, before anybody has decided. Raises ReturnRefused."""
    row = _locked(row)
    if not Officer.objects.answered_for_by(clerk).filter(pk=row.clerk_id).exists():
        raise ReturnRefused("只能收回自己填报的报表；他人的请由本人收回，或由审核员退回。")
    act = record_act("take_back_return", actor, on, basis=str(row))
    apply(row, "take_back", act)
    return row


def _waiting(row: Row, reviewer: Officer) -> Row:
    """The row, locked, if the reviewer may decide on it."""
    row = _locked(row)
    if row.clerk_id == reviewer.pk:
        raise ReturnRefused("自己填报的报表不能由自己审核，请由另一位审核员审核。")
    if not reviewer.has_role(Role.REVIEWER):
        raise ReturnRefused("由审核员签发或退回，填报员和信用办不能代为签发。")
    if not Department.objects.answered_for_by(reviewer.department).filter(pk=row.department_id).exists():
        raise ReturnRefused("只能审核本部门的报表。")
    return row


def _locked(row: Row) -> Row:
    rows = type(row).objects.select_for_update(of=("self",)).select_related("department", "clerk")
    row = cast("Row", rows.get(pk=row.pk))
    if row.state != Signed.State.PROPOSED:
        raise ReturnRefused("这一份已经处理过，请刷新页面查看。")
    return row
