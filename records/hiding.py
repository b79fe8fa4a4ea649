"""Emergency hide (紧急下线): one person takes a record from sight at once; a second confirms in time, or it
is shown again. Source: design §4.
"""

from datetime import date

from django.db import transaction

from accounts.models import Officer, Role
from credit_platform.lifecycle import IllegalMove
from credit_platform.workdays import WorkDate
from ledger.acts import CLOCK, Actor, record_act
from ledger.moves import apply, note
from rules.calendar import working_calendar
from rules.jurisdictions import number

from .freezing import FROZEN, stands_frozen
from .models import Hide, Record
from .retiring import settle_publicity

UNCONFIRMED = "未在规定时限内经第二人确认"
HIDERS = (Role.REVIEWER, Role.OFFICE, Role.OFFICE_APPROVER)


class HideRefused(ValueError):
    """Not possible; the message says why and what to do."""


@transaction.atomic
def hide(record: Record, *, officer: Officer, actor: Actor, on: date, reason: str) -> Hide:
    """Out of public sight from now. Raises HideRefused."""
    _within_reach(officer, record)
    if not reason.strip():
        raise HideRefused("请写明紧急下线的理由。")
    record = Record.objects.select_for_update(of=("self",)).select_related("version").get(pk=record.pk)
    _end_of_earlier(record, officer, on)
    act = record_act("hide", actor, on, reason=reason.strip())
    try:
        apply(record, "hide", act)
    except IllegalMove as reason_:
        raise HideRefused("这条记录没有在公示，无需下线。") from reason_
    until = confirm_by(on)
    made = Hide.objects.create(
        record=record,
        reason=reason.strip(),
        proposer=officer,
        hidden_on=on,
        confirm_by=until.date,
        provisional=until.provisional,
    )
    note(act, made.object_kind, made.public_id, "hide", "open")
    return made


def confirm_by(hidden_on: date) -> WorkDate:
    """The last day for the second person, of what was hidden on the day."""
    return working_calendar().add(hidden_on, number("hide.confirm_days", hidden_on))


def _end_of_earlier(record: Record, officer: Officer, on: date) -> None:
    """An open hide that ran out at midnight makes room; one person does not hide day after day what nobody confirmed."""
    for earlier in Hide.objects.select_for_update().filter(record=record, lifted_on__isnull=True):
        if earlier.approver_id or earlier.confirm_by >= on:
            raise HideRefused("这条记录已经下线；未经确认的，请第二人确认。")
        _lift(earlier, CLOCK, on, UNCONFIRMED)
    last = Hide.objects.filter(record=record).order_by("-pk").first()
    if last and last.proposer_id == officer.pk and not last.approver_id and (last.lifted_on or on) > last.confirm_by:
        raise HideRefused("您上次的紧急下线未经第二人确认，已恢复公示；仍需下线的，请由另一位同事提出。")


@transaction.atomic
def confirm(hidden: Hide, *, officer: Officer, actor: Actor, on: date) -> None:
    """The second person's word. Raises HideRefused."""
    hidden = Hide.objects.select_for_update(of=("self",)).select_related("record").get(pk=hidden.pk)
    _within_reach(officer, hidden.record)
    if hidden.proposer_id == officer.pk:
        raise HideRefused("自己提出的紧急下线不能由自己确认，请另一位同事确认。")
    if hidden.lifted_on or hidden.approver_id or on > hidden.confirm_by:
        raise HideRefused("这次下线已经结束或已确认，请刷新页面查看。")
    act = record_act("confirm_hide", actor, on)
    hidden.approver, hidden.confirmed_on = officer, on
    hidden.save(update_fields=["approver", "confirmed_on"])
    if hidden.record.state == Record.State.RELEASED:  # it may have ended meanwhile
        apply(hidden.record, "confirm_hide", act)
    note(act, hidden.object_kind, hidden.public_id, "confirm", "confirmed")
    settle_publicity([hidden.record.subject_id], on)


@transaction.atomic
def show_again(hidden: Hide, *, officer: Officer, actor: Actor, on: date, reason: str) -> None:
    """End a hide. Raises HideRefused. A confirmed one is ended by somebody who did not ask for it."""
    hidden = Hide.objects.select_for_update(of=("self",)).select_related("record").get(pk=hidden.pk)
    _within_reach(officer, hidden.record)
    if not reason.strip():
        raise HideRefused("请写明恢复公示的理由。")
    if hidden.lifted_on:
        raise HideRefused("这条记录已经恢复公示。")
    if hidden.approver_id and hidden.proposer_id == officer.pk:
        raise HideRefused("经两人确认的下线，不能由提出人自己恢复，请由另一位同事操作。")
    if stands_frozen():
        raise HideRefused(FROZEN)
    _lift(hidden, actor, on, reason.strip())


@transaction.atomic
def lift_unconfirmed(on: date) -> int:
    """The clock: nobody confirmed in time, so the record is shown again (it has been since midnight). Returns how many.

    While publication is frozen no hide runs out (`RecordQuerySet.public` says the same).
    """
    if stands_frozen():
        return 0
    late = Hide.objects.filter(lifted_on__isnull=True, approver__isnull=True, confirm_by__lt=on)
    found = list(late.select_for_update(skip_locked=True, of=("self",)).select_related("record"))
    for hidden in found:
        _lift(hidden, CLOCK, on, UNCONFIRMED)
    return len(found)


def _lift(hidden: Hide, actor: Actor, on: date, reason: str) -> None:
    act = record_act("show_again", actor, on, reason=reason)
    hidden.lifted_on = on
    hidden.save(update_fields=["lifted_on"])
    if hidden.record.state == "released":
        apply(hidden.record, "show_again", act)
    note(act, hidden.object_kind, hidden.public_id, "lift", "lifted")
    settle_publicity([hidden.record.subject_id], on)


def _within_reach(officer: Officer, record: Record) -> None:
    if not officer.has_role(*HIDERS):
        raise HideRefused("只有审核员和信用办可以做这一操作。")
    if not Record.objects.visible_to(officer).filter(pk=record.pk).exists():
        raise HideRefused("这条记录不在您的职责范围内。")
