"""Reported without a name on a telephone, passed on, answered, closed, and followed by the code. Source: F7."""

import pytest
from captcha.models import CaptchaStore
from playwright.sync_api import expect

from credit_platform.personal import HIDDEN
from dishonesty_reports.models import Report
from tests.browser.test_checks import enter
from tests.records.making import staff

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = 390


@pytest.fixture
def people(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    return staff()


def answer_captcha(page):
    key = page.locator("input[name=key]").get_attribute("value")
    page.get_by_label("图片上的四位数字").fill(CaptchaStore.objects.get(hashkey=key).response)


def test_a_stranger_reports_and_reads_the_result(browse, look, people, tmp_path):
    (tmp_path / "仓库.png").write_bytes(b"\x89PNG\r\n\x1a\n photograph")
    with browse(PHONE) as page:
        page.goto("/")
        page.get_by_role("link", name="失信举报").click()
        look(page, "report-new")
        page.get_by_label("举报谁").fill("虚构佳源食品加工厂")
        told = "我的手机13804172231，他们换标签。"
        page.get_by_label("发生了什么事").fill(told)
        page.get_by_role("button", name="提交举报").last.click()
        # Without the captcha the words come back, and the number does not.
        expect(page.get_by_label("发生了什么事")).to_have_value(told.replace("13804172231", HIDDEN))
        page.get_by_label("发生了什么事").fill(told)
        answer_captcha(page)
        page.get_by_role("button", name="提交举报").last.click()
        expect(page.get_by_text("会泄露个人信息")).to_be_visible()
        look(page, "report-new-refused")
        page.get_by_label("发生了什么事").fill("在厂后门的小仓库里，把过期的肉馅换了标签再卖。我在三车间。")
        page.get_by_label("证据").set_input_files(tmp_path / "仓库.png")
        answer_captcha(page)
        page.get_by_role("button", name="提交举报").last.click()
        expect(page.get_by_role("heading", name="举报已收到")).to_be_visible()
        code = page.locator("#receipt").inner_text()
        look(page, "report-receipt")

        report = Report.objects.get()
        enter(page, people.office)
        page.goto(f"/dishonesty/{report.public_id}/")
        look(page, "report-staff-received")
        page.get_by_label("有权处理的单位").select_option(label=people.body.name)
        page.get_by_label("转办内容").fill("在厂后门的小仓库里，把过期的肉馅换了标签再卖。")
        page.get_by_role("button", name="转办", exact=True).click()
        expect(page.get_by_text("已转办。")).to_be_visible()
        expect(page.get_by_text("三车间")).to_have_count(0)
        enter(page, people.clerk)
        page.goto("/dishonesty/?show=mine")
        look(page, "report-staff-list")
        page.get_by_role("link", name=report.number).click()
        page.get_by_label("查实").check()
        page.get_by_label("办理情况").fill("现场检查属实，已立案。")
        page.get_by_role("button", name="提交答复").click()
        expect(page.get_by_text("已答复")).to_be_visible()
        enter(page, people.approver)
        page.goto(f"/dishonesty/{report.public_id}/")
        page.get_by_label("告知举报人的话").fill("经查属实，已立案处理。")
        page.get_by_role("button", name="办结", exact=True).click()
        expect(page.get_by_text("已办结，举报人")).to_be_visible()
        page.get_by_role("link", name="身份查阅情况").click()
        look(page, "report-staff-reporter")

        page.context.clear_cookies()
        page.goto("/report-dishonesty/status")
        page.get_by_label("回执码").fill(code)
        page.get_by_role("button", name="查进度").click()
        expect(page.get_by_text("经查属实，已立案处理。")).to_be_visible()
        look(page, "report-status")
