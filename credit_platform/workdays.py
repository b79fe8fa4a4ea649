"""Working days (工作日): counting them, by a calendar given as data. Pure.

The start day is not counted; make-up Saturdays and Sundays are. A year whose notice is not in counts Monday–Friday and
makes the answer provisional. Sources: 国务院办公厅节假日安排; domain.md §3d; C1, C7.
"""

from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class WorkDate:
    """A computed day. `provisional`: the calendar of a year it crosses is not announced yet."""

    date: date
    provisional: bool


class Calendar:
    """工作日历. `exceptions`: day → working, for days unlike Monday–Friday; `years`: those officially announced."""

    def __init__(self, exceptions: Mapping[date, bool], years: Iterable[int]):
        self._exceptions = dict(exceptions)
        self.years = frozenset(years)
        self.add = lru_cache(maxsize=20_000)(self._add)

    def is_working(self, day: date) -> bool:
        working = self._exceptions.get(day)
        return day.weekday() < 5 if working is None else working

    def _add(self, start: date, days: int) -> WorkDate:
        """The `days`-th working day after `start`; before it where negative. 0: `start` itself."""
        step, left, day = (ONE_DAY if days > 0 else -ONE_DAY), abs(days), start
        provisional = False
        while left:
            day += step
            provisional = provisional or day.year not in self.years
            left -= self.is_working(day)
        return WorkDate(day, provisional)

    def between(self, start: date, end: date) -> int:
        """Working days after `start` up to and including `end`; 0 where end is not later."""
        count, day = 0, start
        while day < end:
            day += ONE_DAY
            count += self.is_working(day)
        return count


def months_later(start: date, months: int) -> date:
    """The same day of a later month, its last day where that has none (2024-08-31 + 6 months = 2025-02-28)."""
    year, month = divmod(start.month - 1 + months, 12)
    year, month = start.year + year, month + 1
    return date(year, month, min(start.day, monthrange(year, month)[1]))
