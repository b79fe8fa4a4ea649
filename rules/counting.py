"""Counting the due day of a case clock (办理期限计算). Pure.

The day on which something begins is not counted. Of a pause the day it begins is taken out and the day it ends counts again,
so that a pause over a weekend changes nothing. Sources: C6, C7; domain.md §3c, §3d.
"""

from calendar import monthrange
from collections.abc import Iterable
from datetime import date

from credit_platform.workdays import ONE_DAY, Calendar, WorkDate

Pause = tuple[date, date]  # first day not counted, day on which counting goes on


def paused_days(calendar: Calendar, started_on: date, pauses: Iterable[Pause]) -> int:
    """Working days that the pauses took out; the start day, which does not count anyway, is not taken out twice."""
    return sum(calendar.between(max(since - ONE_DAY, started_on), until - ONE_DAY) for since, until in pauses)


def due_day(
    calendar: Calendar,
    started_on: date,
    working_days: int | None,
    fixed_on: date | None,
    pauses: Iterable[Pause] = (),
    extended: int = 0,
) -> WorkDate:
    """Last day in time: `working_days` after the start, or the day `fixed_on`, moved by pauses and `extended` working days."""
    moved = paused_days(calendar, started_on, pauses) + extended
    if fixed_on is None:
        return calendar.add(started_on, (working_days or 0) + moved)
    return calendar.add(fixed_on, moved) if moved else WorkDate(fixed_on, provisional=False)


def day_of_month(start: date, day: int) -> date:
    """That day of the month, or of the next where it is past; the month's last day where it has fewer."""
    this = start.replace(day=min(day, monthrange(start.year, start.month)[1]))
    if start <= this:
        return this
    year, month = divmod(start.year * 12 + start.month, 12)
    return date(year, month + 1, min(day, monthrange(year, month + 1)[1]))
