"""审核: what waits for a second person, by due day."""

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
from records.models import Record, Submission
from records.releasing import ReleaseRefused, release_submission

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
