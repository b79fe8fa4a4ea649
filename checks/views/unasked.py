"""应查未查: licences that a department gave without a look-up before; its own for itself, the tree's for the office. Source: E6."""

from datetime import date, timedelta

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.access import StaffRequest, role_required
from accounts.looking import note_look
from accounts.models import Role
from blacklists.views.reading import PAGE
from credit_platform.declaring import get_only
from records.models import Record

from .. import figures
from ..models import Check


@get_only
@role_required(Role.CLERK, Role.REVIEWER, Role.OFFICE, Role.OFFICE_APPROVER, Role.AUDITOR)
def unasked(request: StaffRequest) -> HttpResponse:
    """Of the month chosen (`?month=2026-10`), else of the current one."""
    first = _month(request.GET.get("month", ""), timezone.localdate())
    last = (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    rows = figures.unasked(first, last) & Record.objects.visible_to(request.user)
    page = Paginator(rows.select_related("subject", "department"), PAGE).get_page(request.GET.get("page"))
    note_look(request, "查看应查未查", Check.object_kind)
    return render(request, "checks/unasked.html", {"page": page, "month": first, "query": f"month={first:%Y-%m}"})


def _month(said: str, today: date) -> date:
    try:
        found = date.fromisoformat(f"{said}-01")
    except ValueError:
        return today.replace(day=1)
    return found if 2000 <= found.year <= today.year + 1 else today.replace(day=1)
