"""数据使用单位登记: who keeps copies of the open data says so, one of the office checks, another registers; the token is fetched by
whoever holds the receipt code and seen by nobody of the office. Source: I5, D6.
"""

import secrets
from datetime import date

from django.db import IntegrityError, transaction

from accounts.appointing import LETTERS
from accounts.liaising import office_phone
from accounts.models import Department, Officer, Role
from accounts.refusals import Refused
from credit_platform.codes import check_uscc
from credit_platform.lifecycle import IllegalMove
from credit_platform.sealing import keyed_hash
from ledger.acts import CLOCK, Actor, record_act
from ledger.models import Act
from ledger.moves import apply, note

from .models import ReUser
from .refusals import ExchangeRefused
from .sight import newest

A_DAY = 5  # applications a day from one address
LAPSED = "期限内没有核对登记，申请已失效，可以重新申请。"
PREFIX = "xyr_"  # by which scanners of source code know that a secret was left in it
STRANGER = Actor(name="网上申请", channel=Act.Channel.PAGE)


@transaction.atomic
def apply_for_reuse(
    *, office: Department, name: str, code: str, site: str, purpose: str, phone: str, address: str, on: date
) -> tuple[ReUser, str]:
    """Returns the application and its receipt code, which is kept nowhere. Raises ExchangeRefused."""
    check = check_uscc(code)
    if not check.valid:
        raise ExchangeRefused(f"统一社会信用代码有误：{check.errors[0]}")
    if not (name.strip() and site.strip() and purpose.strip()):
        raise ExchangeRefused("请填写单位全称、在哪里展示或者使用、用途。")
    try:
        phone = office_phone(phone)
    except Refused as reason:
        raise ExchangeRefused(str(reason)) from reason
    key = keyed_hash("re-user", on.isoformat(), address)
    if ReUser.objects.filter(address_key=key).count() >= A_DAY:
        raise ExchangeRefused(f"同一网络地址一天最多提交{A_DAY}份申请，请明天再试，或直接联系信用办。")
    _make_room(check.normalised, on)
    receipt = "".join(secrets.choice(LETTERS) for _ in range(16))
    values = {
        "office": office, "name": name.strip()[:200], "code": check.normalised, "site": site.strip()[:200],
        "purpose": purpose.strip()[:500], "phone": phone, "receipt_key": _receipt_key(receipt), "address_key": key,
        "arrived_on": on,
    }  # fmt: skip
    try:
        with transaction.atomic():
            made = ReUser.objects.create(**values)
    except IntegrityError:
        raise ExchangeRefused(
            "这个单位已经登记或者正在办理，请凭原来的回执码查看；回执码遗失的，请联系信用办。"
        ) from None
    act = record_act("apply_for_reuse", STRANGER, on)
    note(act, made.object_kind, made.public_id, "apply_online", made.state)
    return made, receipt


def _make_room(code: str, on: date) -> None:
    """Write down that what nobody registered in time lapsed: it holds the code no longer."""
    waiting = ReUser.objects.lapsed(on).filter(code=code).exclude(state=ReUser.State.LAPSED)
    for old in waiting.select_for_update(of=("self",)):  # one who applies at the same time waits, and finds none left
        act = record_act("lapse_reuse", CLOCK, on, reason="期限内没有登记，同一单位重新申请。")
        apply(old, "lapse", act, answer=LAPSED, ended_on=on)


def by_receipt(receipt: str) -> ReUser | None:
    """The application of the code; None for any other."""
    return ReUser.objects.select_related("office").filter(receipt_key=_receipt_key(receipt.strip())).first()


def by_token(secret: str) -> ReUser | None:
    """Whose token it is, while registered."""
    if not secret.startswith(PREFIX):
        return None
    return ReUser.objects.registered().filter(token_hash=_token_hash(secret)).first()


