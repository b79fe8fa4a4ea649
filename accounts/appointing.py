"""任用: accounts of officers, the roles they hold, hand-over and end. Source: A4, D6.

One person has one account; pairs of roles that would let one person do what takes two are refused. A row lock on the
officer makes two grants at once wait for each other, so that no race can build such a pair.
"""

import secrets
from datetime import date

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django_otp.plugins.otp_totp.models import TOTPDevice

from ledger.acts import Actor, record_act
from ledger.moves import note

from .demo import DEMO_PASSWORD
from .models import EXCLUSIVE_ROLES, Department, Officer, Role, RoleGrant
from .persons import must_be_known, must_be_new, save_person
from .refusals import Refused

# Without 0 O 1 l I: first passwords are read off paper.
LETTERS = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"
KEEPERS = {Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN}  # somebody must hold them, or nobody can give them back


def first_password() -> str:
    """A password for the first log-in, which must change it. In demo and test everybody's is the demo password."""
    if settings.DEMO:
        return DEMO_PASSWORD
    return "".join(secrets.choice(LETTERS) for _ in range(14))


def usable_username(text: str) -> str:
    """The log-in name without blanks around it. Raises Refused for what is none."""
    username = text.strip()
    if not username or len(username) > 64 or not username.replace("_", "").replace("-", "").replace(".", "").isalnum():
        raise Refused(f"登录名“{username}”不可用：请用字母、数字、下划线、点或短横线，最长64位。")
    return username


@transaction.atomic
def add_officer(
    *,
    username: str,
    department: Department,
    by: Actor,
    on: date,
    name: str = "",
    phone: str = "",
    person_key: str | None = None,
    requested_role: str = "",
) -> tuple[Officer, str | None]:
    """Returns the officer and the first password; None as password: the account was there and is left as it is.

    `person_key`: of persons.person_key. Raises Refused where the log-in name belongs to another department's officer, or
    the person has an account.
    """
    username = usable_username(username)
    if there := Officer.objects.filter(username=username).first():
        if there.department_id != department.pk:
            raise Refused(f"登录名“{username}”已属于“{there.department.name}”的人员，请换一个登录名。")
        return there, None
    must_be_new(person_key)
    must_be_known(name.strip() or username, person_key, requested_role)
    if department.until and department.until <= on:
        raise Refused(f"“{department.name}”已撤并，请在承接部门开设账号。")
    password = first_password()
    officer = Officer(
        username=username,
        name=name.strip() or username,
        department=department,
        phone=phone.strip(),
        person_key=person_key,
        requested_role=requested_role,
        must_change_password=not settings.DEMO,
    )
    officer.set_password(password)
    save_person(officer)
    act = record_act("新增人员", by, on)
    note(act, Officer.object_kind, officer.public_id, "add", "active")
    return officer, password


@transaction.atomic
def grant_role(officer: Officer, role: str, *, by: Actor, on: date) -> bool:
    """Give a role; False where it is held already. Ends the officer's sessions. Raises Refused for an exclusive
    pair, or where half of what takes two persons would go to an account of nobody knows whom."""
    officer = _locked(officer)
    role = Role(role)
    if role in officer.roles:
        return False
    if not officer.is_active:
        raise Refused(f"{officer.name}的账号已停用，不能授予角色。")
    if by.person == officer.public_id:
        raise Refused("不能给自己授予角色，请由另一名安全管理员办理。")
    for held in officer.roles:
        if frozenset((role, held)) in EXCLUSIVE_ROLES:
            raise Refused(
                f"{officer.name}已是{Role(held).label}，不能同时担任{role.label}："
                "同一人不得办理须由两人分别办理的事项。请先撤销原角色，或指定另一人。"
            )
    if (role == Role.OUTSIDE) != bool(officer.department.outside):
        raise Refused(
            f"“{officer.department.name}”是外部机构，它的人员只能担任{Role.OUTSIDE.label}。"
            if officer.department.outside
            else f"“{officer.department.name}”是部门，它的人员不能担任{Role.OUTSIDE.label}。"
        )
    must_be_known(officer.name, officer.person_key, role)
    RoleGrant.objects.create(officer=officer, role=role, since=on, granted_by=by.name)
    if officer.requested_role == role:
        officer.requested_role = ""
        officer.save(update_fields=["requested_role"])
    act = record_act("授予角色", by, on)
    note(act, Officer.object_kind, officer.public_id, "grant", role)
    _log_out(officer)
    return True


@transaction.atomic
def revoke_role(officer: Officer, role: str, *, by: Actor, on: date, reason: str = "") -> None:
    """Take a role back. Ends the officer's sessions. Raises Refused where it is not held, or nobody else holds it."""
    officer = _locked(officer)
    if role not in officer.roles:
        raise Refused(f"{officer.name}现在没有{Role(role).label}角色。")
    _keep_one(officer, role)
    officer.grants.filter(role=role, until__isnull=True).update(until=on)
    act = record_act("撤销角色", by, on, reason=reason)
    note(act, Officer.object_kind, officer.public_id, "revoke", role)
    _log_out(officer)


