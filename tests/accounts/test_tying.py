"""Lines of trades and reporting on behalf: dated, without circles, by two persons; what they change at intake. Source: A4."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts import tying
from accounts.models import Department, Tie
from accounts.refusals import Refused
from accounts.trees import by_line, by_territory
from ledger.models import Event
from supervision.counting import Span, records_of
from tests import factories
from tests.records.making import FRIDAY, acting, licence, said, send, staff

pytestmark = pytest.mark.django_db
ON = FRIDAY


@pytest.fixture
def people():
    return staff()


@pytest.fixture
def town(people):
    """A body of another branch of the same office's tree: not below the one that reports."""
    return factories.department("虚构镇人民政府", parent=people.office.department)


def propose(people, kind, department, other, **more):
    given = {
        "basis": "虚发〔2026〕1号",
        "since": ON,
        "officer": people.office,
        "actor": acting(people.office),
        "on": ON,
    } | more
    if kind == "line":
        given.setdefault("trade", "市场监管")
    return tying.propose_tie(kind, department, other, **given)


def adopt(people, tie, **more):
    tying.adopt_tie(tie, **{"officer": people.approver, "actor": acting(people.approver), "on": ON} | more)
    tie.refresh_from_db()
    return tie


def codes(report):
    return {code for _, _, code in said(report)}


def test_what_is_reported_on_behalf_counts_for_who_decided(people, town):
    row = licence(people.body, XKJG=town.name, XKJGDM=town.code)
    _, report = send(people, [row])
    assert "other_body" in codes(report)
    tie = propose(people, "on_behalf", people.body, town)
    _, report = send(people, [row | {"XK_WSH": "虚市监许〔2026〕甲号"}])
    assert "other_body" in codes(report)  # proposed is not adopted
    adopt(people, tie)
    submission, report = send(people, [row | {"XK_WSH": "虚市监许〔2026〕乙号"}])
    assert "other_body" not in codes(report)
    record = submission.records.get()
    assert (record.department, record.body_code, record.grave) == (people.body, town.code, False)
    month = Span(ON.replace(day=1), ON.replace(day=1))
    assert record in records_of(month, [town])
    assert record not in records_of(month, [people.body])


def test_only_from_day_to_day_and_not_the_other_way(people, town):
    adopt(
        people,
        propose(people, "on_behalf", people.body, town, since=ON + timedelta(days=3), until=ON + timedelta(days=6)),
    )
    found = [list(Department.objects.reported_for_by([people.body], ON + timedelta(days=day))) for day in (2, 3, 5, 6)]
    assert found == [[], [town], [town], []]
    assert not Department.objects.reported_for_by([town], ON + timedelta(days=4)).exists()


def test_ended_it_warns_again(people, town):
    tie = adopt(people, propose(people, "on_behalf", people.body, town, since=ON - timedelta(days=30)))
    by = {"officer": people.office, "actor": acting(people.office), "on": ON}
    with pytest.raises(Refused, match="理由"):
        tying.end_tie(tie, reason="", **by)
    tying.end_tie(tie, reason="镇政府已自行报送", **by)
    _, report = send(people, [licence(people.body, XKJG=town.name, XKJGDM=town.code)])
    assert "other_body" in codes(report)
    assert Department.objects.reported_for_by([people.body], ON - timedelta(days=1)).exists()  # it did hold then
    moves = Event.objects.filter(object_id=tie.public_id).order_by("pk").values_list("move", flat=True)
    assert list(moves) == ["propose", "adopt", "end"]


def test_nobody_adopts_what_they_proposed(people, town):
    both = factories.officer("office", "office_approver", department=people.office.department)
    tie = propose(people, "on_behalf", people.body, town, officer=both, actor=acting(both))
    with pytest.raises(Refused, match="自己提出"):
        adopt(people, tie, officer=both)
    with pytest.raises(Refused, match="信用办审批"):
        adopt(people, tie, officer=people.office)
    with pytest.raises(IntegrityError, match="four_eyes"), transaction.atomic():
        Tie.objects.filter(pk=tie.pk).update(approver=both)
    with pytest.raises(IntegrityError, match="by_two"), transaction.atomic():
        Tie.objects.create(
            kind="on_behalf", department=town, other=people.body, basis="x", since=ON, proposer=both, proposed_on=ON, state="adopted"
        )  # fmt: skip
    with pytest.raises(Refused, match="信用办经办"):
        propose(people, "on_behalf", people.body, town, officer=people.approver)
    adopt(people, tie)
    with pytest.raises(Refused, match=r"已经变化|已经登记"):
        adopt(people, tie)


def test_a_line_closes_no_circle(people):
    office = people.office.department
    one, two, three = (factories.department(f"虚构{name}", parent=office) for name in "甲乙丙")
    adopt(people, propose(people, "line", one, two))
    adopt(people, propose(people, "line", two, three))
    with pytest.raises(Refused, match="之下"):
        propose(people, "line", three, one)
    with pytest.raises(Refused, match="之下"):
        propose(people, "line", three, one, trade="应急管理")
    with pytest.raises(Refused, match="已是"):
        propose(people, "line", one, three)
    past = propose(people, "line", three, one, since=ON - timedelta(days=60), until=ON)
    assert adopt(people, past).state == "adopted"  # before the others began
    assert [(node.department.name, node.depth) for node in by_line(Tie.objects.in_force(ON))] == [
        ("虚构丙", 0), ("虚构乙", 1), ("虚构甲", 2),
    ]  # fmt: skip


