"""A commitment and its breach, and the figures of joint action, in a real browser. Source: H2, E8."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from commitments.models import Commitment
from tests import factories
from tests.blacklists.walking import graded_here
from tests.commitments.promising import identified, template
from tests.records.making import staff
from tests.sanctions import minor_walking as lesser
from tests.sanctions.walking import executed, implementer

from .test_joint import enter

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def people(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    return staff()


def test_a_commitment_is_made_kept_on_file_and_broken(browse, look, people, tmp_path):
    scan = tmp_path / "承诺书.pdf"
    scan.write_bytes(b"%PDF-1.4 signed")
    template(people, on=timezone.localdate())
    subject = identified(factories.subject("虚构清泉食品有限公司"))
    with browse(390) as page:
        enter(page, people.clerk)
        page.goto(f"/commitments/new?code={subject.code}")
        expect(page.get_by_text(subject.name)).to_be_visible()
        page.locator("#template").select_option(index=1)
        page.fill("#matter", "办理食品经营许可")
        look(page, "commitment-new")
        page.get_by_role("button", name="起草承诺书").click()
        page.set_input_files("#paper", str(scan))
        page.get_by_role("button", name="受理", exact=True).click()
        look(page, "commitment-received")
        page.get_by_text("违背了承诺？提出认定违诺").click()
        page.fill("#why", "现场核查，承诺的条件不具备。")
        page.get_by_role("button", name="提出认定违诺").click()
        case = Commitment.objects.get()
        enter(page, people.reviewer)
        page.goto("/commitments/?show=mine")
        page.get_by_role("link", name=subject.name).first.click()
        look(page, "commitment-to-judge")
        page.get_by_role("button", name="认定违诺", exact=True).click()
        expect(page.get_by_role("link", name="违背信用承诺")).to_be_visible()
        look(page, "commitment-broken")
    case.refresh_from_db()
    assert case.state == "breached"


@pytest.mark.parametrize("width", [390])
def test_the_figures_fit_and_say_what_is_late(browse, look, people, settings, width):
    executed(people, implementer(people))
    graded_here(settings)
    lesser.running(people)
    with browse(width) as page:
        enter(page, people.office)
        page.goto("/supervision/effect/?from=2026-09&to=2026-12")
        expect(page.get_by_text("整改逾期").first).to_be_visible()
        look(page, "effect")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.goto("/effect/")
        box = page.locator("svg.lying").bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        look(page, "effect-public")
