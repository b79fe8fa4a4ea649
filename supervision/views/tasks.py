"""任务日历: recurring tasks by month, and finishing one."""

from datetime import date
from uuid import UUID

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.access import StaffRequest, role_required
from accounts.looking import note_look
from credit_platform.declaring import Scope, get_and_post
from ledger.history import history_of

from .. import recurring
from ..consequence_forms import DoneForm
from ..models import RecurringTask
from ..months import after, first_of, last_of, parse
from ..reach import OFFICE, OVERSEERS, READERS
from .trying import STALE, by, filled, tried

MOST = 500  # rows of a month; the rest are found by department


@get_and_post
@role_required()
def calendar(request: StaffRequest) -> HttpResponse:
    """任务日历 of a month, `?month=YYYY-MM`; what is late from before stands above it. Those of a role, whose holder need not
    belong to the department, are finished here.
    """
    if request.method == "POST":
        _finish(request)
        return redirect(request.get_full_path())
    today = timezone.localdate()
    month = _month(request.GET.get("month", ""), today)
    rows = RecurringTask.objects.visible_to(request.user).select_related("duty", "department", "done_by")
    mine = request.GET.get("show") == "mine"
    if mine:
        rows = rows.workable_by(request.user)
    inside = list(rows.filter(due__range=(month, last_of(month))).order_by("due", "duty", "department__name")[:MOST])
    days: dict[date, list[RecurringTask]] = {}
    for task in inside:
        days.setdefault(task.due, []).append(task)
    note_look(request, "查看任务日历", "task")
    context = {
        "month": month,
        "before": after(month, -1),
        "next": after(month),
        "days": days.items(),
        "late": rows.overdue(today).filter(~Q(due__range=(month, last_of(month))))[:MOST],
        "today": today,
        "mine": mine,
        "form": DoneForm(),
        "roles": request.user.roles,
        "may_open": request.user.has_role(*READERS),
        "own": request.user.department_id,
        "overseer": request.user.has_role(*OVERSEERS),
    }
    return render(request, "supervision/calendar.html", context)


def _finish(request: StaffRequest) -> None:
    form, named = DoneForm(request.POST), request.POST.get("task", "")
    mine = RecurringTask.objects.workable_by(request.user).filter(duty__who="role", state="open")
    task = next((one for one in mine if str(one.public_id) == named), None)
    who = by(request)
    if task is None:
        tried(request, _stale, "")
    elif filled(request, form):
        tried(request, lambda: recurring.do(task, **form.cleaned_data, **who), "已登记完成。")


def _month(text: str, today: date) -> date:
    try:
        return parse(text) if text else first_of(today)
    except ValueError:
        return first_of(today)


@get_and_post
@role_required(*READERS, of=Scope.DEPARTMENT)
def detail(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """一项任务: done with a word and where the evidence is; the office may find that it does not apply."""
    rows = RecurringTask.objects.visible_to(request.user).select_related("duty", "department", "done_by")
    task = get_object_or_404(rows, public_id=public_id)
    done = DoneForm(request.POST if request.POST.get("action") == "do" else None)
    if request.method == "POST":
        who, reason = by(request), request.POST.get("reason", "")
        use, said = {
            "do": (lambda: recurring.do(task, **done.cleaned_data, **who), "已登记完成。"),
            "cancel": (lambda: recurring.cancel(task, reason=reason, **who), "已登记本期不适用。"),
        }.get(request.POST.get("action", ""), (_stale, ""))
        if not done.is_bound or filled(request, done):
            if tried(request, use, said) is not None or not done.is_bound:
                return redirect("supervision:task", task.public_id)
            task.refresh_from_db()
    else:
        note_look(request, "查看定期任务", task.object_kind, task.public_id)
    workable = RecurringTask.objects.workable_by(request.user).filter(pk=task.pk).exists()
    context = {
        "task": task,
        "form": done,
        "today": timezone.localdate(),
        "may_do": task.state == "open" and workable,
        "may_cancel": task.state == "open" and request.user.has_role(*OFFICE),
        "history": history_of(task.public_id, RecurringTask.lifecycle) if request.user.has_role(*OVERSEERS) else [],
    }
    return render(request, "supervision/task.html", context)


def _stale() -> None:
    raise recurring.TaskRefused(STALE)