@transaction.atomic
def take_token(receipt: str, on: date) -> tuple[ReUser, str]:
    """A new token for whoever holds the receipt code, shown once; the one before is void. Raises ExchangeRefused."""
    found = by_receipt(receipt)
    re_user = ReUser.objects.select_for_update(of=("self",)).get(pk=found.pk) if found else None
    if re_user is None or re_user.state != ReUser.State.REGISTERED:
        raise ExchangeRefused("没有这个回执码的登记，或者还没有登记完成。")
    secret = PREFIX + secrets.token_urlsafe(32)
    re_user.token_hash = _token_hash(secret)
    re_user.save(update_fields=["token_hash"])
    note(
        record_act("take_reuse_token", STRANGER, on),
        re_user.object_kind,
        re_user.public_id,
        "take_token",
        re_user.state,
    )
    return re_user, secret


@transaction.atomic
def check(re_user: ReUser, *, officer: Officer, actor: Actor, on: date) -> None:
    """核对无误: the body and what it says of itself are right; another person registers it. Raises ExchangeRefused."""
    re_user = _locked(re_user, officer)
    _still_open(re_user, on)
    if not officer.has_role(Role.OFFICE):
        raise ExchangeRefused("由信用办经办核对。")
    _move(re_user, "check", record_act("check_reuse", actor, on), checker=officer)


@transaction.atomic
def register(re_user: ReUser, *, officer: Officer, actor: Actor, on: date) -> None:
    """登记: from now on it acknowledges what is withdrawn. Raises ExchangeRefused."""
    re_user = _locked(re_user, officer)
    _still_open(re_user, on)
    if not officer.has_role(Role.OFFICE_APPROVER):
        raise ExchangeRefused("由信用办审批登记。")
    if officer.pk == re_user.checker_id:
        raise ExchangeRefused("自己核对的申请不能由自己登记，请另一位同事办理。")
    act = record_act("register_reuse", actor, on)
    _move(re_user, "register", act, approver=officer, registered_on=on, since=newest())


@transaction.atomic
def refuse(re_user: ReUser, *, officer: Officer, actor: Actor, on: date, reason: str) -> None:
    """不予登记, with the reason that the applicant reads by the receipt code. Raises ExchangeRefused."""
    _end(re_user, "refuse", officer, actor, on, reason)


@transaction.atomic
def end(re_user: ReUser, *, officer: Officer, actor: Actor, on: date, reason: str) -> None:
    """注销: its token is void from now on. Raises ExchangeRefused."""
    if not officer.has_role(Role.OFFICE_APPROVER):
        raise ExchangeRefused("由信用办审批注销。")
    _end(re_user, "end", officer, actor, on, reason)


def _end(re_user: ReUser, move: str, officer: Officer, actor: Actor, on: date, reason: str) -> None:
    re_user = _locked(re_user, officer)
    if not reason.strip():
        raise ExchangeRefused("请写明理由，申请单位凭回执码可以看到。")
    said = reason.strip()[:500]
    act = record_act(f"{move}_reuse", actor, on, reason=said)
    _move(re_user, move, act, answer=said, ended_on=on, token_hash="")


def _still_open(re_user: ReUser, on: date) -> None:
    if ReUser.objects.lapsed(on).filter(pk=re_user.pk).exists():
        raise ExchangeRefused("这份申请超过期限没有登记，已失效，请申请单位重新申请。")


def _locked(re_user: ReUser, officer: Officer) -> ReUser:
    if not officer.has_role(Role.OFFICE, Role.OFFICE_APPROVER):
        raise ExchangeRefused("数据使用单位由信用办登记。")
    found = ReUser.objects.visible_to(officer).select_for_update(of=("self",)).filter(pk=re_user.pk).first()
    if found is None:
        raise ExchangeRefused("这份申请不在您的职责范围内。")
    return found


def _move(re_user: ReUser, move: str, act: Act, **changes) -> None:
    try:
        apply(re_user, move, act, **changes)
    except IllegalMove as reason:
        raise ExchangeRefused("这份申请的状态已经变化，请刷新页面查看。") from reason


def _receipt_key(receipt: str) -> str:
    return keyed_hash("re-user-receipt", receipt)


def _token_hash(secret: str) -> str:
    return keyed_hash("re-user-token", secret)
