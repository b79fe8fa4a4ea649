"""双公示月报: who has reported, and one department's month: filing, signing, sending back, correcting."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.access import role_required
from accounts.acting import actor_of
from accounts.looking import note_look
from accounts.models import Department, Officer, Role
from credit_platform.declaring import Scope, get_and_post, get_only
from ledger.models import Act

from .. import signing
from ..due_days import due_day
from ..forms import DecideForm, LineForm, ReasonForm
from ..missing import MONTHS, standings
from ..models import MonthlyReturn
from ..models.returns import DecisionKind
from ..months import past
from ..reach import OVERSEERS, READERS, within_reach
from ..returning import Line, file_return, prefilled, sign_return
from ..signing import ReturnRefused
from .choosing import MOST, chosen_span, reachable, viewer
from .signers import Part, part_of


@get_only
@role_required(*READERS)
def listing(request: HttpRequest) -> HttpResponse:
    """月报情况: for the office every department of `?from`; for a department its last months."""
    today, officer = timezone.localdate(), viewer(request)
    overseer = officer.has_role(*OVERSEERS)
    span = chosen_span(request, today)
    months = [span.first] if overseer else past(today, MONTHS)
    dues = {month: due_day("monthly_return", month) for month in months}
    rows = standings(MonthlyReturn.objects.all(), within_reach(officer), months, dues, today)
    note_look(request, "查看月报情况", "monthly_return")
    context = {
        "rows": rows,
        "overseer": overseer,
        "month": span.first,
        "months": past(today, MOST),
        "due": dues[months[0]],
        "counts": {state: sum(1 for row in rows if row.state == state) for state in ("signed", "waiting")},
        "missing": [row for row in rows if row.row is None or row.state in ("declined", "overdue", "missing")],
        "may_file": officer.has_role(Role.CLERK),
    }
    return render(request, "supervision/returns.html", context)


@get_and_post
@role_required(*READERS, of=Scope.DEPARTMENT)
def detail(request: HttpRequest, month: date, department: UUID) -> HttpResponse:
    """One department's month: all versions, and what the officer may do now."""
    one = reachable(viewer(request), department)
    versions = list(_versions(one, month))
    standing = next((row for row in versions if row.state == "signed"), None)
    waiting = next((row for row in versions if row.state == "proposed"), None)
    part = part_of(viewer(request), one, waiting)
    forms, reason, decide = (
        _line_forms(request, part, one, month, standing),
        ReasonForm(request.POST or None),
        DecideForm(None),
    )
    if request.method == "POST":
        said = _post(request, part, one, month, waiting, forms, reason)
        if said:
            messages.success(request, said)
            return redirect("supervision:return", month, one.public_id)
    else:
        note_look(request, "查看月报", "monthly_return", (standing or waiting or one).public_id)
    context = {
        "department": one,
        "month": month,
        "due": due_day("monthly_return", month),
        "versions": versions,
        "standing": standing,
        "waiting": waiting,
        "part": part,
        "forms": forms,
        "reason": reason,
        "decide": decide,
        "today": timezone.localdate(),
    }
    return render(request, "supervision/return.html", context)


def _versions(department: Department, month: date):
    rows = MonthlyReturn.objects.filter(department=department).about(month)
    return rows.select_related("department", "clerk", "reviewer").prefetch_related("lines").order_by("-number")


def _line_forms(request: HttpRequest, part: Part, department: Department, month: date, standing) -> list[LineForm]:
    """One form a kind: with what was signed, else with what the platform has."""
    if not part.may_file:
        return []
    if request.method == "POST":
        return [LineForm(request.POST, prefix=kind, title=label) for kind, label in DecisionKind.choices]
    signed = {line.kind: line for line in standing.lines.all()} if standing is not None else {}
    start = signed or prefilled(department, month)
    return [
        LineForm(
            prefix=kind,
            title=label,
            initial={
                "produced": start[kind].produced,
                "own_site": start[kind].own_site,
                "not_reported": start[kind].not_reported,
                "why_not": start[kind].why_not,
                "zero": start[kind].zero,
            },
        )
        for kind, label in DecisionKind.choices
    ]


def _post(request, part: Part, department, month, waiting, forms, reason) -> str:
    """Call the use case; the sentence for the officer, "" where nothing was done."""
    officer, action = viewer(request), request.POST.get("action", "")
    who: dict[str, Any] = {"actor": actor_of(officer, Act.Channel.PAGE), "on": timezone.localdate()}
    try:
        if action == "file" and part.may_file:
            return _file(officer, department, month, forms, reason, who)
        if waiting is not None and action in ("sign", "decline") and part.may_decide:
            return _decide(request, officer, waiting, action, who)
        if waiting is not None and action == "take_back" and part.may_take_back:
            signing.take_back(waiting, clerk=officer, **who)
            return "已收回，可以修改后重新填报。"
    except ReturnRefused as refusal:
        messages.error(request, str(refusal))
        return ""
    messages.error(request, "这一步现在不能做，请刷新页面查看最新情况。")
    return ""


def _file(officer: Officer, department, month, forms, reason, who) -> str:
    if not all([*(form.is_valid() for form in forms), reason.is_valid()]):
        raise ReturnRefused("有填写不完整的地方，说明在各项下方。")
    lines = {
        str(form.prefix): Line(
            **{name: form.cleaned_data[name] for name in ("produced", "own_site", "not_reported", "why_not", "zero")}
        )
        for form in forms
    }
    file_return(
        department=department, month=month, lines=lines, clerk=officer, reason=reason.cleaned_data["reason"], **who
    )
    return "已填报，等待审核员签发。"


def _decide(request, officer: Officer, waiting: MonthlyReturn, action: str, who) -> str:
    if action == "sign":
        sign_return(waiting, reviewer=officer, **who)
        return "已签发，从现在起计入统计。"
    signing.decline(waiting, reviewer=officer, reason=request.POST.get("note", ""), **who)
    return "已退回填报员。"
