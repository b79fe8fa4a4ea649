"""看板: what is past its legal day, by department and reason, each figure opening its rows; what waits for the office's word."""

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.access import StaffRequest, role_required
from accounts.looking import note_look
from accounts.models import Department, Officer, Role
from credit_platform.declaring import get_only
from exchange.views.destinations import with_records
from records.models import HoldReason, Record
from supervision.reach import within_reach

from ..forms import ActForm
from ..overdue import REASONS, late_records, rejected_rows
from ..owing import FILE, SIGN, listed, owed_by
from .addresses import kept

OFFICE = (Role.OFFICE, Role.OFFICE_APPROVER)
OVERSEERS = (*OFFICE, Role.AUDITOR)
BOARD = (*OVERSEERS, Role.SUPERVISOR)
MENDERS = (Role.CLERK, Role.REVIEWER, *OVERSEERS)
PAGE = 25
RETURNS = "returns"
RETURNS_ABOUT = "月报、统计表过了应报日期还没有签发。"


@get_only
@role_required(*BOARD)
def overdue(request: StaffRequest) -> HttpResponse:
    """逾期看板: a row for each department with something late, a column for each reason."""
    officer, today = request.user, timezone.localdate()
    departments = list(within_reach(officer).order_by("name"))
    columns = [(reason.key, reason.title, reason.by_department(officer, today)) for reason in REASONS.values()]
    columns.append((RETURNS, "未报表", _owing_by_department(departments, today)))
    held = _held_reasons(officer, today)
    rows = []
    for one in departments:
        cells = [(key, title, counts.get(one.pk, 0)) for key, title, counts in columns]
        if total := sum(count for _, _, count in cells):
            rows.append((one, cells, total, held.get(one.pk, [])))
    rows.sort(key=lambda row: -row[2])
    known = {one.pk for one in departments}
    sums = [(key, title, sum(count for pk, count in counts.items() if pk in known)) for key, title, counts in columns]
    note_look(request, "查看逾期看板", "board")
    context = {
        "rows": rows,
        "sums": sums,
        "total": sum(count for _, _, count in sums),
        "abouts": [(reason.title, reason.about) for reason in REASONS.values()] + [("未报表", RETURNS_ABOUT)],
        "today": today,
    }
    return render(request, "workbench/overdue.html", context)


def _owing_by_department(departments: list[Department], on: date) -> dict[int, int]:
    counts: dict[int, int] = {}
    for owed in owed_by(departments, on):
        if owed.overdue:
            counts[owed.standing.department.pk] = counts.get(owed.standing.department.pk, 0) + 1
    return counts


def _held_reasons(officer: Officer, on: date) -> dict[int, list[tuple[str, int]]]:
    """Department → (reason, how many) of what is held past its day."""
    held = late_records(officer, on).filter(state="held").order_by()
    found: dict[int, list[tuple[str, int]]] = {}
    for department, reason, count in held.values_list("department", "hold_reason").annotate(count=Count("pk")):
        found.setdefault(department, []).append((HoldReason(reason).label if reason else "未写理由", count))
    return found


@get_only
@role_required(*BOARD)
def overdue_rows(request: StaffRequest) -> HttpResponse:
    """The rows behind one figure: `?why` a reason, `?department` one department; both unknown answer 404."""
    why, today = request.GET.get("why", ""), timezone.localdate()
    if not why:
        return redirect("workbench:overdue")
    department = _department(request)
    if why == RETURNS:
        about, title, kind = RETURNS_ABOUT, "未报表", RETURNS
        departments = [department] if department else list(within_reach(request.user).order_by("name"))
        rows: Any = [owed for owed in owed_by(departments, today) if owed.overdue]
    elif why in REASONS:
        reason = REASONS[why]
        about, title, kind = reason.about, reason.title, reason.kind
        rows = _related(kind, reason.listed(request.user, today, department))
    else:
        raise Http404
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    if kind == "lines":
        page.object_list = with_records(page.object_list)
    note_look(request, f"查看逾期明细（{title}）", "board", department.public_id if department else None)
    context: dict[str, Any] = {"page": page, "title": title, "about": about, "kind": kind, "department": department}
    context["today"] = today
    # A supervisor reads the board and not the files behind it.
    context |= {"query": kept(request), "unlinked": not request.user.has_role(*OVERSEERS)}
    return render(request, "workbench/overdue_rows.html", context)


