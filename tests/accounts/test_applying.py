"""Accounts applied for on line: limits, three pairs of eyes, and nobody's name where it is not needed. Source: A7."""

from datetime import timedelta

import pytest
from captcha.models import CaptchaStore
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts import applying
from accounts.applying import Wanted, application_by, apply_for_accounts, expire_applications, open_account, persons_of
from accounts.models import Application, Department, Officer
from accounts.outside import end_outside_body
from accounts.persons import person_key
from accounts.refusals import Refused
from ledger.models import Act, Event
from tests import factories
from tests.records.making import acting, id_number, staff

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
PDF = b"%PDF-1.4 invented letter"
PERSONS = [Wanted("申填报", "办公室", "0417-2801234", "clerk"), Wanted("申审核", "", "2801235", "reviewer")]


@pytest.fixture
def people():
    return staff()


@pytest.fixture
def keeper(people):
    return factories.officer("system_admin", department=people.office.department)


def ask(people, on=TODAY, **more):
    given = {
        "office": people.office.department, "name": "虚构市档案馆", "code": factories.code("12"), "persons": PERSONS,
        "letter": ("申请函.pdf", PDF), "address": "192.0.2.7", "on": on,
    } | more  # fmt: skip
    return apply_for_accounts(**given)


def check(people, application):
    applying.accept(application, officer=people.office, actor=acting(people.office), on=TODAY)


def open_one(keeper, application, place, serial, **more):
    given = {"username": f"applied{place}{serial}", "person_key": person_key(id_number(serial))} | more
    return open_account(application, place, officer=keeper, actor=acting(keeper), on=TODAY, **given)


def refuse(people, application, officer=None):
    officer = officer or people.office
    applying.refuse(application, officer=officer, actor=acting(officer), on=TODAY, reason="公章与名称不符")


def test_from_application_to_accounts(people, keeper):
    application, receipt = ask(people)
    assert application_by(receipt) == application
    assert application_by(receipt.swapcase()) is None
    with pytest.raises(Refused, match="还没有核对"):
        open_one(keeper, application, 0, 1)
    check(people, application)
    officer, password = open_one(keeper, application, 0, 1)
    assert (officer.name, officer.requested_role, officer.roles) == ("申填报", "clerk", frozenset())
    assert (officer.department.code, officer.department.parent) == (
        application.department_code,
        people.office.department,
    )
    assert officer.check_password(password)
    with pytest.raises(Refused, match="已经开设"):
        open_one(keeper, application, 0, 2)
    with pytest.raises(Refused, match="身份证号"):  # one person, one account
        open_one(keeper, application, 1, 1)
    application.refresh_from_db()
    assert application.state == "accepted"
    open_one(keeper, application, 1, 2)
    application.refresh_from_db()
    assert (application.state, application.checked_by, application.opened_by) == ("done", people.office, keeper)
    assert persons_of(application, TODAY) == []
    moves = Event.objects.filter(object_id=application.public_id).order_by("pk").values_list("move", flat=True)
    assert list(moves) == ["apply_online", "accept", "finish"]
    assert Department.objects.filter(code=application.department_code).count() == 1


def test_an_account_needs_to_be_known_whose(people, keeper, monkeypatch):
    monkeypatch.setattr("accounts.persons.rehearsal", lambda: False)
    application, _ = ask(people)
    check(people, application)
    with pytest.raises(Refused, match="身份证号"):
        open_one(keeper, application, 0, 3, person_key=None)
    assert not Department.objects.filter(code=application.department_code).exists()  # all or nothing


