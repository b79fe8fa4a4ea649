"""系统令牌: opening, activating and revoking the tokens of department systems; who a secret belongs to. Source: B4, D6.

Two persons: the system administrator opens a token and sees its secret once, the security administrator activates it.
"""

import ipaddress
import secrets
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet

from credit_platform.lifecycle import IllegalMove
from credit_platform.prepared import Prepared, columns_of, made_of
from credit_platform.sealing import keyed_hash
from ledger.acts import Actor, record_act
from ledger.models import Act
from ledger.moves import apply, note

from .models import Department, Officer, Role, SystemToken
from .refusals import Refused

PREFIX = "xyt_"  # by which scanners of source code know that a secret was left in it
LONGEST = 731  # days; a token that nobody renews is a token that nobody remembers
USED_WITHIN = timedelta(minutes=1)  # how exact `last_used_at` is


def _hash(secret: str) -> str:
    return keyed_hash("system-token", secret)


@transaction.atomic
def open_token(
    *,
    name: str,
    department: Department,
    officer: Officer,
    scopes: Iterable[str],
    by: Actor,
    proposer: Officer | None,
    on: date,
    since: date | None = None,
    until: date | None = None,
    addresses: Iterable[str] = (),
) -> tuple[SystemToken, str]:
    """Returns the token, not yet active, and its secret, which is kept nowhere. Raises Refused.

    `proposer` None: a command, in demo and test only. `addresses`: single ones or networks (10.1.0.0/16).
    """
    if proposer is None and not (settings.DEMO or settings.TESTING):
        raise Refused("令牌须由系统管理员在页面上开设。")
    if not name.strip():
        raise Refused("请填写系统名称。")
    chosen = [scope for scope in SystemToken.Scope.values if scope in set(scopes)]
    if not chosen:
        raise Refused("请至少选择一项可做的事。")
    since = since or on
    if until is not None and until < max(on, since):
        raise Refused("失效日期不能早于生效日期或今天，请改正。")
    if until is None or until > since + timedelta(days=LONGEST):
        raise Refused(f"请填写失效日期，自生效之日起最长{LONGEST // 365}年；到期前另开新令牌。")
    _answers(officer, department, on)
    secret = PREFIX + secrets.token_urlsafe(32)
    token = SystemToken.objects.create(
        name=name.strip()[:60],
        department=department,
        officer=officer,
        secret_hash=_hash(secret),
        hint=secret[:8],
        scopes=chosen,
        addresses=networks(addresses),
        since=since,
        until=until,
        proposer=proposer,
    )
    note(record_act("开设系统令牌", by, on), token.object_kind, token.public_id, "open", token.state)
    return token, secret


def _answers(officer: Officer, department: Department, on: date) -> None:
    if department.until and department.until <= on:
        raise Refused(f"“{department.name}”已撤并，请为承接部门开设令牌。")
    if officer.department_id != department.pk:
        raise Refused(f"{officer.name}不在“{department.name}”，请选择本部门的填报员作为责任人。")
    if not officer.has_role(Role.CLERK):
        raise Refused(f"{officer.name}不是在用的填报员；通过接口报送的信息由责任人负责，请选择填报员。")


def networks(addresses: Iterable[str]) -> list[str]:
    """Addresses and networks in one spelling. Raises Refused."""
    found = []
    for text in filter(None, (one.strip() for one in addresses)):
        try:
            found.append(str(ipaddress.ip_network(text, strict=False)))
        except ValueError:
            raise Refused(f"“{text[:40]}”不是 IP 地址或网段，请按 10.1.2.3 或 10.1.0.0/16 的样式填写。") from None
    return found


@transaction.atomic
def activate_token(token: SystemToken, *, officer: Officer, by: Actor, on: date) -> None:
    """启用, by another person than who opened it. Raises Refused."""
    token = _locked(token)
    if not officer.has_role(Role.SECURITY_ADMIN):
        raise Refused("只有安全管理员可以启用系统令牌。")
    if token.proposer_id == officer.pk:
        raise Refused("自己开设的令牌不能由自己启用，请由安全管理员办理。")
    if token.expired(on):
        raise Refused("这个令牌已过失效日期，请另开新令牌。")
    _answers(token.officer, token.department, on)
    _move(token, "activate", record_act("启用系统令牌", by, on), approver=officer)


