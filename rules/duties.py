"""Duties (报送公示义务): when the law wants a record public. Source: C1."""

from calendar import monthrange
from datetime import date

from credit_platform.workdays import Calendar, WorkDate

from .jurisdictions import local_duties
from .models import Duty


class DutyBook:
    """Publication duties of all kinds: take one book a job, ask it row by row."""

    def __init__(self, calendar: Calendar) -> None:
        self._calendar = calendar
        self._duties = list(Duty.objects.filter(act=Duty.Act.PUBLISH, start=Duty.Start.DECISION).order_by("pk"))
        self._duties += _local()

    def due(self, kind: str, decided_on: date) -> WorkDate | None:
        """法定公示期限 of a record of `kind` decided on the day: the earliest that any duty sets; None: no duty."""
        dates = [
            self._date(duty, decided_on)
            for duty in self._duties
            if kind in duty.kinds
            and (duty.since is None or duty.since <= decided_on)
            and (duty.until is None or duty.until >= decided_on)
        ]
        return min(dates, key=lambda found: found.date) if dates else None

    def _date(self, duty: Duty, start: date) -> WorkDate:
        if duty.working_days is not None:
            return self._calendar.add(start, duty.working_days)
        month, year = start.month % 12 + 1, start.year + start.month // 12
        last = monthrange(year, month)[1]  # the 30th of February is its last day
        return WorkDate(date(year, month, min(duty.day_of_month or 1, last)), provisional=False)


def _local() -> list[Duty]:
    """Those of the local pack; the earliest day counts, so that it can only be stricter than the law."""
    names = ("key", "kinds", "act", "start", "working_days", "day_of_month", "clause", "since", "until")
    duties = [Duty(**{name: row[name] for name in names if name in row}) for row in local_duties()]
    return [
        duty
        for duty in duties
        if duty.act == Duty.Act.PUBLISH
        and duty.start == Duty.Start.DECISION
        and (duty.working_days is not None or duty.day_of_month is not None)
    ]
