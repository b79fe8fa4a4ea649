"""信用承诺: received at the counter, kept, broken."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.access import StaffRequest, role_required
from accounts.acting import by
from accounts.looking import note_look
from accounts.models import Role
from blacklists.refusals import ListRefused
from blacklists.views.reading import PAGE, day, day_or_none, paper, subject_named, text, uuids
from credit_platform.declaring import Scope, get_and_post, get_only, post_only
from credit_platform.downloads import download
from ledger.history import history_of
from records.columns import CERTIFICATES

from .. import breaking, making
from ..at_counter import Applicant, subject_of
from ..models import Commitment, Template
from ..querysets import APPROVERS, HANDLERS
from ..recording import record_of
from .matters import READERS, WORKERS

DONE = {
    "receive": "已受理，生成信用承诺信息，审核后公示。",
    "fulfil": "已登记履行完毕。已公示的，由另一人审核后更新。",
    "withdraw": "已撤回。已入库的，由另一人审核后撤下。",
    "propose_breach": "已提出，待另一人核定。",
    "decline_breach": "不认定违诺。",
    "confirm_breach": "已认定违诺，生成违诺信息，审核后公示。",
}


@get_only
@role_required(*READERS)
def listing(request: StaffRequest) -> HttpResponse:
    """What is being kept; `?show=drafted`, `overdue`, `mine` (to be decided), `over`."""
    today = timezone.localdate()
    rows = Commitment.objects.visible_to(request.user).select_related("subject", "department", "template")
    tabs = {
        "": rows.open(),
        "drafted": rows.filter(state="drafted"),
        "overdue": rows.overdue(today),
        "mine": rows & Commitment.objects.waiting_for(request.user),
        "over": rows.filter(state__in=["fulfilled", "breached", "withdrawn"]),
    }
    shown = request.GET.get("show", "")
    shown = shown if shown in tabs else ""
    page = Paginator(tabs[shown].order_by("-pk"), PAGE).get_page(request.GET.get("page"))
    note_look(request, "查看信用承诺列表", Commitment.object_kind)
    context = {
        "page": page, "show": shown, "may_draft": request.user.has_role(*HANDLERS),
        "may_upload": request.user.has_role(Role.CLERK),
    }  # fmt: skip
    return render(request, "commitments/made_list.html", context)


@get_and_post
@role_required(*HANDLERS)
def new(request: StaffRequest) -> HttpResponse:
    """起草. A person's number is only ever posted."""
    department = request.user.department
    templates = Template.objects.usable_by(department).order_by("field", "title")
    if request.method == "POST":
        try:
            made = _draft(request, templates)
        except ListRefused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, "承诺书已起草。请打印，由承诺人签署后上传扫描件。")
            return redirect("commitments:commitment", made.public_id)
    code = request.GET.get("code", "").replace("\0", "").strip()[:60]
    context = {
        "templates": templates,
        "code": request.POST.get("code", code),
        "subject": subject_named(code, request.user) if code else None,
        "certificates": CERTIFICATES,
        "sent": request.POST,
    }
    return render(request, "commitments/made_new.html", context)


@transaction.atomic
def _draft(request: StaffRequest, templates) -> Commitment:
    template = templates.filter(public_id__in=uuids([text(request, "template", 60)])).first()
    if template is None:
        raise ListRefused("请选择承诺书模板。")
    who = Applicant(**{name: text(request, name, 200) for name in ("name", "code", "certificate", "number")})
    return making.draft(
        subject_of(who), template=template, department=request.user.department, matter=text(request, "matter", 300),
        fulfil_by=day_or_none(request, "fulfil_by", "履行期限"), **by(request.user),
    )  # fmt: skip


@get_only
@role_required(*READERS, of=Scope.DEPARTMENT)
def detail(request: StaffRequest, public_id) -> HttpResponse:
    """One commitment: what was promised, what became of it, its records."""
    case, today = _found(request, public_id), timezone.localdate()
    note_look(request, "查看信用承诺", case.object_kind, case.public_id)
    context = {
        "case": case,
        "record": record_of(case, case.submission),
        "breach_record": record_of(case, case.breach_submission),
        "overdue": case.state in ("performing", "breach_proposed") and bool(case.fulfil_by and case.fulfil_by < today),
        "may": _may(case, request.user, today),
        "history": history_of(case.public_id, Commitment.lifecycle),
    }
    return render(request, "commitments/made.html", context)


def _may(case: Commitment, officer, today) -> set[str]:
    """Steps that the officer may take now. For the page; the use cases decide."""
    may: set[str] = set()
    staff = officer.has_role(*WORKERS)
    overdue = case.fulfil_by is not None and case.fulfil_by < today
    if case.state == "drafted":
        may |= {"receive"} if officer.has_role(*HANDLERS) else set()
    if case.state in ("performing", "breach_proposed") and staff:
        may.add("fulfil")
    if case.state == "performing" and staff:
        may |= {"propose_breach"} if overdue or case.fulfil_by is None else set()
    if case.state == "drafted" or (case.state == "performing" and not overdue):
        may |= {"withdraw"} if making.may_withdraw(case, officer) else set()
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
            case "receive":
                making.receive(case, signed=paper(request), **who)
            case "fulfil":
                making.fulfil(
                    case, wording=text(request, "fulfilment"), fulfilled_on=day(request, "fulfilled_on", "履行完毕日期"),
                    **who,
                )  # fmt: skip
            case "withdraw":
                making.withdraw(case, reason=reason, **who)
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
    return redirect("commitments:commitment", case.public_id)


@get_only
@role_required(*READERS, of=Scope.DEPARTMENT)
def letter(request: StaffRequest, public_id) -> HttpResponse:
    """信用承诺书, to be printed and signed."""
    case = _found(request, public_id)
    if not case.pdf_path:
        raise Http404
    note_look(request, "下载信用承诺书", case.object_kind, case.public_id)
    return download(case.pdf_path, f"{case.number}.pdf")


@get_only
@role_required(*READERS, of=Scope.DEPARTMENT)
def signed(request: StaffRequest, public_id) -> HttpResponse:
    """签署的承诺书."""
    case = _found(request, public_id)
    note_look(request, "下载签署的承诺书", case.object_kind, case.public_id, case=case.public_id)
    return download(case.signed_path, case.signed_name)


def _found(request: StaffRequest, public_id) -> Commitment:
    rows = Commitment.objects.visible_to(request.user).select_related(
        "subject", "department", "template", "submission", "breach_submission", "received_by"
    )
    return get_object_or_404(rows, public_id=public_id)
