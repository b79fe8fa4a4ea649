"""Corrections, withdrawals, system tokens and the manual of the API in a real browser, on a telephone and a desk."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from accounts.models import SystemToken
from records.models import Proposal
from records.releasing import release_submission
from tests import factories
from tests.factories import DAY
from tests.records.making import acting, only_record, penalty, staff

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE = 390  # px


def enter(page, officer):
    page.goto("/accounts/log-in")
    page.fill("#id_username", officer.username)
    page.fill("#id_password", "pass")
    page.click("main button[type=submit]")


def leave(page):
    page.context.clear_cookies()


@pytest.fixture
def people():
    return staff()


@pytest.fixture
def records(people):
    made = []
    for _ in range(2):
        record = only_record(people, penalty(people.body, JDRQ=(DAY - timedelta(days=6)).isoformat()), on=DAY)
        release_submission(record.submission, reviewer=people.reviewer, actor=acting(people.reviewer), on=DAY)
        made.append(record)
    return made


@pytest.mark.parametrize("width", [PHONE])
def test_a_correction_and_a_withdrawal_by_two_people(browse, look, people, records, width):
    first, second = records
    with browse(width) as page:
        enter(page, people.clerk)
        page.goto(f"/workbench/records/{first.public_id}/")
        look(page, "record-clerk")
        page.get_by_role("link", name="提出更正").click()
        look(page, "correct")
        page.get_by_role("button", name="检查并提出更正").click()
        look(page, "correct-faulty")
        page.select_option("#id_ground", "entry")
        page.fill("#id_reason", "经办人员笔误")
        page.fill("#id_CF_SY", "经核对更正的违法事实。")
        page.get_by_role("button", name="检查并提出更正").click()
        expect(page.get_by_text("已提出更正")).to_be_visible()
        look(page, "correction-clerk")
        page.goto(f"/workbench/records/{second.public_id}/withdraw/")
        page.select_option("#id_ground", "reviewed")
        page.fill("#id_revoked_on", (DAY - timedelta(days=4)).isoformat())
        page.fill("#id_reason", "行政复议决定书撤销原处罚决定")
        look(page, "withdraw")
        page.get_by_role("button", name="提出撤下").click()
        expect(page.get_by_text("已提出撤下")).to_be_visible()
        leave(page)
        enter(page, people.reviewer)
        look(page, "home-reviewer-overdue")
        page.goto("/workbench/proposals/")
        look(page, "proposals")
        page.goto(f"/workbench/proposals/{Proposal.objects.get(kind='withdrawal').public_id}/")
        page.get_by_text("采纳…", exact=True).first.click()
        look(page, "withdrawal-reviewer")
        page.get_by_role("button", name="确认采纳").click()
        page.goto(f"/workbench/proposals/{Proposal.objects.get(kind='correction').public_id}/")
        page.get_by_text("采纳…", exact=True).first.click()
        page.get_by_role("button", name="确认采纳").click()
        leave(page)
        page.goto(f"/subject/{first.subject.public_id}/")
        expect(page.get_by_text("本条信息已于")).to_be_visible()
        look(page, "subject-corrected")


@pytest.mark.parametrize("width", [PHONE])
def test_a_token_by_two_people(browse, look, people, width):
    keeper, guard = (
        factories.officer(role, department=people.office.department) for role in ("system_admin", "security_admin")
    )
    with browse(width) as page:
        enter(page, keeper)
        page.goto("/accounts/tokens/")
        page.get_by_role("link", name="开设令牌").click()
        page.fill("#id_name", "行政执法办案系统")
        page.fill("#id_username", people.clerk.username)
        page.get_by_label("报送", exact=True).check()
        page.get_by_label("查询", exact=True).check()
        page.fill("#id_addresses", "10.1.0.0/16")
        page.fill("#id_until", (DAY + timedelta(days=365)).isoformat())
        look(page, "token-form")
        page.get_by_role("button", name="开设", exact=True).click()
        look(page, "token-shown")
        leave(page)
        enter(page, guard)
        page.goto("/accounts/tokens/")
        page.get_by_text("启用…", exact=True).click()
        look(page, "tokens")
        page.get_by_role("button", name="确认启用").click()
        assert SystemToken.objects.get().state == "active"


@pytest.mark.parametrize("width", [PHONE])
def test_the_manual(browse, look, width):
    with browse(width) as page:
        page.goto("/api/department/v1/")
        page.locator("#submit summary").click()
        look(page, "api-manual")
