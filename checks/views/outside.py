"""外部机构: authorisations of subjects, and changes of the lists with their receipts; the office's side of both. Source: A6."""

from dataclasses import astuple
from datetime import date

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.access import StaffRequest, role_required
from accounts.acting import by
from accounts.looking import note_look
from accounts.models import Department, Role
from blacklists.refusals import ListRefused
from blacklists.views.reading import PAGE, day, paper, subject_named, text, uuids
from credit_platform.declaring import Scope, get_and_post, get_only, post_only
from credit_platform.downloads import answer_file, download
from credit_platform.sheets import workbook
from records.querysets import departments_within_reach

from .. import authorising, list_changes
from ..models import Authorisation, ListReceipt

OFFICE = (Role.OFFICE, Role.OFFICE_APPROVER)
FIELDS = ("code", "purpose", "signed_on", "until")
DONE = {"confirm": "已核对，机构可以查询。", "refuse": "已记为不予认可。", "withdraw": "已登记撤回，即时生效。"}
HEADS = ("日期", "变动", "名单", "主体名称", "统一社会信用代码", "事由", "认定单位", "公示至")


@get_and_post
@role_required(Role.OUTSIDE, *OFFICE, Role.AUDITOR)
def authorisations(request: StaffRequest) -> HttpResponse:
    """Those of the body, with the form of a new one; for the office those that wait come first."""
    problem = ""
    if request.method == "POST":
        try:
            authorising.register(
                subject_named(text(request, "code", 40), request.user), purpose=text(request, "purpose", 300),
                signed_on=day(request, "signed_on", "授权日期"), until=day(request, "until", "授权期限"),
                paper=paper(request), **by(request.user),
            )  # fmt: skip
        except ListRefused as refused:
            problem = str(refused)
        else:
            messages.success(request, "授权已登记，信用办核对后可以查询。")
            return redirect("checks:authorisations")
    rows = Authorisation.objects.visible_to(request.user).select_related("body", "subject")
    waiting = request.GET.get("show") == "waiting"
    page = Paginator(rows.filter(state="registered") if waiting else rows, PAGE).get_page(request.GET.get("page"))
    note_look(request, "查看查询授权列表", Authorisation.object_kind)
    context = {
        "page": page, "show": "waiting" if waiting else "", "problem": problem, "today": timezone.localdate(),
        "outside": request.user.is_outside, "may_judge": request.user.has_role(*OFFICE),
        "sent": {name: text(request, name, 300) for name in FIELDS},
    }  # fmt: skip
    return render(request, "checks/authorisations.html", context)


@post_only
@role_required(Role.OUTSIDE, *OFFICE, of=Scope.OFFICE)
def authorisation_step(request: StaffRequest, public_id) -> HttpResponse:
    """One step."""
    found = get_object_or_404(Authorisation.objects.visible_to(request.user), public_id=public_id)
    action, reason, who = text(request, "action", 20), text(request, "reason", 600), by(request.user)
    try:
        match action:
            case "confirm":
                authorising.confirm(found, **who)
            case "refuse":
                authorising.refuse(found, reason=reason, **who)
            case "withdraw":
                authorising.withdraw(found, reason=reason, **who)
            case _:
                raise ListRefused("请选择要办理的事项。")
    except ListRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, DONE[action])
    return redirect("checks:authorisations")


@get_only
@role_required(Role.OUTSIDE, *OFFICE, Role.AUDITOR, of=Scope.OFFICE)
def authorisation_paper(request: StaffRequest, public_id) -> HttpResponse:
    """授权书."""
    found = get_object_or_404(Authorisation.objects.visible_to(request.user), public_id=public_id)
    note_look(request, "下载查询授权书", found.object_kind, found.public_id, case=found.public_id)
    return download(found.paper_path, found.paper_name)


@get_and_post
@role_required(Role.OUTSIDE)
def list_notices(request: StaffRequest) -> HttpResponse:
    """名单变动: what is not signed for yet, and the receipts given."""
    body, today = request.user.department, timezone.localdate()
    if request.method == "POST":
        try:
            made = list_changes.sign(last=day(request, "last", "截止日期"), **by(request.user))
        except ListRefused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, f"已签收：列入{made.entered}条，移出{made.left}条。")
        return redirect("checks:list_notices")
    days = list_changes.span(body, today)
    found = list_changes.changes(*days, today) if days else []
    note_look(request, "查看名单变动", ListReceipt.object_kind)
    page = Paginator(found, 100).get_page(request.GET.get("page"))
    context = {"days": days, "page": page, "count": len(found), "receipts": ListReceipt.objects.filter(body=body)[:12]}
    return render(request, "checks/list_notices.html", context)


@get_only
@role_required(Role.OUTSIDE)
def list_notices_sheet(request: StaffRequest) -> HttpResponse:
    """名单变动表: of the receipt that `?receipt=` names, else what is not signed for yet. Of other days nothing is told."""
    body, today = request.user.department, timezone.localdate()
    days = _signed(request, body) if "receipt" in request.GET else list_changes.span(body, today)
    if days is None:
        raise Http404
    note_look(request, "下载名单变动", ListReceipt.object_kind)
    rows = [(one.day, *astuple(one)[2:]) for one in list_changes.changes(*days, today)]
    title = f"名单变动：{days[0]:%Y-%m-%d} 至 {days[1]:%Y-%m-%d}"
    return answer_file(workbook(title, HEADS, rows), f"名单变动{days[1]:%Y%m%d}.xlsx")


def _signed(request: StaffRequest, body: Department) -> tuple[date, date] | None:
    ids = uuids([request.GET.get("receipt", "")])
    found = ListReceipt.objects.filter(body=body, public_id__in=ids).first()
    return (found.first, found.last) if found else None


@get_only
@role_required(*OFFICE, Role.AUDITOR)
def list_receipts(request: StaffRequest) -> HttpResponse:
    """签收情况: for each body that is told of the lists, up to which day it signed."""
    today = timezone.localdate()
    bodies = Department.every.exclude(outside="").in_office(today).order_by("name")
    if not request.user.has_role(Role.AUDITOR):
        bodies = bodies.filter(parent__in=departments_within_reach(request.user))
    receipts = ListReceipt.objects.filter(body__in=bodies).order_by("body_id", "-last").distinct("body_id")
    latest = {row.body_id: row for row in receipts}
    note_look(request, "查看名单变动签收", ListReceipt.object_kind)
    rows = [(one, latest.get(one.pk)) for one in bodies]
    return render(request, "checks/list_receipts.html", {"rows": rows, "today": today})
