"""Receipts (回执): what the other side said of a parcel, noted by hand; a network transport will call the same. Source: C5."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import Officer
from ledger.acts import Actor, record_act
from ledger.moves import apply_set

from .changing import OFFICE
from .models import Line, Parcel
from .refusals import ExchangeRefused


@transaction.atomic
def acknowledge(parcel: Parcel, *, number: str, received_on: date, officer: Officer, actor: Actor, on: date) -> int:
    """登记回执 for all lines of the parcel that were not sent back; returns how many. Raises ExchangeRefused."""
    parcel = _locked(parcel, officer)
    if not number.strip():
        raise ExchangeRefused("请填写回执编号。")
    if not parcel.sent_on <= received_on <= on:
        raise ExchangeRefused(f"回执日期应在送出日期（{parcel.sent_on}）和今天之间，请核对。")
    act = record_act("acknowledge", actor, on, basis=f"回执 {number.strip()}"[:500])
    told: dict[str, Any] = {"receipt_number": number.strip()[:100], "receipt_on": received_on, "receipt_by": officer}
    done = len(apply_set(parcel.lines.filter(state="exported"), "acknowledge", act, wait=True, **told))
    if not done:
        raise ExchangeRefused("这份文件没有等待回执的信息，请刷新页面查看。")
    return done


@transaction.atomic
def refuse(parcel: Parcel, lines: Collection[UUID], *, reason: str, officer: Officer, actor: Actor, on: date) -> int:
    """登记退回: lines that the other side did not take, and why; returns how many. Raises ExchangeRefused."""
    chosen = _chosen(parcel, lines, officer, "exported")
    if not reason.strip():
        raise ExchangeRefused("请写明对方退回的原因。")
    act = record_act("refuse_lines", actor, on, reason=reason.strip())
    return len(apply_set(chosen, "refuse", act, wait=True, refusal=reason.strip()[:500]))


@transaction.atomic
def send_again(parcel: Parcel, lines: Collection[UUID], *, officer: Officer, actor: Actor, on: date) -> int:
    """重新转送: back among what waits; the due day stays. Returns how many. Raises ExchangeRefused."""
    chosen = _chosen(parcel, lines, officer, "refused")
    return len(apply_set(chosen, "again", record_act("send_again", actor, on), wait=True))


@transaction.atomic
def close(parcel: Parcel, lines: Collection[UUID], *, reason: str, officer: Officer, actor: Actor, on: date) -> int:
    """不再转送, with a reason. Returns how many. Raises ExchangeRefused."""
    chosen = _chosen(parcel, lines, officer, "refused")
    if not reason.strip():
        raise ExchangeRefused("请写明不再转送的理由。")
    return len(apply_set(chosen, "close", record_act("close_lines", actor, on, reason=reason.strip()), wait=True))


def _chosen(parcel: Parcel, lines: Collection[UUID], officer: Officer, state: str) -> QuerySet[Line]:
    parcel = _locked(parcel, officer)
    chosen = parcel.lines.filter(public_id__in=lines, state=state)
    if not lines or chosen.count() != len(set(lines)):
        title = Line.State(state).label
        raise ExchangeRefused(f"请先勾选状态为“{title}”的信息；状态已经变化的，请刷新页面后再操作。")
    return chosen


def _locked(parcel: Parcel, officer: Officer) -> Parcel:
    if not officer.has_role(*OFFICE):
        raise ExchangeRefused("只有信用办可以登记回执。")
    rows = Parcel.objects.visible_to(officer).select_for_update(of=("self",))
    found = rows.filter(pk=parcel.pk).first()
    if found is None:
        raise ExchangeRefused("这份文件不在您的职责范围内。")
    return found