@transaction.atomic
def revoke_token(token: SystemToken, *, officer: Officer, by: Actor, on: date, reason: str) -> None:
    """撤销: at once and for ever, by either administrator. Raises Refused."""
    if not officer.has_role(Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN):
        raise Refused("只有系统管理员和安全管理员可以撤销系统令牌。")
    if not reason.strip():
        raise Refused("请写明撤销的理由。")
    _move(_locked(token), "revoke", record_act("撤销系统令牌", by, on, reason=reason.strip()))


def _locked(token: SystemToken) -> SystemToken:
    rows = SystemToken.objects.select_for_update(of=("self",)).select_related("department", "officer__department")
    return rows.get(pk=token.pk)


def _move(token: SystemToken, move: str, act: Act, **changes) -> None:
    try:
        apply(token, move, act, **changes)
    except IllegalMove as reason:
        raise Refused("这个令牌的状态已经变化，请刷新页面查看。") from reason


class Unknown(Exception):
    """No token, or none that is good today: the caller learns no more than that."""


class Barred(Exception):
    """A good token that may not be used like this; the message says why and what to do."""


def token_of(secret: str, address: str | None, *, now: datetime, on: date) -> SystemToken:
    """The token that the secret opens today from this address, with department and officer. Raises Unknown, Barred."""
    token = _active(_hash(secret))
    if token is None or token.since > on or token.expired(on):
        raise Unknown
    if token.addresses and not _within(token.addresses, address):
        raise Barred("这个令牌不能从当前地址使用，请联系系统管理员核对允许的地址。")
    if token.department.until and token.department.until <= on:
        raise Barred(f"“{token.department.name}”已撤并，请由承接部门申请新的令牌。")
    if token.officer.department_id != token.department_id or not token.officer.has_role(Role.CLERK):
        raise Barred("这个令牌的责任人已停用、调离或不再是填报员，请联系系统管理员另开令牌。")
    token.officer.department = token.department
    _note_use(token, now)
    return token


def _by_hash(secret_hash: str) -> QuerySet:
    rows = SystemToken.objects.filter(secret_hash=secret_hash, state=SystemToken.State.ACTIVE)
    return rows.values(
        *columns_of(SystemToken), *columns_of(Department, "department__"), *columns_of(Officer, "officer__")
    )


_BY_HASH = Prepared(_by_hash, secret_hash=str)  # asked by every request of every system


def _active(secret_hash: str) -> SystemToken | None:
    found = _BY_HASH.rows(secret_hash=secret_hash)
    if not found:
        return None
    token = made_of(SystemToken, found[0])
    token.department = made_of(Department, found[0], "department__")
    token.officer = made_of(Officer, found[0], "officer__")
    return token


def _within(allowed: list[str], address: str | None) -> bool:
    if address is None:
        return False
    found = ipaddress.ip_address(address)
    found = getattr(found, "ipv4_mapped", None) or found
    return any(found in ipaddress.ip_network(network) for network in allowed)


def _note_use(token: SystemToken, now: datetime) -> None:
    stale = Q(last_used_at__isnull=True) | Q(last_used_at__lt=now - USED_WITHIN)
    if token.last_used_at is None or token.last_used_at < now - USED_WITHIN:
        SystemToken.objects.filter(stale, pk=token.pk).update(last_used_at=now)


def actor_by(system: str, officer: Officer) -> Actor:
    """系统 as the ledger names it: the system and its department, with the officer who answers for it."""
    return Actor(
        name=f"{system}（责任人{officer.name}）",
        channel=Act.Channel.API,
        role="部门系统",
        department=officer.department.name,
        person=officer.public_id,
    )
