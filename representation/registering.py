"""注册: opening an account for a person, on line or at the counter; its password. Source: F1."""

import re
import secrets
from datetime import date

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.appointing import LETTERS
from accounts.models import Officer, Role
from credit_platform.codes import normalise_code
from credit_platform.personal import personal_number_in
from credit_platform.sealing import keyed_hash, seal_text
from ledger.acts import Actor, record_act
from ledger.models import Act
from ledger.moves import note

from .addresses import forget_mail
from .identity import COUNTER, provider
from .models import Representative
from .refusals import Refused

A_DAY = 10  # accounts opened on line from one address on one day
MOBILE = re.compile(r"1[3-9]\d{9}")
# Says nothing of whose account it is, nor that there is one for sure.
NOT_HERE = (
    "这个身份证号不能在网上开设账号。已有账号的请直接登录；忘记登录名或口令，或者从未开设过账号的，"
    "请本人带身份证到信用办窗口办理。"
)


def person_key(id_number: str) -> str:
    """Keyed hash of the number, the same as subjects.Identifier has and accounts.persons."""
    return keyed_hash("id_card", normalise_code(id_number))


@transaction.atomic
def register(
    *,
    username: str,
    password: str,
    name: str,
    id_number: str,
    mobile: str,
    actor: Actor,
    on: date,
    address: str = "",
    proven_by: str = "",
    officer: Officer | None = None,
) -> Representative:
    """开设账号. `proven_by`: key of the identity provider that vouches for name and number; `officer`: at the counter,
    where the first password is changed at the first log-in. Raises Refused.
    """
    name, number = " ".join(name.split()), normalise_code(id_number)
    if not proven_by and (wrong := provider().mistake(name, number)):
        raise Refused(wrong)
    if officer is not None and not officer.has_role(Role.OFFICE, Role.OFFICE_APPROVER):
        raise Refused("窗口开设账号由信用办办理。")
    mobile = _mobile(mobile)
    made = Representative(
        username=_username(username),
        person_key=person_key(number),
        sealed_number=seal_text(number, f"identifier:{person_key(number)}"),
        proven_by=proven_by,
        proven_on=on if proven_by else None,
        opened_on=on,
        opened_officer=officer,
        must_change_password=officer is not None,
    )
    made.seal_person(name, mobile)
    if officer is None and not proven_by:
        made.address_key = keyed_hash("register", on.isoformat(), address)
        if Representative.objects.filter(address_key=made.address_key).count() >= A_DAY:
            raise Refused(f"同一网络地址一天最多开设{A_DAY}个账号，请明天再试，或到信用办窗口办理。")
    set_password(made, password)
    if Representative.objects.filter(person_key=made.person_key, closed_on__isnull=True).exists():
        raise Refused(NOT_HERE if officer is None else "此人已有账号，请查到原账号办理，不用另开。")
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError as reason:
        if Representative.objects.filter(username=made.username).exists():
            raise Refused("这个登录名已有人使用，请换一个。") from reason
        raise Refused(NOT_HERE) from reason
    note(record_act("open_subject_account", actor, on), made.object_kind, made.public_id, "open_account", "active")
    return made


def faults_in(*, username: str, password: str, mobile: str, **_: str) -> dict[str, str]:
    """What is wrong with what somebody typed, by field and all at once. It says nothing of who has an account."""
    faults = {}
    for field, look in (
        ("username", lambda: _username(username)),
        ("mobile", lambda: _mobile(mobile)),
        ("password", lambda: _must_be_good(password, Representative(username=username.strip()[:64]))),
    ):
        try:
            look()
        except Refused as reason:
            faults[field] = str(reason)
    return faults


def _mobile(text: str) -> str:
    mobile = normalise_code(text)
    if mobile and not MOBILE.fullmatch(mobile):
        raise Refused("手机号码应为11位数字，请核对。")
    return mobile


def _username(text: str) -> str:
    username = text.strip()
    if not re.fullmatch(r"[A-Za-z一-鿿][\w.@-]{3,63}", username):
        raise Refused("登录名至少4个字，以字母或汉字开头，可以用字母、汉字、数字和 . @ - _。")
    if personal_number_in(username):
        raise Refused("登录名不要用身份证号、手机号码；登录时也可以直接输手机号码。")
    return username


def set_password(row: Representative, password: str) -> None:
    _must_be_good(password, row)
    row.set_password(password)


