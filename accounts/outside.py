"""外部机构的变更与停用: what the system administrator does about bodies that are no departments. Source: D7.

They stand among departments only to have accounts (departments.add_outside_body); what they have sent stays as it is.
"""

from datetime import date

from django.db import transaction
from django.db.models import Count, F, Q

from ledger.acts import Actor, record_act
from ledger.moves import note

from .appointing import deactivate
from .models import Department, Officer
from .refusals import Refused


def outside_bodies():
    """All of them, those in office first; with `accounts`, how many of theirs are active."""
    rows = Department.every.exclude(outside="").select_related("parent")
    active = Count("officers", filter=Q(officers__is_active=True))
    return rows.annotate(accounts=active).order_by(F("until").desc(nulls_first=True), "name")


@transaction.atomic
def rename_outside_body(body: Department, *, name: str, by: Actor, on: date) -> Department:
    """更名. Raises Refused."""
    body = _locked(body)
    if not name.strip():
        raise Refused("没有填写机构名称，请填写全称。")
    body.name = name.strip()[:200]
    body.save(update_fields=["name"])
    note(record_act("修改外部机构", by, on), Department.object_kind, body.public_id, "change", "in_office")
    return body


@transaction.atomic
def end_outside_body(body: Department, *, by: Actor, on: date, reason: str) -> int:
    """停用 from the day on: no account of it can log in or offer any more. Returns how many were closed. Raises Refused."""
    body = _locked(body)
    if not reason.strip():
        raise Refused("请写明停用的理由。")
    body.until = on
    body.save(update_fields=["until"])
    act = record_act("停用外部机构", by, on, reason=reason.strip())
    note(act, Department.object_kind, body.public_id, "end", "ended")
    officers = list(Officer.objects.filter(department=body, is_active=True))
    for officer in officers:
        deactivate(officer, by=by, on=on, reason=f"所属外部机构停用：{reason.strip()}"[:500])
    return len(officers)


@transaction.atomic
def reopen_outside_body(body: Department, *, by: Actor, on: date) -> Department:
    """恢复 a body that was ended, because it applied anew and the office checked it: the same row, so that what it offered
    before stays its own. When it was ended and why is told by the ledger. Its former accounts stay closed. Raises Refused.
    """
    body = Department.every.select_for_update().get(pk=body.pk)
    if not body.outside or body.until is None:
        raise Refused(f"“{body.name}”没有停用，不用恢复。")
    ended, body.until = body.until, None
    body.save(update_fields=["until"])
    act = record_act("恢复外部机构", by, on, reason=f"{ended}停用后重新申请，经信用办核对")
    note(act, Department.object_kind, body.public_id, "reopen", "in_office")
    return body


def _locked(body: Department) -> Department:
    body = Department.every.select_for_update().get(pk=body.pk)
    if not body.outside:
        raise Refused(f"“{body.name}”是部门，请在部门表中修改或撤并。")
    if body.until:
        raise Refused(f"“{body.name}”已于{body.until}停用。")
    return body
