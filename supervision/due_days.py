"""Due days of returns (应报日期): by which day a month is reported on, from the dated duties. Source: B10, J2."""

from collections.abc import Iterable
from datetime import date

from rules.models import Duty

from .months import after


def due_day(what: str, month: date) -> date | None:
    """The day of the next month by which `what` is owed about `month`; None: no duty was in force for it."""
    return due_days([what], [month])[what][month]


def due_days(whats: Iterable[str], months: Iterable[date]) -> dict[str, dict[date, date | None]]:
    """The same of several returns and months, by one query."""
    whats, months = list(whats), list(months)
    duties = list(Duty.objects.filter(act=Duty.Act.SUBMIT, kinds__overlap=whats, day_of_month__isnull=False))
    return {
        what: {month: _earliest([one for one in duties if what in one.kinds], month) for month in months}
        for what in whats
    }


def _earliest(duties: list[Duty], month: date) -> date | None:
    days = [
        after(month).replace(day=duty.day_of_month or 1)
        for duty in duties
        if (duty.since is None or duty.since <= month) and (duty.until is None or duty.until >= month)
    ]
    return min(days, default=None)
