"""The tree of departments: adding, changing, ending with a successor."""

from datetime import date

import pytest

from accounts.departments import add_department, change_department, end_department
from accounts.models import Department
from accounts.refusals import Refused
from ledger.models import Event
from tests.accounts.invented import DAY, code


def test_adding_twice_does_no_harm(office, by):
    again, new = add_department(name="别的名称", code=office.code.lower(), by=by, on=DAY)
    assert (again.pk, new, again.name) == (office.pk, False, "示范市发展和改革委员会")
    assert Event.objects.filter(object_id=office.public_id, move="add").count() == 1


def test_a_faulty_code_is_refused(db, by):
    wrong = code(1)[:-1] + ("A" if code(1)[-1] != "A" else "B")
    with pytest.raises(Refused, match="校验位不符"):
        add_department(name="示范局", code=wrong, by=by, on=DAY)
    assert not Department.objects.exists()


def test_no_circle_of_parents(office, bureau, by):
    with pytest.raises(Refused, match="不能作为它的上级部门"):
        change_department(office, by=by, on=DAY, parent=bureau)
    change_department(bureau, by=by, on=DAY, parent=None, name="示范市市监局")
    bureau.refresh_from_db()
    assert (bureau.parent, bureau.name) == (None, "示范市市监局")


def test_ending_hands_work_and_officers_to_the_successor(office, bureau, hire, by):
    clerk = hire("clerk1", "clerk", department=bureau)
    new = add_department(name="示范市新局", code=code(3), by=by, on=DAY, parent=office)[0]
    later = date(2026, 12, 1)
    end_department(bureau, successor=new, by=by, on=later, reason="机构改革")
    version, clerk = clerk.access_version, type(clerk).objects.get(pk=clerk.pk)
    assert clerk.department == new
    assert clerk.access_version == version + 1
    assert set(Department.objects.answered_for_by(new)) == {new, bureau}
    assert bureau not in Department.objects.in_office(later)
    assert bureau in Department.objects.in_office(date(2026, 11, 30))


def test_what_cannot_end(office, bureau, hire, by):
    with pytest.raises(Refused, match="还有在用的部门"):
        end_department(office, successor=None, by=by, on=DAY, reason="x")
    hire("clerk1", "clerk", department=bureau)
    with pytest.raises(Refused, match="还有启用的账号"):
        end_department(bureau, successor=None, by=by, on=DAY, reason="x")
    with pytest.raises(Refused, match="不能由自己"):
        end_department(bureau, successor=bureau, by=by, on=DAY, reason="x")
    end_department(bureau, successor=office, by=by, on=DAY, reason="x")
    with pytest.raises(Refused, match="已于"):
        end_department(bureau, successor=office, by=by, on=DAY, reason="x")
    with pytest.raises(Refused, match="前身"):
        end_department(office, successor=bureau, by=by, on=date(2026, 11, 1), reason="x")
