"""The whole way in a real browser: a clerk sends a workbook and mends it, a reviewer releases, the public reads the page."""

import io
from datetime import timedelta

import openpyxl
import pytest
from captcha.models import CaptchaStore
from django.utils import timezone
from playwright.sync_api import expect

from records import intake
from records.models import Record, Submission
from tests.records import making

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE, DESK = 390, 1440  # px


def enter(page, officer):
    page.goto("/accounts/log-in")
    page.fill("#id_username", officer.username)
    page.fill("#id_password", "pass")
    page.click("main button[type=submit]")


def workers_turn():
    """What the worker does with the message; the test's own process stands in for it."""
    for pk in Submission.objects.filter(state="received").values_list("pk", flat=True):
        intake.run(pk)


@pytest.fixture
def people():
    return making.staff()


@pytest.fixture
def faulty(people, tmp_path):
    """Three penalties decided lately; the second has a wrong check character."""
    lately = (timezone.localdate() - timedelta(days=2)).strftime("%Y/%m/%d")
    rows = [making.penalty(people.body, JDRQ=lately) for _ in range(3)]
    good = rows[1]["CF_XDR_SHXYM"]
    rows[1]["CF_XDR_SHXYM"] = good[:-1] + ("A" if good[-1] != "A" else "B")
    path = tmp_path / "十一月处罚.xlsx"
    path.write_bytes(making.workbook(making.grid(rows)))
    return path, rows, good


def mended(data: bytes, good: str) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = book.active
    titles = [cell.value for cell in sheet[1]]
    place = titles.index("行政相对人代码_1(统一社会信用代码)") + 1
    assert sheet.max_row == 2
    assert "校验位不符" in sheet.cell(2, 1).value
    sheet.cell(2, place).value = good
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def upload(page, path):
    page.goto("/workbench/submissions/new/")
    page.set_input_files("input[type=file]", path)
    page.get_by_role("button", name="上传并检查").click()
    expect(page.get_by_text("正在检查")).to_be_visible()
    workers_turn()
    page.reload()


@pytest.mark.parametrize("width", [PHONE])
def test_from_workbook_to_public_page(browse, look, people, faulty, tmp_path, width):
    path, rows, good = faulty
    with browse(width) as page:
        enter(page, people.clerk)
        look(page, "clerk-home")
        page.goto("/workbench/submissions/new/")
        look(page, "upload")
        upload(page, path)
        expect(page.get_by_text("校验位不符")).to_be_visible()
        look(page, "submission")
        with page.expect_download() as download:
            page.get_by_role("link", name="下载批注表（只含退回行）").click()
        again = tmp_path / "改好.xlsx"
        again.write_bytes(mended(download.value.path().read_bytes(), good))
        upload(page, again)
        expect(page.locator(".counts dd")).to_have_text(["1", "1", "0", "0", "0"])
        page.goto("/workbench/submissions/")
        look(page, "submissions")
        page.get_by_role("link", name=path.name).click()
        expect(page.locator(".state", has_text="已重报").first).to_be_visible()
        page.get_by_role("button", name="退出").click()

        enter(page, people.reviewer)
        page.goto("/workbench/review/")
        look(page, "review")
        for submission in Submission.objects.all():
            page.goto(f"/workbench/submissions/{submission.public_id}/")
            page.get_by_text("放行 1 条…" if submission.new == 1 else "放行 2 条…").click()
            page.get_by_role("button", name="确认放行").click()
        expect(page.get_by_text("已公示").first).to_be_visible()
        assert set(Record.objects.values_list("state", flat=True)) == {"released"}

    with browse(width) as page:
        page.goto("/")
        page.get_by_label("名称或统一社会信用代码").fill(rows[1]["CF_XDR_MC"])
        key = page.locator("input[name=key]").get_attribute("value")
        page.get_by_label("验证码（四位数字）").fill(CaptchaStore.objects.get(hashkey=key).response)
        page.keyboard.press("Enter")
        page.get_by_role("link", name=rows[1]["CF_XDR_MC"]).click()
        expect(page.get_by_text(rows[1]["CF_WSH"])).to_be_visible()
        expect(page.get_by_text("按时公示")).to_be_visible()


