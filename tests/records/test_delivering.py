"""登记推送: registrations reach the department in charge, once, and are answered. Source: B11."""

import threading

import pytest
from django.db import connection

from records.delivering import (
    DeliveryRefused,
    acknowledge,
    add_rule,
    deliver,
    end_rule,
    hand_on,
    send_back,
)
from records.models import Delivery
from tests import factories
from tests.records.making import FRIDAY, acting, days, only_record, row_of, send, staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return staff()


@pytest.fixture
def food(people):
    """The department in charge of food, by a rule."""
    body = factories.department("虚构市食品监管局", parent=people.body.parent)
    add_rule(body, ["食品", "餐饮"], "2108", officer=people.office, actor=acting(people.office), on=FRIDAY)
    return body


def registration(people, scope="食品销售；餐饮服务", division="210803", **more):
    return row_of("registration", people.body, JYFW=scope, QH=division, **more)


def test_by_scope_and_territory_once(people, food):
    record = only_record(people, registration(people))
    assert deliver(FRIDAY) == 1
    row = Delivery.objects.get()
    assert (row.record, row.department, row.word, row.state) == (record, food, "食品", "waiting")
    assert row.due == FRIDAY + days(7)  # five working days
    assert deliver(FRIDAY) == 0
    submission, _ = send(people, [registration(people) | {"DJ_WSH": "另〔2026〕1号", "DJ_QH": "230100"}])
    assert deliver(FRIDAY) == 1
    assert Delivery.objects.get(record__submission=submission).department == people.body.parent  # nobody's: the office


def test_a_changed_registration_is_delivered_again_and_stock_never(people, food):
    row = registration(people)
    only_record(people, row)
    deliver(FRIDAY)
    send(people, [row | {"DJ_JYFW": "食品销售；住宿"}])
    assert deliver(FRIDAY) == 1
    only_record(people, registration(people, JDRQ="2024/01/05"), stock=True)
    assert deliver(FRIDAY) == 0


def test_answers_and_who_may_give_them(people, food):
    only_record(people, registration(people))
    deliver(FRIDAY)
    row, clerk = Delivery.objects.get(), factories.officer("clerk", department=food)
    with pytest.raises(DeliveryRefused, match="职责范围"):
        acknowledge(row, officer=people.clerk, actor=acting(people.clerk), on=FRIDAY)
    with pytest.raises(DeliveryRefused, match="理由"):
        send_back(row, officer=clerk, actor=acting(clerk), on=FRIDAY, reason="")
    send_back(row, officer=clerk, actor=acting(clerk), on=FRIDAY, reason="属市场监管局")
    with pytest.raises(DeliveryRefused, match="已经处理"):
        acknowledge(row, officer=clerk, actor=acting(clerk), on=FRIDAY)
    at_office = Delivery.objects.get(department=people.body.parent)
    with pytest.raises(DeliveryRefused):
        hand_on(at_office, to=people.body, officer=clerk, actor=acting(clerk), on=FRIDAY)
    given = hand_on(at_office, to=people.body, officer=people.office, actor=acting(people.office), on=FRIDAY)
    acknowledge(given, officer=people.clerk, actor=acting(people.clerk), on=FRIDAY)
    assert set(Delivery.objects.values_list("state", flat=True)) == {"returned", "acknowledged"}


def test_rules_belong_to_the_office_of_the_tree(people, food):
    stranger = staff()
    for officer in (people.clerk, people.auditor, stranger.office):
        with pytest.raises(DeliveryRefused):
            add_rule(food, ["药品"], "", officer=officer, actor=acting(officer), on=FRIDAY)
    with pytest.raises(DeliveryRefused, match="关键词"):
        add_rule(food, [" "], "", officer=people.office, actor=acting(people.office), on=FRIDAY)
    end_rule(food.delivery_rules.get(), officer=people.office, actor=acting(people.office), on=FRIDAY)
    only_record(people, registration(people))
    deliver(FRIDAY)
    assert Delivery.objects.get().department == people.body.parent


@pytest.mark.django_db(transaction=True)
def test_four_at_once_never_trip_over_each_other():
    people, faults = staff(), []

    def go(start):
        try:
            start.wait()
            deliver(FRIDAY)
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    for _ in range(6):
        send(people, [registration(people) for _ in range(5)])
        start = threading.Barrier(4)
        threads = [threading.Thread(target=go, args=(start,)) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
    assert faults == []
    assert Delivery.objects.count() == 30


@pytest.mark.django_db(transaction=True)
def test_two_at_once_deliver_once():
    people = staff()
    for number in range(5):
        only_record(people, registration(people, scope=f"食品{number}"))

    def run():
        deliver(FRIDAY)
        connection.close()

    threads = [threading.Thread(target=run) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Delivery.objects.count() == 5
