"""窗口出具信用报告: for whoever stands at the window with the papers of an organisation; who came and why is written down. Source: H1."""

import logging
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.access import StaffRequest, role_required
from accounts.acting import by
from accounts.looking import note_look
from accounts.models import Role
from credit_platform.codes import normalise_code
from credit_platform.declaring import Scope, get_and_post, get_only
from credit_platform.downloads import PDF, answer_file
from credit_platform.keeping import fetch
from credit_platform.typesetting import NotTypeset
from subjects.models import Subject

from .. import issuing
from ..domains import domains
from ..forms import WindowForm
from ..models import CreditReport
from ..refusals import Refused
from ..standing import Standing, standing
from .mine import said

log = logging.getLogger(__name__)
OFFICE = (Role.OFFICE, Role.OFFICE_APPROVER)
LIST = "credit_reports:issued"


@get_only
@role_required(*OFFICE, Role.AUDITOR)
def issued(request: StaffRequest) -> HttpResponse:
    """已出具的, the latest first."""
    rows = CreditReport.objects.visible_to(request.user).select_related("department").order_by("-pk")
    page = Paginator(rows, 30).get_page(request.GET.get("page"))
    may = request.user.has_role(*OFFICE)
    return render(request, "credit_reports/issued.html", {"page": page, "may": may})


@get_and_post
@role_required(*OFFICE)
def new(request: StaffRequest) -> HttpResponse:
    """出具: find the organisation by its code, choose, write down who came and why."""
    today, code = timezone.localdate(), normalise_code(request.GET.get("code", "")[:40])
    subject = Subject.objects.alive().exclude(kind="person").filter(code=code).first() if code else None
    context = {"code": code, "subject": subject}
    if subject is None:
        return render(request, "credit_reports/window.html", context)
    form = WindowForm(request.POST or None, every=domains(today), today=today)
    if request.method == "POST" and form.is_valid():
        try:
            made = _issue(request, subject, form)
        except Refused as reason:
            form.add_error(None, str(reason))
        else:
            note_look(request, "窗口出具信用报告", Subject.object_kind, subject.public_id)
            return said(request, made, LIST)
    form.tidy()
    return render(request, "credit_reports/window.html", context | {"form": form})


@get_only
@role_required(*OFFICE, of=Scope.OFFICE)
def file(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """One to be printed, while it still holds: what has left must not be handed out again."""
    found = get_object_or_404(CreditReport.objects.visible_to(request.user), public_id=public_id)
    if standing(found, timezone.localdate()) != Standing.VALID:
        messages.error(request, f"报告 {found.number} 出具以后，内容已有变动，不能再打印。请重新出具。")
        return redirect(LIST)
    note_look(request, "下载窗口信用报告", found.object_kind, found.public_id)
    return answer_file(fetch(found.pdf_path), f"{found.number}.pdf", PDF)


def _issue(request: StaffRequest, subject: Subject, form: WindowForm) -> CreditReport:
    question = form.question if form.cleaned_data["kind"] == "special" else None
    try:
        return issuing.at_window(subject, question, reason=form.cleaned_data["reason"], **by(request.user))
    except NotTypeset as reason:
        log.exception("report of %s not typeset", subject.public_id)
        raise Refused("报告没能生成，已记入系统日志，请稍后再试，或联系系统维护人员。") from reason
