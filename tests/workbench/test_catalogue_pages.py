"""Pages of the catalogue, of kinds and of delivered registrations: who opens them, and what they do."""

import uuid

import pytest

from records.delivering import deliver
from records.models import Catalogue, Delivery, DeliveryRule, Submission
from tests import factories
from tests.records import making
from tests.workbench.test_pages import enter

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return making.staff()


def form(**more):
    return {
        "basis": "三定方案", "kind": ["licence", "honour"], "licence-cycle": "arising", "licence-basis": "许可法第四十条",
        "licence-public": "on", "honour-cycle": "year", "honour-basis": "办法",
    } | more  # fmt: skip


def test_a_clerk_draws_up_and_the_approver_adopts(people):
    address = f"/workbench/catalogues/{people.body.public_id}/"
    clerk, approver = enter(people.clerk), enter(people.approver)
    assert clerk.get(f"{address}draw-up/").status_code == 200
    refused = clerk.post(f"{address}draw-up/", form(**{"licence-basis": ""}))
    assert "依据" in refused.content.decode()
    assert "三定方案" in refused.content.decode()  # what was typed is still there
    assert clerk.post(f"{address}draw-up/", form()).status_code == 302
    catalogue = Catalogue.objects.get()
    assert [(item.kind, item.public) for item in catalogue.items.all()] == [("licence", True), ("honour", False)]
    decide = f"/workbench/catalogues/{catalogue.public_id}/decide/"
    assert clerk.post(decide, {"action": "adopt"}).status_code == 403
    assert "采纳" in approver.get(address).content.decode()
    approver.post(decide, {"action": "adopt"})
    catalogue.refresh_from_db()
    assert catalogue.state == "adopted"
    kinds = clerk.get("/workbench/kinds/").content.decode()
    assert "诚实守信荣誉" in kinds
    assert "/workbench/type/penalty/" not in kinds


def test_foreign_catalogues_and_deliveries_are_unknown(people):
    stranger = making.staff()
    known = f"/workbench/catalogues/{people.body.public_id}/"
    for officer in (stranger.clerk, stranger.office):
        foreign = enter(officer).get(known)
        unknown = enter(officer).get(f"/workbench/catalogues/{uuid.uuid4()}/")
        assert foreign.status_code == unknown.status_code == 404
        assert foreign.content == unknown.content
        assert enter(officer).post(f"{known}draw-up/", form()).status_code in (403, 404)
    making.only_record(people, making.row_of("registration", people.body, JYFW="食品"))
    deliver(factories.DAY)
    row = Delivery.objects.get()
    assert enter(stranger.office).post(f"/workbench/deliveries/{row.public_id}/answer/").status_code == 404
    assert "虚构" not in enter(stranger.office).get("/workbench/deliveries/").content.decode().split("<main")[1]


def test_rules_and_answers_on_the_page(people):
    office = enter(people.office)
    said = {"department": people.body.public_id, "words": "食品，餐饮", "division": "2108"}
    assert office.post("/workbench/deliveries/rules/", said | {"department": "nonsense"}).status_code == 200
    assert office.post("/workbench/deliveries/rules/", said).status_code == 302
    rule = DeliveryRule.objects.get()
    assert rule.words == ["食品", "餐饮"]
    making.only_record(people, making.row_of("registration", people.body, JYFW="餐饮服务", QH="210803"))
    making.only_record(people, making.row_of("registration", people.body, JYFW="种植"))
    deliver(factories.DAY)
    clerk = enter(people.clerk)
    mine = Delivery.objects.get(department=people.body)
    assert "餐饮服务" in clerk.get("/workbench/deliveries/").content.decode()
    clerk.post(f"/workbench/deliveries/{mine.public_id}/answer/", {"action": "return", "reason": ""})
    mine.refresh_from_db()
    assert mine.state == "waiting"
    clerk.post(f"/workbench/deliveries/{mine.public_id}/answer/", {"action": "acknowledge"})
    mine.refresh_from_db()
    assert mine.state == "acknowledged"
    other = Delivery.objects.get(department=people.office.department)
    address = f"/workbench/deliveries/{other.public_id}/answer/"
    office.post(address, {"action": "hand_on", "department": "nonsense"})
    office.post(address, {"action": "hand_on", "department": people.body.public_id})
    assert Delivery.objects.filter(department=people.body, state="waiting").count() == 1
    office.post(f"/workbench/deliveries/rules/{rule.pk}/end/")
    rule.refresh_from_db()
    assert rule.until is not None


