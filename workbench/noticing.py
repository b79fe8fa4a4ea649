"""Noticing (提醒): tells clerks, reviewers and the office what is about to be late, once each. Source: C2, C7."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Count

from accounts.models import Officer, Role
from records.models import Record, RejectedRow
from rules.calendar import missing_year, working_calendar

from .models import Notice

AHEAD = (3, 1)  # working days before the day


def remind(on: date) -> int:
    """提醒: 3 and 1 working days before the clock publishes, and before a rejected row is late. Returns notices made."""
    calendar = working_calendar()
    made = 0
    for days in AHEAD if calendar.is_working(on) else ():
        day = calendar.add(on, days).date
        made += _remind_of_records(on, day, days) + _remind_of_rejected(on, day, days)
    return made + _tell_office_of_escalated(on)


def _remind_of_records(on: date, day: date, days: int) -> int:
    waiting = Record.objects.filter(state=Record.State.AWAITING, release_by=day)
    made = 0
    for department, count in _by_department(waiting, "department"):
        text = f"有{count}条信息将在{days}个工作日后（{day}）到期自动公示，请及时审核。"
        people = _officers([department], Role.CLERK, Role.REVIEWER)
        made += _tell(people, f"due:{day}:{days}", text, on, urgent=days == 1, link="/workbench/review/")
    return made


def _remind_of_rejected(on: date, day: date, days: int) -> int:
    faulty = RejectedRow.objects.filter(mended_by__isnull=True, due=day)
    made = 0
    for department, count in _by_department(faulty, "submission__department"):
        text = f"有{count}行退回的数据法定公示期限为{day}（还有{days}个工作日），请更正后重报。"
        people = _officers([department], Role.CLERK, Role.REVIEWER)
        made += _tell(people, f"rejected:{day}:{days}", text, on, urgent=days == 1, link="/workbench/submissions/")
    return made


def _tell_office_of_escalated(on: date) -> int:
    escalated = Record.objects.filter(state=Record.State.ESCALATED, release_by=on).count()
    late = RejectedRow.objects.filter(mended_by__isnull=True, due=on).count()
    if not escalated + late:
        return 0
    text = f"今日到期：{escalated}条信息因有待确认的提示未能自动公示，{late}行退回数据尚未更正，请督促。"
    people = Officer.objects.filter(is_active=True, grants__role=Role.OFFICE, grants__until__isnull=True).distinct()
    return _tell(people, f"escalated:{on}", text, on, urgent=True, link="/workbench/escalated/")


def warn_of_missing_year(on: date) -> int:
    """日历告警: from 1 December on, daily, until next year's calendar is in. Returns notices made."""
    year = missing_year(on)
    if year is None:
        return 0
    text = f"{year}年的节假日安排尚未导入，涉及{year}年的期限均为暂定。请在国务院办公厅通知发布后及时导入。"
    roles = (Role.OFFICE, Role.SYSTEM_ADMIN)
    people = Officer.objects.filter(is_active=True, grants__role__in=roles, grants__until__isnull=True).distinct()
    return _tell(people, f"calendar:{year}:{on}", text, on, urgent=True)


def _by_department(rows, path: str) -> list[tuple[int, int]]:
    counted = rows.values(path).annotate(count=Count("pk")).order_by(path)
    return [(row[path], row["count"]) for row in counted]


def _officers(departments: Iterable[int], *roles: str):
    held = Officer.objects.filter(is_active=True, grants__role__in=roles, grants__until__isnull=True)
    return held.filter(department__in=departments).distinct()


def _tell(people, key: str, text: str, on: date, *, urgent: bool = False, link: str = "") -> int:
    before = Notice.objects.filter(key=key).count()
    Notice.objects.bulk_create(
        (Notice(officer=officer, key=key, text=text, link=link, urgent=urgent, day=on) for officer in people),
        ignore_conflicts=True,
    )
    return Notice.objects.filter(key=key).count() - before