def test_whoever_checks_does_not_open(people, keeper):
    application, _ = ask(people)
    check(people, application)
    with pytest.raises(Refused, match="系统管理员"):
        open_one(people.office, application, 0, 1)
    with pytest.raises(Refused, match="信用办经办"):
        applying.accept(ask(people)[0], officer=keeper, actor=acting(keeper), on=TODAY)
    rows = Application.objects.filter(pk=application.pk)
    with pytest.raises(IntegrityError, match="four_eyes"), transaction.atomic():
        rows.update(opened_by=people.office)
    with pytest.raises(IntegrityError, match="opened_by_a_second"), transaction.atomic():
        rows.update(state="done")
    with pytest.raises(IntegrityError, match="application_checked"), transaction.atomic():
        rows.update(checked_by=None)
    both = factories.officer("office", "system_admin")  # such a pair is refused by the house, but if it were there
    mine, _ = ask(people)
    applying.accept(mine, officer=both, actor=acting(both), on=TODAY)
    with pytest.raises(Refused, match="自己核对"):
        open_one(both, mine, 0, 1)


def test_nothing_of_the_persons_stands_open_anywhere(people):
    application, receipt = ask(people)
    row = Application.objects.filter(pk=application.pk).values().get()
    assert "申填报" not in str(row)
    assert "2801234" not in str(row)
    assert receipt not in str(row)
    assert "192.0.2.7" not in str(row)
    assert not Act.objects.filter(reason__contains="申填报").exists()
    refuse(people, application)
    assert persons_of(application, TODAY) == []
    again, _ = ask(people)
    assert persons_of(again, TODAY) == PERSONS
    assert persons_of(again, TODAY + timedelta(days=applying.PATIENCE)) == []  # also where no sweep has run


def test_void_after_sixty_days(people):
    application, _ = ask(people)
    assert expire_applications(application.expires_on - timedelta(days=1)) == 0
    assert expire_applications(application.expires_on) == 1
    assert expire_applications(application.expires_on) == 0
    application.refresh_from_db()
    assert (application.state, application.answer) == ("expired", "60日内未办结")
    with pytest.raises(Refused, match="失效"):
        check(people, application)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"code": "91210800000000000"}, "代码有误"),
        ({"name": " "}, "全称"),
        ({"persons": []}, "1至6名"),
        ({"persons": [PERSONS[0]] * 2}, "同一人"),
        ({"persons": [Wanted("甲", "", "13800138000", "clerk")]}, "手机"),
        ({"persons": [Wanted("甲", "", "2801234", "office")]}, "拟任角色"),
        ({"persons": [Wanted("甲1", "", "2801234", "clerk")]}, "姓名"),
        ({"letter": ("函.exe", b"MZ")}, "PDF"),
        ({"letter": ("函.pdf", b"<html>")}, "PDF"),
        ({"letter": ("函.png", PDF)}, "PDF"),
        ({"letter": ("函.pdf", PDF + b"0" * 5 * 1024 * 1024)}, "5MB"),
    ],
)
def test_what_is_refused_at_the_door(people, fields, said):
    with pytest.raises(Refused, match=said):
        ask(people, **fields)
    assert not Application.objects.exists()


def test_so_many_a_day_from_one_address(people):
    for _ in range(applying.A_DAY):
        ask(people)
    with pytest.raises(Refused, match="明天再试"):
        ask(people)
    ask(people, address="192.0.2.8")
    ask(people, on=TODAY + timedelta(days=1))


def test_a_department_of_another_office(people):
    with pytest.raises(Refused, match="不归所选"):
        ask(people, code=staff().body.code)
    assert ask(people, code=people.body.code)[0].department == people.body


def enter(officer) -> Client:
    client = Client()
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    return client


def sent(people, **more):
    key = CaptchaStore.generate_key()
    return {
        "key": key, "answer": CaptchaStore.objects.get(hashkey=key).response, "office": people.office.department.pk,
        "department_name": "虚构市档案馆", "code": factories.code("12"), "name0": "申填报", "phone0": "2801234", "role0": "clerk",
        "letter": SimpleUploadedFile("申请函.pdf", PDF),
    } | more  # fmt: skip


