"""更正与撤下: what a clerk proposes against one of the department's records, and what waits for a second person. Source: B7."""

from datetime import date

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.access import StaffRequest, role_required
from accounts.acting import actor_of
from accounts.looking import note_look
from accounts.models import Department, Officer, Role
from credit_platform.declaring import Scope, get_only, post_only
from ledger.models import Act
from records import intake
from records.correcting import CorrectionFaulty, proposal_of, propose_correction
from records.kinds import KINDS
from records.models import Proposal, Record, Submission
from records.proposing import accept, changes_of, decline
from records.releasing import ReleaseRefused
from records.withdrawing import ProposalRefused, propose_withdrawal, take_back_proposal

from ..forms import DecisionForm, RowForm, row_form
from ..proposal_forms import GroundForm, WithdrawalForm

REVIEWERS = (Role.REVIEWER, Role.OFFICE_APPROVER)
LOOKERS = (*REVIEWERS, Role.OFFICE, Role.AUDITOR, Role.CLERK)


# --- a clerk proposes ------------------------------------------------------------------------------------------------


@role_required(Role.CLERK, of=Scope.DEPARTMENT)
def correct(request: StaffRequest, public_id) -> HttpResponse:
    """提出更正: the form of the kind, filled with what stands now but sealed numbers."""
    record = _own(request, public_id)
    kind = KINDS[record.kind]
    grounds = GroundForm(request.POST or None)
    form = row_form(kind, request.POST or None, officer=request.user)
    form.initial = dict(record.version.content)
    for code in _fixed(record):
        form.fields[code].disabled = True  # what is sent for it does not count
    if request.method == "POST" and grounds.is_valid() and form.is_valid():
        sent = _correct(request, record, form, grounds)
        if sent is not None:
            return _told(request, record, sent)
    note_look(request, "打开更正表单", "record", record.public_id)
    context = {"record": record, "kind": kind, "form": form, "grounds": grounds, "sealed": _sealed(record)}
    return render(request, "workbench/correct.html", context)


def _correct(request: StaffRequest, record: Record, form: RowForm, grounds: GroundForm) -> Submission | None:
    """None: refused, and the form says why."""
    actor = actor_of(request.user, Act.Channel.PAGE, Role.CLERK)
    try:
        submission = propose_correction(
            record,
            form.cleaned_data,
            clerk=request.user,
            ground=grounds.cleaned_data["ground"],
            reason=grounds.cleaned_data["reason"],
            actor=actor,
            on=timezone.localdate(),
        )
    except CorrectionFaulty as faulty:
        for finding in faulty.findings:
            form.add_error(finding.column if finding.column in form.fields else None, finding.message)
        return None
    except ProposalRefused as refused:
        grounds.add_error(None, str(refused))
        return None
    intake.run(submission.pk, actor=actor)
    submission.refresh_from_db()
    return submission


def _told(request: StaffRequest, record: Record, submission: Submission) -> HttpResponse:
    proposal = proposal_of(submission)
    if proposal is not None:
        messages.success(request, "已提出更正，等待审核员决定；在此之前公示内容不变。")
        return redirect("workbench:proposal", proposal.public_id)
    if submission.new or submission.changed:
        messages.success(request, "已更新，等待审核员放行。")
        return redirect("workbench:record", record.public_id)
    return redirect("workbench:submission", submission.public_id)


@role_required(Role.CLERK, of=Scope.DEPARTMENT)
def withdraw(request: StaffRequest, public_id) -> HttpResponse:
    """提出撤下."""
    record = _own(request, public_id)
    form = WithdrawalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actor = actor_of(request.user, Act.Channel.PAGE, Role.CLERK)
        try:
            made = propose_withdrawal(
                record, officer=request.user, actor=actor, on=timezone.localdate(), **form.cleaned_data
            )
        except ProposalRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "已提出撤下，等待审核员决定。")
            return redirect("workbench:proposal", made.public_id)
    note_look(request, "打开撤下表单", "record", record.public_id)
    return render(request, "workbench/withdraw.html", {"record": record, "form": form})


@post_only
@role_required(Role.CLERK, of=Scope.DEPARTMENT)
def take_back(request: StaffRequest, public_id) -> HttpResponse:
    """收回提议."""
    proposal = get_object_or_404(Proposal.objects.visible_to(request.user), public_id=public_id)
    try:
        take_back_proposal(
            proposal,
            officer=request.user,
            actor=actor_of(request.user, Act.Channel.PAGE, Role.CLERK),
            on=timezone.localdate(),
            reason=request.POST.get("reason", ""),
        )
    except ProposalRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "已收回。")
    return redirect("workbench:proposal", proposal.public_id)


