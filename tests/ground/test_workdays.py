"""Working days: the vectors, and what an unannounced year does. Source: C7, domain.md §3d."""

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credit_platform.workdays import Calendar, months_later
from rules.calendar import working_calendar

VECTORS = list(csv.DictReader((Path(__file__).parents[1] / "data" / "workday_vectors.csv").open(encoding="utf-8")))
PLAIN = Calendar({date(2026, 10, 1): False, date(2026, 10, 10): True}, [2026])
days = st.dates(date(2026, 1, 1), date(2026, 12, 31))


@pytest.fixture
def calendar(db):
    return working_calendar()


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["start"])
def test_vectors(calendar, vector):
    start = date.fromisoformat(vector["start"])
    for steps, expected in vector.items():
        if steps != "start":
            found = calendar.add(start, int(steps))
            assert (found.date.isoformat(), found.provisional) == (expected, False), steps


def test_the_start_day_is_not_counted_and_make_up_days_are():
    assert PLAIN.add(date(2026, 9, 30), 1).date == date(2026, 10, 2)
    assert PLAIN.add(date(2026, 10, 9), 1).date == date(2026, 10, 10)  # a Saturday
    assert PLAIN.add(date(2026, 10, 3), 0).date == date(2026, 10, 3)


def test_a_year_without_notice_is_provisional(calendar):
    inside, across = calendar.add(date(2026, 12, 21), 7), calendar.add(date(2026, 12, 28), 7)
    assert (inside.date, inside.provisional) == (date(2026, 12, 30), False)
    assert (across.date, across.provisional) == (date(2027, 1, 6), True)


@given(days, st.integers(-30, 30))
def test_adding_lands_on_a_working_day_that_many_away(start, count):
    found = PLAIN.add(start, count).date
    if count:
        assert PLAIN.is_working(found)
    if count >= 0:
        assert PLAIN.between(start, found) == count


@given(st.dates(date(1950, 1, 1), date(2090, 1, 1)), st.integers(-600, 600))
def test_months_land_in_the_right_month_and_never_on_a_later_day(start, months):
    found = months_later(start, months)
    assert (found.year * 12 + found.month) - (start.year * 12 + start.month) == months
    assert found.day == start.day or (found + timedelta(days=1)).day == 1


def test_months_end_on_the_last_day_of_short_ones():
    assert months_later(date(2024, 8, 31), 6) == date(2025, 2, 28)
    assert months_later(date(2024, 2, 29), 12) == date(2025, 2, 28)
    assert months_later(date(2024, 2, 29), -36) == date(2021, 2, 28)
