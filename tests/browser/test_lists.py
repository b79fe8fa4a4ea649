"""The lists in a real browser, on a telephone and a desk: as department, office and approver; letters; the public pages."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from blacklists import dishonouring, grading_records
from blacklists.models import Entry, Nomination
from tests import factories
from tests.blacklists.walking import (
    BEHAVIOUR,
    by,
    honoured,
    in_notice,
    lists_of_long_ago,
    nominated,
    noticed,
    penalty,
    published,
    reported,
    reviewed,
)
from tests.factories import DAY
from tests.records.making import staff

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE = 390  # px
NOTICE = ("proposed_on", "checked_on", "notice_from", "notice_until")


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


@pytest.fixture
def scan(tmp_path):
    path = tmp_path / "回证.pdf"
    path.write_bytes(b"%PDF-1.4 proof")
    return str(path)


@pytest.mark.parametrize("width", [PHONE])
def test_an_entry_from_proposal_to_the_public_list(browse, look, people, scan, width):
    record = penalty(people, factories.subject("虚构市乙类化工有限公司", public=False), decided_on=DAY, public_from=DAY)
    record.subject.identifiers.create(type="uscc", value=record.subject.code)
    with browse(width) as page:
        enter(page, people.clerk)
        page.goto("/lists/propose")
        page.fill("#subject", record.subject.code)
        page.get_by_role("button", name="查找主体").click()
        page.get_by_label(record.document_number).check()
        page.select_option("#behaviour", BEHAVIOUR)
        page.fill("#reasons", "伪造检验报告，销售不合格产品，情节严重。")
        page.fill("#basis", "《虚构市信用条例》第三十条")
        look(page, "lists-propose")
        page.get_by_role("button", name="提出列入").click()
        look(page, "lists-entry-clerk")
        entry = Entry.objects.get()
        here = f"/lists/entries/{entry.public_id}/"
        enter(page, people.reviewer)
        page.goto(here)
        page.get_by_role("button", name="制发告知书").click()
        enter(page, people.clerk)
        page.goto(here)
        _deliver(page, scan, "direct")
        look(page, "lists-entry-hearing")
        page.select_option("#said_by", "written")
        page.fill("#said", "检验报告由检验机构出具，本公司没有伪造。")
        page.set_input_files("#said_paper", scan)
        page.check("#last")
        page.get_by_role("button", name="登记", exact=True).click()
        page.get_by_role("button", name="结束陈述申辩").click()
        page.select_option("#accepted1", "no")
        page.fill("#answer1", "经核对检验机构回函，报告系伪造，申辩不成立。")
        look(page, "lists-entry-review")
        page.get_by_role("button", name="答复", exact=True).click()
        page.fill("#findings", "申辩一条，经核实不成立。")
        page.fill("#months", "24")
        page.get_by_role("button", name="报请决定").click()
        enter(page, people.reviewer)
        page.goto(here)
        look(page, "lists-entry-decide")
        page.get_by_role("button", name="决定列入，生成决定书").click()
        enter(page, people.clerk)
        page.goto(here)
        _deliver(page, scan, "mail")
        enter(page, people.reviewer)
        page.goto(here)
        page.get_by_role("button", name="公示", exact=True).click()
        look(page, "lists-entry-published")
        page.get_by_role("link", name="列决").click()
        look(page, "lists-letter")
        expect(page.get_by_role("heading", name="列入严重失信主体名单决定书")).to_be_visible()
        assert _pages_of_pdf(page)[0].startswith(people.body.name)
        page.goto("/lists/?show=listed")
        look(page, "lists-worklist")
        page.context.clear_cookies()
        page.goto("/black-list/")
        expect(page.get_by_text("虚构市乙类化工有限公司").first).to_be_visible()
        look(page, "lists-public-black")
        page.goto(f"/subject/{record.subject.public_id}/")
        look(page, "lists-subject")


def _pages_of_pdf(page):
    """What the PDF behind the button says, page by page."""
    with page.expect_download() as waiting:
        page.get_by_role("link", name="下载 PDF").click()
    return ["".join(one.extract_text().split()) for one in PdfReader(waiting.value.path()).pages]


@pytest.mark.parametrize("width", [PHONE])
def test_the_leading_group_decides_and_the_office_approver_records_it(browse, look, people, settings, scan, width):
    settings.JURISDICTION = "hua_county"
    entry = reviewed(people, on=DAY - timedelta(days=20))
    here = f"/lists/entries/{entry.public_id}/"
    with browse(width) as page:
        enter(page, people.reviewer)
        page.goto(here)
        expect(page.get_by_text("由领导小组决定，信用办审批登记"), "not the department alone").to_be_visible()
        expect(page.get_by_role("button", name="决定列入，生成决定书")).to_have_count(0)
        expect(page.get_by_role("button", name="退回补充")).to_be_visible()
        enter(page, people.office)
        page.goto(here)
        expect(page.get_by_role("button", name="决定列入，生成决定书")).to_have_count(0)
        enter(page, people.approver)
        page.goto(here)
        page.fill("#document_title", "领导小组会议纪要")
        page.fill("#document_number", "虚诚信纪〔2026〕3号")
        page.fill("#document_date", DAY.isoformat())
        page.set_input_files("#paper", scan)
        look(page, "lists-entry-leading-group")
        page.get_by_role("button", name="决定列入，生成决定书").click()
        page.get_by_role("link", name="列决").first.click()
        expect(page.get_by_text("社会诚信建设领导小组决定（领导小组会议纪要，虚诚信纪〔2026〕3号）")).to_be_visible()
        look(page, "lists-letter-leading-group")


@pytest.mark.parametrize("width", [PHONE])
def test_a_name_that_no_font_can_draw(browse, look, people, width):
    rare = penalty(people, factories.subject("虚构市𠮷祥食品有限公司", public=False))
    letter = noticed(people, record=rare, on=DAY).letters.get()
    with browse(width) as page:
        enter(page, people.reviewer)
        page.goto(f"/lists/letters/{letter.public_id}/")
        expect(page.get_by_text("手工填写")).to_be_visible()
        look(page, "lists-letter-rare")
        assert "送达回证" in _pages_of_pdf(page)[-1]


@pytest.mark.parametrize("width", [PHONE])
def test_a_nomination_from_department_to_the_public_list(browse, look, people, scan, width):
    subject = factories.subject("虚构市己类机械有限公司", public=False)
    subject.identifiers.create(type="uscc", value=subject.code)
    with browse(width) as page:
        enter(page, people.clerk)
        page.goto("/lists/red/nominate")
        page.fill("#subject", subject.code)
        page.fill("#title", "诚信示范企业")
        page.fill("#industry_list", "虚构市纳税信用A级名单")
        page.fill("#deeds", "连续五年无失信记录")
        page.fill("#basis", "评选办法第三条")
        page.get_by_role("button", name="推荐", exact=True).click()
        look(page, "lists-nomination-clerk")
        made = Nomination.objects.get()
        here = f"/lists/red/{made.public_id}/"
        enter(page, people.office)
        page.goto(here)
        page.get_by_role("button", name="比对").click()
        page.get_by_role("button", name="开始公示").click()
        look(page, "lists-nomination-notice")
        page.goto("/red-list/")
        expect(page.get_by_text("虚构市己类机械有限公司").first).to_be_visible()
        _days_later(made, 8)
        page.goto(here)
        page.get_by_role("button", name="结束公示").click()
        enter(page, people.approver)
        page.goto(here)
        page.fill("#document_title", "虚构市人民政府批复")
        page.fill("#document_number", "虚政函〔2026〕9号")
        page.fill("#document_date", DAY.isoformat())
        page.set_input_files("#paper", scan)
        look(page, "lists-nomination-approve")
        page.get_by_role("button", name="登记批准").click()
        enter(page, people.office)
        page.goto(here)
        page.get_by_role("button", name="公布", exact=True).click()
        page.get_by_role("link", name="红名单〔").click()
        look(page, "lists-letter-red")
        assert "虚政函〔2026〕9号" in _pages_of_pdf(page)[0]
        page.context.clear_cookies()
        page.goto("/red-list/")
        expect(page.get_by_text("虚政函〔2026〕9号").first).to_be_visible()
        look(page, "lists-public-honoured")


def _days_later(made, days):
    """As if the public notice had begun earlier: the browser's day is today's."""
    earlier = {name: getattr(Nomination.objects.get(pk=made.pk), name) - timedelta(days=days) for name in NOTICE}
    Nomination.objects.filter(pk=made.pk).update(**earlier)


def _deliver(page, scan, means):
    page.select_option("#means", means)
    page.fill("#delivered_on", DAY.isoformat())
    page.set_input_files("#proof", scan)
    page.get_by_role("button", name="登记送达").click()


@pytest.mark.parametrize("width", [PHONE])
def test_the_red_list(browse, look, people, width):
    listed = honoured(people, factories.subject("虚构市甲类食品有限公司", public=False), on=DAY - timedelta(days=20))
    dishonouring.open_campaign(
        year=DAY.year, title=f"{DAY.year}年度诚信企业评选", nominate_by=DAY, **by(people.office, DAY)
    )
    in_notice(people, factories.subject("虚构市丙类物流有限公司", public=False), on=DAY)
    waiting = nominated(people, factories.subject("虚构市丁类建材有限公司", public=False), on=DAY)
    penalty(people, waiting.subject)
    with browse(width) as page:
        page.goto("/red-list/")
        look(page, "lists-public-red")
        enter(page, people.office)
        page.goto("/lists/red/")
        look(page, "lists-red")
        page.goto(f"/lists/red/{waiting.public_id}/")
        page.get_by_role("button", name="比对").click()
        expect(page.get_by_text("推荐已停止").first).to_be_visible()
        look(page, "lists-nomination-stopped")
        page.goto(f"/lists/red/{listed.public_id}/")
        page.get_by_text("登记享受的激励").click()
        page.fill("#amount", "12.5")
        page.fill("#granted_on", DAY.isoformat())
        page.get_by_role("button", name="登记", exact=True).click()
        look(page, "lists-nomination-published")
        page.goto("/lists/red/campaigns/")
        look(page, "lists-campaigns")
        enter(page, people.clerk)
        page.goto("/lists/red/nominate")
        look(page, "lists-nominate")


@pytest.mark.parametrize("width", [PHONE])
def test_acts_and_grades(browse, look, people, settings, width):
    settings.JURISDICTION = "hua_county"
    subject = factories.subject("虚构市戊类餐饮有限公司", public=False)
    for ago in (200, 100, 1):
        reported(people, subject, ground="filing_late", on=factories.ago(ago))
    grading_records.propose_grades(DAY)
    with browse(width) as page:
        enter(page, people.clerk)
        page.goto("/lists/acts/")
        look(page, "lists-acts")
        enter(page, people.office)
        page.goto("/lists/grades/")
        look(page, "lists-grades")
        page.get_by_role("link", name=subject.name).click()
        expect(page.get_by_text("3次轻微失信").first).to_be_visible()
        look(page, "lists-grade")


@pytest.mark.parametrize("width", [PHONE])
def test_the_leaving_of_an_entry(browse, look, people, width):
    entry = published(people, on=DAY - timedelta(days=20))
    with browse(width) as page:
        enter(page, people.clerk)
        page.goto(f"/lists/entries/{entry.public_id}/")
        page.locator("summary", has_text="提出移出").click()
        page.select_option("#exit", "revoked")
        page.fill("#happened_on", DAY.isoformat())
        page.fill("#leave_reason", "行政复议撤销列入决定")
        page.set_input_files(
            "#leave_proof", {"name": "复议决定.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 x"}
        )
        page.get_by_role("button", name="提出移出").click()
        enter(page, people.reviewer)
        page.goto(f"/lists/entries/{entry.public_id}/")
        look(page, "lists-leaving")
        page.select_option("[name=agree]", "yes")
        page.get_by_role("button", name="确定").click()
        page.goto("/black-list/")
        expect(page.get_by_text("列入决定被撤销").first).to_be_visible()
        look(page, "lists-public-left")
