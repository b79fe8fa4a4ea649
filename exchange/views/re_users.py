"""数据使用单位: who applied, who is registered, who has not acknowledged what was withdrawn. Source: I5."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.access import StaffRequest, role_required
from accounts.acting import signed
from accounts.looking import note_look
from accounts.models import Role
from credit_platform.declaring import Scope, get_only, post_from
from ledger.history import history_of

from .. import registering
from ..changing import OFFICE
from ..models import Removal, ReUser
from ..refusals import ExchangeRefused
from ..reuse_querysets import OPEN
from .destinations import PAGE, READERS

STEPS: dict[str, tuple[Callable[..., Any], str]] = {
    "check": (registering.check, "已核对，须由另一位信用办审批人员登记。"),
    "register": (registering.register, "已登记，从现在起应确认每一次撤下。"),
    "refuse": (registering.refuse, "已记为不予登记，申请单位凭回执码可以看到理由。"),
    "end": (registering.end, "已注销，令牌即时失效。"),
}
REASONED = ("refuse", "end")


@get_only
@role_required(*READERS)
def listing(request: StaffRequest) -> HttpResponse:
    """What waits first; `?open`: only that."""
    today, only = timezone.localdate(), "open" in request.GET
    rows = ReUser.objects.visible_to(request.user).counted(today)
    if only:
        rows = rows.open(today)
    page = Paginator(rows.order_by("-pk"), PAGE).get_page(request.GET.get("page"))
    return render(request, "exchange/re_users.html", {"page": page, "only_open": only, "open_states": OPEN})


@get_only
@role_required(*READERS, of=Scope.OFFICE)
def detail(request: StaffRequest, public_id) -> HttpResponse:
    """One of them, with what it has not acknowledged."""
    today = timezone.localdate()
    rows = ReUser.objects.visible_to(request.user).counted(today).select_related("office", "checker", "approver")
    found = get_object_or_404(rows, public_id=public_id)
    note_look(request, "查看数据使用单位", found.object_kind, found.public_id)
    waiting = Removal.objects.waiting_for(found) if found.state == ReUser.State.REGISTERED else Removal.objects.none()
    context = {
        "one": found, "waiting": waiting.order_by("due", "seq")[:PAGE], "today": today, "steps": _steps(request, found),
        "history": history_of(found.public_id, ReUser.lifecycle),
    }  # fmt: skip
    return render(request, "exchange/re_user.html", context)


def _steps(request: StaffRequest, found: ReUser) -> list[str]:
    """What the officer may do now."""
    steps: list[str] = []
    if found.lapsed:  # type: ignore[attr-defined]
        return steps
    if found.state == "filed" and request.user.has_role(Role.OFFICE):
        steps.append("check")
    if request.user.has_role(Role.OFFICE_APPROVER):
        if found.state == "checked" and found.checker_id != request.user.pk:
            steps.append("register")
        if found.state == "registered":
            steps.append("end")
    if found.state in OPEN and request.user.has_role(*OFFICE):
        steps.append("refuse")
    return steps


@role_required(*OFFICE, of=Scope.OFFICE)
@post_from("exchange:re_user")
def decide(request: StaffRequest, public_id) -> HttpResponse:
    """One step."""
    found = get_object_or_404(ReUser.objects.visible_to(request.user), public_id=public_id)
    what = request.POST.get("action", "")
    if what not in STEPS:
        messages.error(request, "提交的内容不完整，请刷新页面后再操作。")
        return redirect("exchange:re_user", public_id)
    step, done = STEPS[what]
    more = {"reason": request.POST.get("reason", "")[:500]} if what in REASONED else {}
    try:
        step(found, officer=request.user, **more, **signed(request.user))
        messages.success(request, done)
    except ExchangeRefused as reason:
        messages.error(request, str(reason))
    return redirect("exchange:re_user", public_id)
