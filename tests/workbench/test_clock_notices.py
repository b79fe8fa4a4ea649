"""Reminders of case clocks: each once, again when the day moves; the office hears of what is late. Source: C6."""

import uuid
from datetime import date

import pytest

from ledger.acts import CLOCK, record_act
from rules import clocks
from tests import factories
from workbench.clock_notices import remind_of_clocks
from workbench.models import Notice

pytestmark = pytest.mark.django_db
START = date(2026, 11, 9)  # Monday; seven working days later: Wednesday the 18th


@pytest.fixture
def body():
    return factories.department(parent=factories.department())


def begin(body, on=START, step="reply"):
    act = record_act("test", CLOCK, on, reason="检验")
    return clocks.start("objection", uuid.uuid4(), step, department=body, act=act)


def day(number):
    return date(2026, 11, number)


def texts(officer):
    return list(officer.notices.order_by("pk").values_list("text", flat=True))


def test_three_and_one_days_ahead_once_each(body):
    clerk, far = factories.officer("clerk", department=body), factories.officer("clerk")
    begin(body)
    begin(body)
    for number in (10, 12, 13, 13, 14, 15, 16, 17, 17):
        remind_of_clocks(day(number))
    assert texts(clerk) == [
        "“异议答复”有2件将于2026-11-18到期（还有3个工作日），请及时办理。",
        "“异议答复”有2件将于2026-11-18到期（还有1个工作日），请及时办理。",
    ]
    assert [notice.urgent for notice in clerk.notices.order_by("pk")] == [False, True]
    assert texts(far) == []


def test_one_that_joins_later_is_not_forgotten(body):
    clerk = factories.officer("clerk", department=body)
    begin(body)
    remind_of_clocks(day(16))
    late = begin(body, on=day(16), step="forward")  # due on the 18th too
    reply = begin(body, on=START)
    remind_of_clocks(day(16))
    assert [text.split("有")[0] for text in texts(clerk)] == ["“异议答复”", "“异议答复”"]
    assert (late.due, reply.due) == (day(18), day(18))


def test_a_day_that_moved_is_reminded_of_again(body):
    clerk = factories.officer("clerk", department=body)
    clock = begin(body)
    remind_of_clocks(day(16))
    clocks.pause(clock, reason="appraisal", act=record_act("test", CLOCK, day(16), reason="检验"))
    assert remind_of_clocks(day(17)) == 0  # paused: nobody is pressed
    clocks.resume(clock, act=record_act("test", CLOCK, day(23)))
    remind_of_clocks(day(24))  # the 16th to the 20th are out: due on the 25th
    assert "有1件将于2026-11-25到期（还有1个工作日）" in texts(clerk)[-1]


def test_the_office_hears_of_what_is_late_once_a_day(body):
    office = factories.officer("office", department=body.parent)
    far = factories.officer("office")
    clock = begin(body)
    assert remind_of_clocks(day(18)) == 0
    assert (remind_of_clocks(day(19)), remind_of_clocks(day(19)), remind_of_clocks(day(20))) == (1, 0, 1)
    assert texts(office)[0] == "截至2026-11-19，有1件异议、修复、整改等事项逾期未办结，请督促。"
    assert texts(far) == []
    clocks.stop(clock, act=record_act("test", CLOCK, day(20)))
    assert remind_of_clocks(day(23)) == 0
    assert Notice.objects.filter(plain=False).count() == 0
