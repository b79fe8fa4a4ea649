"""典型案例报送情况: month by month, who reported and who is late, for those who oversee. Source: D9; Harbin 五(四)."""

from datetime import timedelta

from django.core.paginator import Paginator
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.access import StaffRequest, role_required
from accounts.looking import note_look
from credit_platform.declaring import get_only
from sanctions.models import TypicalCase
from sanctions.telling_cases import rule

from ..models import RecurringTask
from ..months import after, first_of, last_of, parse
from ..reach import OVERSEERS, within_reach
from ..recurring import TYPICAL_CASES

PAGE, YEAR = 50, timedelta(days=366)


@get_only
@role_required(*OVERSEERS)
def listing(request: StaffRequest) -> HttpResponse:
    """`?month=YYYY-MM`: each department's task and how many cases it reported; `?late`: all that are late."""
    today = timezone.localdate()
    late = "late" in request.GET
    try:
        month = parse(request.GET["month"]) if request.GET.get("month") else first_of(today)
    except ValueError:
        month = first_of(today)
    tasks = RecurringTask.objects.filter(duty__key=TYPICAL_CASES, department__in=within_reach(request.user))
    tasks = tasks.overdue(today) if late else tasks.filter(due__range=(month, last_of(month)))
    sent = TypicalCase.objects.filter(
        Q(department=OuterRef("department")), ~Q(state="taken_back"), reported_on__year=OuterRef("due__year"),
        reported_on__month=OuterRef("due__month"),
    )  # fmt: skip
    counted = sent.order_by().values("department").annotate(count=Count("pk")).values("count")
    rows = tasks.select_related("department", "duty").annotate(cases=Coalesce(Subquery(counted), 0))
    page = Paginator(rows.order_by("due", "department__name", "pk"), PAGE).get_page(request.GET.get("page"))
    note_look(request, "查看典型案例报送情况", "task")
    context = {
        "page": page, "month": month, "before": after(month, -1), "next": after(month), "today": today, "late": late,
        "rule": rule(month),
    }  # fmt: skip
    return render(request, "supervision/typical_cases.html", context)
