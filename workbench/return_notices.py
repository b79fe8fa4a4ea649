"""Notices of returns (月报提醒): departments ahead of the day and after it, the office of what is missing. Source: B10, J2."""

from datetime import date

from accounts.models import Department, Officer, Role
from rules.calendar import working_calendar
from supervision.due_days import due_day
from supervision.forms_declared import FORMS
from supervision.missing import Standing, standings
from supervision.models import MonthlyReturn, ProgressReturn
from supervision.months import past, words
from supervision.querysets import SignedQuerySet
from supervision.reach import within_reach

from .noticing import officers_of, tell

AHEAD = 3  # working days before the day from which a clerk is told


def remind_of_returns(on: date) -> int:
    """月报提醒 of the day, about the month that ended last; returns notices made. Safe to run twice, at once, or late."""
    month = past(on, 1)[0]
    made = _remind("monthly_return", "双公示月报", MonthlyReturn.objects.all(), "/supervision/returns/", month, on)
    for form in FORMS.values():
        rows = ProgressReturn.objects.filter(form=form.key)
        made += _remind(form.key, form.title, rows, "/supervision/forms/", month, on)
    return made


def _remind(key: str, title: str, rows: SignedQuerySet, link: str, month: date, on: date) -> int:
    due = due_day(key, month)
    if due is None or working_calendar().add(due, -AHEAD).date > on:
        return 0
    named = f"{words(month)}《{title}》"
    found = [
        one for one in standings(rows, Department.objects.all(), [month], {month: due}, on) if one.state != "signed"
    ]
    made = sum(_tell_department(one, key, named, link, on) for one in found)
    return made + (_tell_offices(found, key, named, link, on) if on > due else 0)


def _tell_department(one: Standing, key: str, named: str, link: str, on: date) -> int:
    """Once before the day and once after it: the reviewer where it waits for them, the clerk where it is not filed."""
    waiting = one.row is not None and one.row.state == "proposed"
    role, what = (Role.REVIEWER, "等待签发") if waiting else (Role.CLERK, "还没有填报")
    when = f"应报日期{one.due}已过" if one.overdue else f"最迟应于{one.due}报送"
    stage = f"{key}:{one.month:%Y-%m}:{one.department.pk}:{'after' if one.overdue else 'before'}:{role}"
    text = f"{named}{what}，{when}，没有的也请作零报告。"
    return tell(officers_of([one.department.pk], role), stage, text, on, urgent=one.overdue, link=link)


def _tell_offices(found: list[Standing], key: str, named: str, link: str, on: date) -> int:
    made = 0
    for officer in Officer.objects.holding(Role.OFFICE) if found else ():
        reach = set(within_reach(officer).values_list("pk", flat=True))
        count = sum(one.department.pk in reach for one in found)
        if count:
            text = f"{named}应报日期已过，还有{count}个部门没有签发，请督促。"
            made += tell([officer], f"{key}:{found[0].month:%Y-%m}:overdue", text, on, urgent=True, link=link)
    return made
