"""Months (月份): what returns and rates are about. Pure. A month is its first day."""

from datetime import date, timedelta


def first_of(day: date) -> date:
    return day.replace(day=1)


def after(month: date, count: int = 1) -> date:
    """First day of the month `count` months later; earlier where negative."""
    place = month.year * 12 + month.month - 1 + count
    return date(place // 12, place % 12 + 1, 1)


def last_of(month: date) -> date:
    return after(month) - timedelta(days=1)


def past(on: date, count: int) -> list[date]:
    """The `count` months that have ended by the day, the latest first."""
    return [after(first_of(on), -back) for back in range(1, count + 1)]


def words(month: date) -> str:
    """2026年9月."""
    return f"{month.year}年{month.month}月"


def parse(text: str) -> date:
    """From YYYY-MM, of a year that can be meant. Raises ValueError."""
    if len(text) != 7:
        raise ValueError(text)
    found = date.fromisoformat(f"{text}-01")
    if not 2000 <= found.year < 2100:
        raise ValueError(text)
    return found


def months_between(first: date, last: date) -> list[date]:
    """From the first month to the last, both included; empty where the last comes before the first."""
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    return [after(first, place) for place in range(count)]
