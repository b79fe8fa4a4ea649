"""Rhythms (周期): the days on which a recurring duty falls due. Pure. Source: J7."""

from calendar import monthrange
from datetime import date

from .months import after, first_of, months_between

MONTHLY, QUARTERLY, YEARLY = "monthly", "quarterly", "yearly"


def days_between(rhythm: str, month: int | None, day: int, first: date, last: date) -> list[date]:
    """Due days from `first` to `last`, both included. `month`: of the year, or of the quarter; `day` beyond the end of a
    month is its last one.
    """
    months = [one for one in months_between(first_of(first), first_of(last)) if _falls_in(rhythm, month, one)]
    days = [one.replace(day=min(day, monthrange(one.year, one.month)[1])) for one in months]
    return [one for one in days if first <= one <= last]


def _falls_in(rhythm: str, month: int | None, one: date) -> bool:
    if rhythm == YEARLY:
        return one.month == month
    if rhythm == QUARTERLY:
        return (one.month - 1) % 3 + 1 == month
    return True


def month_before(day: date) -> date:
    """The month that a return due on the day is about."""
    return after(first_of(day), -1)
