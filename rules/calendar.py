"""The working-day calendar (工作日历): reading it, and importing a year when the State Council announces it. Source: C7."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.db import transaction
from django.db.models import Q, QuerySet

from credit_platform.workdays import Calendar
from ledger.acts import Actor, record_act

from .announcements import MOST, Days, belongs, exceptions
from .comparing import Month, by_month
from .models import CalendarDay, CalendarYear

ALARM = (12, 1)  # month and day from which a missing next year is an alarm


class CalendarRefused(ValueError):
    """The days given cannot be the calendar of that year; the message says why and what to do."""


def working_calendar() -> Calendar:
    """The calendar as it is now: some 500 rows; take it once a job, not once a row."""
    exceptions = dict(CalendarDay.objects.values_list("day", "working"))
    return Calendar(exceptions, CalendarYear.objects.values_list("year", flat=True))


def missing_year(on: date) -> int | None:
    """The year whose calendar ought to be here by now, from 1 December on; None where nothing is missing."""
    years = set(CalendarYear.objects.values_list("year", flat=True))
    if on.year not in years:
        return on.year
    return on.year + 1 if (on.month, on.day) >= ALARM and on.year + 1 not in years else None


@transaction.atomic
def import_year(year: int, days: Mapping[date, tuple[bool, str]], *, source: str, actor: Actor, on: date) -> None:
    """Write the calendar of `year`: day → (working, name). Replaces what was there; open deadlines are recomputed by
    whoever owns them. Days of the December before, which New Year's holiday may begin in, are put beside what that year
    says. Raises CalendarRefused.
    """
    strangers = [day for day in days if not belongs(day, year)]
    if strangers:
        raise CalendarRefused(f"{strangers[0]} 不属于{year}年，请核对导入的是否为{year}年的节假日安排。")
    holidays = [day for day, (working, _) in days.items() if not working]
    if len(holidays) < 7:
        raise CalendarRefused(f"{year}年的放假日只有{len(holidays)}天，内容不完整，请核对国务院通知后重新导入。")
    if sum(day.weekday() < 5 for day in holidays) > MOST:
        raise CalendarRefused(f"{year}年占用周一至周五的放假日超过{MOST}天，不可能，请核对后重新导入。")
    _replaced(year, days).delete()
    CalendarDay.objects.bulk_create(
        CalendarDay(day=day, working=working, name=name[:40]) for day, (working, name) in exceptions(days).items()
    )
    CalendarYear.objects.update_or_create(year=year, defaults={"source": source, "imported_on": on})
    record_act("import_calendar", actor, on, basis=f"{year}年：{source}")


def _replaced(year: int, days: Iterable[date]) -> QuerySet[CalendarDay]:
    """The days on file that a new calendar of the year takes the place of."""
    own = Q(day__year=year)
    if CalendarYear.objects.filter(year=year + 1).exists():
        own &= ~Q(day__month=12)  # the next year's order may have named days of it
    return CalendarDay.objects.filter(own | Q(day__in=list(days)))


def preview(year: int, days: Days) -> list[Month]:
    """对照: what the calendar says month by month, and what it changes."""
    return by_month(days, dict(_replaced(year, days).values_list("day", "working")))
