"""Freezing (冻结公示): the switch that stops everything from becoming public, at once and for all. Source: L1, Bengbu 五(六).

What is public stays so; what leaves, leaves: withdrawal, hiding and the end of a period go on. Deadlines are not moved: what
is late because of a freeze is shown as late. Setting it takes one person, lifting it a second.
"""

from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.models import Officer, Role
from credit_platform.locks import Lock, hold, share
from ledger.acts import Actor, record_act
from ledger.moves import note

from .models import Freeze

FROZEN = "公示已冻结：现在不能公示或更正公示内容，恢复后请再操作。撤下和紧急下线不受影响。"


class FreezeRefused(ValueError):
    """Not possible; the message says why and what to do."""


def frozen() -> Freeze | None:
    """The freeze that stands now; None: publication runs."""
    return Freeze.objects.filter(lifted_at__isnull=True).select_related("proposer").first()


def stands_frozen() -> bool:
    """Whether publication is frozen; until the caller's transaction ends nobody can freeze it. Call it inside one."""
    share(Lock.FREEZE)
    return frozen() is not None


@transaction.atomic
def freeze(*, officer: Officer, actor: Actor, on: date, reason: str) -> Freeze:
    """冻结. When it returns nothing is on its way out any more. Raises FreezeRefused."""
    if not officer.has_role(Role.OFFICE, Role.OFFICE_APPROVER, Role.SECURITY_ADMIN):
        raise FreezeRefused("只有信用办和安全管理员可以冻结公示。")
    if not reason.strip():
        raise FreezeRefused("请写明冻结公示的理由。")
    hold(Lock.FREEZE)
    if frozen() is not None:
        raise FreezeRefused("公示已经冻结。")
    made = Freeze.objects.create(reason=reason.strip()[:500], proposer=officer, frozen_on=on)
    act = record_act("freeze", actor, on, reason=made.reason)
    note(act, made.object_kind, made.public_id, "freeze", "frozen")
    return made


@transaction.atomic
def thaw(*, officer: Officer, actor: Actor, on: date, reason: str) -> None:
    """恢复公示. What fell due meanwhile is published by the next run of the clock. Raises FreezeRefused."""
    if not officer.has_role(Role.OFFICE, Role.OFFICE_APPROVER, Role.SECURITY_ADMIN):
        raise FreezeRefused("只有信用办和安全管理员可以恢复公示。")
    standing = Freeze.objects.select_for_update().filter(lifted_at__isnull=True).first()
    if standing is None:
        raise FreezeRefused("公示没有冻结，请刷新页面查看。")
    if officer.pk == standing.proposer_id:
        raise FreezeRefused("冻结人不能自己恢复，请由另一位同事核实后恢复。")
    if not reason.strip():
        raise FreezeRefused("请写明恢复公示的理由。")
    standing.approver, standing.lifted_at, standing.lifting_reason = officer, timezone.now(), reason.strip()[:500]
    standing.save(update_fields=["approver", "lifted_at", "lifting_reason"])
    act = record_act("thaw", actor, on, reason=standing.lifting_reason)
    note(act, standing.object_kind, standing.public_id, "thaw", "lifted")