def _must_be_good(password: str, row: Representative) -> None:
    try:
        validate_password(password, row)  # type: ignore[arg-type]
    except ValidationError as wrong:
        raise Refused("".join(wrong.messages)) from wrong


def first_password() -> str:
    """One that is read out or printed at the counter."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(4))


@transaction.atomic
def change_password(row: Representative, password: str, *, actor: Actor, on: date) -> None:
    """修改口令: all sessions end (the caller lets its own go on). Raises Refused."""
    row = locked(row)
    set_password(row, password)
    row.must_change_password = False
    row.save(update_fields=["password", "must_change_password"])
    noted("change_subject_password", row, actor, on)


@transaction.atomic
def give_new_password(row: Representative, *, id_number: str, officer: Officer, actor: Actor, on: date) -> str:
    """窗口重置口令 for somebody who is present with their ID card; also takes the authenticator and the e-mail away. Returns the first
    password, which is kept nowhere. Raises Refused.
    """
    must_be_office(officer, row)
    row = locked(row)
    must_match(row, id_number)
    password = first_password()
    row.set_password(password)
    row.must_change_password = True
    forget_factor(row)
    forget_mail(row)
    row.access_version += 1
    row.save()
    noted("reset_subject_password", row, actor, on)
    return password


@transaction.atomic
def close(row: Representative, *, actor: Actor, on: date, reason: str, officer: Officer | None = None) -> None:
    """注销账号, by the person or at the counter; what they may act for ends with it. Raises Refused."""
    row = locked(row)
    if officer is not None:
        must_be_office(officer, row)
        if not reason.strip():
            raise Refused("请写明注销的理由。")
    row.closed_on = on
    row.access_version += 1
    forget_mail(row)
    row.save(update_fields=["closed_on", "access_version", "sealed_email", "email_since"])
    act = record_act("close_subject_account", actor, on, reason=reason.strip()[:500])
    note(act, row.object_kind, row.public_id, "close_account", "closed")


@transaction.atomic
def prove(row: Representative, by: str, *, actor: Actor, on: date, officer: Officer | None = None) -> None:
    """身份已核实. An account that somebody had opened on line in the person's name is taken out of their hands: its password
    its authenticator and its e-mail go, and the person sets new ones.
    """
    row = locked(row)
    if row.proven_by:
        return
    row.proven_by, row.proven_on, row.proven_officer = by, on, officer
    if officer is None:
        row.password, row.must_change_password = "!", True
        forget_factor(row)
        forget_mail(row)
        row.access_version += 1
    row.save()
    noted("prove_identity", row, actor, on)


@transaction.atomic
def prove_at_counter(row: Representative, *, id_number: str, officer: Officer, actor: Actor, on: date) -> None:
    """窗口核实身份 of somebody who is present, shows the ID card and knows the account to be theirs. Raises Refused."""
    must_be_office(officer, row)
    must_match(row, id_number)
    prove(row, COUNTER, actor=actor, on=on, officer=officer)


def end_sessions(row: Representative) -> None:
    """Every session of the account ends with its next request."""
    row = locked(row)
    row.access_version += 1
    row.save(update_fields=["access_version"])


def forget_factor(row: Representative) -> None:
    """Without saving."""
    row.sealed_factor, row.factor_since, row.factor_step = "", None, 0


def must_be_office(officer: Officer, row: Representative) -> None:
    """Raises Refused: not of the office, or the officer is the person."""
    if not officer.has_role(Role.OFFICE, Role.OFFICE_APPROVER):
        raise Refused("信用主体账号由信用办办理。")
    if officer.person_key and officer.person_key == row.person_key:
        raise Refused("这是您本人的账号，请由另一位同事办理。")


def must_match(row: Representative, id_number: str) -> None:
    """Raises Refused where the number on the paper is not that of the account; it repeats neither."""
    if person_key(id_number) != row.person_key:
        raise Refused("身份证号与账号登记的不一致，请对照证件重新输入；确实不同的，不能办理。")


def locked(row: Representative) -> Representative:
    found = Representative.objects.select_for_update().filter(pk=row.pk, closed_on__isnull=True).first()
    if found is None:
        raise Refused("这个账号已经注销，请刷新页面查看。")
    return found


def noted(what: str, row: Representative, actor: Actor, on: date) -> Act:
    act = record_act(what, actor, on)
    note(act, row.object_kind, row.public_id, what, "active")
    return act