@pytest.mark.parametrize("width", [PHONE])
def test_pages_of_one_record(browse, look, people, width):
    """Every state's page: waiting with a grave warning, held, public, hidden, with a proposal."""
    lately = (timezone.localdate() - timedelta(days=2)).strftime("%Y/%m/%d")
    making.send(
        people, [making.penalty(people.body, JDRQ=lately, CFLB="责令停产停业", NR_FK="")], on=timezone.localdate()
    )
    record = Record.objects.get()
    with browse(width) as page:
        enter(page, people.reviewer)
        page.goto("/workbench/review/?grave")
        page.locator("tbody a").first.click()
        look(page, "record-grave")
        page.get_by_role("button", name="已核对提示，放行").click()
        expect(page.get_by_text("请先选择轻微、一般或严重")).to_be_visible()
        page.get_by_text("有疑问，暂不公开…").click()
        page.get_by_label("暂不公开的理由").select_option("business_secret")
        page.locator("#hold-note").fill("含未公开的工艺参数")
        page.get_by_role("button", name="暂不公开", exact=True).click()
        look(page, "record-held")
        page.get_by_label("解除的理由").fill("已遮盖")
        page.get_by_role("button", name="解除暂不公开").click()
        page.get_by_label("失信程度").select_option("general")
        page.get_by_role("button", name="已核对提示，放行").click()
        expect(page.get_by_text("公众现在能看到")).to_be_visible()
        page.get_by_text("发现有误，需要紧急下线？").click()
        page.get_by_label("下线的理由").fill("名称填错")
        page.get_by_role("button", name="紧急下线").click()
        expect(page.get_by_text("公众现在看不到")).to_be_visible()
        expect(page.get_by_role("button", name="确认下线")).to_be_hidden()
        look(page, "record-hidden")
        page.get_by_role("button", name="退出").click()

        enter(page, people.approver)
        page.goto(f"/workbench/records/{record.public_id}/")
        page.get_by_role("button", name="确认下线").click()
        expect(page.get_by_text("已确认下线")).to_be_visible()
        for path in ("", "escalated/", "proposals/", "records/"):
            page.goto(f"/workbench/{path}")
            look(page, f"office-{path.strip('/') or 'home'}")
        page.get_by_role("button", name="退出").click()
        enter(page, people.auditor)
        page.goto("/workbench/acts/")
        look(page, "acts")
        page.locator("tbody a").first.click()
        look(page, "act")
        page.get_by_role("button", name="退出").click()
        enter(page, people.approver)
        page.goto(f"/workbench/subjects/?q={record.subject.code}")
        look(page, "subjects")
        page.locator("tbody a").click()
        for summary in page.locator("section.panel summary").all():
            summary.click()
        look(page, "subject-file")


@pytest.mark.parametrize("width", [PHONE])
def test_typed_by_hand(browse, look, people, width):
    row = making.licence(people.body, JDRQ=(timezone.localdate() - timedelta(days=1)).strftime("%Y/%m/%d"))
    with browse(width, javascript=False) as page:
        enter(page, people.clerk)
        page.goto("/workbench/type/licence/")
        page.get_by_role("button", name="检查并报送").click()
        expect(page.get_by_text("没有填“行政相对人名称”")).to_be_visible()
        look_before = page.url
        for code, cell in row.items():
            field = page.locator(f"[name={code}]")
            if field.evaluate("field => field.tagName") == "SELECT":
                field.select_option(cell)
            else:
                field.fill(cell)
        page.get_by_role("button", name="检查并报送").click()
        expect(page).not_to_have_url(look_before)
        expect(page.locator(".counts dd")).to_have_text(["1", "1", "0", "0", "0"])
    with browse(width) as page:
        enter(page, people.clerk)
        page.goto("/workbench/type/penalty/")
        look(page, "typing")


def test_a_correction_side_by_side(browse, look, people):
    """What the public has read changes only by a second person's word."""
    lately = (timezone.localdate() - timedelta(days=2)).strftime("%Y/%m/%d")
    row = making.penalty(people.body, JDRQ=lately)
    first, _ = making.send(people, [row], on=timezone.localdate())
    making.release(people, first, on=timezone.localdate())
    making.send(people, [row | {"CF_NR": "罚款叁万元整", "CF_NR_FK": "3"}], on=timezone.localdate())
    with browse() as page:
        enter(page, people.reviewer)
        page.goto("/workbench/proposals/")
        page.locator("tbody a").first.click()
        look(page, "proposal")
        expect(page.get_by_text("罚款贰万元整")).to_be_visible()
        page.get_by_text("采纳…").first.click()
        page.get_by_role("button", name="确认采纳").click()
        expect(
            page.get_by_text("更正的理由").first
        ).to_be_visible()  # a workbook does not say why, so the reviewer must
        page.get_by_text("采纳…").first.click()
        page.get_by_label("更正的理由").fill("原决定书金额有误")
        page.get_by_role("button", name="确认采纳").click()
        expect(page.get_by_text("已采纳")).to_be_visible()
    assert Record.objects.get().version.content["CF_NR"] == "罚款叁万元整"
