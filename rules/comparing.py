"""Comparing calendars (日历对照): what a year's calendar says month by month, and what it changes. Pure. Source: C7."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from .announcements import Days, exceptions

SAID = {True: "上班", False: "放假"}


@dataclass(frozen=True)
class Change:
    """改变 of one day. `before`, `after`: 上班 or 放假."""

    day: date
    name: str
    before: str
    after: str


@dataclass
class Month:
    """一个月: days off, make-up days and what changes against the calendar on file."""

    first: date
    off: list[tuple[date, str]] = field(default_factory=list)
    made_up: list[tuple[date, str]] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)


def by_month(days: Days, on_file: Mapping[date, bool]) -> list[Month]:
    """Months of which anything is to say. `on_file`: the exceptions to Monday–Friday that the new calendar replaces."""
    months: dict[date, Month] = {}

    def month(day: date) -> Month:
        return months.setdefault(day.replace(day=1), Month(day.replace(day=1)))

    for day, (working, name) in sorted(days.items()):
        (month(day).made_up if working else month(day).off).append((day, name))
    new = {day: working for day, (working, _) in exceptions(days).items()}
    for day in sorted({*new, *on_file}):
        usual = day.weekday() < 5
        before, after = on_file.get(day, usual), new.get(day, usual)
        if before != after:
            name = days[day][1] if day in days else ""
            month(day).changes.append(Change(day, name, SAID[before], SAID[after]))
    return [months[first] for first in sorted(months)]
