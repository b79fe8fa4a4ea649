"""审核: what waits for a second person: records by due day, proposals, what the clock could not publish."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.access import StaffRequest, role_required
from accounts.acting import actor_of
from accounts.looking import note_look
from accounts.models import Role
from credit_platform.declaring import Scope, get_only, post_only
from ledger.models import Act
from records.kinds import KINDS
from records.models import Proposal, Record, RejectedRow, Submission
from records.proposing import accept, decline
from records.releasing import ReleaseRefused, release_submission

from ..forms import DecisionForm

REVIEWERS = (Role.REVIEWER, Role.OFFICE_APPROVER)
LOOKERS = (*REVIEWERS, Role.OFFICE, Role.AUDITOR)


@get_only
@role_required(*LOOKERS)
def waiting(request: StaffRequest) -> HttpResponse:
    """待审核, earliest due first; `?grave` only those that need a word."""
    rows = Record.objects.visible_to(request.user).filter(state__in=["awaiting", "held"])
    only_grave, only_held = "grave" in request.GET, "held" in request.GET
    if only_grave:
        rows = rows.filter(grave=True)
    if only_held:
        rows = rows.filter(state="held")
    rows = rows.select_related("subject", "department", "submission").order_by("release_by", "pk")
    note_look(request, "查看待审核列表", "record")
    context = {
        "page": Paginator(rows, 25).get_page(request.GET.get("page")),
        "today": timezone.localdate(),
        "only_grave": only_grave,
        "only_held": only_held,
    }
    return render(request, "workbench/review.html", context)


@get_only
@role_required(Role.OFFICE, Role.OFFICE_APPROVER, Role.AUDITOR)
def escalated(request: StaffRequest) -> HttpResponse:
    """到期未能公示: escalated records and rejected rows whose day has come."""
    today = timezone.localdate()
    submissions = Submission.objects.visible_to(request.user)
    rows = Record.objects.visible_to(request.user).filter(state="escalated")
    late = RejectedRow.objects.open().filter(submission__in=submissions, due__lte=today)
    note_look(request, "查看到期未公示列表", "record")
    context = {
        "page": Paginator(rows.select_related("subject", "department").order_by("due", "pk"), 25).get_page(
            request.GET.get("page")
        ),
        "late": late.select_related("submission__department").order_by("due", "pk")[:100],
        "today": today,
    }
    return render(request, "workbench/escalated.html", context)


@post_only
@role_required(*REVIEWERS, of=Scope.DEPARTMENT)
def release_all(request: StaffRequest, public_id) -> HttpResponse:
    """整批放行: what needs no further look."""
    submission = get_object_or_404(Submission.objects.visible_to(request.user), public_id=public_id)
    try:
        actor = actor_of(request.user, Act.Channel.PAGE)
        counts = release_submission(submission, reviewer=request.user, actor=actor, on=timezone.localdate())
    except ReleaseRefused as reason:
        messages.error(request, str(reason))
    else:
        said = f"已公示{counts['released']}条，内部留存{counts['kept']}条。"
        if counts["left"]:
            said += f"还有{counts['left']}条有重要提示，请逐条确认。"
        messages.success(request, said)
    return redirect("workbench:submission", submission.public_id)


@get_only
@role_required(*LOOKERS)
def proposals(request: StaffRequest) -> HttpResponse:
    """待审核的更正和撤下."""
    records = Record.objects.visible_to(request.user)
    rows = Proposal.objects.filter(record__in=records, state=Proposal.State.OPEN)
    rows = rows.select_related("record__subject", "record__department", "proposer").order_by("pk")
    page = Paginator(rows, 25).get_page(request.GET.get("page"))
    note_look(request, "查看更正提议列表", "proposal")
    return render(request, "workbench/proposals.html", {"page": page})


@role_required(*LOOKERS, of=Scope.DEPARTMENT)
def decide(request: StaffRequest, public_id) -> HttpResponse:
    """One proposal: old and new side by side; accept or decline."""
    records = Record.objects.visible_to(request.user)
    rows = Proposal.objects.select_related("record__subject", "record__version", "version", "proposer", "submission")
    proposal = get_object_or_404(rows, public_id=public_id, record__in=records)
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _decide(request, proposal, form)
    note_look(request, "查看更正提议", "proposal", proposal.public_id)
    may = request.user.has_role(*REVIEWERS) and proposal.proposer_id != request.user.pk
    context = {"proposal": proposal, "form": form, "lines": _differences(proposal), "may_decide": may}
    return render(request, "workbench/proposal.html", context)


def _decide(request: StaffRequest, proposal: Proposal, form: DecisionForm) -> HttpResponse:
    actor, today = actor_of(request.user, Act.Channel.PAGE), timezone.localdate()
    try:
        if form.cleaned_data["action"] == "accept":
            accept(proposal, reviewer=request.user, actor=actor, on=today)
            messages.success(request, "已采纳，公示内容随之更新。")
        else:
            decline(proposal, reviewer=request.user, actor=actor, on=today, reason=form.cleaned_data["note"])
            messages.success(request, "已决定不采纳，公示内容不变。")
    except ReleaseRefused as reason:
        messages.error(request, str(reason))
        return redirect("workbench:proposal", proposal.public_id)
    return redirect("workbench:proposals")


def _differences(proposal: Proposal) -> list[tuple[str, str, str]]:
    """(column, text now, text proposed) where they differ."""
    now, then = proposal.record.version.content, proposal.version.content
    columns = KINDS[proposal.record.kind].columns
    pairs = [(column.title, now.get(column.code, ""), then.get(column.code, "")) for column in columns]
    return [line for line in pairs if line[1] != line[2]]
