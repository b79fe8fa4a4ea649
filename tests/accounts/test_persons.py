"""One person, one account: known by a keyed hash of the ID number, which itself is nowhere."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from accounts.appointing import add_officer, deactivate, grant_role, reopen
from accounts.departments import add_outside_body
from accounts.importing import import_officers
from accounts.models import Officer, Role
from accounts.persons import FOUR_EYES, identify, person_key
from accounts.refusals import Refused
from tests.accounts.invented import DAY, code, id_number

ONE, TWO = id_number(1), id_number(2)


@pytest.fixture
def in_earnest(settings):
    """Neither demo nor test."""
    settings.DEMO = settings.TESTING = False


@pytest.mark.parametrize("role", list(Role))
def test_half_of_what_takes_two_goes_to_a_known_person_only(in_earnest, hire, office, by, role):
    body = add_outside_body(name="示范市协会", code=code(9), kind="association", office=office, by=by, on=DAY)[0]
    officer = hire("one", department=body if role == Role.OUTSIDE else office)
    if role not in FOUR_EYES:
        assert grant_role(officer, role, by=by, on=DAY)
        return
    with pytest.raises(Refused, match="还没有登记身份证号"):
        grant_role(officer, role, by=by, on=DAY)
    assert identify(officer, person_key(ONE), by=by, on=DAY)
    officer.refresh_from_db()
    assert grant_role(officer, role, by=by, on=DAY)


def test_in_a_rehearsal_it_may_be_left_out(hire):
    assert hire("one", "clerk").roles == {"clerk"}


def test_noted_once(hire, office, by):
    one, two = hire("one"), hire("two")
    assert identify(one, person_key(ONE), by=by, on=DAY)
    assert not identify(one, person_key(ONE.lower()), by=by, on=DAY)
    with pytest.raises(Refused, match="不能更改"):
        identify(one, person_key(TWO), by=by, on=DAY)
    with pytest.raises(Refused, match="一人只能有一个账号"):
        identify(two, person_key(ONE), by=by, on=DAY)


def test_who_comes_back_gets_the_old_account(hire, office, bureau, by):
    one = hire("one", "clerk")
    identify(one, person_key(ONE), by=by, on=DAY)
    with pytest.raises(Refused, match="正在使用"):
        reopen(one, department=office, by=by, on=DAY)
    deactivate(one, by=by, on=DAY)
    with pytest.raises(Refused, match="恢复原账号"):
        add_officer(username="new", department=office, by=by, on=DAY, person_key=person_key(ONE))
    reopen(one, department=bureau, by=by, on=DAY)
    one = Officer.objects.get(pk=one.pk)
    assert (one.is_active, one.roles, one.department, one.must_change_password) == (True, frozenset(), bureau, True)


def test_two_at_the_same_moment(hire, office, by, monkeypatch):
    """Both looked before either wrote: the database refuses the second, in words."""
    add_officer(username="one", department=office, by=by, on=DAY, person_key=person_key(ONE))
    monkeypatch.setattr("accounts.appointing.must_be_new", lambda key: None)
    with pytest.raises(Refused, match="刚刚被另一账号使用"):
        add_officer(username="two", department=office, by=by, on=DAY, person_key=person_key(ONE))


def test_by_sheet(in_earnest, office, by):
    row = {"row": "2", "username": "li", "name": "李一", "department": office.code, "role": "填报员"}
    [without] = import_officers([row], by=by, on=DAY)
    assert "还没有登记身份证号" in without.error
    assert not Officer.objects.exists()
    [good] = import_officers([row | {"id_number": ONE}], by=by, on=DAY)
    assert good.made


def test_by_page(monkeypatch, hire, enter, office, by):
    monkeypatch.setattr("accounts.persons.rehearsal", lambda: False)
    client = enter(hire("sys", "system_admin"))
    officers = "/accounts/officers/"
    words = {"username": "li", "name": "李一", "department": office.pk, "requested_role": "clerk"}
    assert "还没有登记身份证号" in client.post(officers + "add", words).content.decode()
    wrong = ONE[:-1] + ("0" if ONE[-1] != "0" else "1")
    page = client.post(officers + "add", words | {"id_number": wrong}).content.decode()
    assert "校验位不符" in page
    assert wrong not in page
    assert not Officer.objects.filter(username="li").exists()
    page = client.post(officers + "add", words | {"id_number": ONE}).content.decode()
    assert "李一" in page
    assert ONE not in page
    li = Officer.objects.get(username="li")
    assert li.person_key == person_key(ONE)
    assert "已登记（不保存号码）" in client.get(f"{officers}{li.public_id}/").content.decode()
    assert client.get(f"{officers}{li.public_id}/identify").status_code == 404  # once

    old = hire("zhao")
    listed = client.get(officers + "?unknown=1").content.decode()
    assert ">zhao</a>" in listed
    assert ">李一</a>" not in listed
    mine = f"{officers}{old.public_id}/"
    assert mine + "identify" in client.get(mine).content.decode()
    refused = client.post(mine + "identify", {"id_number": ONE}).content.decode()
    assert "一人只能有一个账号" in refused
    assert ONE not in refused
    assert client.post(mine + "identify", {"id_number": TWO}).status_code == 302
    old.refresh_from_db()
    assert old.person_key == person_key(TWO)

    deactivate(old, by=by, on=DAY)
    page = client.post(mine + "reopen", {"department": office.pk, "reason": "返岗"}).content.decode()
    old.refresh_from_db()
    assert old.is_active
    assert "初始口令" in page


def test_by_command(in_earnest, office, capsys, monkeypatch):
    words = ("add_officer", "li", "--department", office.code, "--role", "clerk")
    with pytest.raises(CommandError, match="还没有登记身份证号"):
        call_command(*words)
    assert not Officer.objects.exists()
    call_command("add_officer", "li", "--department", office.code, "--role", "auditor")
    Officer.objects.get().grants.update(until=DAY)
    call_command(*words, "--id-number", ONE)  # an account of before
    assert Officer.objects.get().roles == {"clerk"}
    monkeypatch.setattr("sys.stdin", io.StringIO(TWO + "\n"))
    call_command("add_officer", "wang", "--department", office.code, "--role", "reviewer", "--id-number", "-")
    assert Officer.objects.get(username="wang").person_key == person_key(TWO)
    said = capsys.readouterr()
    assert ONE not in said.out + said.err
    with pytest.raises(CommandError, match="校验位不符"):
        call_command("add_officer", "sun", "--department", office.code, "--role", "clerk", "--id-number", "1" * 18)


def test_the_number_is_in_no_table(hire, by):
    identify(hire("one"), person_key(ONE), by=by, on=DAY)
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if not table.startswith("pg_"):
                cursor.execute(f'SELECT count(*) FROM "{table}" AS t WHERE t::text LIKE %s', [f"%{ONE}%"])
                assert cursor.fetchone() == (0,), table
