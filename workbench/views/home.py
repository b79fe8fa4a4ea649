"""工作台首页: today's work first, for each role."""

from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.access import StaffRequest, role_required
from accounts.models import Role
from credit_platform.declaring import post_only
from exchange.models import Line
from records.models import Proposal, Record, RejectedRow, Submission
from rules.calendar import missing_year, working_calendar
from rules.models import CaseClock


@role_required()
def home(request: StaffRequest) -> HttpResponse:
    """Notices, what is due, what came back, what waits for a second person."""
    officer, today = request.user, timezone.localdate()
    records = Record.objects.visible_to(officer)
    soon = working_calendar().add(today, 3).date
    counts = records.filter(state__in=["awaiting", "escalated", "held"]).aggregate(
        waiting=Count("pk", filter=Q(state="awaiting")),
        due_soon=Count("pk", filter=Q(state="awaiting", release_by__lte=soon)),
        grave=Count("pk", filter=Q(state__in=["awaiting", "escalated"], grave=True)),
        escalated=Count("pk", filter=Q(state="escalated")),
        held=Count("pk", filter=Q(state="held")),
    )
    submissions = Submission.objects.visible_to(officer)
    context = {
        "today": today,
        "counts": counts,
        "rejected": RejectedRow.objects.open().filter(submission__in=submissions).count(),
        "proposals": Proposal.objects.filter(record__in=records, state="open").count(),
        "withdrawals_overdue": Proposal.objects.filter(record__in=records).open().with_due().filter(due__lt=today).count(),
        "submissions": submissions.select_related("department", "clerk")[:5],
        "notices": officer.notices.filter(read_at__isnull=True)[:10],
        "is_clerk": officer.has_role(Role.CLERK),
        "is_reviewer": officer.has_role(Role.REVIEWER, Role.OFFICE_APPROVER),
        "is_office": officer.has_role(Role.OFFICE, Role.OFFICE_APPROVER),
        "works_on_records": officer.has_role(
            Role.CLERK, Role.REVIEWER, Role.OFFICE, Role.OFFICE_APPROVER, Role.AUDITOR
        ),
        "late_lines": Line.objects.visible_to(officer).overdue(today).count(),
        "late_clocks": CaseClock.objects.visible_to(officer).overdue(today).count(),
        "missing_year": missing_year(today),
    }
    return render(request, "workbench/home.html", context)


@post_only
@role_required()
def read_notices(request: StaffRequest) -> HttpResponse:
    """Put the notices away."""
    request.user.notices.filter(read_at__isnull=True).update(read_at=timezone.now())
    return redirect("workbench:home")
