"""Notices of recurring tasks (定期任务提醒): whoever bears one ahead of its day and after it, the office of what is late. Source: J7."""

from collections import Counter
from datetime import date

from accounts.models import Officer, Role
from rules.calendar import working_calendar
from supervision.models import RecurringDuty, RecurringTask
from supervision.reach import OFFICE, within_reach

from .noticing import officers_of, tell

LINK = "/supervision/tasks/"
FARTHEST = 20  # working days: no duty reminds earlier


def remind_of_tasks(on: date) -> int:
    """定期任务提醒 of the day; returns notices made. Safe to run twice, at once, or late. A duty that names no days is
    reminded of elsewhere.
    """
    calendar = working_calendar()
    rows = RecurringTask.objects.filter(state="open", due__lte=calendar.add(on, FARTHEST).date)
    made, late = 0, []
    for task in rows.exclude(duty__remind_before=[]).select_related("duty", "department").order_by("pk"):
        if task.due < on:
            late.append(task)
            text = f"“{task.duty.title}”应于{task.due}完成，已经逾期，请尽快办理并登记。"
            made += tell(_bearers(task), f"task:{task.public_id}:after", text, on, urgent=True, link=_link(task))
            continue
        left = calendar.between(on, task.due)
        ahead = min((days for days in task.duty.remind_before if days >= left), default=None)
        if ahead is not None:
            when = f"还有{left}个工作日" if left else "今天是最后一天"
            text = f"“{task.duty.title}”应于{task.due}完成（{when}），完成后请登记。"
            made += tell(_bearers(task), f"task:{task.public_id}:{ahead}", text, on, urgent=left <= 1, link=_link(task))
    return made + _tell_offices(late, on)


def _link(task: RecurringTask) -> str:
    return LINK if task.duty.who == RecurringDuty.Who.ROLE else f"{LINK}{task.public_id}/"


def _bearers(task: RecurringTask):
    roles = {
        RecurringDuty.Who.DEPARTMENT: (Role.CLERK, Role.REVIEWER),
        RecurringDuty.Who.OFFICE: OFFICE,
    }.get(RecurringDuty.Who(task.duty.who), (task.duty.role,))
    return officers_of([task.department_id], *roles)


def _tell_offices(late: list[RecurringTask], on: date) -> int:
    """Once a week, each office for its tree."""
    counts = Counter(task.department_id for task in late)
    made, week = 0, on.isocalendar()
    for officer in Officer.objects.holding(Role.OFFICE) if late else ():
        count = sum(counts[pk] for pk in within_reach(officer).values_list("pk", flat=True))
        if count:
            text = f"截至{on}，有{count}项定期任务逾期未完成，请督促。"
            made += tell([officer], f"tasks-late:{week.year}-{week.week}", text, on, urgent=True, link=LINK, plain=True)
    return made
