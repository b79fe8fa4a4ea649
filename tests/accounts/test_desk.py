"""The pages of the two administrators and the auditor, used as they use them."""

import pytest
from axes.models import AccessAttempt
from django.db import DatabaseError, transaction
from django.test import Client

from accounts.demo import DEMO_OFFICERS, DEMO_PASSWORD, create_demo_accounts
from accounts.looking import note_look
from accounts.models import AccessLog, Department, Officer
from tests import factories
from tests.accounts.invented import DAY, code


def test_departments_by_page(hire, enter, office):
    client = enter(hire("keeper", "system_admin"))
    words = {"name": "示范县税务局", "code": code(5), "parent": office.pk, "level": "county", "field": ""}
    assert client.post("/accounts/departments/add", words).status_code == 302
    made = Department.objects.get(code=code(5))
    assert "不会出现" in client.post("/accounts/departments/add", words | {"code": "#" * 18}).content.decode()
    change = f"/accounts/departments/{made.public_id}/change"
    assert "示范县税务局" in client.get(change).content.decode()
    refused = client.post(f"/accounts/departments/{office.public_id}/change", words | {"parent": made.pk})
    assert "不能作为它的上级部门" in refused.content.decode()
    assert client.post(change, words | {"name": "示范县税务分局"}).status_code == 302
    end = f"/accounts/departments/{made.public_id}/end"
    assert client.post(end, {"successor": office.pk, "reason": "机构改革"}).status_code == 302
    page = client.get("/accounts/departments/").content.decode()
    assert "示范县税务分局" in page.partition("已撤并")[2]
    assert client.get(end).status_code == 404


def test_an_account_made_by_one_gets_its_role_by_another(hire, enter, office):
    system, security = enter(hire("sys", "system_admin")), enter(hire("sec", "security_admin"))
    words = {"username": "li", "name": "李一", "department": office.pk, "requested_role": "clerk"}
    page = system.post("/accounts/officers/add", words).content.decode()
    assert DEMO_PASSWORD in page
    li = Officer.objects.get(username="li")
    assert li.roles == frozenset()
    assert "待授予：填报员" in security.get("/accounts/officers/?waiting=1").content.decode()
    own = f"/accounts/officers/{li.public_id}/"
    security.post(own + "grant", {"role": "clerk"})
    assert Officer.objects.get(username="li").roles == {"clerk"}
    page = security.post(own + "grant", {"role": "reviewer"}, follow=True).content.decode()
    assert "不能同时担任" in page
    shown = security.get(own).content.decode()
    for act, words in (("revoke", "撤销填报员…"), ("forget-factor", "重置双因素认证…")):
        assert asks_first(shown, own + act, words)
    assert asks_first(system.get(own).content.decode(), own + "new-password", "重置口令…")
    security.post(own + "revoke", {"role": "clerk"})
    assert Officer.objects.get(username="li").roles == frozenset()
    assert DEMO_PASSWORD in system.post(own + "new-password").content.decode()
    mate = {"username": "zhao", "name": "赵三", "department": office.pk}
    system.post("/accounts/officers/add", mate)
    zhao = Officer.objects.get(username="zhao")
    assert system.post(own + "hand-over", {"to": zhao.pk, "reason": "调离"}).status_code == 302
    assert system.post(own + "close", {"reason": "退休"}).status_code == 302
    assert not Officer.objects.get(username="li").is_active
    assert "赵三" in system.get(own).content.decode()


def asks_first(page: str, address: str, words: str) -> bool:
    """Whether the form stands behind a summary and says of whom it speaks."""
    before, _, behind = page.partition(words)[2].partition(f'action="{address}"')
    return bool(behind) and before.startswith("</summary>") and "李一" in before and "</details>" not in before


def test_what_the_hand_over_page_promises(hire, enter):
    """接手的填报员可以撤回原经办人报送的批次."""
    client, one, two = enter(hire("sys", "system_admin")), hire("one", "clerk"), hire("two", "clerk")
    submission = factories.submission(one.department, clerk=one, state="done")
    theirs, address = enter(two), f"/workbench/submissions/{submission.public_id}/take-back/"
    page = f"/accounts/officers/{one.public_id}/hand-over"
    assert "接手的填报员可以撤回原经办人报送的批次" in client.get(page).content.decode()
    assert "只能撤回自己的报送批次" in theirs.post(address, follow=True).content.decode()
    client.post(page, {"to": two.pk, "reason": "调离"})
    theirs.post(address)
    submission.refresh_from_db()
    assert submission.state == "taken_back"


def test_lockouts_are_lifted(hire, enter):
    client = enter(hire("sec", "security_admin"))
    hire("one")
    there = Client(REMOTE_ADDR="10.0.0.7")
    for _ in range(5):
        there.post("/accounts/log-in", {"username": "one", "password": "x"})
    assert there.post("/accounts/log-in", {"username": "one", "password": DEMO_PASSWORD}).status_code == 429
    assert "10.0.0.7" in client.get("/accounts/lockouts").content.decode()
    client.post("/accounts/lockouts", {"username": "one", "address": "10.0.0.7"})
    assert not AccessAttempt.objects.filter(username="one").exists()
    assert there.post("/accounts/log-in", {"username": "one", "password": DEMO_PASSWORD}).status_code == 302


def test_looks_are_written_down_for_good(hire, enter, rf):
    officer = hire("clerk1", "clerk")
    note_look(officer, "查看退回行", "submission", officer.public_id, "10.1.2.3")
    request = rf.get("/", REMOTE_ADDR="10.9.9.9")
    request.user = officer
    row = note_look(request, "下载原件", "submission")
    assert (row.address, row.officer, row.department) == ("10.9.9.9", "clerk1", officer.department.name)
    page = enter(hire("aud", "auditor")).get("/workbench/looks/?q=clerk1").content.decode()
    assert "查看退回行" in page
    assert "10.9.9.9" in page
    for change in (row.delete, lambda: AccessLog.objects.update(what="x")):
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            change()


def test_demo_accounts(office, bureau, by):
    for _ in range(2):
        officers = create_demo_accounts([office, bureau], by=by, on=DAY)
    assert Officer.objects.count() == len(DEMO_OFFICERS) == 8
    assert {name: set(officer.roles) for name, officer in officers.items()} == {
        one.username: {one.role} for one in DEMO_OFFICERS
    }
    assert officers["clerk"].department == bureau
    for name in officers:
        assert Client().post("/accounts/log-in", {"username": name, "password": DEMO_PASSWORD}).status_code == 302
