"""Notices of revoked decisions (撤下提醒): daily until they have left, to those who can let them. Source: B7; 行政处罚法第四十八条."""

from collections import defaultdict
from datetime import date

from accounts.models import Officer, Role
from records.models import Proposal

from .noticing import officers_of, tell

LINK = "/workbench/proposals/"


def remind_of_revoked(on: date) -> int:
    """撤下提醒 of the day, working day or not: the law counts them all. Returns notices made; safe to run again."""
    rows = Proposal.objects.open().with_due().filter(due__isnull=False).select_related("record")
    waiting = defaultdict(list)
    for proposal in rows.order_by("due", "pk"):
        waiting[proposal.record.department_id].append(proposal.due)
    made = 0
    for department, days in waiting.items():
        people = officers_of([department], Role.REVIEWER)
        made += tell(people, f"revoked:{on}:{department}", _said(days, on), on, urgent=True, link=LINK, plain=True)
    return made + (_tell_offices(rows, on) if waiting else 0)


def _tell_offices(rows, on: date) -> int:
    made = 0
    for role in (Role.OFFICE, Role.OFFICE_APPROVER):
        for officer in Officer.objects.holding(role):
            days = list(rows.visible_to(officer).order_by("due").values_list("due", flat=True))
            if days:
                made += tell([officer], f"revoked:{on}", _said(days, on), on, urgent=True, link=LINK, plain=True)
    return made


def _said(days: list[date], on: date) -> str:
    """`days`: earliest first."""
    late = sum(day < on for day in days)
    behind = f"其中{late}项已逾期" if late else f"最早的期限是{days[0]}"
    return f"有{len(days)}项已被撤销、变更的决定等待撤下，{behind}。依法应在三日内撤下，请今天审核。"
