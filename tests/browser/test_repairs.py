"""Repair on a telephone, whole: from the public page's line to the application with two papers, followed to the grant. Source: F4."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from credit_platform.workdays import months_later
from repairs import deciding, handling
from repairs.models import Repair
from tests.blacklists.walking import by
from tests.records.making import staff
from tests.repairs import mending
from tests.representation import making

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = 390


def test_apply_and_follow_on_a_telephone(browse, look, tmp_path):
    today, people = timezone.localdate(), staff()
    subject = making.coded("虚构市知错改正食品有限公司")
    decided = months_later(today, -5)
    record = mending.penalty(people, subject, decided_on=decided, public_until=months_later(today, 7))
    claim = making.claimed(subject, people)
    for name, data in (("缴款.pdf", mending.PDF.data), ("承诺书.png", mending.PNG.data)):
        (tmp_path / name).write_bytes(data)
    with browse(PHONE) as page:
        page.goto(f"/subject/{subject.public_id}/")
        page.get_by_role("link", name="查看本条怎样修复").click()
        expect(page.get_by_text("现在可以申请，材料随申请一并提交")).to_be_visible()
        look(page, "repair-eligibility")
        page.get_by_role("link", name="用信用主体账号申请").click()
        page.fill("#id_username", claim.representative.username)
        page.fill("#id_password", making.PASSWORD)
        page.click("main button[type=submit]")
        expect(page.get_by_role("heading", name="申请信用修复")).to_be_visible()
        look(page, "repair-new")
        page.fill("#what_was_done", "罚款已缴清，年度报告已补报。")
        page.set_input_files("#performance", tmp_path / "缴款.pdf")
        page.get_by_role("button", name="提交申请").click()
        expect(page.get_by_text("请上传签署并公开的信用修复承诺书。").first).to_be_visible()
        expect(page.locator("#what_was_done")).to_have_value("罚款已缴清，年度报告已补报。")
        look(page, "repair-new-faulty")
        page.set_input_files("#performance", tmp_path / "缴款.pdf")
        page.set_input_files("#commitment", tmp_path / "承诺书.png")
        page.get_by_role("button", name="提交申请").click()
        expect(page.get_by_role("heading", name="办到哪一步")).to_be_visible()
        look(page, "repair-filed")
        repair = Repair.objects.get()
        handling.accept(repair, **by(people.clerk, today))
        handling.propose(repair, ask="grant", opinion="凭证齐全。", **by(people.clerk, today))
        deciding.decide(repair, **by(people.reviewer, today))
        page.reload()
        expect(page.get_by_text("已停止公示、共享和使用", exact=False).first).to_be_visible()
        look(page, "repair-granted")
        with page.expect_download() as got:
            page.get_by_role("link", name="准予信用修复决定书").click()
        assert got.value.path().read_bytes().startswith(b"%PDF")
        page.goto("/repair/results/")
        expect(page.get_by_text(subject.name)).to_be_visible()
        look(page, "repair-results")
        page.goto("/repair/")
        look(page, "repair-guide")
    record.refresh_from_db()
    assert record.state == "repaired"
