"""Joint action in a real browser: as initiator, approver and implementer; a doubt that lets the measures rest. Source: E2–E4."""

import pytest
from django.utils import timezone

from sanctions import triggering
from sanctions.models import JointAction, Measure
from tests.blacklists.walking import published
from tests.records.making import staff
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


@pytest.mark.parametrize("width", [390, 1440])
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
