"""查询事项目录: the department's own and the office's tree's, with the steps that are next. Source: E6."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.access import StaffRequest, role_required
from accounts.acting import by
from accounts.looking import note_look
from accounts.models import Role
from blacklists.refusals import ListRefused
from blacklists.views.reading import text
from credit_platform.declaring import Scope, get_and_post, post_only

from .. import cataloguing
from ..models import Matter

WORKERS = (Role.CLERK, Role.REVIEWER, Role.OFFICE, Role.OFFICE_APPROVER)
PROPOSERS = (Role.CLERK, Role.REVIEWER, Role.OFFICE)
FIELDS = ("kind", "title", "basis")
DONE = {
    "adopt": "已列入目录。", "refuse": "已记为不列入。", "ask_end": "已提出移出，待审批。", "end": "已移出目录。",
    "keep": "已记为保留。",
}  # fmt: skip


@get_and_post
@role_required(*WORKERS, Role.AUDITOR)
def matters(request: StaffRequest) -> HttpResponse:
    """The catalogue, and the form of a new matter."""
    today, problem = timezone.localdate(), ""
    kinds, clause = cataloguing.kinds_here(today)
    if request.method == "POST":
        try:
            said = {name: text(request, name, 400) for name in FIELDS}
            cataloguing.propose(**said, licences=bool(text(request, "licences")), **by(request.user))
        except ListRefused as refused:
            problem = str(refused)
        else:
            messages.success(request, "已提交，由信用办审批后列入目录。")
            return redirect("checks:matters")
    rows = Matter.objects.visible_to(request.user).select_related("department", "proposer", "ender")
    gone = request.GET.get("show") == "gone"
    rows = rows.filter(state__in=["ended", "refused"]) if gone else rows.exclude(state__in=["ended", "refused"])
    note_look(request, "查看查询事项目录", Matter.object_kind)
    officer = request.user
    context = {
        "rows": [(one, _may(one, request)) for one in rows],
        "gone": gone, "problem": problem, "kinds": kinds, "clause": clause,
        "unused": cataloguing.unused_kinds(today) if officer.has_role(Role.OFFICE, Role.OFFICE_APPROVER) else [],
        "may_propose": officer.has_role(*PROPOSERS),
        "sent": {name: text(request, name, 400) for name in (*FIELDS, "licences")},
    }  # fmt: skip
    return render(request, "checks/matters.html", context)


def _may(matter: Matter, request: StaffRequest) -> set[str]:
    officer = request.user
    may: set[str] = set()
    if officer.has_role(Role.OFFICE_APPROVER):
        if matter.state == "proposed" and matter.proposer_id != officer.pk:
            may |= {"adopt", "refuse"}
        if matter.state == "ending" and matter.ender_id != officer.pk:
            may |= {"end", "keep"}
    if matter.state == "adopted" and officer.has_role(*PROPOSERS):
        may.add("ask_end")
    return may


@post_only
@role_required(*WORKERS, of=Scope.DEPARTMENT)
def matter_step(request: StaffRequest, public_id) -> HttpResponse:
    """One step."""
    matter = get_object_or_404(Matter.objects.visible_to(request.user), public_id=public_id)
    action, reason, who = text(request, "action", 20), text(request, "reason", 600), by(request.user)
    try:
        match action:
            case "adopt":
                cataloguing.adopt(matter, **who)
            case "refuse":
                cataloguing.refuse(matter, reason=reason, **who)
            case "ask_end":
                cataloguing.ask_end(matter, reason=reason, **who)
            case "end":
                cataloguing.end(matter, **who)
            case "keep":
                cataloguing.keep(matter, reason=reason, **who)
            case _:
                raise ListRefused("请选择要办理的事项。")
    except ListRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, DONE[action])
    return redirect("checks:matters")
