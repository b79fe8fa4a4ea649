"""身份查阅: who is named for a report, who asked to see the reporter, who let them, and the one look. Source: F7."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache

from accounts.access import StaffRequest, role_required
from accounts.acting import by
from accounts.looking import note_look
from accounts.models import Role
from blacklists.refusals import ListRefused
from blacklists.views.reading import text, uuids, yes
from credit_platform.declaring import Scope, get_only, post_from

from .. import filing, reading
from ..models import Reading, Report
from .staff import READERS, WORKERS

DONE = {
    "name": "已指定。要查看的，由其申请、您或另一位审批同意。",
    "end": "已取消指定。",
    "ask": "已申请，待信用办审批同意。",
    "decide": "已答复。",
}


@get_only
@never_cache
@role_required(*READERS, of=Scope.DEPARTMENT)
def page(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Who may, who asked, who looked. Of the reporter nothing."""
    report, officer = _found(request, public_id), request.user
    note_look(request, "查看举报身份查阅情况", report.object_kind, report.public_id)
    readings = list(report.readings.select_related("asker", "answered_by"))
    mine = [one for one in readings if one.asker_id == officer.pk]
    approves = officer.has_role(Role.OFFICE_APPROVER)
    named = reading.is_handler(report, officer)
    context = {
        "report": report,
        "handlers": report.handlers.filter(ended_on__isnull=True).select_related("officer__department", "named_by"),
        "readings": readings,
        "approves": approves,
        "nameable": reading.nameable(report, officer).select_related("department") if approves else [],
        "waiting": [one for one in readings if not one.answer and one.asker_id != officer.pk] if approves else [],
        "may_read": named and any(one.answer == "allowed" and one.read_at is None for one in mine),
        "may_ask": named and all(one.answer == "refused" or one.read_at for one in mine),
    }
    return render(request, "dishonesty_reports/reporter.html", context)


@role_required(*WORKERS, of=Scope.DEPARTMENT)
@post_from("dishonesty:reporter")
def step(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """指定、取消、申请、同意."""
    report, name = _found(request, public_id), text(request, "action")
    try:
        _take(report, name, request)
    except ListRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, DONE[name])
    return redirect("dishonesty:reporter", report.public_id)


def _take(report: Report, name: str, request: StaffRequest) -> None:
    who, ids = by(request.user), uuids([text(request, "id", 40)])
    match name:
        case "name":
            chosen = reading.nameable(report, request.user).filter(public_id__in=ids).first()
            if chosen is None:
                raise ListRefused("请选择要指定的工作人员。")
            reading.name_handler(report, chosen, **who)
        case "end":
            handler = report.handlers.filter(officer__public_id__in=ids, ended_on__isnull=True).first()
            if handler is None:
                raise ListRefused("没有找到这位身份查阅人，请刷新页面查看。")
            reading.end_handler(handler, **who)
        case "ask":
            reading.ask(report, reason=text(request, "reason", 600), **who)
        case "decide":
            asked = Reading.objects.filter(report=report, public_id__in=ids).first()
            if asked is None:
                raise ListRefused("没有找到这次申请，请刷新页面查看。")
            reading.decide(asked, agree=yes(request, "agree", "是否同意查看"), **who)
        case _:
            raise ListRefused("没有看懂要做的操作，请回到页面重试。")


@never_cache
@role_required(*WORKERS, of=Scope.DEPARTMENT)
@post_from("dishonesty:reporter")
def read_once(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """查看: a page of its own that is kept nowhere; loading it again needs another permission."""
    report = _found(request, public_id)
    try:
        used, found = reading.read(report, **by(request.user))
    except ListRefused as refused:
        messages.error(request, str(refused))
        return redirect("dishonesty:reporter", report.public_id)
    note_look(request, "查看举报人信息", report.object_kind, report.public_id)
    context = {"report": report, "reading": used, "reporter": found, "original": filing.original_of(report)}
    return render(request, "dishonesty_reports/who.html", context)


def _found(request: StaffRequest, public_id: UUID) -> Report:
    rows = Report.objects.visible_to(request.user).select_related("subject", "office", "department")
    return get_object_or_404(rows, public_id=public_id)
