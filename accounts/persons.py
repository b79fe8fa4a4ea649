"""一人一号: whose account it is, known by a keyed hash of the ID number and by nothing else. Source: A4, D6.

Who submits and who releases are two persons, not two accounts, only where every account of theirs says whose it is.
"""

from datetime import date

from django.db import IntegrityError, transaction

from credit_platform.codes import normalise_code, resident_id_error
from credit_platform.commands import rehearsal
from credit_platform.sealing import keyed_hash
from ledger.acts import Actor, record_act
from ledger.moves import note

from .models import Officer, Role
from .refusals import Refused

# The halves of what takes two persons.
FOUR_EYES = frozenset({Role.CLERK, Role.REVIEWER, Role.OFFICE, Role.OFFICE_APPROVER, Role.SUPERVISOR, Role.OUTSIDE})


def person_key(id_number: str) -> str | None:
    """Keyed hash that recognises a person without keeping the number; None where none is given. Raises Refused."""
    if not id_number.strip():
        return None
    if wrong := resident_id_error(id_number):
        raise Refused(wrong)  # it never repeats the number
    return keyed_hash("id_card", normalise_code(id_number))


def must_be_known(name: str, key: str | None, role: str) -> None:
    """Raises Refused where `role` is half of what takes two and nobody knows whose account it is; never in a rehearsal."""
    if role in FOUR_EYES and not key and not rehearsal():
        raise Refused(
            f"{name}还没有登记身份证号，不能担任{Role(role).label}：须由两人分别办理的事项，要先确认一人一号。"
            "请由系统管理员先登记（只用于核对，不保存号码）。"
        )


def must_be_new(key: str | None) -> None:
    """Raises Refused where the person has an account already."""
    there = Officer.objects.filter(person_key=key).first() if key else None
    if there and there.is_active:
        raise Refused(f"这个身份证号已登记在账号“{there.username}”上；一人只能有一个账号，请使用原账号。")
    if there:
        raise Refused(
            f"这个身份证号登记在已停用的账号“{there.username}”上；一人只能有一个账号，请由系统管理员恢复原账号。"
        )


@transaction.atomic
def identify(officer: Officer, key: str, *, by: Actor, on: date) -> bool:
    """Note once whose account it is; False where that is noted already. `key`: of person_key().

    Raises Refused where another person's number is on the account, or the person has another account.
    """
    officer = Officer.objects.select_for_update(of=("self",)).get(pk=officer.pk)
    if officer.person_key == key:
        return False
    if officer.person_key:
        raise Refused(f"{officer.name}已登记过另一个身份证号，不能更改；登记错了，请停用这个账号，另开新账号。")
    must_be_new(key)
    officer.person_key = key
    save_person(officer, update_fields=["person_key"])
    note(record_act("登记身份证号", by, on), Officer.object_kind, officer.public_id, "identify", "active")
    return True


def save_person(officer: Officer, **options) -> None:
    """`officer.save`, where two at the same moment may use one log-in name or one person. Raises Refused."""
    try:
        with transaction.atomic():
            officer.save(**options)
    except IntegrityError as reason:
        raise Refused("这个登录名或身份证号刚刚被另一账号使用，请查看人员列表后再试。") from reason
