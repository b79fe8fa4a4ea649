"""/my/credit-reports/: reports that whoever acts for a subject takes away: special ones, and the public version. Source: H1."""

import logging
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from credit_platform.declaring import Scope, get_and_post, get_only, post_from
from credit_platform.downloads import PDF, answer_file
from credit_platform.keeping import fetch
from credit_platform.typesetting import NotTypeset
from representation.acting import by_subject
from representation.entering import SubjectRequest, subject_required
from representation.looking import note_own_look

from .. import issuing
from ..domains import domains
from ..drawing import rare_said
from ..forms import SpecialForm
from ..gathering import same
from ..models import CreditReport
from ..refusals import Refused
from ..special import Question

log = logging.getLogger(__name__)
LIST = "my:reports"


@get_and_post
@subject_required()
def special(request: SubjectRequest) -> HttpResponse:
    """专项信用报告: choose days and domains, have it at once."""
    today = timezone.localdate()
    form = SpecialForm(request.POST or None, every=domains(today), today=today)
    if request.method == "POST" and form.is_valid():
        try:
            made = issue(request, form.question)
        except Refused as reason:
            form.add_error(None, str(reason))
        else:
            return said(request, made, LIST)
    form.tidy()
    return render(request, "credit_reports/special.html", {"form": form, "person": request.subject.kind == "person"})


@subject_required()
@post_from(LIST)
def public(request: SubjectRequest) -> HttpResponse:
    """公开版, of one's own organisation."""
    try:
        made = issue(request, None)
    except Refused as reason:
        messages.error(request, str(reason))
        return redirect(LIST)
    return said(request, made, LIST)


@get_only
@subject_required(of=Scope.SUBJECT)
def file(request: SubjectRequest, public_id: UUID) -> HttpResponse:
    """One of them, the same bytes as when it was made. A person's: to that person."""
    rows = CreditReport.objects.of(request.representative, same(request.subject))
    found = get_object_or_404(rows, public_id=public_id)
    what = "下载本人信用报告" if found.person else "下载本单位信用报告"
    note_own_look(request, request.representative, what, found.object_kind, found.public_id)
    return answer_file(fetch(found.pdf_path), f"{found.number}.pdf", PDF)


def issue(request: SubjectRequest, question: Question | None) -> CreditReport:
    """Raises Refused, in words also where typesetting fails."""
    try:
        return issuing.for_subject(request.subject, request.claim, question, **by_subject(request))
    except NotTypeset as reason:
        log.exception("report of %s not typeset", request.subject.public_id)
        raise Refused("报告没能生成，已记入系统日志，请稍后再试，或联系信用办。") from reason


def said(request: HttpRequest, made: CreditReport, back: str) -> HttpResponse:
    """Back to the list, with what is to be known of the new one."""
    messages.success(request, f"报告 {made.number} 已出具，可以下载。")
    if made.rare:
        messages.warning(request, rare_said(made.rare))
    return redirect(back)
