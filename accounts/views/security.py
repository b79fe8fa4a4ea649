"""安全管理: roles, lockouts, lost authenticators. Apart from officers.py: two persons' work."""

from axes.models import AccessAttempt
from axes.utils import reset
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from credit_platform.declaring import Scope, post_only
from ledger.acts import record_act

from ..access import role_required
from ..appointing import grant_role, reset_second_factor, revoke_role
from ..forms import RoleForm
from ..models import Officer
from ..refusals import Refused
from .desk import SECURITY, actor, refusals_as_messages


def _role(request: HttpRequest) -> str:
    form = RoleForm(request.POST)
    if not form.is_valid():
        raise Refused("请选择一个角色。")
    return form.cleaned_data["role"]


@post_only
@role_required(*SECURITY, of=Scope.PLATFORM)
def grant(request: HttpRequest, public_id) -> HttpResponse:
    officer = get_object_or_404(Officer, public_id=public_id)
    with refusals_as_messages(request, f"已授予；{officer.name}须重新登录。"):
        if not grant_role(officer, _role(request), by=actor(request), on=timezone.localdate()):
            raise Refused(f"{officer.name}已有这个角色。")
    return redirect("accounts:officer", public_id)


@post_only
@role_required(*SECURITY, of=Scope.PLATFORM)
def revoke(request: HttpRequest, public_id) -> HttpResponse:
    officer = get_object_or_404(Officer, public_id=public_id)
    with refusals_as_messages(request, f"已撤销；{officer.name}须重新登录。"):
        revoke_role(officer, _role(request), by=actor(request), on=timezone.localdate())
    return redirect("accounts:officer", public_id)


@post_only
@role_required(*SECURITY, of=Scope.PLATFORM)
def forget_factor(request: HttpRequest, public_id) -> HttpResponse:
    officer = get_object_or_404(Officer, public_id=public_id)
    with refusals_as_messages(request, f"已重置；{officer.name}下次登录时重新绑定验证器。"):
        reset_second_factor(officer, by=actor(request), on=timezone.localdate())
    return redirect("accounts:officer", public_id)


@role_required(*SECURITY)
def lockouts(request: HttpRequest) -> HttpResponse:
    """登录锁定: names and addresses that are shut out now; POST lets one in again."""
    since = timezone.now() - settings.AXES_COOLOFF_TIME
    if request.method == "POST":
        name, address = request.POST.get("username", ""), request.POST.get("address", "")
        with refusals_as_messages(request, "已解除锁定。"):
            if not reset(username=name, ip=address or None):
                raise Refused("这条锁定已不存在，无需解除。")
            record_act("解除登录锁定", actor(request), timezone.localdate(), reason=name[:200])
        return redirect("accounts:lockouts")
    attempts = AccessAttempt.objects.filter(
        failures_since_start__gte=settings.AXES_FAILURE_LIMIT, attempt_time__gte=since
    ).order_by("-attempt_time")
    return render(request, "accounts/lockouts.html", {"attempts": attempts})
