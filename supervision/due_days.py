"""Due days of returns (应报日期): by which day a month is reported on, from the dated duties. Source: B10, J2."""

from datetime import date

from rules.models import Duty

from .months import after


def due_day(what: str, month: date) -> date | None:
    """The day of the next month by which `what` is owed about `month`; None: no duty was in force for it."""
    duties = Duty.objects.filter(act=Duty.Act.SUBMIT, kinds__contains=[what], day_of_month__isnull=False)
    days = [
        after(month).replace(day=duty.day_of_month or 1)
        for duty in duties
        if (duty.since is None or duty.since <= month) and (duty.until is None or duty.until >= month)
    ]
    return min(days, default=None)
