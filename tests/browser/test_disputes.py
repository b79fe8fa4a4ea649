"""An objection on a telephone: choose, say, attach two, follow, read the answer; and the people of the office behind it. Source: F2."""

from contextlib import suppress
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import TimeoutError, expect

from credit_platform.workdays import months_later
from disputes.models import Dispute
from tests.blacklists.walking import published
from tests.browser.test_checks import enter
from tests.records.making import staff
from tests.repairs import mending
from tests.representation.making import PASSWORD, claimed, representative
from tests.sanctions.walking import lists_of_long_ago

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE, DESK = 390, 1440


@pytest.fixture
def people(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    lists_of_long_ago()
    return staff()


def log_in(page, person):
    page.context.clear_cookies()
    page.goto("/my/log-in")
    page.get_by_label("登录名或手机号码").fill(person.username)
    page.get_by_label("口令").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("heading", name="我的信用")).to_be_visible()


def test_a_listed_company_objects_and_is_answered(browse, look, people, tmp_path):
    today = timezone.localdate()
    entry = published(people, on=today - timedelta(days=20))
    person = representative()
    claimed(entry.subject, people, person, on=today)
    papers = []
    for name in ("执照.pdf", "判决书.pdf"):
        (tmp_path / name).write_bytes(b"%PDF-1.4 scan")
        papers.append(tmp_path / name)
    with browse(PHONE) as page:
        log_in(page, person)
        page.locator(".my-cards").get_by_role("link", name="异议和投诉").click()
        look(page, "dispute-mine-none")
        page.get_by_role("link", name="提出异议").click()
        look(page, "dispute-choose")
        page.locator(".my-cards").get_by_role("link", name="严重失信主体名单").click()
        page.get_by_label("不应列入，或者应移出未移出").check()
        page.get_by_label("事实和理由").fill("号码21081119900101001X的人不是我们的员工。")
        page.get_by_label("您希望怎样处理").fill("移出名单")
        page.get_by_label("证据材料").set_input_files(papers)
        page.get_by_role("button", name="提交").click()
        expect(page.get_by_text("会泄露个人信息")).to_be_visible()
        expect(page.get_by_label("您希望怎样处理")).to_have_value("移出名单")
        look(page, "dispute-new-refused")
        page.get_by_label("事实和理由").fill("报告的伪造人不是我们的员工，判决书已经查明。")
        page.get_by_label("证据材料").set_input_files(papers)
        page.get_by_role("button", name="提交").click()
        expect(page.get_by_text("已在公示中标注")).to_be_visible()
        expect(page.get_by_role("link", name="证据材料2")).to_be_visible()
        look(page, "dispute-mine-filed")
        page.goto(f"/subject/{entry.subject.public_id}/")
        expect(page.get_by_text("异议处理中").first).to_be_visible()
        look(page, "dispute-public-mark")
    case = Dispute.objects.get()
    with browse(DESK) as page:
        enter(page, people.office)
        page.goto("/disputes/")
        look(page, "dispute-list")
        page.get_by_role("link", name=case.number).click()
        look(page, "dispute-office")
        page.get_by_role("button", name="受理并转办").click()
        expect(page.get_by_text("已受理并转办")).to_be_visible()
        enter(page, people.clerk)
        page.goto(f"/disputes/{case.public_id}/")
        page.get_by_label("删除（移出、解除）").check()
        page.get_by_label("核查的情况和依据").fill("判决书已查明伪造人不是当事人员工。")
        page.get_by_role("button", name="提交答复").click()
        expect(page.get_by_text("已答复，待另一人决定")).to_be_visible()
        enter(page, people.approver)
        page.goto(f"/disputes/{case.public_id}/")
        page.get_by_label("决定的理由").fill("列入所依据的事实不成立")
        look(page, "dispute-decide")
        page.get_by_role("button", name="决定：成立").click()
        expect(page.get_by_text("答复书已生成")).to_be_visible()
        look(page, "dispute-decided")
    with browse(PHONE) as page:
        log_in(page, person)
        page.goto(f"/my/disputes/{case.public_id}/")
        expect(page.get_by_text("异议成立", exact=True)).to_be_visible()
        look(page, "dispute-mine-upheld")
        with page.expect_download() as taken:
            page.get_by_role("link", name="答复书").click()
        assert taken.value.suggested_filename.endswith(".pdf")
        page.goto("/black-list/")
        expect(page.locator(".entry-card").filter(has_text=entry.subject.name)).to_have_count(0)


def test_keyboard_alone_files_an_objection_and_a_repair(browse, people, tmp_path):
    today = timezone.localdate()
    entry = published(people, on=today - timedelta(days=20))
    fine = mending.penalty(
        people, entry.subject, decided_on=months_later(today, -5), public_until=months_later(today, 7)
    )
    person = representative()
    claimed(entry.subject, people, person, on=today)
    papers = {"performance": mending.PDF, "commitment": mending.PNG}
    for paper in papers.values():
        (tmp_path / paper.name).write_bytes(paper.data)
    with browse(DESK) as page:
        log_in(page, person)
        page.goto("/my/disputes/choose")
        reach(page, "严重失信主体名单")
        page.keyboard.press("Enter")
        page.wait_for_url("**/my/disputes/new**")
        reach(page, "ground", of="name")
        page.keyboard.press("Space")
        reach(page, "statement", of="name")
        page.keyboard.type("与事实不符")
        reach(page, "wish", of="name")
        page.keyboard.type("移出名单")
        reach(page, "提交")
        page.keyboard.press("Enter")
        expect(page.get_by_text("已提交，受理编号")).to_be_visible()
        page.goto("/my/repairs/")
        reach(page, "申请修复")
        page.keyboard.press("Enter")
        page.wait_for_url(f"**/my/repairs/new/{fine.public_id}/")
        reach(page, "what_was_done", of="name")
        page.keyboard.type("罚款已缴清")
        for name, paper in papers.items():
            reach(page, name, of="name")
            chooser(page).set_files(tmp_path / paper.name)
            # A chooser that is still open would swallow the next key.
            page.wait_for_function("name => document.getElementsByName(name)[0].files.length === 1", arg=name)
        reach(page, "提交申请")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="办到哪一步")).to_be_visible()


def chooser(page):
    """By the key that opens it; now and then Chromium swallows the first one."""
    for _ in range(3):
        with suppress(TimeoutError):
            with page.expect_file_chooser(timeout=10_000) as asked:
                page.keyboard.press("Enter")
            return asked.value
    raise AssertionError("no file chooser came")


def reach(page, wanted: str, of: str = "text") -> None:
    """Tab until the focus is on it; a hundred steps are too many for anybody."""
    for _ in range(100):
        page.keyboard.press("Tab")
        said = page.evaluate("[document.activeElement.name || '', document.activeElement.innerText || '']")
        if (of == "name" and said[0] == wanted) or (of == "text" and wanted in said[1]):
            return
    raise AssertionError(f"never reached {wanted}")
