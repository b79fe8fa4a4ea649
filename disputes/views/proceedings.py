"""复议与诉讼: registered with its paper, followed by its result. Source: F9."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from accounts.access import StaffRequest, role_required
from accounts.acting import by
from accounts.looking import note_look
from accounts.models import Role
from blacklists.refusals import ListRefused
from blacklists.views.reading import PAGE, day, paper, text, uuids
from credit_platform.declaring import Scope, get_and_post, get_only
from credit_platform.downloads import download

from .. import proceedings
from ..models import Proceeding

READERS = (Role.CLERK, Role.REVIEWER, Role.OFFICE, Role.OFFICE_APPROVER, Role.AUDITOR)


@get_only
@role_required(*READERS)
def listing(request: StaffRequest) -> HttpResponse:
    """复议诉讼一览, those that run first."""
    rows = Proceeding.objects.visible_to(request.user).select_related("department").order_by("closed_on", "-pk")
    note_look(request, "查看复议诉讼", Proceeding.object_kind)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return render(request, "disputes/proceedings.html", {"page": page})


@get_and_post
@role_required(*proceedings.CLERKS)
def new(request: StaffRequest) -> HttpResponse:
    """登记复议或诉讼 of a record or an entry, named in the address's query; a refused form comes back as typed."""
    kind, ids = request.GET.get("of", ""), uuids([request.GET.get("id", "")])
    target = proceedings.target_of(kind, ids[0], request.user) if ids else None
    context: dict[str, Any] = {"target": target, "kinds": Proceeding.Kind.choices, "typed": request.POST, "faults": {}}
    if request.method == "POST" and target is not None:
        try:
            made = proceedings.open_proceeding(
                target_kind=kind,
                target_id=ids[0],
                kind=text(request, "kind"),
                body=text(request, "body"),
                case_number=text(request, "case_number"),
                accepted_on=day(request, "accepted_on", "受理日期"),
                paper=paper(request),
                **by(request.user),
            )
        except ListRefused as refused:
            context["faults"] = refused.faults or {"": str(refused)}
        else:
            messages.success(request, "已登记，公示中随即标注。")
            return redirect("disputes:proceeding", made.public_id)
    return render(request, "disputes/proceeding_new.html", context)


@get_and_post
@role_required(*READERS, of=Scope.DEPARTMENT)
def one(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """One of them; its result is registered here."""
    rows = Proceeding.objects.visible_to(request.user).select_related("department", "opened_by", "closed_by")
    found = get_object_or_404(rows, public_id=public_id)
    context = {"case": found, "results": Proceeding.Result.choices, "typed": request.POST, "faults": {}}
    if request.method == "POST":
        try:
            proceedings.close_proceeding(
                found,
                result=text(request, "result"),
                effective_on=day(request, "effective_on", "生效日期"),
                result_words=text(request, "result_words"),
                paper=paper(request),
                **by(request.user),
            )
        except ListRefused as refused:
            context["faults"] = refused.faults or {"": str(refused)}
        else:
            messages.success(request, "结果已登记，标注取消。")
            return redirect("disputes:proceeding", found.public_id)
    else:
        note_look(request, "查看复议诉讼", found.object_kind, found.public_id)
    context["may_close"] = found.closed_on is None and request.user.has_role(*proceedings.CLERKS)
    return render(request, "disputes/proceeding.html", context)


@get_only
@role_required(*READERS, of=Scope.DEPARTMENT)
def notice(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """受理通知书."""
    found = _taken(request, public_id)
    return download(found.paper_path, found.paper_name)


@get_only
@role_required(*READERS, of=Scope.DEPARTMENT)
def result(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """生效文书."""
    found = _taken(request, public_id)
    return download(found.result_path, found.result_name)


def _taken(request: StaffRequest, public_id: UUID) -> Proceeding:
    found = get_object_or_404(Proceeding.objects.visible_to(request.user), public_id=public_id)
    note_look(request, "下载复议诉讼文书", found.object_kind, found.public_id, case=found.public_id)
    return found
