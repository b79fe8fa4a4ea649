"""The public pages in a real browser: three steps to the result, on a phone too, with and without scripts."""

import uuid

import pytest
from captcha.models import CaptchaStore
from playwright.sync_api import expect

from rules.heartbeats import beat
from tests import factories
from tests.factories import ago

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE, DESK = 390, 1440  # px


@pytest.fixture
def company():
    subject = factories.subject("虚构市红旗镁业制造有限公司", former=("虚构市红旗耐火材料厂",))
    for number in range(24):
        factories.subject(f"虚构市红旗{'甲乙丙丁戊己庚辛壬癸'[number % 10]}{number}号商贸有限公司")
    market = factories.department("虚构市市场监督管理局")
    factories.record(subject=subject, department=market)
    factories.record(subject=subject, department=market, stock=True, due=None, decided_on=ago(900))
    factories.record(
        "penalty", subject=subject, department=market, public_from=ago(1), due=ago(6), decided_on=ago(15),
        public_until=ago(-340), seriousness="general", derived="general",
    )  # fmt: skip
    return subject


def ask(page, query):
    page.get_by_label("名称或统一社会信用代码").fill(query)
    key = page.locator("input[name=key]").get_attribute("value")
    page.get_by_label("验证码（四位数字）").fill(CaptchaStore.objects.get(hashkey=key).response)


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("javascript", [True, False])
def test_three_steps_to_the_subject(browse, company, width, javascript):
    with browse(width, javascript) as page:
        page.goto("/")
        ask(page, "红旗镁业")
        page.keyboard.press("Enter")
        page.get_by_role("link", name=company.name).click()
        page.wait_for_url(f"**/subject/{company.public_id}/")
        expect(page.locator("h1")).to_have_text(company.name)
        expect(page.get_by_text("按时公示").first).to_be_visible()
        assert page.context.cookies() == []


def test_another_picture_keeps_the_query(browse, db):
    with browse(javascript=False) as page:
        page.goto("/")
        first = page.locator("input[name=key]").get_attribute("value")
        page.get_by_label("名称或统一社会信用代码").fill("红旗")
        page.get_by_role("button", name="换一张").click()
        expect(page.get_by_label("名称或统一社会信用代码")).to_have_value("红旗")
        expect(page.locator("input[name=key]")).not_to_have_value(first)


def test_captcha_can_be_heard(browse, db):
    with browse() as page:
        page.goto("/")
        page.get_by_text("听验证码").click()
        seconds = page.evaluate(
            """async () => {
                const sound = document.querySelector("audio");
                sound.load();
                sound.preload = "auto";
                await new Promise((good, bad) => { sound.onloadedmetadata = good; sound.onerror = bad; });
                return sound.duration;
            }"""
        )
        assert 2 < seconds < 8


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_every_page_is_clear(browse, look, company, width):
    beat("publish", factories.DAY, 3)
    unknown = f"/subject/{uuid.uuid4()}/"
    with browse(
        width, refused=[unknown, "/status"]
    ) as page:  # 503 where another test left a sweep that last ran long ago
        page.goto("/")
        look(page, "home")
        ask(page, "红旗")
        page.locator("input[name=answer]").fill("x")
        page.get_by_role("button", name="查询", exact=True).click()
        look(page, "wrong-answer")
        ask(page, "红旗")
        page.get_by_role("button", name="查询", exact=True).click()
        look(page, "results")
        page.get_by_role("link", name="下一页").click()
        look(page, "results-2")
        page.goto("/")
        ask(page, "耐火材料")
        page.get_by_role("button", name="查询", exact=True).click()
        look(page, "former-name")
        page.goto(f"/subject/{company.public_id}/")
        look(page, "subject")
        page.goto("/")
        ask(page, "查无此名")
        page.get_by_role("button", name="查询", exact=True).click()
        look(page, "nothing-found")
        page.goto("/")
        ask(page, "红")
        page.get_by_role("button", name="查询", exact=True).click()
        look(page, "too-short")
        page.goto("/statement")
        look(page, "statement")
        page.goto("/status")
        look(page, "status")
        page.goto(unknown)
        look(page, "not-found")


def test_subject_prints(browse, company):
    with browse() as page:
        page.goto(f"/subject/{company.public_id}/")
        page.emulate_media(media="print")
        expect(page.locator(".site-nav")).to_be_hidden()
        expect(page.locator(".print-only")).to_be_visible()
        assert page.pdf()[:5] == b"%PDF-"


def test_the_browser_works_instead_of_the_reader(browse, look, company):
    with browse(PHONE) as page:
        page.goto("/")
        page.get_by_label("名称或统一社会信用代码").fill("红旗镁业")
        look(page, "home-with-proof")
        page.get_by_role("button", name="让浏览器自动验证").click()
        page.get_by_role("link", name=company.name).wait_for(timeout=60_000)


def test_the_offer_to_work_is_hidden_without_scripts(browse, db):
    with browse(javascript=False) as page:
        page.goto("/")
        expect(page.locator(".proof")).to_be_hidden()