@pytest.mark.parametrize("address", ["/workbench/catalogues/", "/workbench/deliveries/"])
def test_lists_ask_as_often_for_many_as_for_one(people, address):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    office = enter(people.office)

    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            assert office.get(address).status_code == 200
        return len(found)

    for number in range(2):
        making.only_record(people, making.row_of("registration", people.body, JYFW=f"甲{number}"))
    deliver(factories.DAY)
    few = asked()
    for number in range(8):
        factories.department(parent=people.office.department)
        making.only_record(people, making.row_of("registration", people.body, JYFW=f"乙{number}"))
    deliver(factories.DAY)
    assert asked() == few


def test_the_office_freezes_and_another_lifts_and_the_public_is_told(people, client):
    office, approver = enter(people.office), enter(people.approver)
    assert enter(people.clerk).get("/workbench/freeze/").status_code == 403
    office.post("/workbench/freeze/", {"reason": "批量错误"})
    assert client.get("/status.json").json()["frozen"] is True
    assert "暂停新增公示" in client.get("/status").content.decode()
    office.post("/workbench/freeze/", {"reason": "我自己来"})
    assert client.get("/status.json").json()["frozen"] is True
    approver.post("/workbench/freeze/", {"reason": "已核实"})
    assert client.get("/status.json").json()["frozen"] is False


def test_the_office_lets_an_odd_batch_through_on_its_page(people):
    for _ in range(4):
        making.send(people, [making.penalty(people.body, NR="处以罚款") for _ in range(6)])
    odd, _ = making.send(people, [making.penalty(people.body, NR="处以罚款", NR_FK="5000") for _ in range(4)])
    address = f"/workbench/submissions/{odd.public_id}/"
    reviewer = enter(people.reviewer).get(address).content.decode()
    assert "中位数" in reviewer
    assert "确认放行" not in reviewer
    assert enter(people.reviewer).post(f"{address}let-through/", {"reason": "好"}).status_code == 403
    office = enter(people.office)
    office.post(f"{address}let-through/", {"reason": ""})
    odd.refresh_from_db()
    assert odd.gated
    office.post(f"{address}let-through/", {"reason": "已核实"})
    odd.refresh_from_db()
    assert (odd.gated, odd.let_through_by) == (False, people.office)


def test_every_basis_that_lacks_is_told_at_once(people):
    client = enter(people.clerk)
    address = f"/workbench/catalogues/{people.body.public_id}/draw-up/"
    page = client.post(address, form(**{"licence-basis": " ", "honour-basis": ""})).content.decode()
    for kind in ("licence", "honour"):
        assert f'href="#{kind}-basis"' in page
        assert f'id="{kind}-lacks"' in page
    assert page.count("field-error") == 2
    assert not Catalogue.objects.exists()


def test_a_kind_outside_the_catalogue_has_no_form(people):
    clerk = enter(people.clerk)
    assert '<form method="post">' in clerk.get("/workbench/type/penalty/").content.decode()
    clerk.post(f"/workbench/catalogues/{people.body.public_id}/draw-up/", form())
    enter(people.approver).post(
        f"/workbench/catalogues/{Catalogue.objects.get().public_id}/decide/", {"action": "adopt"}
    )
    for page in (clerk.get("/workbench/type/penalty/"), clerk.post("/workbench/type/penalty/", {"CF_WSH": "x"})):
        text = page.content.decode()
        assert "不在本部门的信息目录内" in text
        assert f"/workbench/catalogues/{people.body.public_id}/" in text
        assert 'name="CF_WSH"' not in text
    assert not Submission.objects.exists()
    kinds = clerk.get("/workbench/kinds/").content.decode()
    assert "<li>行政处罚</li>" in kinds  # those left out are named
