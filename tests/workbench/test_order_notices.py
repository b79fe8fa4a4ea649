"""Notices of orders: whoever it is with now is told once. Source: J6."""

import pytest

from supervision import escalating, ordering
from tests.records.making import FRIDAY
from tests.supervision.making import staff
from tests.supervision.test_ordering import PDF, by, issued, proposed
from workbench.models import Notice
from workbench.order_notices import tell_of_orders

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return staff()


def told(officer) -> list[str]:
    return list(officer.notices.order_by("pk").values_list("text", flat=True))


def test_the_department_then_the_office_and_each_once(people):
    order = issued(people)
    assert (tell_of_orders(FRIDAY), tell_of_orders(FRIDAY)) == (2, 0)
    assert told(people.clerk) == told(people.reviewer) == [f"{order.number}已下达，请于{order.due}前整改并答复。"]
    assert not told(staff().clerk)
    ordering.reply(order, text="已补报", papers=[PDF], **by(people.clerk))
    assert tell_of_orders(FRIDAY) >= 1
    assert told(people.office) == [f"{people.body.name}已答复{order.number}，请核对。"]


def test_an_escalation_goes_to_who_decides_and_then_to_the_department(people):
    made = proposed(people, people.office)
    tell_of_orders(FRIDAY)
    assert [text for text in told(people.approver) if "通报" in text]
    assert not [text for text in told(people.clerk) if "通报" in text]
    escalating.approve(made, **by(people.approver))
    tell_of_orders(FRIDAY)
    assert [text for text in told(people.clerk) if "已批准通报" in text]
    assert not Notice.objects.filter(plain=True).exists()  # they name departments: the mail says only that there is one
