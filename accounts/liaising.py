"""Liaising (联络员登记): departments say who answers for them; the office sees it and who is missing. Source: A7."""

import re
from datetime import date

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from credit_platform.codes import normalise_code
from ledger.acts import Actor, record_act
from ledger.moves import note

from .models import Department, Liaison, Officer, Role
from .refusals import Refused

MOBILE = re.compile(r"(?:\+?86)?1[3-9]\d{9}")
OFFICE_PHONE = re.compile(r"(?:0\d{2,3})?[2-9]\d{6,7}(?:(?:转|EXT\.?|#)\d{1,6})?|1[012]\d{3,5}|400\d{7}")


def office_phone(text: str) -> str:
    """办公电话 as it was written, checked. Raises Refused, and never repeats a number."""
    plain = normalise_code(text.strip()).replace("(", "").replace(")", "")
    if MOBILE.fullmatch(plain):
        raise Refused("请填办公电话，不登记个人手机号码。")
    if not OFFICE_PHONE.fullmatch(plain):
        raise Refused("办公电话请按“0417-2801234”的样式填写，分机写作“转801”。")
    return text.strip()[:30]


@transaction.atomic
def name_liaison(
    *, deputy: bool, name: str, position: str, phone: str, officer: Officer, actor: Actor, on: date
) -> Liaison:
    """登记或更换 the liaison officer, or the deputy, of the officer's own department. Raises Refused."""
    _own(officer)
    if not name.strip() or any(char.isdigit() for char in name):
        raise Refused("请填写联络员的姓名。")
    phone = office_phone(phone)
    department = Department.objects.select_for_update().get(pk=officer.department_id)
    _end(department, deputy, on)
    made = Liaison.objects.create(
        department=department,
        deputy=deputy,
        name=name.strip()[:50],
        position=position.strip()[:60],
        phone=phone,
        since=on,
    )
    note(record_act("登记联络员", actor, on), made.object_kind, made.public_id, "name", "standing")
    return made


@transaction.atomic
def end_liaison(*, deputy: bool, officer: Officer, actor: Actor, on: date) -> None:
    """不再担任, and nobody in their place. Raises Refused."""
    _own(officer)
    department = Department.objects.select_for_update().get(pk=officer.department_id)
    ended = _end(department, deputy, on)
    if ended is None:
        raise Refused("现在没有登记，请刷新页面查看。")
    note(record_act("联络员不再担任", actor, on), ended.object_kind, ended.public_id, "end", "ended")


def _own(officer: Officer) -> None:
    if not officer.has_role(Role.CLERK, Role.REVIEWER):
        raise Refused("联络员由本部门的填报员或审核员登记。")


def _end(department: Department, deputy: bool, on: date) -> Liaison | None:
    standing = Liaison.objects.select_for_update().filter(department=department, deputy=deputy, until=None).first()
    if standing is not None:
        standing.until = on
        standing.save(update_fields=["until"])
    return standing


def missing_liaisons(departments: QuerySet[Department], on: date) -> QuerySet[Department]:
    """Those of `departments`, in office on the day, for whom nobody is named; a deputy alone does not do."""
    standing = Liaison.objects.filter(department=OuterRef("pk"), deputy=False, until=None)
    return departments.in_office(on).filter(~Exists(standing))  # type: ignore[attr-defined]
