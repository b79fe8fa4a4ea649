"""Accounts and roles: who may be what, and what nobody may be at once."""

from itertools import combinations

import pytest

from accounts.appointing import add_officer, deactivate, grant_role, hand_over, revoke_role
from accounts.models import EXCLUSIVE_ROLES, Officer, Role
from accounts.refusals import Refused
from ledger.acts import Actor
from ledger.models import Event
from tests.accounts.invented import DAY

ALLOWED = {
    frozenset(pair)
    for pair in [
        (Role.CLERK, Role.OFFICE),
        (Role.CLERK, Role.OFFICE_APPROVER),
        (Role.REVIEWER, Role.OFFICE),
        (Role.REVIEWER, Role.OFFICE_APPROVER),
    ]
}


@pytest.mark.parametrize(("first", "second"), list(combinations(Role, 2)))
def test_exclusive_pairs(hire, by, first, second):
    officer = hire("one", first)
    if frozenset((first, second)) in ALLOWED:
        assert grant_role(officer, second, by=by, on=DAY)
        assert officer.roles == {first, second}
    else:
        assert frozenset((first, second)) in EXCLUSIVE_ROLES
        with pytest.raises(Refused, match="不能同时担任"):
            grant_role(officer, second, by=by, on=DAY)
        assert officer.roles == {first}


def test_after_revoking_the_other_half_is_possible(hire, by):
    officer = hire("one", "clerk")
    revoke_role(officer, "clerk", by=by, on=DAY)
    assert grant_role(officer, "reviewer", by=by, on=DAY)
    assert officer.roles == {"reviewer"}
    assert list(officer.grants.order_by("pk").values_list("role", "until")) == [("clerk", DAY), ("reviewer", None)]


def test_repeating_does_no_harm(hire, office, by):
    officer = hire("one", "clerk")
    again, password = add_officer(username="one", department=office, by=by, on=DAY)
    assert (again, password) == (officer, None)
    assert grant_role(officer, "clerk", by=by, on=DAY) is False
    assert Event.objects.filter(object_id=officer.public_id).count() == 2


def test_one_name_one_officer(hire, bureau, by):
    hire("one")
    with pytest.raises(Refused, match="已属于"):
        add_officer(username="one", department=bureau, by=by, on=DAY)


def test_one_person_one_account(office, by):
    add_officer(username="one", department=office, by=by, on=DAY, person_key="k")
    with pytest.raises(Refused, match="一人只能有一个账号"):
        add_officer(username="two", department=office, by=by, on=DAY, person_key="k")


def test_nobody_grants_themselves_or_closes_themselves(hire):
    keeper = hire("keeper", "security_admin")
    hire("other", "security_admin")
    me = Actor(name=keeper.name, channel="page", person=keeper.public_id)
    with pytest.raises(Refused, match="不能给自己"):
        grant_role(keeper, "clerk", by=me, on=DAY)
    with pytest.raises(Refused, match="不能停用自己"):
        deactivate(keeper, by=me, on=DAY)


@pytest.mark.parametrize("role", ["system_admin", "security_admin"])
def test_the_last_keeper_stays(hire, by, role):
    keeper = hire("keeper", role)
    for change in (lambda: revoke_role(keeper, role, by=by, on=DAY), lambda: deactivate(keeper, by=by, on=DAY)):
        with pytest.raises(Refused, match="唯一"):
            change()
    hire("second", role)
    deactivate(keeper, by=by, on=DAY)
    keeper.refresh_from_db()
    assert (keeper.is_active, keeper.roles) == (False, frozenset())


def test_hand_over(hire, bureau, by):
    one, two, three = (hire(name, "clerk", department=bureau) for name in ("one", "two", "three"))
    hand_over(one, two, by=by, on=DAY, reason="调离")
    hand_over(two, three, by=by, on=DAY)
    assert set(Officer.objects.answered_for_by(three)) == {one, two, three}
    assert set(Officer.objects.answered_for_by(one)) == {one}
    with pytest.raises(Refused, match="不能交接给本人"):
        hand_over(three, one, by=by, on=DAY)  # a circle
    with pytest.raises(Refused, match="同部门"):
        hand_over(three, hire("far"), by=by, on=DAY)


def test_every_change_is_an_act(hire, by):
    officer = hire("one", "clerk")
    deactivate(officer, by=by, on=DAY, reason="退休")
    events = Event.objects.filter(object_id=officer.public_id).order_by("pk")
    assert [(event.move, event.state) for event in events] == [
        ("add", "active"),
        ("grant", "clerk"),
        ("deactivate", "inactive"),
    ]
    assert events[2].act.reason == "退休"
    assert events[2].act.os_user
