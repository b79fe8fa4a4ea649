"""Credit checks in a real browser, on a telephone and a desk: the counter, the office, the bank, whoever verifies a print."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from checks.models import Authorisation, Check, ListReceipt
from tests.blacklists.offering_here import outsider
from tests.checks.asking import matter, on_file
from tests.records.making import staff
from tests.sanctions.walking import executed, implementer, lists_of_long_ago

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE = 390  # px


def enter(page, officer):
    page.context.clear_cookies()
    page.goto("/accounts/log-in")
    page.fill("#id_username", officer.username)
    page.fill("#id_password", "pass")
    page.click("main button[type=submit]")


@pytest.fixture
def people(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    lists_of_long_ago()
    return staff()


@pytest.mark.parametrize("width", [PHONE])
def test_the_counter_asks_prints_and_says_what_it_did(browse, look, people, tmp_path, width):
    """A listed company at the counter; the whole queue by workbook; the print verified by anybody."""
    company = executed(people, implementer(people)).subject
    matter(people)
    on_file()
    queue = tmp_path / "申请人.csv"
    queue.write_text(f"统一社会信用代码,名称\n{company.code},\n,查无此名有限公司\n", encoding="utf-8")
    with browse(width) as page:
        enter(page, people.clerk)
        page.goto("/checks/")
        look(page, "checks-ask")
        page.fill("#asked", company.code)
        page.select_option("#matter", index=1)
        page.get_by_role("button", name="核查", exact=True).click()
        expect(page.locator("#asked")).to_have_value(company.code)  # the purpose is missing, nothing is lost
        page.fill("#purpose", "2026-0917号办件")
        page.get_by_role("button", name="核查", exact=True).click()
        page.wait_for_url("**/checks/receipts/*/")
        expect(page.get_by_text("有惩戒依据").first).to_be_visible()
        look(page, "checks-receipt")
        page.get_by_label("从严审核后办理").check()
        page.fill("#note", "依措施清单从严审核")
        page.get_by_role("button", name="提交").click()
        expect(page.get_by_text("依措施清单从严审核")).to_have_count(1)
        with page.expect_download() as print_out:
            page.get_by_role("link", name="下载打印件").click()
        assert print_out.value.path().read_bytes().startswith(b"%PDF-")
        page.goto("/checks/receipts/")
        look(page, "checks-receipts")
        page.goto("/checks/batches/")
        page.set_input_files("#sheet", str(queue))
        page.select_option("#matter", index=1)
        page.fill("#purpose", "今天的申请人")
        look(page, "checks-batches")
        page.get_by_role("button", name="上传并核查").click()
        page.wait_for_url("**/checks/batches/*/")
        look(page, "checks-batch")
        made = Check.objects.get(channel="page")
        page.goto("/receipt/")
        page.fill("#number", made.number)
        page.fill("#code", made.code)
        page.get_by_role("button", name="核验").click()
        expect(page.get_by_text("这张回执是本平台出具的")).to_have_count(1)
        look(page, "checks-verified")
        page.goto("/must-check/")
        look(page, "checks-must-check")


@pytest.mark.parametrize("width", [PHONE])
def test_the_bank_is_told_more_once_the_office_compared_its_paper(browse, look, people, tmp_path, width):
    company = executed(people, implementer(people)).subject
    on_file()
    bank = outsider(people, "financial")
    paper, today = tmp_path / "授权书.pdf", timezone.localdate()
    paper.write_bytes(b"%PDF-1.4 authorisation")
    with browse(width) as page:
        enter(page, bank)
        look(page, "bank-home")
        page.goto("/checks/authorisations/")
        page.fill("#code", company.code)
        page.fill("#purpose", "流动资金贷款审查")
        page.fill("#signed_on", str(today - timedelta(days=1)))
        page.fill("#until", str(today + timedelta(days=90)))
        page.set_input_files("#paper", str(paper))
        page.get_by_role("button", name="登记", exact=True).click()
        look(page, "bank-authorisations")
        enter(page, people.office)
        page.goto("/checks/authorisations/?show=waiting")
        look(page, "office-authorisations")
        page.get_by_role("button", name="核对无误").click()
        assert Authorisation.objects.get().state == "confirmed"
        enter(page, bank)
        page.goto("/checks/")
        page.fill("#asked", company.code)
        page.fill("#title", "贷前审查")
        page.fill("#purpose", "流动资金贷款审查")
        page.get_by_role("button", name="核查", exact=True).click()
        page.wait_for_url("**/checks/receipts/*/")
        expect(page.get_by_text("主体授权核查")).to_have_count(1)
        look(page, "bank-receipt")
        page.goto("/checks/list-notices/")
        look(page, "bank-list-notices")
        page.get_by_role("button", name="签收到").click()
        assert ListReceipt.objects.get().body == bank.department
        enter(page, people.office)
        page.goto("/checks/list-receipts/")
        look(page, "office-list-receipts")


@pytest.mark.parametrize("width", [PHONE])
def test_a_matter_and_a_class_from_proposal_to_adoption(browse, look, people, width):
    with browse(width) as page:
        enter(page, people.clerk)
        page.goto("/checks/matters/")
        page.get_by_text("提出新的事项").click()
        page.select_option("#kind", index=1)
        page.fill("#title", "建筑工程施工许可证核发")
        page.fill("#basis", "《虚构市信用办法》第十条")
        page.get_by_role("button", name="提交审批").click()
        page.goto("/checks/classes/")
        page.get_by_text("拟定规则").click()
        page.fill("#scheme", "环境信用评价")
        page.fill("#grade", "红")
        page.select_option("#level", "key")
        page.fill("#inspections", "每季度不少于一次")
        page.fill("#basis", "《虚构市分级分类监管办法》第八条")
        page.get_by_role("button", name="提交核准").click()
        look(page, "checks-classes")
        enter(page, people.approver)
        page.goto("/checks/matters/")
        look(page, "office-matters")
        page.get_by_role("button", name="列入目录").click()
        page.goto("/checks/classes/")
        page.get_by_role("button", name="核准", exact=True).click()
        page.goto("/checks/matters/unasked/")
        look(page, "office-unasked")
        page.goto("/must-check/")
        expect(page.get_by_text("建筑工程施工许可证核发")).to_have_count(1)
