"""The account pages in Chromium: an officer's way in, no console error, nothing for axe to find."""

import pytest
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice
from playwright.sync_api import expect

from tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def enter(page, officer):
    page.goto("/accounts/log-in")
    page.fill("#id_username", officer.username)
    page.fill("#id_password", "pass")
    page.click("main button[type=submit]")


@pytest.mark.parametrize("width", [390])
def test_pages_of_the_administrators(browse, look, width):
    office = factories.department("示范市发展和改革委员会")
    factories.department("示范市市场监督管理局", parent=office)
    clerk = factories.officer("clerk", department=office, requested_role="office")
    gone = factories.officer("reviewer", department=office, is_active=False)
    for role, pages in {
        "system_admin": [
            "departments/",
            "departments/add",
            "officers/",
            "officers/add",
            "officers/import",
            f"officers/{clerk.public_id}/",
            f"officers/{clerk.public_id}/identify",
            f"officers/{gone.public_id}/reopen",
        ],
        "security_admin": [
            "officers/",
            f"officers/{clerk.public_id}/",
            "../workbench/looks/",
            "lockouts",
            "me",
            "password",
        ],
    }.items():
        with browse(width) as page:
            page.goto("/accounts/log-in")
            look(page, f"accounts-log-in-{width}")
            enter(page, factories.officer(role, department=office))
            for path in pages:
                page.goto(f"/accounts/{path}")
                look(page, f"accounts-{role}-{path.strip('./').replace('/', '-')}-{width}")


def test_first_way_in_outside_the_demo(browse, look, settings):
    """First password, new password, authenticator; next time the code."""
    settings.SECOND_FACTOR_REQUIRED = True
    officer = factories.officer("clerk", must_change_password=True)
    with browse(390) as page:
        enter(page, officer)
        page.fill("#id_old_password", "pass")
        for field in ("#id_new_password1", "#id_new_password2"):
            page.fill(field, "liulang-kan-shan")
        look(page, "accounts-first-password")
        page.click("main button[type=submit] >> nth=0")
        look(page, "accounts-enrol")
        device = TOTPDevice.objects.get(user=officer)
        page.fill("#id_token", f"{totp(device.bin_key):06d}")
        page.click("main button[type=submit] >> nth=0")
        page.get_by_text("验证器已绑定").wait_for()
        page.get_by_role("button", name="退出").click()

        TOTPDevice.objects.update(last_t=-1)  # the same half minute, which would count as used
        page.fill("#id_username", officer.username)
        page.fill("#id_password", "liulang-kan-shan")
        page.click("main button[type=submit]")
        look(page, "accounts-second-factor")
        page.fill("#id_token", f"{totp(device.bin_key):06d}")
        page.click("main button[type=submit] >> nth=0")
        page.goto("/accounts/me")
        expect(page.get_by_role("heading", name="我的账号")).to_be_visible()
