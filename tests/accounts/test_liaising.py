"""Liaison officers: named by the department, seen by the office, missing ones shown, nothing personal kept. Source: A7."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.liaising import end_liaison, missing_liaisons, name_liaison, office_phone
from accounts.models import Department, Liaison
from accounts.refusals import Refused
from ledger.models import Act, Event
from tests import factories
from tests.records.making import FRIDAY, acting, staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return staff()


def name(people, text="甲联络", on=FRIDAY, deputy=False, officer=None, **more):
    officer = officer or people.clerk
    given = {"position": "法规科", "phone": "0417-2801234"} | more
    return name_liaison(deputy=deputy, name=text, officer=officer, actor=acting(officer), on=on, **given)


def test_one_follows_the_other(people):
    first = name(people)
    second = name(people, "乙联络", on=FRIDAY + timedelta(days=9), officer=people.reviewer)
    name(people, "丙备用", deputy=True)
    first.refresh_from_db()
    assert first.until == second.since == FRIDAY + timedelta(days=9)
    assert Liaison.objects.filter(until=None).count() == 2
    with pytest.raises(IntegrityError, match="one_at_a_time"), transaction.atomic():
        Liaison.objects.create(department=people.body, name="丁", phone="x", since=FRIDAY)


def test_who_is_missing(people):
    tree = Department.objects.tree(people.office.department)
    assert set(missing_liaisons(tree, FRIDAY)) == {people.body, people.office.department}
    name(people, deputy=True)
    assert people.body in missing_liaisons(tree, FRIDAY)
    name(people)
    assert people.body not in missing_liaisons(tree, FRIDAY)
    end_liaison(deputy=False, officer=people.clerk, actor=acting(people.clerk), on=FRIDAY)
    assert people.body in missing_liaisons(tree, FRIDAY)
    with pytest.raises(Refused, match="没有登记"):
        end_liaison(deputy=False, officer=people.clerk, actor=acting(people.clerk), on=FRIDAY)


def test_only_the_department_itself(people):
    with pytest.raises(Refused, match="填报员或审核员"):
        name(people, officer=people.office)


@pytest.mark.parametrize(
    "phone", ["0417-2801234", "2801234", "010-87654321转801", "（0417）2801234", "12315", "400-800-1234"]
)
def test_office_telephones(phone):
    assert office_phone(phone) == phone


@pytest.mark.parametrize(
    "phone", ["13800138000", "+86 138-0013-8000", "１３８００１３８０００", "", "甲", "1234", "0417-280123456789"]
)
def test_mobiles_and_nonsense_are_refused(phone):
    with pytest.raises(Refused) as refused:
        office_phone(phone)
    assert "13800138000" not in str(refused.value)


def test_the_ledger_names_nobody(people):
    made = name(people, "独特姓名")
    assert Event.objects.filter(object_id=made.public_id).count() == 1
    assert not Act.objects.filter(reason__contains="独特").exists()
    assert not Act.objects.filter(basis__contains="2801234").exists()


def enter(officer) -> Client:
    client = Client()
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_pages(people):
    clerk, office = enter(people.clerk), enter(people.office)
    assert "还没有登记联络员" in clerk.get("/workbench/liaisons/own/").content.decode()
    sent = {"deputy": "0", "name": "甲联络", "position": "", "phone": "13800138000"}
    assert "不登记个人手机号码" in clerk.post("/workbench/liaisons/own/", sent).content.decode()
    assert clerk.post("/workbench/liaisons/own/", sent | {"phone": "0417-2801234"}).status_code == 302
    assert "甲联络" in clerk.get("/workbench/liaisons/own/").content.decode()
    assert "0417-2801234" in office.get("/workbench/liaisons/").content.decode()
    assert "甲联络" in office.get("/workbench/liaisons/?q=甲联").content.decode()
    missing = office.get("/workbench/liaisons/?missing").content.decode()
    assert "未登记（1）" in missing  # the office itself
    other = staff()
    assert "甲联络" not in enter(other.office).get("/workbench/liaisons/").content.decode()
    assert "甲联络" not in enter(other.clerk).get("/workbench/liaisons/own/").content.decode()
    assert clerk.post("/workbench/liaisons/own/", {"end": "0"}).status_code == 302
    assert not Liaison.objects.filter(until=None).exists()
    assert enter(factories.officer("system_admin")).get("/workbench/liaisons/").status_code == 403