def test_the_public_page(people):
    client = Client()
    page = client.get("/apply")
    assert people.office.department.name in page.content.decode()
    answer = client.post("/apply", sent(people))
    assert "申请已提交" in answer.content.decode()
    assert not answer.cookies
    receipt = answer.context["receipt"]
    followed = client.post("/apply/status", {"receipt": f" {receipt} "}).content.decode()
    assert "待信用办核对" in followed
    assert "申填报" not in followed
    assert client.post("/apply/status", {"receipt": "x\0y"}).status_code == 400
    assert "没有这个回执码" in client.post("/apply/status", {"receipt": "xy"}).content.decode()
    refuse(people, Application.objects.get())
    assert "公章与名称不符" in client.post("/apply/status", {"receipt": receipt}).content.decode()


def test_the_captcha_is_worth_one_application(people):
    data = sent(people)
    client = Client()
    assert "验证码不对" in client.post("/apply", data | {"answer": "x"}).content.decode()
    assert "验证码不对" in client.post("/apply", sent(people, key=data["key"], answer=data["answer"])).content.decode()
    assert not Application.objects.exists()


def test_a_wrong_field_spends_no_captcha_and_another_picture_can_be_had(people):
    client, data = Client(), sent(people)
    page = client.post("/apply", data | {"phone0": ""})
    assert (page.context["key"], page.context["answer"]) == (data["key"], data["answer"])
    another = client.post("/apply", sent(people, key=data["key"], answer=data["answer"], again="1"))
    text = another.content.decode()
    assert another.context["key"] != data["key"]
    assert 'value="申填报"' in text
    assert "notice-error" not in text
    assert not Application.objects.exists()
    answer = client.post("/apply", sent(people, key=data["key"], answer=data["answer"]))
    assert "申请已提交" in answer.content.decode()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"department_name": "馆 210811199001010012"}, "不要填写身份证号"),
        ({"position0": "13800138000"}, "不要填写身份证号"),
        ({"phone0": ""}, "办公电话"),
        ({"letter": ""}, "申请函"),
        ({"office": ""}, "请选择信用办"),
    ],
)
def test_faults_are_told_and_what_was_typed_stays(people, fields, said):
    page = Client().post("/apply", sent(people, **fields)).content.decode()
    assert said in page
    assert 'value="申填报"' in page
    assert not Application.objects.exists()


def test_pages_of_the_staff(people, keeper):
    application, _ = ask(people)
    office, admin = enter(people.office), enter(keeper)
    address = f"/workbench/applications/{application.public_id}/"
    assert "申填报" not in office.get("/workbench/applications/").content.decode()
    assert "申填报" in office.get(address).content.decode()
    assert "申填报" not in enter(people.auditor).get(address).content.decode()
    letter = office.get(f"{address}letter")
    assert letter.content == PDF
    assert letter["Content-Disposition"].startswith("attachment")
    assert letter["Content-Type"] == "application/octet-stream"
    assert Client().get(f"{address}letter").status_code == 302
    assert enter(people.clerk).get(f"{address}letter").status_code == 403
    assert enter(staff().office).get(f"{address}letter").status_code == 404
    mine = f"/accounts/applications/{application.public_id}/"
    assert admin.get(mine).status_code == 404  # not checked yet
    office.post(f"{address}decide/", {"action": "accept"})
    assert "虚构市档案馆" in admin.get("/accounts/applications/").content.decode()
    data = {"place": "0", "username": "danganguan", "id_number": id_number(5)}
    shown = admin.post(mine, data).content.decode()
    assert "初始口令" in shown
    assert id_number(5) not in shown
    assert Officer.objects.get(username="danganguan").requested_role == "clerk"
    wrong = admin.post(mine, {"place": "1", "username": "x2", "id_number": "123456789012345678"}).content.decode()
    assert "身份证号" in wrong
    assert "123456789012345678" not in wrong
    assert admin.post(mine, {"refuse": "1", "reason": "第二人已离职"}).status_code == 302
    for client, where in ((office, address), (admin, mine)):
        assert "申审核" not in client.get(where).content.decode()
    assert office.get(f"{address}letter").status_code == 404


