"""The lists in a real browser, on a telephone and a desk: as department, office and approver; letters; the public pages."""

from datetime import timedelta

import pytest

from blacklists import dishonouring, grading_records
from blacklists.models import Entry
from tests import factories
from tests.blacklists.walking import (
    BEHAVIOUR,
    by,
    honoured,
    in_notice,
    lists_of_long_ago,
    nominated,
    penalty,
    published,
    reported,
)
from tests.factories import DAY
from tests.records.making import staff

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE, DESK = 390, 1440  # px


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


@pytest.mark.parametrize("width", [PHONE, DESK])
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
        page.check("#last")
        page.get_by_role("button", name="登记", exact=True).click()
        page.get_by_role("button", name="结束陈述申辩").click()
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
        page.goto("/lists/?show=listed")
        look(page, "lists-worklist")
        page.context.clear_cookies()
        page.goto("/black-list/")
        assert page.get_by_text("虚构市乙类化工有限公司").is_visible()
        look(page, "lists-public-black")
        page.goto(f"/subject/{record.subject.public_id}/")
        look(page, "lists-subject")


def _deliver(page, scan, means):
    page.select_option("#means", means)
    page.fill("#delivered_on", DAY.isoformat())
    page.set_input_files("#proof", scan)
    page.get_by_role("button", name="登记送达").click()


@pytest.mark.parametrize("width", [PHONE, DESK])
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
        assert page.get_by_text("推荐已停止").is_visible()
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


@pytest.mark.parametrize("width", [PHONE, DESK])
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
        assert page.get_by_text("3次轻微失信").first.is_visible()
        look(page, "lists-grade")


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_the_leaving_of_an_entry(browse, look, people, width):
    entry = published(people, on=DAY - timedelta(days=20))
    with browse(width) as page:
        enter(page, people.clerk)
        page.goto(f"/lists/entries/{entry.public_id}/")
        page.locator("summary", has_text="提出移出").click()
        page.select_option("#exit", "revoked")
        page.fill("#happened_on", DAY.isoformat())
        page.fill("#leave_reason", "行政复议撤销列入决定")
        page.get_by_role("button", name="提出移出").click()
        enter(page, people.reviewer)
        page.goto(f"/lists/entries/{entry.public_id}/")
        look(page, "lists-leaving")
        page.get_by_role("button", name="确定").click()
        page.goto("/black-list/")
        assert page.get_by_text("列入决定被撤销").is_visible()
        look(page, "lists-public-left")
