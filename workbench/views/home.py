"""工作台首页: today's work first, for each role."""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.access import StaffRequest, role_required
from accounts.models import Officer, Role
from credit_platform.declaring import get_only, post_only
from records.freezing import frozen
from records.models import Submission
from rules.calendar import missing_year
from supervision.counting import Span, board
from supervision.months import past, words
from supervision.rating import total
from supervision.reach import within_reach

from ..desk import Urgency
from ..today import tasks_of

ON_RECORDS = (Role.CLERK, Role.REVIEWER, Role.OFFICE, Role.OFFICE_APPROVER)
RECENT = 5
NOTICES = 10


@get_only
@role_required(outside=True)
def home(request: StaffRequest) -> HttpResponse:
    """Notices, what waits by urgency, the last finished month's three rates, the latest submissions."""
    officer, today = request.user, timezone.localdate()
    tasks = tasks_of(officer, today)
    on_records = officer.has_role(*ON_RECORDS)
    waiting = officer.notices.filter(read_at__isnull=True)
    context = {
        "today": today,
        "groups": [
            (title, [task for task in tasks if task.urgency == urgency], urgency == Urgency.LATE)
            for urgency, title in (
                (Urgency.LATE, "已经逾期"), (Urgency.SOON, "马上到期"), (Urgency.WAITS, "待办"),
            )
        ],
        "known": [task for task in tasks if task.urgency == Urgency.KNOW],
        "nothing": all(task.urgency == Urgency.KNOW for task in tasks),
        "notices": waiting[:NOTICES],
        "missing_year": missing_year(today),
        "freeze": frozen(),
        "may_see_freeze": officer.has_role(Role.OFFICE, Role.OFFICE_APPROVER, Role.AUDITOR, Role.SECURITY_ADMIN),
        "rates": _rates(officer, today) if on_records or officer.has_role(Role.SUPERVISOR) else None,
        "submissions": Submission.objects.visible_to(officer).select_related("department", "clerk")[:RECENT]
        if on_records
        else None,
        "is_clerk": officer.has_role(Role.CLERK),
    }  # fmt: skip
    return render(request, "workbench/home.html", context)


def _rates(officer: Officer, on: date) -> dict:
    """三率 of the last finished month: the department's own, or the office's tree; with the way to all of them."""
    month = past(on, 1)[0]
    figures = total(board(Span(month, month), list(within_reach(officer)), on).values())
    return {
        "month": words(month),
        "rates": [
            ("上报率", figures.reporting), ("及时率", figures.timeliness), ("合规率", figures.conformity),
        ],
        "view": "supervision:own_rates" if officer.has_role(Role.CLERK, Role.REVIEWER) else "supervision:overview",
    }  # fmt: skip


@post_only
@role_required(outside=True)
def read_notices(request: StaffRequest) -> HttpResponse:
    """Put the notices away."""
    request.user.notices.filter(read_at__isnull=True).update(read_at=timezone.now())
    return redirect("workbench:home")