def test_two_proposals_that_would_close_a_circle_together(people):
    one, two = (factories.department(parent=people.office.department) for _ in "ab")
    first = propose(people, "line", one, two)
    with pytest.raises(Refused, match="之下"):
        propose(people, "line", two, one)
    tying.decline_tie(first, reason="有误", officer=people.approver, actor=acting(people.approver), on=ON)
    adopt(people, propose(people, "line", two, one))


@pytest.mark.parametrize("fields", [{"basis": " "}, {"until": ON}, {"trade": " "}])
def test_what_cannot_be_proposed(people, town, fields):
    with pytest.raises(Refused):
        propose(people, "line", people.body, town, **fields)


def test_departments_of_another_office_are_out_of_reach(people, town):
    stranger = staff().body
    for department, other in ((stranger, town), (people.body, stranger)):
        with pytest.raises(Refused, match="所辖"):
            propose(people, "on_behalf", department, other)
    assert propose(people, "line", people.body, stranger)  # the upper end of a line lies above


def test_a_tree_of_any_depth_is_nested_right():
    root = parent = factories.department("虚构省")
    for number in range(1500):
        parent = factories.department(f"虚构{number:04}", parent=parent)
    factories.department("虚构省旁枝", parent=root)
    nodes = by_territory(Department.objects.all())
    assert max(node.depth for node in nodes) == 1500
    opened = sum(node.opens for node in nodes)
    assert opened == sum(node.closes.count("ul") for node in nodes) == 1501
    assert sum(node.closes.count("li") for node in nodes) == len(nodes) == 1502


def enter(officer) -> Client:
    client = Client()
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_pages(people, town):
    office, approver = enter(people.office), enter(people.approver)
    data = {
        "kind": "on_behalf", "department": people.body.pk, "other": town.pk, "basis": "虚发1号", "since": "2026-01-01", "trade": "",
    }  # fmt: skip
    assert office.post("/workbench/ties/", data).status_code == 302
    tie = Tie.objects.get()
    address = f"/workbench/ties/{tie.public_id}/decide/"
    assert "采用</button>" not in office.get("/workbench/ties/").content.decode()
    assert "采用</button>" in approver.get("/workbench/ties/").content.decode()
    approver.post(address, {"action": "adopt"})
    tie.refresh_from_db()
    assert tie.state == "adopted"
    assert "确认终止" in office.get("/workbench/ties/?kind=on_behalf").content.decode()
    page = office.get("/workbench/tree/").content.decode()
    assert people.body.name in page
    assert "未登记联络员" in page
    assert staff().body.name not in enter(people.office).get("/workbench/tree/").content.decode()
    found = office.get("/workbench/tree/", {"q": "镇人民"}).content.decode()
    assert f"{people.office.department.name} ›" in found
    other = enter(staff().approver)
    assert other.post(address, {"action": "end", "reason": "x"}).status_code == 404


def test_queries_of_the_pages_do_not_grow(people, town):
    client = enter(people.auditor)

    def counted(address):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    addresses = (
        "/workbench/tree/",
        "/workbench/tree/?by=line",
        "/workbench/tree/?q=虚构",
        "/workbench/ties/",
        "/workbench/liaisons/",
    )
    adopt(people, propose(people, "line", people.body, town))
    few = [counted(address) for address in addresses]
    for number in range(6):
        below = factories.department(f"虚构街道{number}", parent=town)
        adopt(people, propose(people, "line", below, town))
        propose(people, "on_behalf", below, people.body)
    assert [counted(address) for address in addresses] == few


def test_another_offices_approver_neither_adopts_declines_nor_ends(people, town):
    tie = propose(people, "on_behalf", people.body, town)
    stranger = factories.officer("office_approver", department=factories.department("别县信用办"))
    by = {"officer": stranger, "actor": acting(stranger), "on": ON}
    with pytest.raises(Refused, match="所辖部门"):
        tying.adopt_tie(tie, **by)
    with pytest.raises(Refused, match="所辖部门"):
        tying.decline_tie(tie, reason="不符", **by)
    adopt(people, tie)
    with pytest.raises(Refused, match="所辖部门"):
        tying.end_tie(tie, reason="不再代报", **by)
    tie.refresh_from_db()
    assert (tie.state, tie.until) == ("adopted", None)


def test_ending_leaves_who_settled_it_as_it_was(people, town):
    tie = adopt(people, propose(people, "on_behalf", people.body, town))
    settled = (tie.proposer_id, tie.proposed_on, tie.approver_id, tie.decided_on, tie.answer)
    later = ON + timedelta(days=3)
    tying.end_tie(tie, officer=people.office, actor=acting(people.office), on=later, reason="不再代报")
    tie.refresh_from_db()
    assert (tie.proposer_id, tie.proposed_on, tie.approver_id, tie.decided_on, tie.answer) == settled
    assert (tie.ended_by, tie.ended_on, tie.end_reason, tie.until) == (people.office, later, "不再代报", later)
