"""Home, own records, boards and auditor screens as each kind of user sees them, with something of everything there."""

import pytest
from playwright.sync_api import expect

from tests.browser.test_workbench import DESK, PHONE, enter
from tests.workbench.conftest import everything, people  # noqa: F401
from tests.workbench.test_home import busy, officer_of  # noqa: F401

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGES = {
    "clerk": ["", "records/", "rejected/", "submissions/?gated"],
    "reviewer": ["", "records/?timing=overdue", "records/?state=x&nothing=1", "proposals/?dated"],
    "office": ["", "overdue/", "overdue/rows/?why=held", "overdue/rows/?why=lines", "overdue/rows/?why=returns", "escalated/"],
    "office_approver": ["", "escalated/", "escalated/?held", "catalogues/?proposed", "deliveries/"],
    "auditor": ["", "audit/", "acts/", "looks/", "overdue/rows/?why=rejected"],
    "system_admin": [""],
    "security_admin": [""],
}  # fmt: skip


@pytest.mark.parametrize("width", [PHONE])
@pytest.mark.parametrize("role", PAGES)
def test_pages_of_each_role(browse, look, busy, role, width):  # noqa: F811
    officer = officer_of(busy, role)
    with browse(width) as page:
        enter(page, officer)
        for place, path in enumerate(PAGES[role]):
            page.goto(f"/workbench/{path}")
            look(page, f"{role}-{place}-{path.partition('/')[0].partition('?')[0] or 'home'}")
        if role == "office_approver":
            page.goto("/workbench/escalated/")
            page.get_by_text("处理…").first.click()
            look(page, "office_approver-deciding")
        if role == "auditor":
            page.goto(f"/workbench/audit/{busy.clerk.public_id}/")
            look(page, "auditor-officer")


def test_the_menu_folds_behind_one_button_without_javascript(browse, look, busy):  # noqa: F811
    with browse(PHONE, javascript=False) as page:
        enter(page, busy.office)
        menu = page.get_by_role("navigation", name="工作台")
        expect(menu.get_by_role("link", name="查记录")).to_be_hidden()
        menu.get_by_text("菜单").click()
        menu.locator("summary", has_text="审核").click()
        expect(menu.get_by_role("link", name="查记录")).to_be_visible()
        menu.get_by_role("link", name="查记录").click()
        page.wait_for_url("**/workbench/records/")
        expect(menu.get_by_text("查记录").first).to_be_visible()  # the button says where one is
    with browse(PHONE) as page:
        enter(page, busy.office)
        page.get_by_text("菜单").click()
        look(page, "menu-open")
    with browse(DESK) as page:
        enter(page, busy.office)
        page.locator("summary", has_text="审核").click()
        expect(page.get_by_role("link", name="查记录")).to_be_visible()
        expect(page.locator(".staff-nav [aria-current=page]")).to_have_text("今日工作")
