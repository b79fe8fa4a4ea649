"""Forwarding in a real browser, at both widths: destinations, the ledger of lines, a file, its receipt."""

import pytest
from playwright.sync_api import expect

from exchange.changing import propose_change, values_of
from exchange.models import Destination
from exchange.receiving import refuse
from exchange.sending import send
from tests.exchange.conftest import born, by, follow, settled, values
from tests.records import making

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDTHS = [390]


def enter(page, officer):
    page.goto("/accounts/log-in")
    page.fill("#id_username", officer.username)
    page.fill("#id_password", "pass")
    page.click("main button[type=submit]")


@pytest.mark.parametrize("width", WIDTHS)
def test_destination_file_and_receipt(browse, look, width):
    people = making.staff()
    destination = settled(people, name="上级信用平台（演示）")
    settled(people, name="企业信息公示系统（演示）", length="day_of_month", day_of_month=30, working_days=None)
    for _ in range(3):
        born(people)
    born(people, "penalty")
    follow()
    with browse(width) as page:
        enter(page, people.office)
        look(page, "office-home")
        page.goto("/exchange/")
        look(page, "exchange-index")
        page.get_by_role("link", name="上级信用平台（演示）").click()
        look(page, "exchange-destination")
        page.get_by_role("button", name="导出待转送的信息").click()
        expect(page.get_by_text("已导出第1号文件，共4条")).to_be_visible()
        look(page, "exchange-parcel")
        with page.expect_download() as download:
            page.get_by_role("link", name="下载文件").click()
        assert len(download.value.path().read_text("utf-8").splitlines()) == 5
        page.get_by_role("checkbox").first.check()
        page.get_by_label("退回的原因，或不再转送的理由").fill("对方系统没有这个主体")
        page.get_by_role("button", name="将勾选的登记为被退回").click()
        page.get_by_label("回执编号").fill("HZ-2026-0001")
        page.get_by_role("button", name="登记回执").click()
        expect(page.get_by_text("已登记回执，共3条")).to_be_visible()
        look(page, "exchange-parcel-settled")
        assert sorted(destination.lines.values_list("state", flat=True)) == ["acknowledged"] * 3 + ["refused"]
        page.goto(f"/exchange/destinations/{destination.public_id}/")
        look(page, "exchange-destination-settled")


@pytest.mark.parametrize("width", WIDTHS)
def test_two_persons_set_up_a_destination(browse, look, width):
    people = making.staff()
    with browse(width) as page:
        enter(page, people.office)
        page.goto("/exchange/")
        look(page, "exchange-empty")
        page.get_by_role("link", name="设立转送目标").click()
        look(page, "exchange-add")
        page.get_by_label("名称").fill("上级信用平台（演示）")
        page.get_by_label("行政许可", exact=True).check()
        page.get_by_label("法人及非法人组织").check()
        page.get_by_label("转送期限").select_option("working_days")
        page.get_by_label("工作日数").fill("2")
        page.get_by_label("依据").fill("演示条款")
        page.get_by_label("设立或变更的理由").fill("对接上级平台")
        page.get_by_role("button", name="提交审批").click()
        expect(page.get_by_text("须由另一位信用办审批人员决定")).to_be_visible()
        look(page, "exchange-change")
        address = page.url
        page.get_by_role("button", name="退出").click()
        enter(page, people.approver)
        page.goto(address)
        page.get_by_text("同意…", exact=True).click()
        page.get_by_role("button", name="确认同意").click()
        assert Destination.objects.get().kinds == ["licence"]
        look(page, "exchange-new")


@pytest.mark.parametrize("width", WIDTHS)
def test_change_and_own_account(browse, look, width):
    people = making.staff()
    destination = settled(people)
    born(people)
    follow()
    parcel = send(destination, **by(people.office))
    refuse(parcel, list(parcel.lines.values_list("public_id", flat=True)), reason="格式不符", **by(people.office))
    propose_change(
        destination, values=values_of(destination) | {"kinds": ["penalty"]}, reason="只收处罚", **by(people.office)
    )
    assert values()["kinds"] == ["licence", "penalty"]
    with browse(width) as page:
        enter(page, people.approver)
        page.goto("/exchange/")
        look(page, "exchange-index-change")
        page.get_by_role("link", name="上级平台（测试）（变更）").click()
        look(page, "exchange-change-of")
        page.goto("/accounts/me")
        page.get_by_label("通知邮箱（可不填）").fill("office@unit.example")
        page.get_by_role("button", name="保存").click()
        expect(page.get_by_text("通知设置已保存")).to_be_visible()
        look(page, "own-account")
