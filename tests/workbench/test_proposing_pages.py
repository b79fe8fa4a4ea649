"""Pages of corrections and withdrawals: a clerk proposes, a second person decides, what is late is seen. Source: B7."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from credit_platform.sweeps import run
from records.models import Proposal, Record
from records.proposing import accept
from records.releasing import release_submission
from tests import factories
from tests.factories import DAY
from tests.records.making import acting, id_number, only_record, penalty, person, staff
from tests.records.test_withdrawing import withdrawal
from workbench.models import Notice

pytestmark = pytest.mark.django_db
PAST = (DAY - timedelta(days=5)).isoformat()


@pytest.fixture
def people():
    return staff()


def browser(officer):
    client = Client()
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    return client


def public_record(people):
    record = only_record(people, penalty(people.body, JDRQ=PAST), on=DAY)
    release_submission(record.submission, reviewer=people.reviewer, actor=acting(people.reviewer), on=DAY)
    record.refresh_from_db()
    return record


def test_a_clerk_corrects_and_a_reviewer_accepts(people):
    record = public_record(people)
    clerk = browser(people.clerk)
    page = clerk.get(f"/workbench/records/{record.public_id}/").content.decode()
    assert f"/workbench/records/{record.public_id}/correct/" in page
    address = f"/workbench/records/{record.public_id}/correct/"
    form = clerk.get(address)
    assert record.version.content["CF_SY"] in form.content.decode()
    cells = dict(record.version.content) | {"CF_SY": "更正后的事实"}
    refused = clerk.post(address, cells)  # no ground
    assert "请选择更正原因" in refused.content.decode()
    refused = clerk.post(address, cells | {"CF_NR_FK": "两万", "ground": "entry", "reason": "录入有误"})
    assert "不是数字" in refused.content.decode()
    assert not Proposal.objects.exists()
    answer = clerk.post(address, cells | {"ground": "entry", "reason": "录入有误"})
    proposal = Proposal.objects.get()
    assert answer["Location"] == f"/workbench/proposals/{proposal.public_id}/"
    assert "须由另一位审核员决定" in clerk.get(answer["Location"]).content.decode()
    assert clerk.post(answer["Location"], {"action": "accept"}).status_code == 302
    proposal.refresh_from_db()
    assert proposal.state == "open"  # the page does not help who may not
    reviewer = browser(people.reviewer)
    page = reviewer.get(answer["Location"]).content.decode()
    for words in ("录入有误", "更正后的事实", "确认采纳"):
        assert words in page
    reviewer.post(answer["Location"], {"action": "accept"})
    record.refresh_from_db()
    assert record.version.content["CF_SY"] == "更正后的事实"


def test_a_persons_number_is_on_no_page_and_stays(people):
    number = id_number(serial=55)
    record = only_record(people, person(people.body, number, JDRQ=PAST), on=DAY)
    clerk = browser(people.clerk)
    address = f"/workbench/records/{record.public_id}/correct/"
    page = clerk.get(address).content.decode()
    assert "已加密保存，不显示" in page
    answer = clerk.post(
        address, record.version.content | {"CF_SY": "更正", "ground": "entry", "reason": "x"}, follow=True
    )
    for text in (page, answer.content.decode()):
        assert number not in text
    record.refresh_from_db()
    assert record.version.number == 2


def test_a_clerk_withdraws_and_what_is_late_is_seen(people):
    record = public_record(people)
    clerk = browser(people.clerk)
    address = f"/workbench/records/{record.public_id}/withdraw/"
    assert "请填写决定被撤销" in clerk.post(address, {"ground": "revoked", "reason": "复议撤销"}).content.decode()
    said = {"ground": "revoked", "reason": "复议撤销", "revoked_on": (DAY - timedelta(days=4)).isoformat()}
    answer = clerk.post(address, said)
    for officer in (people.reviewer, people.approver, people.office):
        page = browser(officer).get("/workbench/proposals/?overdue").content.decode()
        assert "已逾期" in page
        assert (DAY - timedelta(days=1)).isoformat() in page
        assert "已撤销的决定逾期未撤下" in browser(officer).get("/workbench/").content.decode()
    browser(people.reviewer).post(answer["Location"], {"action": "accept"})
    assert Record.objects.get().state == "withdrawn"
    assert "/withdraw/" not in clerk.get(f"/workbench/records/{record.public_id}/").content.decode()


def test_taken_back_by_its_proposer(people):
    proposal = withdrawal(people, public_record(people), revoked_on=DAY, on=DAY)
    clerk = browser(people.clerk)
    address = f"/workbench/proposals/{proposal.public_id}/"
    assert "确认收回" in clerk.get(address).content.decode()
    clerk.post(f"{address}take-back/", {"reason": "看错文书"})
    proposal.refresh_from_db()
    assert proposal.state == "taken_back"


@pytest.mark.parametrize("page", ["correct", "withdraw"])
def test_another_departments_record_is_as_if_it_were_not(people, page):
    record = public_record(people)
    client = browser(staff().clerk)
    assert client.get(f"/workbench/records/{record.public_id}/{page}/").status_code == 404
    assert browser(people.reviewer).get(f"/workbench/records/{record.public_id}/{page}/").status_code == 403


def test_the_list_costs_the_same_however_long(people):
    client, counts = browser(people.reviewer), []
    for _ in range(2):
        for _ in range(3):
            withdrawal(people, public_record(people), revoked_on=DAY, on=DAY)
        with CaptureQueriesContext(connection) as context:
            assert client.get("/workbench/proposals/").status_code == 200
        counts.append(len(context))
    assert counts[0] == counts[1]
    assert factories.DAY == DAY


def test_reminded_daily_until_it_has_left(people):
    proposal = withdrawal(people, public_record(people), revoked_on=DAY, on=DAY)
    elsewhere = staff()

    def told(day):
        run("remind", day)
        run("remind", day)  # twice is once
        notices = Notice.objects.filter(day=day, key__startswith="revoked:")
        return {notice.officer: notice.text for notice in notices}

    assert set(told(DAY)) == {people.reviewer, people.office, people.approver}
    assert "最早的期限是" in told(DAY + timedelta(days=1))[people.reviewer]
    late = told(DAY + timedelta(days=4))
    assert "1项已逾期" in late[people.office]
    assert elsewhere.office not in late
    accept(proposal, reviewer=people.reviewer, actor=acting(people.reviewer), on=DAY)
    assert told(DAY + timedelta(days=5)) == {}


def test_what_a_record_is_known_by_can_only_be_looked_at(people):
    """What is sent for it does not count; the fault of another column is linked from the top."""
    record = public_record(people)
    clerk, address = browser(people.clerk), f"/workbench/records/{record.public_id}/correct/"
    form = clerk.get(address).context["form"]
    fixed = {name for name, field in form.fields.items() if field.disabled}
    assert fixed == {"CF_WSH", "CF_CFJGDM", "CF_XDR_LB", "CF_XDR_SHXYM"}
    cells = dict(record.version.content) | {
        "CF_WSH": "别的号",
        "CF_NR_FK": "两万",
        "ground": "entry",
        "reason": "录入有误",
    }
    page = clerk.post(address, cells).content.decode()
    assert '<a href="#id_CF_NR_FK">' in page
    assert clerk.post(address, cells | {"CF_NR_FK": "3"}).status_code == 302
    assert Proposal.objects.get().version.content["CF_WSH"] == record.version.content["CF_WSH"]
