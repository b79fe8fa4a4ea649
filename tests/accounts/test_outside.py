"""外部机构: listed with their accounts, renamed, ended with all their accounts; never a department. Source: D7."""

import pytest

from accounts.departments import add_outside_body
from accounts.models import Department
from accounts.outside import end_outside_body, rename_outside_body
from accounts.refusals import Refused
from ledger.models import Act, Event
from tests.accounts.invented import DAY, code

INDEX = "/accounts/departments/"


@pytest.fixture
def body(office, by):
    return add_outside_body(name="示范市食品行业协会", code=code(9), kind="association", office=office, by=by, on=DAY)[
        0
    ]


def test_the_administrator_sees_and_renames_them(body, hire, enter):
    hire("guest", "outside", department=body)
    client = enter(hire("keeper", "system_admin"))
    page = client.get(INDEX)
    assert [(one.name, one.accounts) for one in page.context["outside"]] == [("示范市食品行业协会", 1)]
    assert body not in [one for _, one in page.context["tree"]]
    address = f"/accounts/outside/{body.public_id}/rename"
    assert address in page.content.decode()
    client.post(address, {"name": "示范市食品工业协会"})
    assert "示范市食品工业协会" in client.get(INDEX).content.decode()
    assert Event.objects.filter(object_id=body.public_id, move="change").exists()


def test_ended_with_all_its_accounts(body, hire, enter, by, office):
    guest = hire("guest", "outside", department=body)
    inside = enter(guest)
    assert inside.get("/lists/candidates/").status_code == 200
    client = enter(hire("keeper", "system_admin"))
    address = f"/accounts/outside/{body.public_id}/end"
    client.post(address, {"reason": " "})
    assert Department.every.get(pk=body.pk).until is None
    answer = client.post(address, {"reason": "协会注销"}, follow=True)
    assert "同时停用1个账号" in answer.content.decode()
    guest.refresh_from_db()
    assert (guest.is_active, guest.roles) == (False, frozenset())
    assert inside.get("/lists/candidates/").status_code in (302, 403)
    assert Act.objects.get(what="停用外部机构").reason == "协会注销"
    assert client.get(address).status_code == 404
    on = Department.every.get(pk=body.pk).until
    with pytest.raises(Refused, match="停用"):
        add_outside_body(name=body.name, code=body.code, kind="association", office=office, by=by, on=on)


def test_departments_have_another_way(office, hire, enter, by):
    client = enter(hire("keeper", "system_admin"))
    for step in ("rename", "end"):
        assert client.get(f"/accounts/outside/{office.public_id}/{step}").status_code == 404
    with pytest.raises(Refused, match="是部门"):
        end_outside_body(office, by=by, on=DAY, reason="x")
    with pytest.raises(Refused, match="是部门"):
        rename_outside_body(office, name="x", by=by, on=DAY)
    for other in ("security_admin", "auditor"):
        theirs = enter(hire(other, other))
        assert theirs.get(INDEX).status_code == 200
