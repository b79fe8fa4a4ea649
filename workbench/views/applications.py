"""账号申请: the office checks what departments ask for on line. Source: A7."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts import applying
from accounts.access import StaffRequest, role_required
from accounts.acting import by
from accounts.looking import note_look
from accounts.models import Application, Role
from accounts.refusals import Refused
from credit_platform.declaring import Scope, get_only, post_only
from credit_platform.downloads import download
from ledger.history import history_of

OFFICE = (Role.OFFICE, Role.OFFICE_APPROVER)


@get_only
@role_required(*OFFICE, Role.AUDITOR)
def listing(request: StaffRequest) -> HttpResponse:
    """What waits first; names of departments only."""
    today = timezone.localdate()
    rows = Application.objects.visible_to(request.user).defer("sealed").select_related("office")
    only = request.GET.get("open") is not None
    if only:
        rows = rows.open(today)
    page = Paginator(rows.order_by("-pk"), 25).get_page(request.GET.get("page"))
    return render(request, "workbench/applications.html", {"page": page, "only_open": only, "today": today})


@get_only
@role_required(*OFFICE, Role.AUDITOR, of=Scope.OFFICE)
def detail(request: StaffRequest, public_id) -> HttpResponse:
    """One of them. Persons and letter are for whoever deals with it, while it is dealt with."""
    today = timezone.localdate()
    rows = Application.objects.visible_to(request.user).select_related("office", "department", "checked_by")
    application = get_object_or_404(rows, public_id=public_id)
    note_look(request, "查看账号申请", application.object_kind, application.public_id)
    persons = applying.persons_of(application, today) if request.user.has_role(*OFFICE) else []
    context = {
        "application": application,
        "persons": [(one, Role(one.role).label) for one in persons],
        "is_open": Application.objects.open(today).filter(pk=application.pk).exists(),
        "may_check": request.user.has_role(Role.OFFICE),
        "history": history_of(application.public_id, Application.lifecycle),
    }
    return render(request, "workbench/application.html", context)


@post_only
@role_required(Role.OFFICE, of=Scope.OFFICE)
def decide(request: StaffRequest, public_id) -> HttpResponse:
    """核对无误 or 不予开设."""
    application = get_object_or_404(Application.objects.visible_to(request.user), public_id=public_id)
    acting = by(request.user)
    try:
        if request.POST.get("action") == "accept":
            applying.accept(application, **acting)
            done = "已转系统管理员开设账号。"
        else:
            applying.refuse(application, reason=request.POST.get("reason", "")[:500], **acting)
            done = "已记为不予开设，申请单位凭回执码可以看到理由。"
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, done)
    return redirect("workbench:application", public_id)


@get_only
@role_required(*OFFICE, of=Scope.OFFICE)
def letter(request: StaffRequest, public_id) -> HttpResponse:
    """The stamped letter, as a download; 404 once the application is over."""
    application = get_object_or_404(Application.objects.visible_to(request.user), public_id=public_id)
    if not Application.objects.open(timezone.localdate()).filter(pk=application.pk).exists():
        raise Http404
    note_look(request, "下载账号申请函", application.object_kind, application.public_id)
    return download(application.letter_path, application.letter_name)
