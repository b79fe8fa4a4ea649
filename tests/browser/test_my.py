"""Those on record, on a telephone: register, claim, wait for two of the office, read one's own file, take the report away."""

import pytest
from captcha.models import CaptchaStore
from playwright.sync_api import expect

from representation.models import Claim
from tests.browser.test_checks import enter
from tests.records.making import staff
from tests.representation.making import number_of
from tests.representation.test_own_file import filled
from tests.sanctions.walking import lists_of_long_ago

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE, PASSWORD = 390, "only-mine-2026"


def test_a_shop_owner_finds_out_what_is_on_record(browse, look, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    lists_of_long_ago()
    people, number = staff(), number_of()
    company = filled(people)
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(b"%PDF-1.4 scan")
    with browse(PHONE) as page:
        page.goto("/")
        page.get_by_role("link", name="企业和个人登录").click()
        look(page, "my-log-in")
        page.get_by_role("link", name="注册").click()
        for label, words in {
            "姓名": "甲某", "身份证号": number, "手机号码": "13912345678", "登录名": "laodian", "口令": PASSWORD, "再输一次口令": "x",
        }.items():  # fmt: skip
            page.get_by_label(label, exact=True).fill(words)
        page.get_by_role("button", name="注册").click()
        expect(page.get_by_text("两次输入的口令不一致")).to_be_visible()
        expect(page.get_by_label("身份证号", exact=True)).to_have_value("")
        look(page, "my-register")
        for label, words in {"身份证号": number, "口令": PASSWORD, "再输一次口令": PASSWORD}.items():
            page.get_by_label(label, exact=True).fill(words)
        key = page.locator("input[name=key]").get_attribute("value")
        page.get_by_label("图片上的四位数字").fill(CaptchaStore.objects.get(hashkey=key).response)
        page.get_by_role("button", name="注册").click()
        expect(page.get_by_text("账号已开设")).to_be_visible()
        look(page, "my-claims")
        page.get_by_role("link", name="认领企业").click()
        page.get_by_label("统一社会信用代码").fill(company.code)
        page.get_by_label("名称", exact=True).fill(company.name)
        page.get_by_label("受委托的经办人", exact=True).check()
        page.get_by_label("营业执照（或登记证书）").set_input_files(scan)
        page.get_by_label("授权委托书（受委托的经办人必交）").set_input_files(scan)
        look(page, "my-claim-new")
        page.get_by_role("button", name="提交认领").click()
        expect(page.get_by_text("信用办正在核对材料")).to_be_visible()
        look(page, "my-claim-waiting")
        _decided(page, people, number, look)
        page.context.clear_cookies()
        page.goto("/my/")
        page.get_by_label("登录名或手机号码").fill("13912345678")
        page.get_by_label("口令").fill(PASSWORD)
        page.get_by_role("button", name="登录").click()
        expect(page.get_by_role("heading", name="我的信用")).to_be_visible()
        look(page, "my-home")
        page.locator(".my-cards").get_by_role("link", name="信用档案").click()
        expect(page.get_by_text("尚未公示，部门正在审核")).to_be_visible()
        look(page, "my-file")
        for path in ("deadlines", "looks", "letters"):
            page.goto(f"/my/{path}/")
            look(page, f"my-{path}")
        page.goto("/my/reports/")
        page.get_by_role("button", name="出具一份").click()
        expect(page.get_by_text("已出具，可以下载")).to_be_visible()
        look(page, "my-reports")
        with page.expect_download() as report:
            page.get_by_role("link", name="PDF").click()
        assert report.value.suggested_filename.startswith("BG")
        page.goto("/my/account/")
        look(page, "my-account")


def _decided(page, people, number, look) -> None:
    """One of the office checks with the number read from the letter, another approves."""
    claim = Claim.objects.get()
    enter(page, people.office)
    page.goto("/workbench/claims/?show=mine")
    look(page, "claims")
    page.get_by_role("link", name=claim.title).click()
    page.get_by_label("身份证号").fill(number)
    look(page, "claim")
    page.get_by_role("button", name="核对无误，提交审批").click()
    expect(page.get_by_text("请另一位同事审批")).to_be_visible()
    enter(page, people.approver)
    page.goto(f"/workbench/claims/{claim.public_id}/")
    page.get_by_role("button", name="批准认领").click()
    expect(page.get_by_text("已批准，当事人现在可以查看和办理")).to_be_visible()
    page.goto("/workbench/counter/")
    look(page, "counter")
