"""Rates, returns and declared forms in a real browser: filed, signed, charted; with and without scripts."""

from datetime import timedelta

import pytest
from django.utils import timezone

from supervision.models import MonthlyReturn
from supervision.months import past
from tests import factories
from tests.records import making as records
from tests.supervision import making

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE, DESK = 390, 1440  # px


def enter(page, officer):
    page.goto("/accounts/log-in")
    page.fill("#id_username", officer.username)
    page.fill("#id_password", "pass")
    page.click("main button[type=submit]")


@pytest.fixture
def people():
    people = making.staff()
    today = timezone.localdate()
    for back, month in enumerate(past(today, 5)[1:], 1):
        decided = month + timedelta(days=9)
        rows = [records.licence(people.body, JDRQ=f"{decided:%Y/%m/%d}") for _ in range(6)]
        rows += [records.licence(people.body, WSH="无", JDRQ=f"{decided:%Y/%m/%d}")]
        records.send(people, rows[: 7 - back % 2], on=decided + timedelta(days=5))
        late = [records.penalty(people.body, JDRQ=f"{decided:%Y/%m/%d}") for _ in range(back)]
        records.send(people, late, on=decided + timedelta(days=20))
        making.signed(people, 7, 5, month=month, on=today)
    county = factories.department("虚构市青山县信用办", parent=people.office.department, level="county")
    factories.officer("office", department=county)
    branch = factories.department("虚构市青山县市场监督管理局", parent=county, level="county")
    factories.officer("clerk", department=branch)
    return people


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_a_month_from_the_clerk_to_the_chart(browse, look, people, width):
    month = past(timezone.localdate(), 1)[0]
    with browse(width) as page:
        enter(page, people.clerk)
        page.goto("/supervision/returns/")
        look(page, "returns-clerk")
        page.get_by_role("link", name=f"{month.year}年{month.month}月").click()
        page.get_by_label("产生数量").first.fill("4")
        page.get_by_label("本单位公示数量").first.fill("4")
        page.get_by_label("本月没有（零报告）").nth(1).check()
        look(page, "return-form")
        page.get_by_role("button", name="填报，交审核员").click()
        assert page.get_by_text("已填报，等待审核员签发").is_visible()
        look(page, "return-waiting")
        page.goto("/supervision/rates/")
        page.locator("#trend svg").wait_for()
        look(page, "own-rates")
        page.goto("/supervision/forms/")
        look(page, "forms-clerk")
        page.goto(f"/supervision/forms/progress_shaanxi/{month:%Y-%m}/{people.body.public_id}/")
        look(page, "sheet-form")

    with browse(width) as page:
        enter(page, people.reviewer)
        page.goto(f"/supervision/returns/{month:%Y-%m}/{people.body.public_id}/")
        look(page, "return-reviewer")
        page.get_by_role("button", name="审核签发").click()
        assert page.get_by_text("已签发，从现在起计入统计").is_visible()
        look(page, "return-signed")
    assert MonthlyReturn.objects.get(month=month).state == "signed"

    with browse(width) as page:
        enter(page, people.office)
        earlier = past(timezone.localdate(), 2)[1]
        page.goto(f"/supervision/overview/?from={earlier:%Y-%m}&to={earlier:%Y-%m}")
        page.locator("#trend svg").first.wait_for()
        look(page, "overview")
        page.get_by_role("link", name="迟报 1").first.click()
        look(page, "rows-late")
        assert page.get_by_text("▲ 迟报").is_visible()
        page.goto("/supervision/rates/sent/?from=" + f"{earlier:%Y-%m}")
        look(page, "rows-sent")
        page.goto("/supervision/returns/")
        look(page, "returns-office")
        page.goto("/supervision/forms/")
        look(page, "forms-office")


def test_a_declared_form_from_department_to_sum(browse, look, people):
    month = past(timezone.localdate(), 2)[1]
    address = f"/supervision/forms/sheet_suzhou/{month:%Y-%m}/"
    with browse(DESK) as page:
        enter(page, people.clerk)
        page.goto(f"{address}{people.body.public_id}/")
        page.get_by_role("button", name="填报，交审核员").click()
        assert page.get_by_text("“本单位公示网址”请填写").is_visible()
        look(page, "suzhou-form")
        page.get_by_label("本单位公示网址").fill("http://credit.example/")
        page.get_by_role("button", name="填报，交审核员").click()
        assert page.get_by_text("已填报，等待审核员签发").is_visible()
    with browse(DESK) as page:
        enter(page, people.reviewer)
        page.goto(f"{address}{people.body.public_id}/")
        page.get_by_role("button", name="审核签发").click()
    for width in (PHONE, DESK):
        with browse(width) as page:
            enter(page, people.office)
            page.goto(address)
            look(page, "summary")
            assert page.get_by_text("虚构市青山县市场监督管理局").is_visible(), "who has filed nothing is named"


def test_without_scripts_the_table_says_all(browse, people):
    with browse(DESK, javascript=False) as page:
        enter(page, people.office)
        page.goto("/supervision/overview/")
        assert page.locator("#trend").is_hidden()
        assert page.get_by_role("link", name="上报率").is_visible()
        assert page.get_by_role("row").count() > 12
