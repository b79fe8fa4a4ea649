"""报送: uploading, following what comes of it, getting the annotated workbook, taking back."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.access import StaffRequest, role_required
from accounts.acting import actor_of, signed
from accounts.looking import note_look
from accounts.models import Department, Officer, Role
from credit_platform.declaring import Scope, get_only, post_only
from credit_platform.downloads import answer_file
from credit_platform.sheets import XLSX
from ledger.models import Act, Event
from records.annotating import annotated, template
from records.gating import GateRefused, let_through
from records.intake import progress_of
from records.kinds import KINDS
from records.kinds.shown import TITLES
from records.mending import DismissRefused, dismiss
from records.models import Record, RejectedRow, Submission, Version
from records.reading.formats import Unreadable
from records.submitting import SubmissionRefused, receive_file, take_back
from records.tasks import start_intake

from ..forms import UploadForm

READERS = (Role.CLERK, Role.REVIEWER, Role.OFFICE, Role.OFFICE_APPROVER, Role.AUDITOR)
OPEN_ROWS = {"rejected_rows__mended_by__isnull": True, "rejected_rows__dismissed": "", "state": "done"}
SHOWN = 200  # rejected rows on the page; all of them are in the annotated workbook


@get_only
@role_required(*READERS)
def listing(request: StaffRequest) -> HttpResponse:
    """报送批次, newest first; `?open` only those with rows to mend, `?gated` those that wait for the office."""
    rows = Submission.objects.visible_to(request.user).select_related("department", "clerk")
    only_open, only_gated = "open" in request.GET, "gated" in request.GET
    if only_gated:
        rows = rows.filter(gated=True, state=Submission.State.DONE)
    if only_open:
        rows = rows.filter(pk__in=RejectedRow.objects.open().values("submission"))
    rows = rows.annotate(to_mend=Count("rejected_rows", filter=Q(**OPEN_ROWS))).order_by("-arrived_on", "-pk")
    page = Paginator(rows, 20).get_page(request.GET.get("page"))
    note_look(request, "查看报送批次列表", "submission")
    return render(
        request,
        "workbench/submissions.html",
        {"page": page, "is_clerk": request.user.has_role(Role.CLERK), "only_open": only_open, "only_gated": only_gated},
    )


@role_required(Role.CLERK)
def upload(request: StaffRequest) -> HttpResponse:
    """Take a file in; the worker reads it."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            submission = receive_file(
                file.read(),
                file.name,
                department=request.user.department,
                clerk=request.user,
                actor=actor_of(request.user, Act.Channel.PAGE, Role.CLERK),
                on=timezone.localdate(),
                stock=form.cleaned_data["stock"],
                reason=form.cleaned_data["reason"],
            )
        except Unreadable as reason:
            form.add_error("file", reason.message)
        else:
            start_intake(submission)
            return redirect("workbench:submission", submission.public_id)
    return render(request, "workbench/upload.html", {"form": form, "kinds": KINDS.values()})


@get_only
@role_required(*READERS, of=Scope.DEPARTMENT)
def detail(request: StaffRequest, public_id) -> HttpResponse:
    """One submission: progress while it runs, then counts, rejected rows and warnings."""
    rows = Submission.objects.visible_to(request.user).select_related("department", "clerk", "let_through_by")
    submission = get_object_or_404(rows, public_id=public_id)
    note_look(request, "查看报送批次", "submission", submission.public_id)
    running = submission.state == Submission.State.RECEIVED
    records = Record.objects.filter(submission=submission)
    context = {
        "submission": submission,
        "running": running,
        "let_reason": _reason_let_through(submission) if submission.let_through_by_id else "",
        "kind": KINDS[submission.kind].title if submission.kind in KINDS else "",
        "may_let_through": request.user.has_role(Role.OFFICE, Role.OFFICE_APPROVER)
        and submission.means != Submission.Means.LIST
        and request.user.pk != submission.clerk_id,
        "progress": progress_of(submission) if running else None,
        "rejected": _with_titles(submission, submission.rejected_rows.select_related("mended_by")[:SHOWN]),
        "unmended": submission.rejected_rows.open().count(),
        "shown": SHOWN,
        "may_mend": Officer.objects.answered_for_by(request.user).filter(pk=submission.clerk_id).exists(),
        "repeated": _repeated(submission, request.user),
        "warned": Version.objects.filter(submission=submission)
        .exclude(warnings=[])
        .select_related("record")
        .order_by("row")[:SHOWN],
        "page": _with_gist(Paginator(_records(records), 50).get_page(request.GET.get("page"))),
        "moved": Record.objects.filter(versions__submission=submission).exclude(submission=submission).count(),
        "waiting": records.filter(state__in=["awaiting", "escalated"]).count(),
        "ready": records.filter(state__in=["awaiting", "escalated"], grave=False).count(),
        "grave": records.filter(state__in=["awaiting", "escalated"], grave=True).count(),
        "public": records.filter(state="released").count(),
        "internal": records.filter(state="internal").count(),
        "proposals": submission.proposals.filter(state="open").count(),
        "may_release": request.user.has_role(Role.REVIEWER, Role.OFFICE_APPROVER)
        and submission.clerk_id != request.user.pk,
    }
    response = render(request, "workbench/submission.html", context)
    if running:
        response["Refresh"] = "2"  # the page looks again by itself, without JavaScript
    return response


