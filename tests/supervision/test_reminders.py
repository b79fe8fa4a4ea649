"""Reminders of returns: before the day, after it, once each, and the office of what is missing in its tree."""

from datetime import date

import pytest

from supervision.models import MonthlyReturn
from tests.supervision import making
from workbench.models import Notice
from workbench.return_notices import remind_of_returns

pytestmark = pytest.mark.django_db


def texts(officer, word: str = "双公示月报") -> list[str]:
    return list(
        Notice.objects.filter(officer=officer, text__contains=word).order_by("pk").values_list("text", flat=True)
    )


def test_clerk_before_and_after_the_day_office_after_it():
    people, other = making.staff(), making.staff()
    assert remind_of_returns(date(2026, 11, 3)) == 0, "a week before is too early"
    for _ in range(2):
        remind_of_returns(date(2026, 10, 9))
    assert len(texts(people.clerk)) == 1
    assert "最迟应于2026-10-10报送" in texts(people.clerk)[0]
    assert not texts(people.office)
    making.signed(other)
    for _ in range(2):
        remind_of_returns(date(2026, 10, 12))
    assert len(texts(people.clerk)) == 2
    assert "已过" in texts(people.clerk)[1]
    assert ["还有1个部门" in text for text in texts(people.office)] == [True]
    assert len(texts(other.clerk)) == 1, "what is signed needs no word after the day"
    assert not texts(other.office), "nothing is missing in its tree"


def test_the_reviewer_is_told_where_it_waits_for_them():
    people = making.staff()
    making.filed(people)
    remind_of_returns(date(2026, 10, 9))
    assert "等待签发" in texts(people.reviewer)[0]
    assert not texts(people.clerk)
    assert MonthlyReturn.objects.get().state == "proposed"
