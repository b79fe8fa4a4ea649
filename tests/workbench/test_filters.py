"""Own records: every filter, what a bad one is told, and the table to take away."""

import io
from datetime import timedelta

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import AccessLog
from records.models import Hide, Record
from tests import factories
from tests.records import making

pytestmark = pytest.mark.django_db
PAGE, TABLE = "/workbench/records/", "/workbench/records.xlsx"
TODAY = factories.DAY


def enter(officer) -> Client:
    client = Client()
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def people():
    return making.staff()


@pytest.fixture
def rows(people):
    """One record of each sort that a filter tells apart, by its name."""
    other = factories.department("虚构市另一局", parent=people.office.department)
    gated = factories.submission(people.body, gated=True, odd=["行数明显多于以往"])
    plain = factories.submission(people.body)

    def row(**fields) -> Record:
        usual = {"submission": plain, "state": "awaiting", "public_from": None, "due": factories.ago(-30)}
        return factories.record(**(usual | {"release_by": factories.ago(-30), "decided_on": factories.ago(5)} | fields))

    found = {
        "soon": row(release_by=TODAY),
        "overdue": row(state="held", hold_reason="checking", due=factories.ago(1), arrived_on=factories.ago(9)),
        "late": row(state="released", public_from=TODAY, due=factories.ago(3), arrived_on=TODAY),
        "provisional": row(provisional=True),
        "grave": row(grave=True),
        "gated": row(submission=gated),
        "hidden": row(state="released", public_from=TODAY),
        "stock": row(stock=True, due=None, release_by=None),
        "penalty": row(kind="penalty", state="internal", publishable=False, decided_on=factories.ago(400)),
        "other": row(submission=factories.submission(other), subject=factories.subject("虚构另外有限公司")),
    }
    Hide.objects.create(
        record=found["hidden"], reason="名称有误", proposer=people.reviewer, hidden_on=TODAY,
        confirm_by=TODAY + timedelta(days=1),
    )  # fmt: skip
    return found


def shown(client: Client, **asked) -> set[str]:
    return {row.document_number for row in client.get(PAGE, asked).context["page"]}


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({"timing": "soon"}, {"soon"}),
        ({"timing": "overdue"}, {"overdue"}),
        ({"timing": "late"}, {"late"}),
        ({"timing": "provisional"}, {"provisional"}),
        ({"attention": "grave"}, {"grave"}),
        ({"attention": "gated"}, {"gated"}),
        ({"attention": "hidden"}, {"hidden"}),
        ({"stock": "yes"}, {"stock"}),
        ({"kind": "penalty"}, {"penalty"}),
        ({"state": "held"}, {"overdue"}),
        ({"decided_to": str(factories.ago(399))}, {"penalty"}),
        ({"decided_from": str(factories.ago(400)), "decided_to": str(factories.ago(400))}, {"penalty"}),
        ({"q": "虚构另外有限公司"}, {"other"}),
        ({"stock": "yes", "state": "held"}, set()),
    ],
)
def test_each_filter_finds_its_own(people, rows, asked, names):
    assert shown(enter(people.office), **asked) == {rows[name].document_number for name in names}


def test_by_department_for_the_office_only(people, rows):
    other = rows["other"].department
    assert shown(enter(people.office), department=str(other.public_id)) == {rows["other"].document_number}
    answer = enter(people.clerk).get(PAGE, {"department": str(other.public_id)})
    assert "不认识的查询条件已忽略：department" in answer.content.decode()
    assert rows["other"].document_number not in answer.content.decode()
    foreign = enter(people.office).get(PAGE, {"department": str(making.staff().body.public_id)})
    unknown = enter(people.office).get(PAGE, {"department": "f0000000-0000-4000-8000-000000000000"})
    assert not foreign.context["page"].object_list
    assert "没有这个选项" in foreign.content.decode()
    assert "没有这个选项" in unknown.content.decode()


def test_orders(people, rows):
    client = enter(people.office)
    days = [row.decided_on for row in client.get(PAGE, {"sort": "decided_on"}).context["page"]]
    assert days == sorted(days)
    assert days[0] == factories.ago(400)
    days = [row.decided_on for row in client.get(PAGE, {"sort": "-decided_on"}).context["page"]]
    assert days == sorted(days, reverse=True)


@pytest.mark.parametrize(
    "asked",
    [
        {"state": "x"}, {"kind": "'; DROP"}, {"decided_from": "昨天"}, {"decided_to": "2026-02-30"}, {"timing": "x"},
        {"q": "长" * 500}, {"sort": "pk"}, {"sort": "subject__name,due"}, {"department": "x"},
        {"stock": "maybe"}, {"attention": "1"}, {"decided_from": "0001-01-01"}, {"decided_to": "99999-01-01"},
        {"page": "x"}, {"page": "-1"}, {"nothing": "1"}, {"subject__code": "1"},
    ],
)  # fmt: skip
def test_what_is_not_understood_gets_a_sentence(people, rows, asked):
    client = enter(people.office)
    answer = client.get(PAGE, asked)
    assert answer.status_code == 200
    page = answer.content.decode()
    if not asked.keys() & {"page"} and "0001-01-01" not in asked.values():
        assert "更正后再查询" in page or "不认识的查询条件已忽略" in page
    table = client.get(TABLE, asked, follow=True)
    assert table.status_code == 200


def test_the_pager_and_the_table_keep_the_filter(people):
    plain = factories.submission(people.body)
    for _ in range(26):
        factories.record(submission=plain, state="held", public_from=None)
    page = enter(people.office).get(PAGE, {"state": "held", "q": ""}).content.decode()
    assert 'href="?state=held&amp;q=&amp;page=2"' in page
    assert 'href="/workbench/records.xlsx?state=held&amp;q="' in page


def read(answer) -> list[list]:
    return [[cell.value for cell in row] for row in openpyxl.load_workbook(io.BytesIO(answer.content)).active]


def test_the_table_is_what_the_list_shows_and_harmless(people):
    number = making.id_number(3)
    making.send(people, [
        making.person(people.body, number), making.penalty(people.body, XDR_MC="=cmd|' /C calc'!A0"),
        making.licence(people.body),
    ])  # fmt: skip
    client = enter(people.reviewer)
    answer = client.get(TABLE, {"kind": "penalty"})
    assert answer["Cache-Control"] == "no-store"
    rows = read(answer)
    listed = client.get(PAGE, {"kind": "penalty"}).context["page"]
    assert [row[3] for row in rows[2:]] == [row.document_number for row in listed]
    assert number not in str(rows)
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert {cell.data_type for row in sheet for cell in row} <= {"s", "n", "inlineStr"}
    look = AccessLog.objects.get(what="下载记录列表")
    assert look.officer_id == people.reviewer.public_id


def test_a_long_table_is_cut_with_a_word(people, monkeypatch):
    monkeypatch.setattr("workbench.views.records.MOST", 2)
    plain = factories.submission(people.body)
    for _ in range(3):
        factories.record(submission=plain)
    client = enter(people.office)
    rows = read(client.get(TABLE))
    assert len(rows) == 2 + 2 + 1
    assert rows[-1][0].startswith("只含前2条")
    assert "只含前 2 条" in client.get(PAGE).content.decode()


def test_the_page_asks_as_many_queries_for_many_rows_as_for_few(people, rows):
    client = enter(people.office)
    client.get(PAGE)
    with CaptureQueriesContext(connection) as few:
        client.get(PAGE)
    plain = factories.submission(people.body)
    for _ in range(12):
        factories.record(submission=plain)
    with CaptureQueriesContext(connection) as many:
        client.get(PAGE)
    assert len(many) == len(few) <= 14
