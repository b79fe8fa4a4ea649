"""容缺受理: at the counter, and what became of each promise."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.access import StaffRequest, role_required
from accounts.acting import by
from accounts.looking import note_look
from blacklists.refusals import ListRefused
from blacklists.views.reading import PAGE, day, paper, subject_named, text, uuids
from credit_platform.declaring import Scope, get_and_post, get_only, post_only
from credit_platform.downloads import download
from ledger.history import history_of
from records.columns import CERTIFICATES

from .. import accepting, breaking
from ..at_counter import Applicant
from ..green_channel import standing_of, terms
from ..models import LatePapers, Matter
from ..querysets import APPROVERS, HANDLERS
from .matters import READERS, WORKERS

DONE = {
    "accept": "已先行受理。请在承诺的日期前登记补交的材料。",
    "deliver": "已登记补交。",
    "cancel": "已撤回。",
    "propose_breach": "已提出，待另一人核定。",
    "decline_breach": "不认定违诺，继续等待补交。",
    "confirm_breach": "已认定违诺。",
}


@get_only
@role_required(*READERS)
def listing(request: StaffRequest) -> HttpResponse:
    """What is awaited; `?show=drafted`, `overdue`, `mine` (to be decided), `over`."""
    today = timezone.localdate()
    rows = LatePapers.objects.visible_to(request.user).select_related("subject", "department", "matter")
    tabs = {
        "": rows.open(),
        "drafted": rows.filter(state="drafted"),
        "overdue": rows.overdue(today),
        "mine": rows & LatePapers.objects.waiting_for(request.user),
        "over": rows.filter(state__in=["completed", "breached", "cancelled"]),
    }
    shown = request.GET.get("show", "")
    shown = shown if shown in tabs else ""
    page = Paginator(tabs[shown].order_by("promised_by", "-pk"), PAGE).get_page(request.GET.get("page"))
    note_look(request, "查看容缺受理列表", LatePapers.object_kind)
    context = {
        "page": page, "show": shown, "today": today, "terms": terms(today),
        "may_draft": request.user.has_role(*HANDLERS),
    }  # fmt: skip
    return render(request, "commitments/late_list.html", context)


@get_and_post
@role_required(*HANDLERS)
def new(request: StaffRequest) -> HttpResponse:
    """起草: matter and code are chosen first, then the missing papers. A person's number is only ever posted."""
    today, said = timezone.localdate(), request.POST if request.method == "POST" else request.GET
    matters = Matter.objects.visible_to(request.user).in_use().select_related("department")
    matter = matters.filter(public_id__in=uuids([said.get("matter", "")])).first()
    if request.method == "POST" and matter is not None:
        try:
            made = accepting.draft(
                Applicant(**{name: text(request, name, 200) for name in ("name", "code", "certificate", "number")}),
                matter=matter, papers=_numbers(request, "paper"), application=text(request, "application", 100),
                promised_by=day(request, "promised_by", "承诺补齐的日期"), **by(request.user),
            )  # fmt: skip
        except ListRefused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, "承诺书已起草。请打印，由申请人签署后上传扫描件。")
            return redirect("commitments:late_paper", made.public_id)
    code = said.get("code", "").replace("\0", "").strip()[:60]
    subject = subject_named(code, request.user) if code else None
    if subject is not None:
        note_look(request, "核查绿色通道", subject.object_kind, subject.public_id)
    context = {
        "matters": matters.order_by("title"),
        "matter": matter,
        "papers": matter.papers.all() if matter else [],
        "code": code,
        "subject": subject,
        "standing": standing_of(subject, today) if subject else None,
        "terms": terms(today),
        "certificates": CERTIFICATES,
        "sent": request.POST,
        "chosen": request.POST.getlist("paper"),
    }
    return render(request, "commitments/late_new.html", context)


@get_only
@role_required(*READERS, of=Scope.DEPARTMENT)
def detail(request: StaffRequest, public_id) -> HttpResponse:
    """One promise: what was promised, what came, what is next."""
    case, today = _found(request, public_id), timezone.localdate()
    note_look(request, "查看容缺受理", case.object_kind, case.public_id)
    context = {
        "case": case,
        "papers": case.papers.select_related("paper", "taken_by"),
        "overdue": case.state in ("accepted", "breach_proposed") and case.promised_by < today,
        "may": _may(case, request.user, today),
        "history": history_of(case.public_id, LatePapers.lifecycle),
    }
    return render(request, "commitments/late.html", context)


def _may(case: LatePapers, officer, today) -> set[str]:
    """Steps that the officer may take now. For the page; the use cases decide."""
    may: set[str] = set()
    staff, overdue = officer.has_role(*WORKERS), case.promised_by < today
    if case.state == "drafted":
        may |= {"accept"} if officer.has_role(*HANDLERS) and not overdue else set()
        may |= {"cancel"} if staff else set()
    if case.state in ("accepted", "breach_proposed") and staff:
        may.add("deliver")
    if case.state == "accepted" and staff:
        may.add("propose_breach" if overdue else "cancel")
    if case.state == "breach_proposed" and officer.has_role(*APPROVERS) and officer.pk != case.breach_proposer_id:
        may.add("judge")
    return may


@post_only
@role_required(*WORKERS, of=Scope.DEPARTMENT)
def step(request: StaffRequest, public_id) -> HttpResponse:
    """One step, named by `action`."""
    case, name = _found(request, public_id), request.POST.get("action", "")
    who, reason = by(request.user), text(request, "reason", 600)
    try:
        match name:
            case "accept":
                accepting.accept(case, signed=paper(request), **who)
            case "deliver":
                accepting.deliver(case, papers=_numbers(request, "paper"), **who)
            case "cancel":
                accepting.cancel(case, reason=reason, **who)
            case "propose_breach":
                breaking.propose(case, reason=reason, **who)
            case "decline_breach":
                breaking.decline(case, reason=reason, **who)
            case "confirm_breach":
                breaking.confirm(case, **who)
            case _:
                raise ListRefused("没有看懂要做的操作，请回到页面重试。")
    except ListRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, DONE[name])
    return redirect("commitments:late_paper", case.public_id)


@get_only
@role_required(*READERS, of=Scope.DEPARTMENT)
def letter(request: StaffRequest, public_id) -> HttpResponse:
    """容缺受理承诺书, to be printed and signed."""
    case = _found(request, public_id)
    if not case.pdf_path:
        raise Http404
    note_look(request, "下载容缺受理承诺书", case.object_kind, case.public_id)
    return download(case.pdf_path, f"{case.number}.pdf")


@get_only
@role_required(*READERS, of=Scope.DEPARTMENT)
def signed(request: StaffRequest, public_id) -> HttpResponse:
    """签署的承诺书."""
    case = _found(request, public_id)
    note_look(request, "下载签署的承诺书", case.object_kind, case.public_id, case=case.public_id)
    return download(case.signed_path, case.signed_name)


def _found(request: StaffRequest, public_id) -> LatePapers:
    rows = LatePapers.objects.visible_to(request.user).select_related("subject", "department", "matter", "drafter")
    return get_object_or_404(rows, public_id=public_id)


def _numbers(request: StaffRequest, name: str) -> list[int]:
    return [int(one) for one in request.POST.getlist(name)[:100] if one.isascii() and one.isdigit() and len(one) < 10]
