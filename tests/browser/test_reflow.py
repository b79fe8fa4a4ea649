"""Every public page at 320 px (which is 1280 px at 400 %), larger and in traditional characters, and by keyboard alone (WCAG 2.2 AA)."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from captcha.models import CaptchaStore
from django.urls import reverse
from playwright.sync_api import expect

from publicity.urls import app_name, urlpatterns
from tests import factories
from tests.factories import ago

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NARROW, PHONE = 320, 390  # px
NO_PAGES = {"robots", "status_json", "behaviour_sheet", "measure_sheet", "suggest", "list_api_moved_page", "display"}
WAYS = {"plain": "", "large and traditional": "et"}


@pytest.fixture
def company():
    subject = factories.subject("虚构市红旗镁业制造有限公司", former=("虚构市红旗耐火材料厂",))
    market = factories.department("虚构市市场监督管理局")
    factories.record(subject=subject, department=market)
    factories.record(
        "penalty", subject=subject, department=market, public_from=ago(1), due=ago(6), decided_on=ago(15),
        public_until=ago(-340), seriousness="general", derived="general",
    )  # fmt: skip
    return subject


def public_pages(company):
    """Whatever the public's addresses are today; of those with a parameter the chief ones."""
    plain = [
        reverse(f"{app_name}:{one.name}")
        for one in urlpatterns
        if "<" not in str(one.pattern) and one.name not in NO_PAGES and not one.name.endswith("_feed")
    ]
    chief = [
        reverse("publicity:subject", args=[company.public_id]),
        reverse("publicity:column", args=["penalty"]),
        reverse("publicity:guide", args=["objection"]),
    ]
    others = [reverse("accounts:log_in"), reverse("representation:log_in"), reverse("representation:register")]
    return [*plain, *chief, *others, "/nowhere"]


def fits(page):
    return page.evaluate("document.scrollingElement.scrollWidth <= window.innerWidth")


def show(page, live_server, key):
    if key:
        page.context.add_cookies([{"name": "display", "value": key, "url": live_server.url}])


def test_nothing_scrolls_sideways(browse, company, live_server):
    pages = public_pages(company)
    with browse(NARROW, refused=["/status", "/nowhere"]) as page:
        for key in WAYS.values():
            show(page, live_server, key)
            wide = [path for path in pages if page.goto(path) and not fits(page)]
            assert not wide, f"{wide} wider than {NARROW} px ({key or 'plain'})"


@pytest.mark.long
@pytest.mark.parametrize("key", WAYS.values(), ids=WAYS)
def test_no_page_has_a_fault(browse, company, live_server, key):
    with browse(NARROW, refused=["/status", "/nowhere"]) as page:
        show(page, live_server, key)
        for path in public_pages(company):
            page.goto(path)
            found = Axe().run(page)
            assert found.violations_count == 0, f"{path}: {found.generate_report()}"


def test_larger_and_traditional_from_the_header(browse, look, company):
    """By links alone, without scripts: the search, its results and the subject keep the chosen way; names stay."""
    with browse(PHONE, javascript=False) as page:
        page.goto("/")
        page.get_by_role("link", name="适老模式").click()
        page.get_by_role("link", name="繁體").click()
        expect(page.locator("html.large:lang(zh-Hant)")).to_have_count(1)
        page.get_by_label("名稱或統一社會信用代碼").fill("紅旗鎂業")
        key = page.locator("input[name=key]").get_attribute("value")
        page.get_by_label("驗證碼").fill(CaptchaStore.objects.get(hashkey=key).response)
        page.get_by_role("button", name="查詢", exact=True).last.click()
        page.get_by_role("link", name=company.name).click()
        expect(page.get_by_role("heading", name="行政處罰")).to_be_visible()
        expect(page.locator("h1")).to_have_text(company.name)
        page.get_by_role("link", name="简体").click()
        page.get_by_role("link", name="标准模式").click()
        expect(page.get_by_role("heading", name="行政处罚")).to_be_visible()
        assert page.context.cookies() == []


def test_chief_pages_are_clear_in_every_way(browse, look, company, live_server):
    with browse(PHONE) as page:
        show(page, live_server, "et")
        for name, path in {
            "home": "/",
            "subject": reverse("publicity:subject", args=[company.public_id]),
            "components": reverse("publicity:components"),
        }.items():
            page.goto(path)
            look(page, f"{name}-large-traditional")


def test_keyboard_alone(browse, company):
    """Skip link first, focus always seen, a suggestion chosen with the arrows, a filter opened, a section of the page reached."""
    with browse(PHONE) as page:
        page.goto("/")
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name="跳到主要内容")).to_be_focused()
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        expect(page.get_by_label("名称或统一社会信用代码")).to_be_focused()
        assert page.evaluate("getComputedStyle(document.activeElement).outlineWidth") == "3px"
        page.keyboard.type("红旗镁")
        expect(page.get_by_role("option").first).to_be_visible()
        page.keyboard.press("ArrowDown")
        expect(page.get_by_role("option").first).to_have_attribute("aria-selected", "true")
        page.keyboard.press("Enter")
        expect(page.get_by_label("名称或统一社会信用代码")).to_have_value(company.name)
        page.goto(reverse("publicity:column", args=["penalty"]))
        page.locator("summary", has_text="筛选").focus()
        page.keyboard.press("Enter")
        expect(page.get_by_label("地区或部门")).to_be_visible()
        page.goto(reverse("publicity:subject", args=[company.public_id]))
        page.locator(".tabs a").first.focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**#*")
