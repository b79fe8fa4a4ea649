"""/my/: the home and the own file of whoever acts for a subject. Source: F1."""

import logging
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from blacklists.printing import pdf_of
from credit_platform.declaring import Scope, get_and_post, get_only
from credit_platform.downloads import answer_file
from credit_platform.keeping import fetch
from credit_platform.typesetting import NotTypeset
from credit_reports.models import CreditReport
from representation import reporting
from representation.acting import by_subject
from representation.entering import SubjectRequest, subject_required
from representation.looking import note_own_look
from representation.models import OwnReport
from representation.refusals import Refused

from .deadlines import deadlines
from .items import same
from .letters import FAMILIES, received
from .looks import PAGE as LOOKS
from .looks import looks, rows_of
from .own_file import about, sections
from .records import PAGE as RECORDS
from .report import draw
from .sections import menu

log = logging.getLogger(__name__)
SOON = 5  # deadlines and letters on the home page


@get_only
@subject_required()
def home(request: SubjectRequest) -> HttpResponse:
    """首页: what is next, what came, what one can look at and do."""
    ids, today = same(request.subject), timezone.localdate()
    due, came = deadlines(request.subject, ids, today), received(ids)
    context = {
        "sections": list(menu(request.subject.kind))[1:],
        "due": sorted(due, key=lambda one: (not one.yours, one.on))[:SOON],
        "letters": came[:SOON],
        "today": today,
    }
    return render(request, "my/home.html", context)


@get_only
@subject_required()
def own_file(request: SubjectRequest) -> HttpResponse:
    """我的信用档案: everything on record, public or not."""
    ids, today = same(request.subject), timezone.localdate()
    asked = request.GET.get("page", "")
    number = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 6 else 1
    found = sections(request.subject, ids, today, max(number, 1))
    records = found[0]
    page = Paginator(range(records.count), RECORDS).get_page(number)
    if page.number != max(number, 1):  # beyond the last: that one
        found = sections(request.subject, ids, today, page.number)
    context = {"about": about(request.subject, ids), "found": found, "page": page, "today": today}
    return render(request, "my/file.html", context)


@get_only
@subject_required()
def dates(request: SubjectRequest) -> HttpResponse:
    """期限: every one, the earliest first."""
    today = timezone.localdate()
    found = deadlines(request.subject, same(request.subject), today)
    return render(request, "my/deadlines.html", {"due": found, "today": today})


@get_only
@subject_required()
def who_looked(request: SubjectRequest) -> HttpResponse:
    """谁查过: body, day and purpose."""
    page = Paginator(rows_of(same(request.subject)), LOOKS).get_page(request.GET.get("page"))
    return render(request, "my/looks.html", {"page": page, "looks": list(looks(list(page)))})


@get_only
@subject_required()
def letters(request: SubjectRequest) -> HttpResponse:
    """收到的文书."""
    return render(request, "my/letters.html", {"letters": received(same(request.subject))})


@get_only
@subject_required(of=Scope.SUBJECT)
def letter_pdf(request: SubjectRequest, family, public_id) -> HttpResponse:
    """One of them as it was served, always the same bytes."""
    if family not in FAMILIES:
        raise Http404
    rows: QuerySet[Any] = FAMILIES[family](same(request.subject))
    found = get_object_or_404(rows, public_id=public_id)
    note_own_look(request, request.representative, "下载收到的文书", found.object_kind, found.public_id)
    data = pdf_of(found)
    if data is None:
        messages.error(request, "这份文书的PDF没能生成，请联系发文部门。")
        return redirect("my:letters")
    return answer_file(data, f"{found.number}.pdf")


@get_and_post
@subject_required()
def reports(request: SubjectRequest) -> HttpResponse:
    """自查信用报告: those made before, and a new one, free."""
    subject, today = request.subject, timezone.localdate()
    ids = same(subject)
    if request.method == "POST":
        try:
            made = reporting.issue(
                subject,
                request.claim,
                draw=lambda number, code: draw(subject, ids, number, code, on=today),
                **by_subject(request),
            )
        except Refused as reason:
            messages.error(request, str(reason))
        except NotTypeset:
            log.exception("own report of %s not typeset", subject.public_id)
            messages.error(request, "报告没能生成，已记入系统日志，请稍后再试，或联系信用办。")
        else:
            messages.success(request, f"报告 {made.number} 已出具，可以下载。")
        return redirect("my:reports")
    context = {
        "issued": sorted(
            [
                *OwnReport.objects.of(request.representative, ids)[:50],
                *CreditReport.objects.of(request.representative, ids)[:50],
            ],
            key=lambda one: one.made_at,
            reverse=True,
        ),
        "person": subject.kind == "person",
    }
    return render(request, "my/reports.html", context)


@get_only
@subject_required(of=Scope.SUBJECT)
def report_pdf(request: SubjectRequest, public_id) -> HttpResponse:
    """One of them, the same bytes as when it was made. A person's: to that person."""
    rows = OwnReport.objects.of(request.representative, same(request.subject))
    found = get_object_or_404(rows, public_id=public_id)
    what = "下载本人信用报告" if found.person else "下载本单位信用报告"
    note_own_look(request, request.representative, what, found.object_kind, found.public_id)
    return answer_file(fetch(found.pdf_path), f"{found.number}.pdf")
