"""Pictures of the demo for the README: starts one of its own, looks at its pages, stops it. `make screenshots`.

Every page at 390 and 1440 pixels into docs/img/<page>-<width>.png.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

HOUSE = Path(__file__).resolve().parent.parent
PICTURES = HOUSE / "docs" / "img"
HELP = HOUSE / "static" / "img" / "help"
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
WIDTHS = (390, 1440)
# One query that the invented data answers well; see seed_demo.
QUERY = os.environ.get("SCREENSHOT_QUERY", "镁业")


def main() -> None:
    if not CHROMIUM:
        raise SystemExit("Chromium is needed: install the package chromium or set CHROMIUM to its path.")
    PICTURES.mkdir(parents=True, exist_ok=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = os.environ | {"EMBEDDED_NAME": "screenshots", "PYTHONUNBUFFERED": "1"}
    demo = subprocess.Popen(
        [sys.executable, "manage.py", "demo", "--bind", f"127.0.0.1:{port}"],
        env=environment, cwd=HOUSE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert demo.stdout is not None
    try:
        for line in demo.stdout:
            if "Ctrl-C" in line:
                break
        else:
            raise SystemExit("The demo did not start; see var/screenshots.")
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            for width in WIDTHS:
                page = browser.new_context(
                    base_url=f"http://127.0.0.1:{port}", viewport={"width": width, "height": 900}, locale="zh-CN"
                ).new_page()
                visit(page, width)
            helping(browser, f"http://127.0.0.1:{port}")
            browser.close()
    finally:
        demo.send_signal(signal.SIGTERM)
        demo.wait(60)


def visit(page: Page, width: int) -> None:
    """The tour: the public first, then staff."""

    def keep(name: str) -> None:
        page.screenshot(path=PICTURES / f"{name}-{width}.png")

    page.goto("/")
    keep("home")
    # The captcha guards the search, so the pictures go in by the address that an answered one leads to.
    page.goto(answered_search())
    keep("results")
    page.locator(".results a").first.click()
    keep("subject")
    page.goto("/accounts/log-in")
    keep("log-in")
    for username, places in STAFF.items():
        page.goto("/accounts/log-in")
        page.fill("#id_username", username)
        page.fill("#id_password", demo_password())
        page.locator("main form button[type=submit]").first.click()
        for name, view in places.items():
            page.goto(_python(f"from django.urls import reverse; print(reverse({view!r}))"))
            keep(name)
        for name, (view, link) in FOLLOWED.get(username, {}).items():
            page.goto(_python(f"from django.urls import reverse; print(reverse({view!r}))"))
            page.locator(link).first.click()
            keep(name)
        page.locator("header form button").click()


def helping(browser, base: str) -> None:
    """The pictures of the guides: pages of those on record, on a telephone, into static/img/help/."""
    HELP.mkdir(parents=True, exist_ok=True)
    page = browser.new_context(base_url=base, viewport={"width": 390, "height": 780}, locale="zh-CN").new_page()
    for name, path in HELPED.items():
        if name == "my-home":  # all before it is for everybody
            page.goto("/my/log-in")
            page.fill("#id_username", "company")
            page.fill("#id_password", demo_password())
            page.locator("main form button[type=submit]").first.click()
        if path:
            page.goto(path)
        if name == "dispute-new":  # its first record is in dispute already
            page.locator(".my-cards a").filter(has_text="严重失信主体名单").first.click()
        if name == "dispute-mine":
            page.get_by_label("不应列入").check()
            page.get_by_label("事实和理由").fill("列入决定所依据的处罚已经履行完毕，附缴款凭证。")
            page.get_by_label("您希望怎样处理").fill("移出名单")
            page.get_by_role("button", name="提交").click()
            page.wait_for_url("**/my/disputes/*-*/")
        page.locator("h1").first.scroll_into_view_if_needed()
        page.screenshot(path=HELP / f"{name}.png")


# Picture of a guide → where it is taken; in this order, for one leads to the next.
HELPED = {
    "register": "/my/register",
    "repair-guide": "/repair/",
    "report-new": "/report-dishonesty/",
    "my-home": "/my/",
    "claims": "/my/claims/",
    "claim-new": "/my/claims/new",
    "repairs": "/my/repairs/",
    "complaint-new": "/my/disputes/new?kind=complaint",
    "dispute-choose": "/my/disputes/choose",
    "dispute-new": "/my/disputes/choose",
    "dispute-mine": "",
}
# Officer → picture → name of the page.
STAFF = {
    "clerk": {
        "clerk-home": "workbench:home",
        "kinds": "workbench:kinds",
        "upload": "workbench:upload",
        "submissions": "workbench:submissions",
    },
    "reviewer": {"review": "workbench:review"},
    "office": {"overview": "supervision:overview", "overdue": "workbench:overdue", "orders": "supervision:orders"},
    "auditor": {"acts": "workbench:acts"},
    "system_admin": {"departments": "accounts:departments"},
}


# Officer → picture → (name of the page, the link on it that is followed).
FOLLOWED = {
    "clerk": {"submission": ("workbench:submissions", "text=本周处罚（有误）.csv")},
    "reviewer": {"record": ("workbench:review", "tbody a")},
    "auditor": {"act": ("workbench:acts", "tbody a")},
}


def answered_search() -> str:
    """Address of a results page, signed as after a right answer."""
    return _python(
        "from urllib.parse import urlencode; from publicity.passes import issue;"
        f"print('/search?' + urlencode({{'q': {QUERY!r}, 'pass': issue({QUERY!r})}}))"
    )


def demo_password() -> str:
    return _python("from accounts.demo import DEMO_PASSWORD; print(DEMO_PASSWORD)")


def _python(script: str) -> str:
    """What the script prints, in a process of the demo's."""
    environment = os.environ | {"EMBEDDED_NAME": "screenshots", "DJANGO_SETTINGS_MODULE": "credit_platform.settings"}
    done = subprocess.run(
        [sys.executable, "-c", f"import django; django.setup(); {script}"],
        env=environment,
        cwd=HOUSE,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise SystemExit(done.stderr)
    return done.stdout.strip()


if __name__ == "__main__":
    main()
