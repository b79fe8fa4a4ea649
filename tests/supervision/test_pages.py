"""Pages of supervision: who sees what, every role and page, foreign ids, figures that open their rows, exports."""

import io
import uuid
from datetime import date

import openpyxl
import pytest
import time_machine
from django.test import Client

from accounts.models import AccessLog
from supervision.models import MonthlyReturn, ProgressReturn
from tests import factories
from tests.records import making as records
from tests.supervision import making

pytestmark = pytest.mark.django_db
NOON = "2026-10-20 12:00+08:00"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def people():
    return making.staff()


def enter(officer) -> Client:
    client = Client()
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    return client


def month_of(department, what: str = "returns") -> str:
    return f"/supervision/{what}/2026-09/{department.public_id}/"


FILED = {
    "licence-produced": "3", "licence-own_site": "3", "licence-not_reported": "0", "licence-why_not": "",
    "penalty-zero": "on", "penalty-produced": "0", "penalty-own_site": "0", "penalty-not_reported": "0",
    "penalty-why_not": "", "reason": "", "action": "file",
}  # fmt: skip

PAGES = {
    "/supervision/rates/": "clerk reviewer",
    "/supervision/overview/": "office approver auditor",
    "/supervision/overview.xlsx": "office approver auditor",
    "/supervision/rates/reported/": "clerk reviewer office approver auditor",
    "/supervision/rates/timely/": "clerk reviewer office approver auditor",
    "/supervision/rates/late/": "clerk reviewer office approver auditor",
    "/supervision/rates/faulty/": "clerk reviewer office approver auditor",
    "/supervision/rates/sent/": "clerk reviewer office approver auditor",
    "/supervision/rates/produced/": "clerk reviewer office approver auditor",
    "/supervision/returns/": "clerk reviewer office approver auditor",
    "/supervision/forms/": "clerk reviewer office approver auditor",
    "/supervision/forms/progress_shaanxi/2026-09/": "office approver auditor",
    "/supervision/forms/sheet_suzhou/2026-09.xlsx": "office approver auditor",
    "return": "clerk reviewer office approver auditor",
    "sheet": "clerk reviewer office approver auditor",
}


@pytest.mark.parametrize("page", PAGES)
def test_every_page_for_every_role(people, page):
    making.signed(people)
    records.send(
        people,
        [records.licence(people.body, JDRQ="2026/09/16"), records.licence(people.body, WSH="无", JDRQ="2026/09/16")],
        on=date(2026, 9, 18),
    )
    address = {
        "return": month_of(people.body),
        "sheet": month_of(people.body, "forms/progress_shaanxi"),
    }.get(page, page)
    admin = factories.officer("system_admin", department=people.body)
    roles = {name: getattr(people, name) for name in ("clerk", "reviewer", "office", "approver", "auditor")} | {
        "admin": admin
    }
    for name, officer in roles.items():
        answer = enter(officer).get(address)
        assert answer.status_code == (200 if name in PAGES[page].split() else 403), (page, name)
    assert Client().get(address).status_code == 302
    assert AccessLog.objects.exists()


def test_a_foreign_department_answers_like_an_unknown_one(people):
    making.filed(people)
    stranger = making.staff()
    for officer in (stranger.clerk, stranger.reviewer, stranger.office):
        client = enter(officer)
        for address in (month_of(people.body), month_of(people.body, "forms/progress_shaanxi")):
            foreign = client.get(address)
            unknown = client.get(address.replace(str(people.body.public_id), str(uuid.uuid4())))
            assert foreign.status_code == unknown.status_code == 404
            assert foreign.content == unknown.content
        for name in ("department", "county"):
            assert client.get("/supervision/rates/reported/", {name: str(people.body.public_id)}).status_code == 404
            assert client.get("/supervision/rates/reported/", {name: "x"}).status_code == 404
    assert enter(stranger.reviewer).post(month_of(people.body), {"action": "sign"}).status_code == 404
    assert MonthlyReturn.objects.get().state == "proposed"
    for address in (
        "/supervision/returns/2026-13/",
        "/supervision/forms/nothing/2026-09/",
        "/supervision/rates/nothing/",
    ):
        assert enter(people.office).get(address).status_code == 404


def test_the_office_sees_its_tree_only(people):
    other = making.staff()
    page = enter(people.office).get("/supervision/overview/").content.decode()
    assert people.body.name in page
    assert other.body.name not in page
    assert other.body.name in enter(people.auditor).get("/supervision/overview/").content.decode()
    assert other.body.name not in enter(people.office).get("/supervision/returns/").content.decode()


def test_from_filing_to_signing_by_page(people):
    clerk, reviewer, address = enter(people.clerk), enter(people.reviewer), month_of(people.body)
    assert "已按平台现有数据预填" in clerk.get(address).content.decode()
    assert clerk.post(address, FILED | {"penalty-zero": ""}, follow=True).content.decode().count("零报告") > 1
    assert not MonthlyReturn.objects.exists()
    assert clerk.post(address, FILED).status_code == 302
    assert "收回" in clerk.get(address).content.decode()
    clerk.post(address, {"action": "sign"})
    assert MonthlyReturn.objects.get().state == "proposed", "a clerk signs nothing"
    assert "审核签发</button>" not in enter(people.office).get(address).content.decode()
    assert reviewer.post(address, {"action": "sign"}).status_code == 302
    assert MonthlyReturn.objects.get().state == "signed"
    corrected = FILED | {"licence-produced": "5"}
    assert "写明理由" in clerk.post(address, corrected).content.decode()
    clerk.post(address, corrected | {"reason": "漏计"})
    reviewer.post(address, {"action": "decline", "note": "再核"})
    assert list(MonthlyReturn.objects.order_by("number").values_list("state", flat=True)) == ["signed", "declined"]
    assert "再核" in clerk.get(address).content.decode()


