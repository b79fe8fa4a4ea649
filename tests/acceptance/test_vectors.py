"""Vectors and calendars of the acceptance data. Source: A1, C7."""

import csv
import json
from datetime import date, timedelta

import pytest
from django.core.management import call_command

from rules.calendar import working_calendar

pytestmark = [pytest.mark.acceptance, pytest.mark.django_db]


@pytest.mark.parametrize("year", range(2014, 2027))
def test_the_calendar_agrees_with_holiday_cn(data, year):
    off = {}
    for file in (year, year + 1):  # the order for a year may name days of the December before
        said = json.loads((data / "holiday-cn" / f"{file}.json").read_text(encoding="utf-8"))
        off |= {date.fromisoformat(day["date"]): day["isOffDay"] for day in said["days"]}
    assert any(day.year == year for day in off)
    calendar = working_calendar()
    assert year in calendar.years
    day = date(year, 1, 1)
    while day.year == year:
        expected = not off[day] if day in off else day.weekday() < 5
        assert calendar.is_working(day) == expected, day
        day += timedelta(days=1)


def test_all_codes(data, capsys):
    with (data / "uscc_vectors.csv").open(encoding="utf-8-sig", newline="") as rows:
        vectors = list(csv.DictReader(rows))
    call_command("uscc", *[vector["code"] for vector in vectors], "--json")
    said = json.loads(capsys.readouterr().out)
    assert [one["valid"] for one in said] == [vector["valid"] == "1" for vector in vectors]


def test_all_working_days(data, capsys):
    with (data / "workday_vectors.csv").open(encoding="utf-8-sig", newline="") as rows:
        vectors = list(csv.DictReader(rows))
    pairs, expected = [], []
    for vector in vectors:
        for steps, day in vector.items():
            if steps != "start":
                pairs += [vector["start"], steps.removeprefix("+")]
                expected.append({"date": day, "provisional": False})
    call_command("workday", *pairs, "--json")
    assert json.loads(capsys.readouterr().out) == expected
