"""Outside bodies and lists from elsewhere in a real browser, on a telephone and a desk: as association, department, office, approver."""

import pytest
from playwright.sync_api import expect

from blacklists.models import Candidate, ListFile
from records.models import Record
from tests import factories
from tests.blacklists.lists_here import COURT, COURT_CODE, debtor, released, table, taken
from tests.blacklists.offering_here import outsider
from tests.blacklists.walking import lists_of_long_ago, published
from tests.factories import DAY
from tests.records.making import id_number, staff

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
def test_a_candidate_from_the_association_to_the_departments_nomination(browse, look, people, tmp_path, width):
    evidence = tmp_path / "证明.pdf"
    evidence.write_bytes(b"%PDF-1.4 evidence")
    association = outsider(people)
    with browse(width) as page:
        enter(page, association)
        page.goto("/lists/candidates/")
        look(page, "outside-empty")
        page.get_by_role("link", name="提供线索").click()
        page.get_by_label("守信红名单").check()
        page.fill("#code", "1")
        page.fill("#name", "虚构市丁类食品有限公司")
        page.fill("#matter", "诚信会员")
        page.fill("#facts", "连续五年按期履约，会员互评第一。")
        page.select_option("#department", str(people.body.public_id))
        page.set_input_files("#papers", str(evidence))
        page.get_by_role("button", name="提供线索").click()
        look(page, "outside-offer-refused")
        page.fill("#code", factories.code())
        page.set_input_files("#papers", str(evidence))
        page.get_by_role("button", name="提供线索").click()
        look(page, "outside-offered")
        one = Candidate.objects.get()
        enter(page, people.clerk)
        page.goto("/lists/leads/")
        look(page, "outside-leads")
        page.get_by_role("link", name="虚构市丁类食品有限公司").click()
        look(page, "outside-lead")
        page.get_by_role("link", name="采用，推荐").click()
        page.fill("#industry_list", "食品行业诚信名单")
        page.fill("#basis", "《虚构市信用办法》第一条")
        look(page, "outside-take-up")
        page.get_by_role("button", name="推荐").click()
        page.wait_for_url("**/lists/red/*/")
        enter(page, association)
        page.goto("/lists/candidates/")
        look(page, "outside-answered")
        expect(page.get_by_text("正在依程序办理")).to_have_count(1)
        one.refresh_from_db()
        assert one.state == "taken_up"


@pytest.mark.parametrize("width", [PHONE])
def test_a_courts_list_from_file_to_the_public(browse, look, people, tmp_path, width):
    known = factories.subject("虚构市老字号建材有限公司")
    known.identifiers.create(type="uscc", value=known.code)
    gone = debtor()
    released(people, [gone], full=True)
    person = debtor(**{"被执行人姓名/名称": "戊某", "统一社会信用代码": "", "身份证号码": id_number(3)})
    rows = [debtor(), debtor(统一社会信用代码=known.code), debtor(统一社会信用代码=""), person]
    file = tmp_path / "名单.csv"
    file.write_bytes(table(rows))
    with browse(width) as page:
        enter(page, people.office)
        page.goto("/lists/files/upload")
        page.get_by_label("失信被执行人名单", exact=True).check()
        page.fill("#title", "失信被执行人名单")
        page.fill("#issuer", COURT)
        page.fill("#issuer_code", COURT_CODE)
        page.fill("#document_number", "虚中法函〔2026〕9号")
        page.fill("#document_date", str(DAY))
        page.check("#full")
        look(page, "lists-upload")
        page.set_input_files("#file", str(file))
        page.get_by_role("button", name="上传并核对").click()
        look(page, "lists-file-waiting")
        taken_in = ListFile.objects.get(state="waiting")
        enter(page, people.approver)
        page.goto("/lists/files/")
        look(page, "lists-files")
        page.goto(f"/lists/files/{taken_in.public_id}/")
        page.get_by_role("button", name="核对无误，放行").click()
        look(page, "lists-file-released")
        page.get_by_role("button", name="全部采纳，移出名单").click()
        page.goto("/debtor-list/")
        look(page, "public-debtors")
        expect(page.locator("article")).to_have_count(1)
        page.goto("/lists-updates/")
        look(page, "public-updates")
        expect(page.get_by_text("发布机关不再列入")).to_have_count(1)
        expect(page.get_by_text("戊某")).to_have_count(0)
        assert Record.objects.public(DAY).filter(kind="debtor").count() == 1


@pytest.mark.parametrize("width", [PHONE])
def test_the_public_list_pages(browse, look, people, width):
    published(people, on=factories.ago(40))
    row = {"企业名称": "虚构市外地贸易有限公司", "统一社会信用代码": factories.code(), "列入事由": "虚开发票。", "决定书文号": "虚税列〔2026〕1号",
           "列入日期": str(factories.ago(20))}  # fmt: skip
    released(people, [row], kind="listed", title="重大税收违法失信主体名单")
    taken(people, [debtor()])
    with browse(width) as page:
        page.goto("/black-list/")
        look(page, "public-black-library")
        expect(page.locator("article")).to_have_count(2)
        page.select_option("#named", "重大税收违法失信主体名单")
        page.get_by_role("button", name="查询").click()
        expect(page.locator("article")).to_have_count(1)
        page.goto("/debtor-list/")
        look(page, "public-debtors-empty")
        page.goto("/api/v1/")
        look(page, "public-api")