def _own(request: StaffRequest, public_id) -> Record:
    """Of the clerk's department or those whose work it took over."""
    own = Department.objects.answered_for_by(request.user.department)
    rows = Record.objects.filter(department__in=own).select_related("subject", "department", "version")
    return get_object_or_404(rows, public_id=public_id)


def _fixed(record: Record) -> list[str]:
    """Columns by which a record is known: with another value it would be another record (records/correcting.py)."""
    kind, said = KINDS[record.kind], record.version.content
    prefix = kind.prefix
    if record.subject.kind == "person":
        subject = [f"{prefix}_XDR_ZJLX", f"{prefix}_XDR_ZJHM"]
    else:
        numbers = [column.code for column in kind.columns if column.code in kind.numbers]
        subject = [code for code in numbers if said.get(code)][:1]
    codes = [kind.document_number, kind.licence_number, kind.body_code, f"{prefix}_XDR_LB", *subject]
    return [code for code in codes if code in kind.by_code]


def _sealed(record: Record) -> list[str]:
    columns = KINDS[record.kind].columns
    return [column.title for column in columns if column.private] if record.version.sealed else []


# --- a second person decides -----------------------------------------------------------------------------------------


@get_only
@role_required(*LOOKERS)
def listing(request: StaffRequest) -> HttpResponse:
    """待审核的更正和撤下: what the law has dated first, then the oldest; `?dated`, `?overdue` only those."""
    today = timezone.localdate()
    rows = Proposal.objects.visible_to(request.user).open().with_due()
    overdue = rows.filter(due__lt=today).count()
    if "overdue" in request.GET:
        rows = rows.filter(due__lt=today)
    if "dated" in request.GET:
        rows = rows.filter(due__isnull=False)
    rows = rows.select_related("record__subject", "record__department", "proposer")
    page = Paginator(rows.order_by(F("due").asc(nulls_last=True), "pk"), 25).get_page(request.GET.get("page"))
    note_look(request, "查看更正提议列表", "proposal")
    context = {"page": page, "today": today, "overdue": overdue, "only_overdue": "overdue" in request.GET}
    context["only_dated"] = "dated" in request.GET
    return render(request, "workbench/proposals.html", context)


@role_required(*LOOKERS, of=Scope.DEPARTMENT)
def decide(request: StaffRequest, public_id) -> HttpResponse:
    """One proposal: old and new side by side; accept or decline."""
    rows = Proposal.objects.visible_to(request.user).with_due()
    related = (
        "record__subject",
        "record__department",
        "record__version",
        "version",
        "proposer",
        "submission",
        "approver",
    )
    proposal = get_object_or_404(rows.select_related(*related), public_id=public_id)
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _decide(request, proposal, form)
    note_look(request, "查看更正提议", "proposal", proposal.public_id)
    return render(request, "workbench/proposal.html", _context(request.user, proposal, form, timezone.localdate()))


def _context(officer: Officer, proposal, form: DecisionForm, today: date) -> dict:
    return {
        "proposal": proposal,
        "form": form,
        "lines": changes_of(proposal),
        "late": proposal.state == Proposal.State.OPEN and proposal.due is not None and proposal.due < today,
        "may_decide": officer.has_role(*REVIEWERS) and proposal.proposer_id != officer.pk,
        "may_take_back": officer.has_role(Role.CLERK)
        and Officer.objects.answered_for_by(officer).filter(pk=proposal.proposer_id).exists(),
    }


def _decide(request: StaffRequest, proposal: Proposal, form: DecisionForm) -> HttpResponse:
    actor, today = actor_of(request.user, Act.Channel.PAGE), timezone.localdate()
    try:
        if form.cleaned_data["action"] == "accept":
            accept(proposal, reviewer=request.user, actor=actor, on=today, reason=form.cleaned_data["why"])
            gone = proposal.kind == Proposal.Kind.WITHDRAWAL
            messages.success(request, "已采纳，记录已撤下。" if gone else "已采纳，公示内容随之更新。")
        else:
            decline(proposal, reviewer=request.user, actor=actor, on=today, reason=form.cleaned_data["note"])
            messages.success(request, "已决定不采纳，公示内容不变。")
    except ReleaseRefused as reason:
        messages.error(request, str(reason))
        return redirect("workbench:proposal", proposal.public_id)
    return redirect("workbench:proposals")
