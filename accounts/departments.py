"""部门: adding, changing and ending a node of the tree. Source: A4."""

from datetime import date

from django.db import transaction

from credit_platform.codes import check_uscc
from ledger.acts import Actor, record_act
from ledger.moves import note

from .models import Department, Officer
from .refusals import Refused

EDITABLE = {"name", "parent", "level", "field", "since"}


@transaction.atomic
def add_department(
    *, name: str, code: str, by: Actor, on: date, parent: Department | None = None, level: str = "", field: str = ""
) -> tuple[Department, bool]:
    """Returns the department and whether it is new; one with the same code is left as it is. Raises Refused."""
    found = check_uscc(code)
    if not found.valid:
        raise Refused(f"统一社会信用代码“{code}”有误：{found.errors[0]}")
    if not name.strip():
        raise Refused("没有填写部门名称，请填写全称。")
    if there := Department.every.filter(code=found.normalised).first():
        if there.outside:
            raise Refused(
                f"这个代码已登记为外部机构“{there.name}”（{there.get_outside_display()}），不能再登记为部门。"
            )
        return there, False
    if parent and parent.until and parent.until <= on:
        raise Refused(f"上级部门“{parent.name}”已于{parent.until}撤并，请选择承接其职能的部门。")
    # Without a word: its parent's level, for the parent of an authority is mostly its own government.
    level = level or (parent.level if parent else Department.Level.CITY)
    department = Department.objects.create(
        name=name.strip(), code=found.normalised, parent=parent, level=level, field=field, since=on
    )
    act = record_act("新增部门", by, on)
    note(act, Department.object_kind, department.public_id, "add", "in_office")
    return department, True


@transaction.atomic
def add_outside_body(
    *, name: str, code: str, kind: str, office: Department, by: Actor, on: date
) -> tuple[Department, bool]:
    """外部机构 whose accounts the office lets in, of a `kind` of Department.Outside; and whether it is new. Raises Refused.

    It stands among departments only to have accounts: no tree, list or count of departments meets it. Source: D7.
    """
    found = check_uscc(code)
    if not found.valid:
        raise Refused(f"统一社会信用代码“{code}”有误：{found.errors[0]}")
    if not name.strip():
        raise Refused("没有填写机构名称，请填写全称。")
    if kind not in Department.Outside.values:
        raise Refused("请从列表中选择机构性质。")
    if there := Department.every.filter(code=found.normalised).first():
        if not there.outside:
            raise Refused(f"这个代码是部门“{there.name}”的，部门请按部门申请账号。")
        if there.until and there.until <= on:
            raise Refused(f"外部机构“{there.name}”已于{there.until}停用，不能再开设账号。")
        return there, False
    body = Department.every.create(
        name=name.strip()[:200], code=found.normalised, outside=kind, parent=office, level=office.level, since=on
    )
    note(record_act("新增外部机构", by, on), Department.object_kind, body.public_id, "add", "in_office")
    return body, True


@transaction.atomic
def change_department(department: Department, *, by: Actor, on: date, **changes) -> Department:
    """Change name, parent, level, field or founding day; never the code, which is its identity. Raises Refused."""
    assert set(changes) <= EDITABLE
    department = Department.objects.select_for_update().get(pk=department.pk)
    parent = changes.get("parent")
    if parent and Department.objects.tree(department).filter(pk=parent.pk).exists():
        raise Refused(f"“{parent.name}”在“{department.name}”之下，不能作为它的上级部门；请另选上级部门。")
    for name, value in changes.items():
        setattr(department, name, value)
    department.save(update_fields=list(changes))
    act = record_act("修改部门", by, on)
    note(act, Department.object_kind, department.public_id, "change", "in_office")
    return department


@transaction.atomic
def end_department(
    department: Department, *, successor: Department | None, by: Actor, on: date, reason: str
) -> Department:
    """End a department on day `on` (its first day out of office) and hand its work to `successor`. Raises Refused.

    Its active officers move to the successor and are logged out, for what they may see changes with it.
    """
    department = Department.objects.select_for_update().get(pk=department.pk)
    _may_end(department, successor, on)
    department.until, department.successor = on, successor
    department.save(update_fields=["until", "successor"])
    act = record_act("撤并部门", by, on, reason=reason)
    note(act, Department.object_kind, department.public_id, "end", "ended")
    for officer in Officer.objects.select_for_update().filter(department=department, is_active=True):
        assert successor is not None
        officer.department = successor
        officer.access_version += 1
        officer.save(update_fields=["department", "access_version"])
        note(act, Officer.object_kind, officer.public_id, "transfer", "active")
    return department


def _may_end(department: Department, successor: Department | None, on: date) -> None:
    if department.until:
        raise Refused(f"“{department.name}”已于{department.until}撤并。")
    if department.children.in_office(on).exists():
        raise Refused(f"“{department.name}”之下还有在用的部门，请先调整它们的上级部门。")
    if successor is None:
        if department.officers.filter(is_active=True).exists():
            raise Refused(f"“{department.name}”还有启用的账号，请选择承接部门，或先停用这些账号。")
        return
    if successor.until and successor.until <= on:
        raise Refused(f"“{successor.name}”已于{successor.until}撤并，不能承接；请选择现在的承接部门。")
    if successor.pk == department.pk or Department.objects.answered_for_by(department).filter(pk=successor.pk).exists():
        raise Refused("部门不能由自己或其已撤并的前身承接，请另选承接部门。")


def department_of(code: str) -> Department:
    """The department with the code, however it is written. Raises Refused."""
    normalised = check_uscc(code).normalised
    try:
        return Department.objects.get(code=normalised)
    except Department.DoesNotExist:
        raise Refused(f"没有统一社会信用代码为“{normalised}”的部门，请先添加部门。") from None