def test_queries_of_the_lists_do_not_grow(people, keeper):
    def counted(client, address):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    lists = [(enter(people.office), "/workbench/applications/"), (enter(keeper), "/accounts/applications/")]
    check(people, ask(people)[0])
    few = [counted(*one) for one in lists]
    for number in range(4):
        check(people, ask(people, address=f"192.0.2.{number}")[0])
    assert [counted(*one) for one in lists] == few


BANK = [Wanted("申客户", "信贷部", "2801236", "outside")]


def test_an_outside_body_applies_like_a_department_and_becomes_none(people, keeper):
    """Checked by the office, opened by the administrator, its role granted by the security administrator. Source: D7."""
    made, _ = ask(
        people, name="虚构银行股份有限公司虚构市分行", code=factories.code("91"), outside="financial", persons=BANK
    )
    check(people, made)
    made.refresh_from_db()
    officer, _ = open_one(keeper, made, 0, 21)
    assert (officer.department.outside, officer.requested_role) == ("financial", "outside")
    assert officer.department.parent == people.office.department
    assert not Department.objects.filter(code=made.department_code).exists()
    again, _ = ask(people, name=made.department_name, code=made.department_code, outside="financial", persons=BANK)
    assert again.department == officer.department


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"persons": PERSONS}, "拟任角色"),  # a department's roles are not for it
        ({"outside": "x"}, "单位性质"),
        ({"outside": ""}, "拟任角色"),  # nor its role for a department
    ],
)
def test_an_outside_body_asks_for_nothing_else(people, more, said):
    with pytest.raises(Refused, match=said):
        ask(people, **({"outside": "media", "persons": BANK} | more))


def test_a_departments_code_is_no_outside_bodys_and_the_reverse(people):
    with pytest.raises(Refused, match="登记不同"):
        ask(people, code=people.body.code, outside="media", persons=BANK)
    body = Department.every.create(
        name="虚构日报社", code=factories.code("12"), outside="media", parent=people.office.department
    )
    with pytest.raises(Refused, match="登记不同"):
        ask(people, code=body.code)
    from accounts.departments import add_department

    with pytest.raises(Refused, match="外部机构"):
        add_department(name="虚构日报社", code=body.code, by=acting(people.office), on=TODAY)


def test_an_outside_body_that_was_ended_comes_back_by_a_new_application(people, keeper):
    bank = {
        "name": "虚构银行股份有限公司虚构市分行",
        "code": factories.code("91"),
        "outside": "financial",
        "persons": BANK,
    }
    made, _ = ask(people, **bank)
    check(people, made)
    made.refresh_from_db()
    first, _ = open_one(keeper, made, 0, 21)
    end_outside_body(first.department, by=acting(keeper), on=TODAY, reason="分行撤并")
    again, _ = ask(people, **bank)
    assert again.department == first.department
    assert Department.every.get(code=bank["code"]).until == TODAY  # asking alone opens nothing
    check(people, again)
    again.refresh_from_db()
    second, _ = open_one(keeper, again, 0, 22)
    body = Department.every.get(code=bank["code"])
    assert (second.department, body.until) == (body, None)
    assert not Officer.objects.get(pk=first.pk).is_active
    moves = Event.objects.filter(object_id=body.public_id).order_by("pk").values_list("move", flat=True)
    assert list(moves) == ["add", "end", "reopen"]


def test_an_application_of_before_the_end_reopens_nothing(people, keeper):
    bank = {"name": "虚构担保有限公司", "code": factories.code("91"), "outside": "financial", "persons": BANK}
    made, _ = ask(people, **bank)
    check(people, made)
    made.refresh_from_db()
    body = Department.every.create(
        name=bank["name"], code=bank["code"], outside="financial", parent=people.office.department,
        until=TODAY + timedelta(days=1),
    )  # fmt: skip
    Application.objects.filter(pk=made.pk).update(department=body)
    made.refresh_from_db()
    Department.every.filter(pk=body.pk).update(until=TODAY)
    Application.objects.filter(pk=made.pk).update(arrived_on=TODAY - timedelta(days=1))
    made.refresh_from_db()
    with pytest.raises(Refused, match="重新申请"):
        open_one(keeper, made, 0, 23)
