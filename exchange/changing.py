"""Changing destinations (转送目标的设立与变更): one person proposes, another grants. Source: C5, D6."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max, Min, Q

from accounts.models import Officer, Role
from credit_platform.lifecycle import IllegalMove
from ledger.acts import Actor, record_act
from ledger.models import Position
from ledger.moves import apply, note
from records.kinds import KINDS
from subjects.models import SubjectKind

from .models import Change, Cursor, Destination
from .refusals import ExchangeRefused

OFFICE = (Role.OFFICE, Role.OFFICE_APPROVER)
# Natural persons are published nowhere, so they are forwarded nowhere.
SUBJECT_KINDS = [kind for kind in SubjectKind.values if kind != SubjectKind.PERSON]
COLUMNS = (
    "name", "kinds", "subject_kinds", "start", "length", "working_days", "day_of_month", "clause", "since", "until",
)  # fmt: skip


def public_kinds() -> list[str]:
    """Kinds of record that may be published, and so forwarded."""
    return [key for key, kind in KINDS.items() if kind.public]


def values_of(destination: Destination) -> dict[str, Any]:
    """Its columns now, as a form's initial values."""
    return {name: getattr(destination, name) for name in COLUMNS}


@transaction.atomic
def propose_change(
    destination: Destination | None,
    *,
    values: dict[str, Any],
    officer: Officer,
    actor: Actor,
    on: date,
    reason: str,
) -> Change:
    """申请设立 (None) or 变更. `values`: all columns of COLUMNS. Raises ExchangeRefused."""
    if not officer.has_role(*OFFICE):
        raise ExchangeRefused("只有信用办可以设立或变更转送目标。")
    if not reason.strip():
        raise ExchangeRefused("请写明设立或变更的理由。")
    if destination is not None:
        # The row, so that two proposals at once wait for each other.
        rows = Destination.objects.visible_to(officer).select_for_update()
        if not rows.filter(pk=destination.pk).first():
            raise ExchangeRefused("这个转送目标不在您的职责范围内。")
        if destination.changes.filter(state="proposed").exists():
            raise ExchangeRefused("这个转送目标已有一项变更待审批，请先处理。")
    made = Change.objects.create(
        destination=destination,
        department=destination.department if destination else officer.department,
        values=_kept(_checked(values)),
        reason=reason.strip()[:500],
        proposer=officer,
        proposed_on=on,
    )
    act = record_act("propose_destination", actor, on, reason=made.reason)
    note(act, made.object_kind, made.public_id, "propose", made.state)
    return made


@transaction.atomic
def approve_change(change: Change, *, officer: Officer, actor: Actor, on: date) -> Destination:
    """同意: it holds from now on. Raises ExchangeRefused."""
    change = _open(change, officer)
    values = _read(change.values)
    act = record_act("change_destination", actor, on, reason=change.reason, basis=values["clause"])
    if change.destination_id:
        destination = Destination.objects.select_for_update().get(pk=change.destination_id)
        for name, value in values.items():
            setattr(destination, name, value)
        destination.save(update_fields=list(COLUMNS))
        note(act, destination.object_kind, destination.public_id, "change", "active")
    else:
        destination = Destination.objects.create(department=change.department, **values)
        Cursor.objects.create(destination=destination, position=_position_before(values["since"]))
        note(act, destination.object_kind, destination.public_id, "add", "active")
    _decide(change, "approve", act, officer, destination=destination)
    return destination


@transaction.atomic
def decline_change(change: Change, *, officer: Officer, actor: Actor, on: date, reason: str) -> None:
    """不同意: all stays as it is. Raises ExchangeRefused."""
    change = _open(change, officer)
    if not reason.strip():
        raise ExchangeRefused("请写明不同意的理由，申请人会看到。")
    _decide(change, "decline", record_act("decline_destination", actor, on, reason=reason.strip()), officer)


def _decide(change: Change, move: str, act, officer: Officer, **more) -> None:
    try:
        apply(change, move, act, approver=officer, decided_on=act.day, **more)
    except IllegalMove as reason:
        raise ExchangeRefused("这项申请已经处理过，请刷新页面查看。") from reason


def _open(change: Change, officer: Officer) -> Change:
    change = Change.objects.select_for_update(of=("self",)).get(pk=change.pk)
    if not officer.has_role(Role.OFFICE_APPROVER):
        raise ExchangeRefused("只有信用办审批可以决定转送目标的变更。")
    if change.proposer_id == officer.pk:
        raise ExchangeRefused("自己提出的变更不能由自己审批，请另一位同事办理。")
    if not Change.objects.visible_to(officer).filter(pk=change.pk).exists():
        raise ExchangeRefused("这项变更不在您的职责范围内。")
    return change


def _position_before(since: date) -> int:
    """Where reading begins: before the first event of the day, else at the end of the ledger."""
    # One look at the whole ledger, once a destination.
    found = Position.objects.aggregate(first=Min("seq", filter=Q(event__act__day__gte=since)), last=Max("seq"))
    return found["first"] - 1 if found["first"] else found["last"] or 0


def _checked(values: dict[str, Any]) -> dict[str, Any]:
    values = {name: values.get(name) for name in COLUMNS}
    values["name"], values["clause"] = (values["name"] or "").strip(), (values["clause"] or "").strip()
    if not values["name"] or not values["clause"]:
        raise ExchangeRefused("请写明名称和依据。")
    if not values["kinds"] or not set(values["kinds"]) <= set(public_kinds()):
        raise ExchangeRefused("请选择要转送的信息类别；只能转送可以公开的类别。")
    if not values["subject_kinds"] or not set(values["subject_kinds"]) <= set(SUBJECT_KINDS):
        raise ExchangeRefused("请选择要转送的主体类别；自然人信息不转送。")
    if values["start"] not in Destination.Start.values or values["length"] not in Destination.Length.values:
        raise ExchangeRefused("请选择起算和期限。")
    wanted = values["length"] if values["length"] != Destination.Length.AT_ONCE else ""
    for name in ("working_days", "day_of_month"):
        if name != wanted:
            values[name] = None
    if wanted == "working_days" and not 0 < (values["working_days"] or 0) <= 60:
        raise ExchangeRefused("工作日数请填1至60。")
    if wanted == "day_of_month" and not 0 < (values["day_of_month"] or 0) <= 31:
        raise ExchangeRefused("每月几日请填1至31；当月没有这一天的，按当月最后一天。")
    if values["since"] is None or (values["until"] and values["until"] < values["since"]):
        raise ExchangeRefused("请填写启用日期；停用日期不能早于启用日期。")
    return values


def _kept(values: dict[str, Any]) -> dict[str, Any]:
    return values | {name: values[name].isoformat() if values[name] else None for name in ("since", "until")}


def _read(values: dict[str, Any]) -> dict[str, Any]:
    return values | {name: date.fromisoformat(values[name]) if values[name] else None for name in ("since", "until")}
