"""失信行为与分级意见: what departments report, and what the rules make of it."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Case, IntegerField, Q, Value, When
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.access import StaffRequest, role_required
from accounts.acting import by
from accounts.models import Role
from credit_platform.declaring import Scope, get_and_post, get_only, post_from
from ledger.history import history_of
from records.models import Record

from .. import grading_records, reporting
from ..models import GradeProposal, ReportedAct
from ..procedure import procedure
from ..refusals import ListRefused
from .entries import READERS, WORKERS
from .reading import PAGE, subject_named, text
from .sent import Back, Sent, refused

OFFICE = (Role.OFFICE, Role.OFFICE_APPROVER)
OLD_GROUND = "原分级规则的情形（现行规则已没有）"


@get_and_post
@role_required(*READERS)
def acts(request: StaffRequest) -> HttpResponse:
    """Reported acts, what waits first; the form to report one."""
    today = timezone.localdate()
    grounds = procedure(today, request.user.department).grading.grounds
    may_report = request.user.has_role(Role.CLERK, Role.OFFICE) and bool(grounds)
    back = None
    if request.method == "POST" and may_report:
        try:
            _report(request, list(grounds))
        except ListRefused as refusal:
            back = refused(request, refusal, action="report")
        else:
            messages.success(request, "已报告，待第二人确认。")
            return redirect("lists:acts")
    waits = Case(When(state="reported", then=Value(0)), default=Value(1), output_field=IntegerField())
    rows = ReportedAct.objects.visible_to(request.user).select_related("subject", "department", "proposer")
    only_open = "open" in request.GET
    if only_open:
        rows = rows.filter(state="reported")
    page = Paginator(rows.order_by(waits, "-pk"), PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [(one, grounds[one.ground].title if one.ground in grounds else OLD_GROUND) for one in page],
        "grounds": grounds.values(),
        "only_open": only_open,
        "may_report": may_report,
        "may_confirm": request.user.has_role(Role.REVIEWER, Role.OFFICE_APPROVER),
        "may_withdraw": request.user.has_role(*WORKERS),
        "back": back,
    }
    return render(request, "blacklists/acts.html", context)


def _report(request: StaffRequest, grounds: list[str]) -> None:
    sent = Sent(request)
    subject = subject_named(text(request, "subject", 60), request.user)
    if subject is None:
        sent.fault("subject", "没有这个主体：请核对统一社会信用代码；它须先有信用记录。")
    ground, decided_on = sent.choice("ground", grounds, "情形"), sent.day("decided_on", "认定日期")
    said = sent.words(ReportedAct, "document", "basis") | sent.words(ReportedAct, "facts", needed=False)
    sent.settle()
    assert subject is not None
    reporting.report_act(subject, ground=ground, decided_on=decided_on, **said, **by(request.user))


@role_required(*WORKERS, of=Scope.DEPARTMENT)
@post_from("lists:acts", same=False)
def decide_act(request: StaffRequest, public_id) -> HttpResponse:
    """确认、不予确认、撤回."""
    reported = get_object_or_404(ReportedAct.objects.visible_to(request.user), public_id=public_id)
    action, reason = request.POST.get("action", ""), text(request, "reason", 600)
    try:
        if action == "withdraw":
            reporting.withdraw_act(reported, reason=reason, **by(request.user))
        elif action in ("confirm", "decline"):
            reporting.decide_act(reported, confirm=action == "confirm", reason=reason, **by(request.user))
        else:
            raise ListRefused("没有看懂要做的操作，请回到页面重试。")
    except ListRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "已办理。")
    return redirect("lists:acts")


@get_only
@role_required(*OFFICE, Role.AUDITOR)
def grades(request: StaffRequest) -> HttpResponse:
    """分级意见, the open ones first, the gravest on top."""
    rows = GradeProposal.objects.visible_to(request.user).select_related("subject")
    rank = Case(
        When(state="open", grade="serious", then=Value(0)),
        When(state="open", grade="fairly", then=Value(1)),
        When(state="open", then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )
    only_open = "open" in request.GET
    if only_open:
        rows = rows.filter(state="open")
    q = request.GET.get("q", "").replace("\0", "").strip()[:100]
    if q:
        rows = rows.filter(Q(subject__name__icontains=q) | Q(subject__code__iexact=q))
    context = {
        "q": q,
        "query": urlencode({"open": 1} if only_open else {}) + (f"&{urlencode({'q': q})}" if q else ""),
        "page": Paginator(rows.order_by(rank, "-pk"), PAGE).get_page(request.GET.get("page")),
        "graded": bool(procedure(timezone.localdate()).grading.grounds),
        "only_open": only_open,
    }
    return render(request, "blacklists/grades.html", context)


@get_only
@role_required(*OFFICE, Role.AUDITOR, of=Scope.OFFICE)
def grade(request: StaffRequest, public_id) -> HttpResponse:
    """One proposal with its reasoning."""
    return _page(request, public_id, None)


def _page(request: StaffRequest, public_id, back: Back | None) -> HttpResponse:
    rows = GradeProposal.objects.visible_to(request.user).select_related("subject", "officer")
    found = get_object_or_404(rows, public_id=public_id)
    context = {
        "proposal": found,
        "back": back,
        "records": _records(found, request),
        "may_answer": found.state == "open" and request.user.has_role(*OFFICE),
        "may_propose": request.user.has_role(Role.OFFICE),
        "history": history_of(found.public_id, GradeProposal.lifecycle),
    }
    return render(request, "blacklists/grade.html", context)


def _records(proposal: GradeProposal, request: StaffRequest) -> list[Record]:
    """The records that the grade rests on, as far as the officer may see them."""
    ids = [one["public_id"] for one in proposal.acts if one["kind"] == "record"]
    rows = Record.objects.visible_to(request.user).filter(public_id__in=ids)
    return list(rows.select_related("department").order_by("-decided_on", "-pk"))


@role_required(*OFFICE, of=Scope.OFFICE)
@post_from("lists:grade")
def answer(request: StaffRequest, public_id) -> HttpResponse:
    """采用 or 不采用."""
    found = get_object_or_404(GradeProposal.objects.visible_to(request.user), public_id=public_id)
    take_up = request.POST.get("action") == "take_up"
    try:
        grading_records.answer_grade(found, take_up=take_up, reason=text(request, "reason", 600), **by(request.user))
    except ListRefused as refusal:
        return _page(request, public_id, refused(request, refusal, action="answer"))
    messages.success(request, "已采用；列入须另行提出并经过告知、申辩和决定。" if take_up else "已记为不采用。")
    return redirect("lists:grade", found.public_id)