def _department(request: StaffRequest) -> Department | None:
    named = request.GET.get("department", "")
    if not named:
        return None
    found = within_reach(request.user).chosen(named)  # type: ignore[attr-defined]
    if found is None:
        raise Http404
    return found


def _related(kind: str, rows):
    paths = {
        "records": ("subject", "department"),
        "rejected": ("submission__department",),
        "proposals": ("record__subject", "record__department", "proposer"),
        "deliveries": ("record__subject", "department"),
        "lines": ("destination__department", "parcel"),
        "clocks": ("rule", "department"),
    }
    return rows.select_related(*paths[kind])


@get_only
@role_required(*MENDERS)
def rejected(request: StaffRequest) -> HttpResponse:
    """退回的行: every row that is still to be mended, earliest legal day first; `?late` those past it."""
    today, only_late = timezone.localdate(), "late" in request.GET
    rows = rejected_rows(request.user)
    late = rows.filter(due__lt=today).count()
    if only_late:
        rows = rows.filter(due__lt=today)
    page = Paginator(_related("rejected", rows), PAGE).get_page(request.GET.get("page"))
    note_look(request, "查看退回的行", "submission")
    context = {"page": page, "today": today, "late": late, "only_late": only_late}
    context["is_clerk"] = request.user.has_role(Role.CLERK)
    return render(request, "workbench/rejected.html", context)


@get_only
@role_required(Role.CLERK, Role.REVIEWER)
def owing(request: StaffRequest) -> HttpResponse:
    """应报的表: what the department has to file (`?what=file`) or to sign (`sign`); `?late` and `?open` part them by the day."""
    what, today = request.GET.get("what", ""), timezone.localdate()
    what = what if what in (FILE, SIGN) else FILE
    rows = listed(owed_by(within_reach(request.user), today), what)
    if "late" in request.GET:
        rows = [one for one in rows if one.overdue]
    elif "open" in request.GET:
        rows = [one for one in rows if not one.overdue]
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    note_look(request, "查看应报的表", "monthly_return")
    lists = [(FILE, "待填报"), (SIGN, "待签发")]
    return render(request, "workbench/owing.html", {"page": page, "what": what, "lists": lists, "query": kept(request)})


@get_only
@role_required(*OVERSEERS)
def escalated(request: StaffRequest) -> HttpResponse:
    """到期未公示: what the clock could not publish, and (`?held`) what a reviewer holds back; the office decides here."""
    officer, today, only_held = request.user, timezone.localdate(), "held" in request.GET
    reach = Record.objects.visible_to(officer)
    rows = reach.filter(state="held" if only_held else "escalated")
    rows = rows.select_related("subject", "department", "version", "submission").order_by("due", "pk")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    for record in page:
        said = record.version.warnings
        record.name_differs = record.subject.kind != "person" and any(one["code"] == "name_differs" for one in said)
        record.may_release = officer.has_role(Role.OFFICE_APPROVER) and record.submission.clerk_id != officer.pk
        record.form = ActForm(
            initial={"field": record.field, "seriousness": record.seriousness}, auto_id=f"id_{record.pk}_%s"
        )
    note_look(request, "查看到期未公示列表", "record")
    counts = dict(
        reach.filter(state__in=["escalated", "held"]).order_by().values_list("state").annotate(count=Count("pk"))
    )
    context = {
        "page": page,
        "today": today,
        "only_held": only_held,
        "escalated": counts.get("escalated", 0),
        "held": counts.get("held", 0),
        "late_rows": rejected_rows(officer).filter(due__lt=today).count(),
        "may_act": officer.has_role(*OFFICE),
    }
    return render(request, "workbench/escalated.html", context)
