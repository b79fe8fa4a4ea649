"""核查: the form, the receipt with its answer, the print, what was done then; the list of one's receipts. Source: E6."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.access import StaffRequest, role_required
from accounts.acting import by
from accounts.looking import note_look
from accounts.models import Department, Role
from blacklists.refusals import ListRefused
from blacklists.views.reading import PAGE, text, uuids
from credit_platform.declaring import Scope, get_and_post, get_only, post_only
from credit_platform.downloads import answer_file
from subjects.models import Subject
from subjects.search import Hit, QueryRefused, find

from ..checking import ASKERS, Occasion, check
from ..matching import asked_for
from ..models import Check, Feedback, Matter
from ..receipts import advice, receipt_pdf, sections
from ..reporting_back import EXPLAINED, REPORTERS, report_back

READERS = (*ASKERS, Role.AUDITOR)
OTHER = "other"
LIKE = 5  # names proposed where nothing was found


@get_and_post
@role_required(*ASKERS)
def ask(request: StaffRequest) -> HttpResponse:
    """The form of a look-up; the answer is the page of its receipt."""
    problem = ""
    if request.method == "POST":
        try:
            made = check(asked_for(text(request, "asked", 200)), occasion=occasion_sent(request), **by(request.user))
        except ListRefused as refused:
            problem = str(refused)
        else:
            note_look(request, "信用核查", made.object_kind, made.public_id)
            return redirect("checks:receipt", made.public_id)
    mine = Check.objects.filter(officer=request.user).select_related("batch")
    context = occasion_form(request) | {
        "problem": problem,
        "asked": text(request, "asked", 200) or request.GET.get("asked", "").replace("\0", "")[:200],
        "recent": mine.filter(batch__isnull=True)[:5],
    }
    return render(request, "checks/ask.html", context)


def occasion_sent(request: StaffRequest) -> Occasion:
    """What the part of the form about the occasion sent. Raises ListRefused."""
    said, purpose = text(request, "matter", 40), text(request, "purpose", 300)
    if said == OTHER or not (matters := own_matters(request)):
        return Occasion(purpose, title=text(request, "title", 200))
    chosen = next((one for one in matters if uuids([said]) == [one.public_id]), None)
    if chosen is None:
        raise ListRefused("请选择办理事项；目录中没有的，选“其他事项”并写明。")
    return Occasion(purpose, matter=chosen)


def occasion_form(request: StaffRequest) -> dict[str, Any]:
    """What that part needs to be shown, again as it was typed."""
    sent = {name: text(request, name, 300) for name in ("matter", "title", "purpose")}
    if request.method != "POST":  # from the receipt of an ambiguous name back to the form
        sent = {name: request.GET.get(name, "").replace("\0", "")[:300] for name in sent}
    return {"matters": own_matters(request), "sent": sent, "other": OTHER}


def own_matters(request: StaffRequest) -> list[Matter]:
    """Of the catalogue in force, those of the officer's department."""
    if request.user.is_outside:
        return []
    own = Department.objects.answered_for_by(request.user.department)
    return list(Matter.objects.in_force(timezone.localdate()).filter(department__in=own))


@get_only
@role_required(*READERS)
def receipts(request: StaffRequest) -> HttpResponse:
    """核查回执 of the department; `?show=waiting` hits of which nothing was said yet."""
    rows = Check.objects.visible_to(request.user).select_related("department", "officer")
    waiting = request.GET.get("show") == "waiting"
    if waiting:
        rows = rows.unanswered()
    said = request.GET.get("q", "").replace("\0", "").strip()[:100]
    if said:
        rows = rows.filter(Q(number=said.upper()) | Q(asked__icontains=said) | Q(purpose__icontains=said))
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    note_look(request, "查看核查回执列表", Check.object_kind)
    context = {"page": page, "show": "waiting" if waiting else "", "q": said, "outside": request.user.is_outside}
    return render(request, "checks/receipts.html", context)


@get_only
@role_required(*READERS, of=Scope.DEPARTMENT)
def receipt(request: StaffRequest, public_id) -> HttpResponse:
    """One receipt: the answer as it was given."""
    found = _found(request, public_id)
    note_look(request, "查看核查回执", found.object_kind, found.public_id)
    officer = request.user
    own = Department.objects.answered_for_by(officer.department).filter(pk=found.department_id).exists()
    owes = found.told == Check.Told.STAFF and found.outcome == Check.Outcome.FOUND
    context = {
        "check": found,
        "sections": sections(found),
        "advice": advice(found),
        "feedback": found.feedback.select_related("officer"),
        "may_report": owes and own and officer.has_role(*REPORTERS),
        "choices": Feedback.Done.choices,
        "explained": [Feedback.Done(one).label for one in EXPLAINED],
        "sent": request.session.pop("check_feedback", {}) if own else {},
        "authorisation": found.authorisation,
        "public": Subject.objects.public().filter(pk=found.subject_id).first() if found.subject_id else None,
        "like": _like(found),
    }
    return render(request, "checks/receipt.html", context)


def _like(found: Check) -> list[Hit]:
    """是不是要查: public subjects whose name has what was asked, where nothing was found. A proposal beside the answer, not of it."""
    if found.outcome != Check.Outcome.UNKNOWN:
        return []
    try:
        return find(found.asked, limit=LIKE).hits
    except QueryRefused:
        return []


@get_only
@role_required(*READERS, of=Scope.DEPARTMENT)
def print_out(request: StaffRequest, public_id) -> HttpResponse:
    """打印件 of one receipt."""
    found = _found(request, public_id)
    note_look(request, "下载核查回执", found.object_kind, found.public_id)
    return answer_file(receipt_pdf(found), f"核查回执{found.number}.pdf")


@post_only
@role_required(*REPORTERS, of=Scope.DEPARTMENT)
def feedback(request: StaffRequest, public_id) -> HttpResponse:
    """处理结果."""
    found = _found(request, public_id)
    try:
        report_back(found, done=text(request, "done", 20), text=text(request, "note", 600), **by(request.user))
    except ListRefused as refused:
        messages.error(request, str(refused))
        request.session["check_feedback"] = {"done": text(request, "done", 20), "note": text(request, "note", 600)}
    else:
        messages.success(request, "处理结果已反馈。")
    return redirect("checks:receipt", found.public_id)


def _found(request: StaffRequest, public_id) -> Check:
    rows = Check.objects.visible_to(request.user).select_related("department", "officer", "batch", "matter")
    return get_object_or_404(rows, public_id=public_id)
