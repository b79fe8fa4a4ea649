"""Securing (安全台账): entries of the security register, written by one person and closed by another. Source: L1 (Bengbu 五(六))."""

from datetime import date

from django.db import transaction

from accounts.models import Officer, Role
from credit_platform.lifecycle import IllegalMove
from ledger.acts import Actor, record_act
from ledger.models import Act
from ledger.moves import apply, note
from records.models import Freeze

from .models import SecurityEntry

WRITERS = (Role.SECURITY_ADMIN,)
CLOSERS = (Role.SECURITY_ADMIN, Role.OFFICE_APPROVER)
READERS = (*CLOSERS, Role.AUDITOR)


class SecurityRefused(ValueError):
    """Not possible; the message says why and what to do."""


@transaction.atomic
def enter(
    *,
    kind: str,
    happened_on: date,
    responsible: str,
    finding: str,
    measure: str,
    due: date | None,
    freeze: Freeze | None,
    officer: Officer,
    actor: Actor,
    on: date,
) -> SecurityEntry:
    """登记. `freeze`: the stop of publication that belongs to it. Raises SecurityRefused."""
    if not officer.has_role(*WRITERS):
        raise SecurityRefused("由安全管理员登记。")
    if kind not in SecurityEntry.Kind.values:
        raise SecurityRefused("请从列表中选择类别。")
    if not (responsible.strip() and finding.strip()):
        raise SecurityRefused("请写明责任人和情况与发现；没有发现问题的也请写明。")
    if happened_on > on:
        raise SecurityRefused("日期不能晚于今天。")
    if due and due < happened_on:
        raise SecurityRefused("整改期限不能早于发生日期。")
    entry = SecurityEntry.objects.create(
        kind=kind,
        happened_on=happened_on,
        responsible=responsible.strip()[:50],
        finding=finding.strip()[:2000],
        measure=measure.strip()[:2000],
        due=due,
        freeze=freeze,
        writer=officer,
        written_on=on,
    )
    note(
        record_act("enter_security", actor, on, basis=str(entry)),
        entry.object_kind,
        entry.public_id,
        "enter",
        entry.state,
    )
    return entry


@transaction.atomic
def amend(entry: SecurityEntry, *, measure: str, due: date | None, officer: Officer, actor: Actor, on: date) -> None:
    """补充措施 while it is open. Raises SecurityRefused."""
    if not officer.has_role(*WRITERS):
        raise SecurityRefused("由安全管理员补充。")
    entry = _locked(entry)
    if not measure.strip():
        raise SecurityRefused("请写明措施。")
    if due and due < entry.happened_on:
        raise SecurityRefused("整改期限不能早于发生日期。")
    act = record_act("amend_security", actor, on, reason=measure.strip()[:500], basis=str(entry))
    _move(entry, "amend", act, measure=measure.strip()[:2000], due=due)


@transaction.atomic
def close(entry: SecurityEntry, *, words: str, officer: Officer, actor: Actor, on: date) -> None:
    """核实销号 by a second person. Raises SecurityRefused."""
    if not officer.has_role(*CLOSERS):
        raise SecurityRefused("由另一位安全管理员或信用办审批核实销号。")
    entry = _locked(entry)
    if entry.writer_id == officer.pk:
        raise SecurityRefused("登记人不能自己销号，请由另一位同事核实。")
    if not words.strip():
        raise SecurityRefused("请写明核实情况。")
    if not entry.measure:
        raise SecurityRefused("还没有写明措施，请安全管理员补充后再销号。")
    act = record_act("close_security", actor, on, reason=words.strip()[:500], basis=str(entry))
    _move(entry, "close", act, closer=officer, closed_on=on, closing_note=act.reason)


def _locked(entry: SecurityEntry) -> SecurityEntry:
    return SecurityEntry.objects.select_for_update(of=("self",)).get(pk=entry.pk)


def _move(entry: SecurityEntry, move: str, act: Act, **changes) -> None:
    try:
        apply(entry, move, act, **changes)
    except IllegalMove as reason:
        raise SecurityRefused("这一条已经销号，请刷新页面查看。") from reason