def _reason_let_through(submission: Submission) -> str:
    event = Event.objects.filter(object_id=submission.public_id, move="let_through").select_related("act").first()
    return event.act.reason if event else ""


def _repeated(submission: Submission, officer: Officer) -> list[tuple[int, Record]]:
    """(data row, record that was there already with the same content)."""
    rows = Record.objects.visible_to(officer).filter(pk__in=[record for _, record in submission.repeated])
    known = {one.pk: one for one in rows.select_related("subject", "submission")}
    return [(row, known[record]) for row, record in submission.repeated if record in known]


def _records(records):
    return records.select_related("subject", "version").order_by("version__row", "pk")


def _with_gist(page):
    """What each record says in short: its content, or else what the public list calls it."""
    for record in page:
        content = record.version.content
        said = (content.get(code, "") for code in (f"{KINDS[record.kind].prefix}_NR", *TITLES[record.kind]))
        record.gist = next(filter(None, said), "")
    return page


def _with_titles(submission: Submission, rows) -> list[tuple]:
    titles = {column.code: column.title for column in KINDS[submission.kind].columns} if submission.kind else {}
    return [
        (row, [(titles.get(finding["column"], ""), finding["message"], finding["verdict"]) for finding in row.findings])
        for row in rows
    ]


@get_only
@role_required(Role.CLERK, Role.REVIEWER, of=Scope.DEPARTMENT)
def annotated_workbook(request: StaffRequest, public_id) -> HttpResponse:
    """批注表, for the submitting department only."""
    own = Department.objects.answered_for_by(request.user.department)
    rows = Submission.objects.visible_to(request.user).filter(department__in=own)
    submission = get_object_or_404(rows, public_id=public_id, state=Submission.State.DONE, means=Submission.Means.FILE)
    note_look(request, "下载批注表", "submission", submission.public_id)
    name = submission.file_name.rpartition(".")[0] or submission.file_name
    return answer_file(annotated(submission, only_rejected="rejected" in request.GET), f"{name}-校验结果.xlsx", XLSX)


@get_only
@role_required(*READERS)
def template_workbook(request: StaffRequest, kind: str) -> HttpResponse:
    """空白模板."""
    if kind not in KINDS:
        raise Http404
    note_look(request, "下载空白模板", "template")
    return answer_file(template(kind), f"{KINDS[kind].title}报送模板.xlsx", XLSX)


@post_only
@role_required(Role.CLERK, of=Scope.DEPARTMENT)
def take_it_back(request: StaffRequest, public_id) -> HttpResponse:
    """撤回."""
    submission = get_object_or_404(Submission.objects.visible_to(request.user), public_id=public_id)
    try:
        actor = actor_of(request.user, Act.Channel.PAGE, Role.CLERK)
        take_back(submission, clerk=request.user, actor=actor, on=timezone.localdate())
    except SubmissionRefused as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, "已撤回这一批次。更正后可以重新报送。")
    return redirect("workbench:submission", submission.public_id)


@post_only
@role_required(Role.CLERK, of=Scope.DEPARTMENT)
def dismiss_row(request: StaffRequest, public_id, row: int) -> HttpResponse:
    """不再报送这一行."""
    submission = get_object_or_404(Submission.objects.visible_to(request.user), public_id=public_id)
    rejected = get_object_or_404(submission.rejected_rows, row=row)
    try:
        actor = actor_of(request.user, Act.Channel.PAGE, Role.CLERK)
        reason = request.POST.get("reason", "")
        dismiss(rejected, clerk=request.user, actor=actor, on=timezone.localdate(), reason=reason)
    except DismissRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"第{row}行已注明不再报送。")
    return redirect("workbench:submission", submission.public_id)


@post_only
@role_required(Role.OFFICE, Role.OFFICE_APPROVER, of=Scope.DEPARTMENT)
def let_batch_through(request: StaffRequest, public_id) -> HttpResponse:
    """核对放行: the office has looked at a batch unlike the department's past."""
    submission = get_object_or_404(Submission.objects.visible_to(request.user), public_id=public_id)
    try:
        let_through(
            submission, officer=request.user, reason=request.POST.get("reason", "")[:500], **signed(request.user)
        )
    except GateRefused as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, "已核对放行，由审核员审核公示。")
    return redirect("workbench:submission", submission.public_id)
