"""Rates, returns and declared forms in a real browser: filed, signed, charted; with and without scripts."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from supervision.inventing_more import invent_consequences
from supervision.models import (
    Escalation,
    Finding,
    MonthlyReturn,
    Reconciliation,
    RectificationOrder,
    RecurringTask,
    Scorecard,
)
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


@pytest.mark.parametrize("width", [PHONE])
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
        expect(page.get_by_text("已填报，等待审核员签发")).to_be_visible()
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
        expect(page.get_by_text("已签发，从现在起计入统计")).to_be_visible()
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
        expect(page.locator(".state", has_text="迟报").first).to_be_visible()
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
        expect(page.get_by_text("“本单位公示网址”请填写")).to_be_visible()
        look(page, "suzhou-form")
        page.get_by_label("本单位公示网址").fill("http://credit.example/")
        page.get_by_role("button", name="填报，交审核员").click()
        expect(page.get_by_text("已填报，等待审核员签发")).to_be_visible()
    with browse(DESK) as page:
        enter(page, people.reviewer)
        page.goto(f"{address}{people.body.public_id}/")
        page.get_by_role("button", name="审核签发").click()
    for width in (PHONE, DESK):
        with browse(width) as page:
            enter(page, people.office)
            page.goto(address)
            look(page, "summary")
            expect(page.get_by_text("虚构市青山县市场监督管理局"), "who has filed nothing is named").to_be_visible()


def test_without_scripts_the_table_says_all(browse, people):
    with browse(DESK, javascript=False) as page:
        enter(page, people.office)
        page.goto("/supervision/overview/")
        expect(page.locator("#trend")).to_be_hidden()
        expect(page.get_by_role("link", name="上报率")).to_be_visible()
        expect(page.get_by_role("row").nth(12)).to_be_visible()


@pytest.fixture
def followed(people):
    """What follows from rates and lists, of the same people."""
    people.security = factories.officer("security_admin", department=people.office.department)
    people.supervisor = factories.officer("supervisor", department=people.office.department)
    invent_consequences([(people.body, people.clerk, people.reviewer)], timezone.localdate())
    return people


@pytest.mark.parametrize("width", [PHONE])
def test_from_a_list_to_an_order_and_its_answer(browse, look, followed, width, tmp_path):
    people = followed
    file = tmp_path / "网站公示.csv"
    file.write_text("文书号,名称,决定日期\n虚罚〔2026〕网站1号,虚构市某公司,2026-10-12\n", encoding="utf-8")
    with browse(width) as page:
        enter(page, people.office)
        page.goto("/supervision/reconciliations/")
        look(page, "reconciliations")
        page.get_by_role("link", name="新比对").click()
        page.get_by_label("部门").select_option(label=people.body.name)
        page.get_by_label("本单位公示的清单").set_input_files(file)
        look(page, "reconcile")
        page.get_by_role("button", name="开始比对").click()
        page.get_by_text("已比对，结果如下").wait_for()
        page.goto(f"/supervision/reconciliations/{Reconciliation.objects.earliest('pk').public_id}/")
        look(page, "reconciliation")
        page.get_by_role("link", name="核对纸质档案").click()
        look(page, "paper")
        page.get_by_label("核对结果").first.select_option("same")
        page.get_by_role("button", name="登记核对结果").click()
        expect(page.get_by_text("已登记1件")).to_be_visible()
        page.goto(f"/supervision/findings/{Finding.objects.filter(state='explained').latest('pk').public_id}/")
        look(page, "finding")
        page.goto(f"/supervision/reconciliations/{Reconciliation.objects.latest('pk').public_id}/")
        page.get_by_role("checkbox").first.check()
        page.get_by_role("button", name="将所选列入整改通知").click()
        look(page, "order-new")
        page.get_by_role("button", name="下达").click()
        expect(page.get_by_text("已下达，并通知该部门")).to_be_visible()
        page.goto("/supervision/orders/")
        look(page, "orders")
    order = RectificationOrder.objects.latest("pk")
    evidence = tmp_path / "报告.pdf"
    evidence.write_bytes(b"%PDF-1.4 x")
    with browse(width) as page:
        enter(page, people.clerk)
        page.goto(f"/supervision/orders/{order.public_id}/")
        look(page, "order-clerk")
        page.get_by_label("整改情况").fill("已补报")
        page.get_by_label("佐证材料").set_input_files(evidence)
        page.get_by_role("button", name="提交答复").click()
        expect(page.get_by_text("已答复，等待信用办审核")).to_be_visible()
    with browse(width) as page:
        enter(page, people.office)
        page.goto(f"/supervision/orders/{order.public_id}/")
        look(page, "order-review")
        with page.expect_download() as given:
            page.get_by_role("link", name="附件1.pdf").click()
        assert given.value.suggested_filename == "附件1.pdf"
        page.get_by_role("button", name="整改合格，办结").click()
        expect(page.get_by_text("已办结", exact=False).first).to_be_visible()
    order.refresh_from_db()
    assert order.state == "settled"


@pytest.mark.parametrize("width", [PHONE])
def test_what_a_supervisor_proposes_another_decides(browse, look, followed, width):
    people, late = followed, RectificationOrder.objects.overdue(timezone.localdate()).get()
    with browse(width) as page:
        enter(page, people.supervisor)
        page.goto(f"/supervision/orders/{late.public_id}/")
        page.get_by_text("提出通报或约谈部门负责人").click()
        page.get_by_label("内容").fill("逾期未整改，拟在全市通报。")
        page.get_by_label("依据").fill("遂宁2018 四(三)")
        look(page, "order-supervisor")
        page.get_by_role("button", name="提出", exact=True).click()
        expect(page.get_by_text("已提出，等待信用办审批")).to_be_visible()
    with browse(width) as page:
        enter(page, people.approver)
        page.goto(f"/supervision/escalations/{Escalation.objects.latest('pk').public_id}/")
        look(page, "escalation")
        page.get_by_role("button", name="批准", exact=True).click()
        expect(page.get_by_text("已批准").first).to_be_visible()
    assert Escalation.objects.latest("pk").approver == people.approver


@pytest.mark.parametrize("width", [PHONE])
def test_scorecards_tasks_and_the_register(browse, look, followed, width):
    people = followed
    with browse(width) as page:
        enter(page, people.office)
        page.goto("/supervision/scorecards/")
        look(page, "scorecards")
        card = Scorecard.objects.get(department=people.body)
        page.goto(f"/supervision/scorecards/{card.public_id}/")
        look(page, "scorecard")
        expect(page.get_by_text("暂无数据").first).to_be_visible()
        page.goto(f"/supervision/scorecards/{Scorecard.objects.filter(state='open').first().public_id}/")
        look(page, "scorecard-scoring")
        page.goto("/supervision/tasks/")
        look(page, "tasks-office")
    with browse(width) as page:
        enter(page, people.clerk)
        page.goto("/supervision/tasks/?show=mine")
        look(page, "tasks-clerk")
        task = RecurringTask.objects.filter(department=people.body, state="open").first()
        page.goto(f"/supervision/tasks/{task.public_id}/")
        look(page, "task")
        page.get_by_label("完成情况").fill("已办理")
        page.get_by_role("button", name="登记完成").click()
        expect(page.get_by_text("已登记完成")).to_be_visible()
    with browse(width) as page:
        enter(page, people.security)
        page.goto("/supervision/security/")
        look(page, "security")
        page.get_by_role("link", name="登记", exact=True).click()
        page.get_by_label("责任人").fill("安全员")
        page.get_by_label("情况与发现").fill("演练冻结公示，一切正常")
        look(page, "security-new")
        page.get_by_role("button", name="登记", exact=True).click()
        look(page, "security-entry")
        page.goto("/supervision/tasks/")
        look(page, "tasks-security")