def test_every_figure_opens_its_rows(people):
    sent = [records.licence(people.body, JDRQ="2026/09/16"), records.licence(people.body, WSH="无", JDRQ="2026/09/16")]
    records.send(people, sent, on=date(2026, 9, 18))
    records.send(people, [records.licence(people.body, JDRQ="2026/09/01")], on=date(2026, 9, 29))
    making.signed(people, 4)
    client = enter(people.office)
    page = client.get("/supervision/overview/?from=2026-09&to=2026-09&kind=licence").content.decode()
    for said in ("50.0%", "66.7%", "迟报 1", "有误 1"):
        assert said in page
    query = {"department": str(people.body.public_id), "from": "2026-09", "to": "2026-09", "kind": "licence"}
    for figure, count in {"reported": 2, "timely": 1, "late": 1, "faulty": 1, "sent": 3, "produced": 1}.items():
        rows = client.get(f"/supervision/rates/{figure}/", query).content.decode()
        assert f"共 {count} 行" in rows, figure
        assert rows.count("<tr>") - rows.count("<thead>") == count, figure
    assert client.get("/supervision/rates/reported/", query | {"kind": "penalty"}).content.decode().count("<tr>") == 0


def test_who_decided_sees_the_row_that_another_reported(people):
    town = factories.department("虚构市下级分局", parent=people.body)
    records.send(
        people,
        [records.penalty(people.body, CFJG=town.name, CFJGDM=town.code, JDRQ="2026/09/16")],
        on=date(2026, 9, 18),
    )
    clerk = factories.officer("clerk", department=town)
    page = enter(clerk).get("/supervision/rates/reported/").content.decode()
    assert "共 1 行" in page
    record = people.body.records.get()
    assert str(record.public_id) not in page, "the file itself is the reporting department's"
    assert "共 0 行" in enter(people.clerk).get("/supervision/rates/reported/").content.decode()


def test_departments_without_a_return_are_missing_not_zero(people):
    other = making.below(people, "虚构市没有月报的局")
    making.signed(people, 0)
    page = enter(people.office).get("/supervision/returns/?from=2026-09&to=2026-09").content.decode()
    assert "虚构市没有月报的局" in page
    assert "逾期未报" in page
    overview = enter(people.office).get("/supervision/overview/").content.decode()
    assert "未报月报" in overview
    assert f"2026年9月 {other.name}" in overview


def query_count(client, address, django_assert_max_num_queries) -> int:
    with django_assert_max_num_queries(60) as counted:
        assert client.get(address).status_code == 200
    return len(counted)


@pytest.mark.parametrize(
    "page",
    [
        "overview/",
        "overview/?by=county",
        "overview.xlsx",
        "returns/",
        "forms/",
        "forms/sheet_suzhou/2026-09/",
        "rates/sent/",
        "rates/produced/",
    ],
)
def test_queries_do_not_grow_with_rows(people, page, django_assert_max_num_queries):
    client, address = enter(people.office), f"/supervision/{page}"
    making.signed(people)
    records.send(
        people,
        [records.licence(people.body, JDRQ="2026/09/16"), records.licence(people.body, WSH="无", JDRQ="2026/09/16")],
        on=date(2026, 9, 18),
    )
    before = query_count(client, address, django_assert_max_num_queries)
    for number in range(4):
        body = factories.department(f"虚构市第{number}新局", parent=people.office.department)
        more = records.Staff(
            body,
            factories.officer("clerk", department=body),
            factories.officer("reviewer", department=body),
            *[people.office] * 3,
        )
        making.signed(more)
        rows = [records.licence(body, JDRQ="2026/09/16") for _ in range(5)] + [
            records.licence(body, WSH="无", JDRQ="2026/09/16")
        ]
        records.send(more, rows, on=date(2026, 9, 18))
    assert query_count(client, address, django_assert_max_num_queries) == before


def test_formulas_stay_text_in_every_export(people):
    people.body.name = "=1+1"
    people.body.save()
    making.signed(people)
    assert (
        enter(people.clerk)
        .post(
            month_of(people.body, "forms/sheet_suzhou"),
            {"action": "file", "site": '=HYPERLINK("http://x")', "means": "+1", "problems": "@x"},
        )
        .status_code
        == 302
    )
    enter(people.reviewer).post(month_of(people.body, "forms/sheet_suzhou"), {"action": "sign"})
    assert ProgressReturn.objects.get().state == "signed"
    client, types = enter(people.office), {}
    for address in ("/supervision/overview.xlsx", "/supervision/forms/sheet_suzhou/2026-09.xlsx"):
        answer = client.get(address)
        assert answer["Cache-Control"] == "no-store"
        sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
        cells = {cell.value: cell.data_type for line in sheet for cell in line if cell.value is not None}
        assert cells["=1+1"] in ("s", "inlineStr")
        assert "f" not in cells.values()
        types |= cells
    assert types['=HYPERLINK("http://x")'] in ("s", "inlineStr")
    assert types["+1"] in ("s", "inlineStr")


def test_a_month_may_be_asked_for_in_any_way(people):
    client = enter(people.office)
    for query in (
        "from=x",
        "from=2026-10&to=2026-09",
        "from=1999-01&to=2026-09",
        "to=2999-01",
        "kind=x&by=x&sort=x",
        "sort=-timeliness&by=kind",
        "from=0001-01&to=0001-01",
        "from=9999-12&to=9999-12",
    ):
        assert client.get(f"/supervision/overview/?{query}").status_code == 200, query
        assert client.get(f"/supervision/rates/sent/?{query}").status_code == 200, query
