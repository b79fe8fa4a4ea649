"""Chromium for tests: skipped, with the reason, where there is none. A console error fails the test that caused it.

SCREENSHOTS=<folder> in the environment makes every `look` leave a picture there.
"""

import os
import shutil
from contextlib import contextmanager
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import connections
from playwright.sync_api import expect, sync_playwright

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
WIDTHS = (390, 1440)  # px: a telephone, a desk
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run", "--disable-component-update",
    "--disable-sync",
]  # fmt: skip

# `expect` waits for what a click brings; a busy machine takes its time.
expect.set_options(timeout=20_000)

# Playwright's loop runs in the test's own thread, where Django would refuse the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.fixture(scope="session")
def chromium():
    # The live server's threads would keep their connections, and the test database could not be dropped.
    connections.settings["default"]["CONN_MAX_AGE"] = 0
    if not CHROMIUM:
        pytest.skip("no Chromium on this machine: install the package chromium or set CHROMIUM to its path")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def browse(chromium, live_server):
    """`with browse(width) as page`: paths are relative to the live server; leaving fails on any console error."""

    @contextmanager
    def opened(width=1440, javascript=True, refused=()):
        """`refused`: paths whose 4xx is wanted, which Chromium reports as an error."""
        context = chromium.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": 900},
            java_script_enabled=javascript,
            locale="zh-CN",
        )
        page = context.new_page()
        errors = []

        def note(message):
            url = message.location.get("url", "")
            if message.type == "error" and not any(url == live_server.url + path for path in refused):
                errors.append(f"{message.text} ({url})")

        page.on("console", note)
        page.on("pageerror", lambda error: errors.append(str(error)))
        yield page
        context.close()
        assert not errors, errors

    return opened


@pytest.fixture
def look():
    """`look(page, name)`: at both widths nothing is wider than the screen and axe finds no violation; pictures where wanted.

    So a walk need be made only once, at the width of a telephone, where things are hardest to reach.
    """

    def looked(page, name):
        page.wait_for_load_state()  # a click may still be on its way to the next page
        own = page.viewport_size
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": own["height"]})
            fits = page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
            assert fits, f"{name} scrolls sideways at {width}"
            folder = os.environ.get("SCREENSHOTS")
            if folder:
                Path(folder).mkdir(parents=True, exist_ok=True)
                page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)
            found = Axe().run(page)
            assert found.violations_count == 0, found.generate_report()
        page.set_viewport_size(own)

    return looked
