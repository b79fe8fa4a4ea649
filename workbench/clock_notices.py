"""Notices of case clocks (办理时限提醒): the department ahead of the day, as its rule says; the office of what is late. Source: C6."""

from collections import defaultdict
from datetime import date

from django.db import transaction

from accounts.models import Officer, Role
from exchange.models import Line
from rules.calendar import working_calendar
from rules.models import CaseClock

from .noticing import officers_of, tell

WORKERS = (Role.CLERK, Role.REVIEWER, Role.OFFICE, Role.OFFICE_APPROVER)
FARTHEST = 20  # working days: no rule reminds earlier


def remind_of_clocks(on: date) -> int:
    """办理时限提醒 of the day; returns notices made. Safe to run twice, at once, or late."""
    return (_ahead(on) if working_calendar().is_working(on) else 0) + _tell_office_of_overdue(on)


@transaction.atomic
def _ahead(on: date) -> int:
    """Each clock by the nearest of its rule's days that has come; `reminded` notes it, in the notice's transaction."""
    calendar = working_calendar()
    rows = CaseClock.objects.due_within(FARTHEST, on).select_related("rule")
    due: dict[tuple[int, str, date, int], list[CaseClock]] = defaultdict(list)
    for clock in rows.order_by("pk").select_for_update(skip_locked=True, of=("self",)):
        left = calendar.between(on, clock.due)
        ahead = min((days for days in clock.rule.remind_before if days >= left), default=None)
        if ahead is not None and (clock.reminded is None or ahead < clock.reminded):
            due[clock.department_id, clock.rule.title, clock.due, ahead].append(clock)
    made = 0
    for (department, title, day, ahead), clocks in due.items():
        left = calendar.between(on, day)
        when = f"还有{left}个工作日" if left else "今天是最后一天"
        text = f"“{title}”有{len(clocks)}件将于{day}到期（{when}），请及时办理。"
        key = f"clock:{clocks[0].public_id}:{day}:{ahead}"
        made += tell(officers_of([department], *WORKERS), key, text, on, urgent=left <= 1, plain=True)
        CaseClock.objects.filter(pk__in=[clock.pk for clock in clocks]).update(reminded=ahead)
    return made


def _tell_office_of_overdue(on: date) -> int:
    """逾期未办结: once a day, each office for its tree."""
    late = CaseClock.objects.overdue(on)
    if not late.exists():
        return 0
    made = 0
    for officer in Officer.objects.holding(Role.OFFICE):
        count = late.visible_to(officer).count()
        if count:
            text = f"截至{on}，有{count}件异议、修复、整改等事项逾期未办结，请督促。"
            made += tell([officer], f"clocks-overdue:{on}", text, on, urgent=True, plain=True)
    return made


def tell_office_of_lines(on: date) -> int:
    """逾期未转送: once a day, each office for its tree. Returns notices made. Source: C5."""
    late = Line.objects.overdue(on)
    if not late.exists():
        return 0
    made = 0
    for officer in Officer.objects.holding(Role.OFFICE):
        count = late.visible_to(officer).count()
        if count:
            text = f"截至{on}，有{count}条信息逾期未转送上级或其他平台，请尽快导出送交。"
            made += tell([officer], f"lines-overdue:{on}", text, on, urgent=True, link="/exchange/", plain=True)
    return made