@transaction.atomic
def hand_over(officer: Officer, to: Officer, *, by: Actor, on: date, reason: str = "") -> None:
    """`to` answers from now on for what `officer` submitted. Roles do not travel with it. Raises Refused."""
    officer = _locked(officer)
    if not to.is_active:
        raise Refused(f"{to.name}的账号已停用，不能接手；请选择在用的账号。")
    if to.department_id != officer.department_id:
        raise Refused(f"{to.name}不在{officer.department.name}，只能交接给同部门人员。")
    if Officer.objects.answered_for_by(officer).filter(pk=to.pk).exists():
        raise Refused("不能交接给本人，或交接给已把工作交给其本人的人员。")
    officer.successor = to
    officer.save(update_fields=["successor"])
    act = record_act("工作交接", by, on, reason=reason)
    note(act, Officer.object_kind, officer.public_id, "hand_over", "handed_over")
    note(act, Officer.object_kind, to.public_id, "take_over", "active")


@transaction.atomic
def deactivate(officer: Officer, *, by: Actor, on: date, reason: str = "") -> None:
    """Close the account: sessions and roles end, nothing is deleted. Raises Refused."""
    officer = _locked(officer)
    if not officer.is_active:
        raise Refused(f"{officer.name}的账号已经停用。")
    if by.person == officer.public_id:
        raise Refused("不能停用自己的账号，请由另一名系统管理员办理。")
    for role in officer.roles:
        _keep_one(officer, role)
    officer.grants.filter(until__isnull=True).update(until=on)
    officer.is_active = False
    officer.save(update_fields=["is_active"])
    act = record_act("停用账号", by, on, reason=reason)
    note(act, Officer.object_kind, officer.public_id, "deactivate", "inactive")
    _log_out(officer)


@transaction.atomic
def reopen(officer: Officer, *, department: Department, by: Actor, on: date, reason: str = "") -> str:
    """A closed account again, in `department` and without roles: the person came back, and one person has one account.

    Returns a first password; an old authenticator is forgotten. Raises Refused.
    """
    officer = _locked(officer)
    if officer.is_active:
        raise Refused(f"{officer.name}的账号正在使用，不用恢复。")
    if department.until and department.until <= on:
        raise Refused(f"“{department.name}”已撤并，请选择承接部门。")
    TOTPDevice.objects.filter(user=officer).delete()
    officer.is_active, officer.department, officer.successor = True, department, None
    officer.save(update_fields=["is_active", "department", "successor"])
    act = record_act("恢复账号", by, on, reason=reason)
    note(act, Officer.object_kind, officer.public_id, "reopen", "active")
    return reset_password(officer, by=by, on=on)


@transaction.atomic
def reset_password(officer: Officer, *, by: Actor, on: date) -> str:
    """A new first password, returned once; the next log-in must change it. Ends the officer's sessions."""
    officer = _locked(officer)
    password = first_password()
    officer.set_password(password)
    officer.must_change_password = True
    officer.save(update_fields=["password", "must_change_password"])
    note(record_act("重置口令", by, on), Officer.object_kind, officer.public_id, "reset_password", "active")
    return password


@transaction.atomic
def reset_second_factor(officer: Officer, *, by: Actor, on: date, reason: str = "") -> None:
    """Forget a lost authenticator: the next log-in enrols a new one. Ends the officer's sessions."""
    officer = _locked(officer)
    TOTPDevice.objects.filter(user=officer).delete()
    act = record_act("重置双因素认证", by, on, reason=reason)
    note(act, Officer.object_kind, officer.public_id, "reset_factor", "active")
    _log_out(officer)


@transaction.atomic
def change_own_password(officer: Officer, password: str, *, by: Actor, on: date) -> None:
    """Set the officer's own new password. Raises Refused with what is wrong with it."""
    try:
        validate_password(password, officer)
    except ValidationError as reason:
        raise Refused(" ".join(reason.messages)) from reason
    officer.set_password(password)
    officer.must_change_password = False
    officer.save(update_fields=["password", "must_change_password"])
    note(record_act("修改口令", by, on), Officer.object_kind, officer.public_id, "change_password", "active")


def _locked(officer: Officer) -> Officer:
    officer.__dict__.pop("_roles", None)  # what the caller's copy remembers may change now
    return Officer.objects.select_for_update(of=("self",)).select_related("department").get(pk=officer.pk)


def _log_out(officer: Officer) -> None:
    officer.access_version += 1  # under the lock
    officer.save(update_fields=["access_version"])


def _keep_one(officer: Officer, role: str) -> None:
    if role not in KEEPERS:
        return
    # Locked, so that two of them cannot take the role from each other at the same moment.
    holders = RoleGrant.objects.select_for_update(of=("self",)).filter(role=role, until__isnull=True)
    if not [one for one in holders.select_related("officer") if one.officer.is_active and one.officer_id != officer.pk]:
        raise Refused(f"{officer.name}是唯一的{Role(role).label}，请先给另一人授予这一角色。")
