"""系统令牌: opened by the system administrator, activated by the security administrator, revoked by either. Source: B4."""

from django.core.paginator import Paginator
from django.db.models import Case, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from credit_platform.declaring import Scope, get_only, post_only

from ..access import role_required
from ..models import Officer, SystemToken
from ..refusals import Refused
from ..tokens import activate_token, open_token, revoke_token
from ..tokens_forms import SystemTokenForm
from .desk import ADMINS, READERS, SECURITY, SYSTEM, actor, refusals_as_messages

PAGE = 50


@get_only
@role_required(*READERS)
def index(request: HttpRequest) -> HttpResponse:
    """Those that wait, then those in use, then the others."""
    rows = SystemToken.objects.select_related("department", "officer", "proposer", "approver")
    if "waiting" in request.GET:
        rows = rows.filter(state="proposed")
    place = Case(When(state="proposed", then=0), When(state="active", then=1), default=2)
    page = Paginator(rows.order_by(place, "-pk"), PAGE).get_page(request.GET.get("page"))
    today = timezone.localdate()
    shown = [(token, token.expired(today)) for token in page]
    return render(request, "accounts/tokens.html", {"page": page, "shown": shown})


@never_cache
@role_required(*SYSTEM)
def add(request: HttpRequest) -> HttpResponse:
    """The secret is shown once, in the answer."""
    form = SystemTokenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        officer: Officer = said.pop("username")
        try:
            token, secret = open_token(
                department=officer.department,
                officer=officer,
                by=actor(request),
                proposer=request.user,  # type: ignore[arg-type]
                on=timezone.localdate(),
                **said,
            )
        except Refused as reason:
            form.add_error(None, str(reason))
        else:
            return render(request, "accounts/token_shown.html", {"token": token, "secret": secret})
    form.tidy()
    hint = "令牌只显示一次，由安全管理员启用后才能使用。请核对书面申请中的系统、责任人和出口地址。"
    context = {"form": form, "title": "开设系统令牌", "done": "开设", "hint": hint}
    return render(request, "accounts/form.html", context)


@post_only
@role_required(*SECURITY, of=Scope.PLATFORM)
def activate(request: HttpRequest, public_id) -> HttpResponse:
    token = get_object_or_404(SystemToken, public_id=public_id)
    with refusals_as_messages(request, f"已启用“{token.name}”的令牌。"):
        activate_token(token, officer=request.user, by=actor(request), on=timezone.localdate())  # type: ignore[arg-type]
    return redirect("accounts:tokens")


@post_only
@role_required(*ADMINS, of=Scope.PLATFORM)
def revoke(request: HttpRequest, public_id) -> HttpResponse:
    token = get_object_or_404(SystemToken, public_id=public_id)
    reason = request.POST.get("reason", "")
    with refusals_as_messages(request, f"已撤销“{token.name}”的令牌，立即失效。"):
        revoke_token(token, officer=request.user, by=actor(request), on=timezone.localdate(), reason=reason[:500])  # type: ignore[arg-type]
    return redirect("accounts:tokens")
