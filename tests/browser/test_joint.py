"""Joint action in a real browser: as initiator, approver and implementer; a doubt that lets the measures rest. Source: E2–E4."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from sanctions import triggering
from sanctions.models import JointAction, Measure, MinorCase, TypicalCase
from tests.blacklists.walking import graded_here, published, reported
from tests.records.making import staff
from tests.sanctions.stories import STORY
from tests.sanctions.walking import implementer, item

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def enter(page, officer):
    page.context.clear_cookies()
    page.goto("/accounts/log-in")
    page.fill("#id_username", officer.username)
    page.fill("#id_password", "pass")
    page.click("main button[type=submit]")


@pytest.fixture
def people(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    return staff()


@pytest.mark.parametrize("width", [390])
def test_from_the_published_list_to_a_doubt(browse, look, people, tmp_path, width):
    scan = tmp_path / "凭证.pdf"
    scan.write_bytes(b"%PDF-1.4 proof")
    published(people)
    triggering.trigger(timezone.localdate())
    who, chosen = implementer(people), item(timezone.localdate())
    action = JointAction.objects.get()
    here = f"/joint/actions/{action.public_id}/"
    with browse(width) as page:
        enter(page, people.clerk)
        page.goto("/joint/actions/?show=mine")
        look(page, "joint-actions")
        page.goto(f"{here}plan")
        look(page, "joint-plan")
        page.get_by_role("link", name=chosen.title, exact=True).first.click()
        page.fill("#department", who.body.name)
        look(page, "joint-plan-item")
        page.get_by_role("button", name="选定").click()
        page.goto(here)
        look(page, "joint-action-planned")
        page.get_by_role("button", name="提交决定").click()
        enter(page, people.reviewer)
        page.goto(here)
        look(page, "joint-action-to-decide")
        page.get_by_role("button", name="决定实施").click()
        look(page, "joint-action-decided")
        enter(page, who.clerk)
        page.goto("/joint/")
        look(page, "joint-tasks")
        page.locator("tbody a").first.click()
        page.get_by_role("button", name="签收").click()
        page.fill("#executed_on", timezone.localdate().isoformat())
        page.fill("#feedback", "已在办理系统中标注，不予受理。")
        page.set_input_files("#paper", str(scan))
        look(page, "joint-measure")
        page.get_by_role("button", name="提交反馈").click()
        page.get_by_text("对名单有疑问？启动核实").click()
        page.fill("#facts", "当事人出示的判决书与列入决定不符")
        page.get_by_role("button", name="启动核实").click()
        page.get_by_text("核实完毕前不执行这项措施").wait_for()
        look(page, "joint-measure-resting")
        measure = Measure.objects.get()
        assert (measure.state, Measure.objects.in_force(timezone.localdate()).exists()) == ("executed", False)
        enter(page, people.clerk)
        page.goto("/joint/verifications/")
        look(page, "joint-verifications")
        page.locator("tbody a").first.click()
        page.select_option("#stands", "yes")
        page.fill("#answer", "已核对案卷，列入无误")
        look(page, "joint-verification")
        page.get_by_role("button", name="提交答复").click()
        enter(page, people.reviewer)
        page.goto("/joint/verifications/?mine")
        page.locator("tbody a").first.click()
        page.get_by_role("button", name="核实无误，恢复执行").click()
        page.get_by_text("已核定").wait_for()
    assert Measure.objects.in_force(timezone.localdate()).exists()


def test_a_lesser_act_from_its_letter_to_its_closing_on_a_phone(browse, look, people, settings, tmp_path):
    """Each page says whose step is next; a refused form comes back as it was typed."""
    graded_here(settings)
    scan, today = tmp_path / "回证.pdf", timezone.localdate().isoformat()
    scan.write_bytes(b"%PDF-1.4 proof")
    act = reported(people, ground="filing_late", on=timezone.localdate())
    with browse(390) as page:
        enter(page, people.clerk)
        page.goto(f"/joint/minor/open?act={act.public_id}")
        page.fill("#demand", "补办备案")
        look(page, "minor-open")
        page.get_by_role("button", name="提出，交另一人签发").click()
        expect(page.get_by_text("下一步：")).to_be_visible()
        case = MinorCase.objects.get()
        enter(page, people.reviewer)
        page.goto(f"/joint/minor/{case.public_id}/")
        expect(page.get_by_text("轮到您：签发信用提醒函")).to_be_visible()
        page.get_by_role("button", name="签发").click()
        enter(page, people.clerk)
        page.goto(f"/joint/minor/{case.public_id}/")
        look(page, "minor-to-serve")
        page.get_by_role("link", name="去办理").click()
        page.select_option("#means", "direct")
        page.get_by_role("button", name="登记送达").click()
        expect(page.get_by_text("请填写送达日期")).to_have_count(2)  # at the head and at the field
        expect(page.locator("#means")).to_have_value("direct")
        look(page, "minor-letter-back")
        page.fill("#delivered_on", today)
        page.set_input_files("#proof", str(scan))
        page.get_by_role("button", name="登记送达").click()
        expect(page.get_by_text("送达已登记")).to_be_visible()
        page.get_by_text("已整改，办结", exact=True).click()
        page.fill("#rectified_on", today)
        page.fill("#rectification", "已补办备案")
        page.set_input_files("#close-paper", str(scan))
        page.get_by_role("button", name="办结", exact=True).click()
        expect(page.get_by_text("已办结。")).to_be_visible()
        look(page, "minor-closed")


def test_a_typical_case_from_the_department_to_the_public(browse, look, people):
    with browse(1440) as page:
        enter(page, people.clerk)
        page.goto("/joint/cases/report")
        page.select_option("#kind", "incentive")
        for name, text in STORY.items():
            page.fill(f"#{name}", text)
        page.fill("#subject", "91210811MX0000000X")
        page.get_by_role("button", name="报送", exact=True).click()
        expect(page.get_by_text("没有这个主体").first).to_be_visible()
        expect(page.locator("#story")).to_have_value(STORY["story"])
        look(page, "case-back")
        page.fill("#subject", "")
        page.get_by_role("button", name="报送", exact=True).click()
        expect(page.get_by_text("选用、退回修改或者不选用")).to_be_visible()
        case = TypicalCase.objects.get()
        for officer, button in ((people.office, "选用"), (people.approver, "公布")):
            enter(page, officer)
            page.goto(f"/joint/cases/{case.public_id}/")
            expect(page.get_by_text("轮到您")).to_be_visible()
            look(page, f"case-{officer.username}")
            page.get_by_role("button", name=button, exact=True).click()
        page.get_by_role("link", name="公众看到的页面").click()
        expect(page.get_by_role("heading", name=case.title)).to_be_visible()
        look(page, "case-public")
