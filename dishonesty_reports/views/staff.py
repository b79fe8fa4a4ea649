"""举报办理: what waits, one report, every step by the person whose it is, and taking one down from a hotline. Source: F7."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from accounts.access import StaffRequest, role_required
from accounts.acting import by
from accounts.looking import note_look
from accounts.models import Department, Role
from blacklists.refusals import ListRefused
from blacklists.views.reading import PAGE, department, subject_named, text, uuids, yes
from credit_platform.declaring import Scope, get_and_post, get_only, post_from
from credit_platform.downloads import download
from ledger.history import history_of
from rules.models import CaseClock

from .. import filing, handling, rewarding
from ..forms import TakenDownForm
from ..models import Paper, Report
from ..progress import line_of
from ..querysets import CASE

READERS = (Role.CLERK, Role.REVIEWER, Role.OFFICE, Role.OFFICE_APPROVER, Role.AUDITOR)
WORKERS = READERS[:-1]
DONE = {
    "bind": "已核对被举报人。", "forward": "已转办。", "propose_decline": "已提出，待另一人决定。", "decide_decline": "已决定。",
    "answer": "已答复，待信用办办结。", "return": "已退回（改转）。", "close": "已办结，举报人凭回执码可以看到结果。",
    "offer_reward": "已提出，待另一人决定。", "decide_reward": "已决定。",
}  # fmt: skip


@get_only
@role_required(*READERS)
def listing(request: StaffRequest) -> HttpResponse:
    """失信举报一览, narrowed to what waits, is late, or asks to be let in."""
    officer, today, shown = request.user, timezone.localdate(), request.GET.get("show", "")
    narrowed = {
        "mine": lambda: Report.objects.waiting_for(officer),
        "open": lambda: Report.objects.visible_to(officer).open(),
        "late": lambda: Report.objects.visible_to(officer).overdue(today),
        "asked": lambda: Report.objects.asked_of(officer),
    }
    rows = narrowed[shown]() if shown in narrowed else Report.objects.visible_to(officer)
    rows = rows.select_related("subject", "department").order_by("-pk")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    clocks = CaseClock.objects.open().filter(case_kind=CASE, case_id__in=[one.public_id for one in page])
    due = dict(clocks.values_list("case_id", "due"))
    note_look(request, "查看失信举报列表", Report.object_kind)
    lines = [(one, due.get(one.public_id), one.public_id in due and due[one.public_id] < today) for one in page]
    context = {
        "page": page,
        "lines": lines,
        "shown": shown if shown in narrowed else "",
        "takes_down": officer.has_role(Role.OFFICE),
        "lets_in": officer.has_role(Role.OFFICE_APPROVER),
    }
    return render(request, "dishonesty_reports/list.html", context)


@get_only
@never_cache
@role_required(*READERS, of=Scope.DEPARTMENT)
def detail(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """One report, with what this officer may do."""
    report, officer, today = _found(request, public_id), request.user, timezone.localdate()
    note_look(request, "查看失信举报", report.object_kind, report.public_id)
    unsealed = Report.objects.unsealed_to(officer).filter(pk=report.pk).exists()
    papers = Paper.objects.visible_to(officer).filter(report=report)
    reward = rewarding.clause_of(rewarding.REWARD, today)
    context = {
        "report": report,
        "line": line_of(report),
        "original": filing.original_of(report) if unsealed else "",
        "papers": papers,
        "kept": report.papers.count() - len(papers),
        "waits": Report.objects.waiting_for(officer).filter(pk=report.pk).exists(),
        "departments": Department.objects.in_office(today).filter(pk__in=Department.objects.tree(report.office)),
        "outcomes": Report.Outcome.choices,
        "binds": report.is_open and officer.has_role(*handling.ANSWERERS),
        "reward": reward,
        "may_offer": reward and report.outcome == "founded" and not report.reward and officer.has_role(Role.OFFICE),
        "reports_acts": report.outcome == "founded" and officer.has_role(Role.CLERK, Role.OFFICE),
        "secrecy": rewarding.clause_of(rewarding.SECRECY, today),
        "history": history_of(report.public_id, Report.lifecycle),
    }
    return render(request, "dishonesty_reports/one.html", context)


@role_required(*WORKERS, of=Scope.DEPARTMENT)
@post_from("dishonesty:one")
def step(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """核对、转办、答复、办结、奖励."""
    report, name = _found(request, public_id), text(request, "action")
    try:
        _take(report, name, request)
    except ListRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, DONE[name])
    if Report.objects.visible_to(request.user).filter(pk=report.pk).exists():
        return redirect("dishonesty:one", report.public_id)
    return redirect("dishonesty:reports")  # passed on to another department


def _take(report: Report, name: str, request: StaffRequest) -> None:
    who, reason = by(request.user), text(request, "reason", 600)
    match name:
        case "bind":
            subject = subject_named(text(request, "code", 60), request.user)
            if subject is None:
                raise ListRefused("没有找到这个代码的主体，请核对。名称不能用来核对，可能是同名的另一家。")
            handling.bind(report, subject, **who)
        case "forward":
            papers = uuids(request.POST.getlist("papers"))
            wording = text(request, "text", 3000)
            handling.forward(report, to=department(request), text=wording, papers=papers, **who)
        case "propose_decline":
            handling.propose_decline(report, reason=reason, **who)
        case "decide_decline":
            handling.decide_decline(report, agree=yes(request, "agree", "是否同意不予受理"), **who)
        case "answer":
            handling.answer(report, outcome=text(request, "outcome"), wording=text(request, "wording", 3000), **who)
        case "return":
            other = department(request) if text(request, "department") else None
            handling.give_back(report, reason=reason, to=other, **who)
        case "close":
            handling.close(report, told=reason, **who)
        case "offer_reward":
            rewarding.offer(report, wording=text(request, "reward"), **who)
        case "decide_reward":
            rewarding.decide_reward(report, agree=yes(request, "agree", "是否同意奖励"), reason=reason, **who)
        case _:
            raise ListRefused("没有看懂要做的操作，请回到页面重试。")


@sensitive_post_parameters()
@get_and_post
@never_cache
@role_required(Role.OFFICE)
def new(request: StaffRequest) -> HttpResponse:
    """热线、来访登记; the receipt code is shown once, for the reporter."""
    form = TakenDownForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            made, receipt = filing.file_report(
                office=request.user.department, source=form.cleaned_data["source"], **form.values, **by(request.user)
            )
        except ListRefused as refused:
            form.refuse(refused)
        else:
            return render(request, "dishonesty_reports/taken_down.html", {"report": made, "receipt": receipt})
    form.tidy()
    return render(request, "dishonesty_reports/new.html", {"form": form})


@get_only
@role_required(*READERS, of=Scope.DEPARTMENT)
def evidence(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """证据, as a download."""
    found = get_object_or_404(Paper.objects.visible_to(request.user).select_related("report"), public_id=public_id)
    case = found.report.public_id
    note_look(request, "下载举报证据", Report.object_kind, case, case=case)
    return download(found.path, found.name)


def _found(request: StaffRequest, public_id: UUID) -> Report:
    rows = Report.objects.visible_to(request.user).select_related(
        "subject", "department", "office", "filed_by", "taken_by", "answered_by", "closer", "reward_by", "reward_granted_by"
    )  # fmt: skip
    return get_object_or_404(rows, public_id=public_id)
