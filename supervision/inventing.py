"""Invented returns (虚构月报): past months of the demo's departments by the ordinary use cases. Only in demo and test."""

from datetime import date, timedelta

from accounts.acting import actor_of
from accounts.models import Department, Officer, Role
from credit_platform.commands import Refused, rehearsal
from ledger.models import Act

from .due_days import due_day
from .forms_declared import FORMS
from .forms_declared.base import COUNT, DATE, SHARE
from .inventing_more import invent_consequences
from .models import MonthlyReturn
from .months import after, past
from .progressing import file_sheet, sign_sheet, start_of
from .returning import Line, file_return, prefilled, sign_return

MONTHS = 6
SHEETS = 2  # of the latest of them


def invent(on: date) -> int:
    """Returns of the past months for every department with a clerk and a reviewer: most in time, one late, one
    waiting, one missing; returns how many were filed. Raises Refused outside demo and test, or where returns are on file.
    """
    if not rehearsal():
        raise Refused("演示数据只能装入演示或测试环境。")
    if MonthlyReturn.objects.exists():
        raise Refused("库中已有月报，不再装入演示数据。")
    months, made = list(reversed(past(on, MONTHS))), 0
    for place, (department, clerk, reviewer) in enumerate(_pairs()):
        for month in months:
            latest = month == months[-1]
            if latest and place == 2:
                continue  # nothing came from there
            made += _return(
                department,
                clerk,
                reviewer,
                month,
                on,
                late=place == 1 and month == months[-2],
                sign=not (latest and place == 1),
            )
        for month in months[-SHEETS:]:
            if not (month == months[-1] and place):
                made += _sheets(department, clerk, reviewer, month, on)
    invent_consequences(_pairs(), on)
    return made


def _pairs() -> list[tuple[Department, Officer, Officer]]:
    found = []
    for department in Department.objects.order_by("pk"):
        clerk = Officer.objects.holding(Role.CLERK).filter(department=department).first()
        reviewer = Officer.objects.holding(Role.REVIEWER).filter(department=department).first()
        if clerk is not None and reviewer is not None:
            found.append((department, clerk, reviewer))
    return found


def _return(department, clerk, reviewer, month: date, on: date, *, late: bool, sign: bool) -> int:
    lines = {}
    for kind, line in prefilled(department, month).items():
        hidden = 1 if kind == "penalty" and line.produced else 0
        produced = line.produced + hidden
        unsent = line.not_reported + hidden
        why = "；".join(filter(None, [line.why_not, "一件涉及国家秘密" if hidden else ""]))
        lines[kind] = Line(produced, line.produced, unsent, why, zero=not produced)
    due = due_day("monthly_return", month) or after(month)
    filed = min(due + timedelta(days=4) if late else due - timedelta(days=5), on)
    row = file_return(
        department=department,
        month=month,
        lines=lines,
        clerk=clerk,
        actor=actor_of(clerk, Act.Channel.COMMAND),
        on=filed,
    )
    if sign:
        sign_return(
            row, reviewer=reviewer, actor=actor_of(reviewer, Act.Channel.COMMAND), on=min(filed + timedelta(days=1), on)
        )
    return 1


def _sheets(department, clerk, reviewer, month: date, on: date) -> int:
    made = 0
    for form in FORMS.values():
        if form.needs_return and not MonthlyReturn.objects.signed().about(month).filter(department=department).exists():
            continue
        values, _ = start_of(form, department, month)
        without = (
            {"ratings": "本部门不组织招标投标和政府采购"} if "ratings" in {one.code for one in form.sections} else {}
        )
        for cell in form.cells:
            if cell.kind not in (SHARE, DATE) and values.get(cell.code) in (None, "") and cell.needed:
                values[cell.code] = 0 if cell.kind == COUNT else "无"
        filed = min((due_day(form.key, month) or after(month)) - timedelta(days=3), on)
        row = file_sheet(
            form=form,
            department=department,
            month=month,
            values=values,
            not_concerned=without,
            clerk=clerk,
            actor=actor_of(clerk, Act.Channel.COMMAND),
            on=filed,
        )
        sign_sheet(row, reviewer=reviewer, actor=actor_of(reviewer, Act.Channel.COMMAND), on=filed)
        made += 1
    return made
