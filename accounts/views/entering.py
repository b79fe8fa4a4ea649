"""Log-in, second factor, passwords, log-out."""

from functools import wraps

import segno
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django_otp import login as otp_login
from django_otp import match_token
from django_otp.plugins.otp_totp.models import TOTPDevice

from credit_platform.declaring import get_and_post, open_to_all, post_only
from ledger.models import Act

from ..access import next_step, role_required
from ..acting import actor_of
from ..appointing import change_own_password
from ..forms import LogInForm, MailForm, OwnPasswordForm, TokenForm
from ..reaching import change_mail


class LogIn(LoginView):
    """登录: name and password; what is missing then is the next page."""

    template_name = "accounts/log_in.html"
    authentication_form = LogInForm
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        context["form"].tidy()
        context.pop("site", None)  # django.contrib.sites' idea of it; ours comes from the context processor
        return context

    def get_success_url(self):
        return _onward(self.request, self.request.user)


log_in = open_to_all()(never_cache(sensitive_post_parameters()(LogIn.as_view())))


def locked_out(request: HttpRequest, original_response=None, credentials=None) -> HttpResponse:
    """Axes calls it after too many wrong passwords for one name from one address."""
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    return render(request, "accounts/locked_out.html", {"minutes": minutes}, status=429)


@open_to_all()
@post_only
def log_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    messages.success(request, "您已退出登录。")
    return redirect("accounts:log_in")


def half_way(step: str):
    """Decorator of the pages between password and whole log-in: each only when it is the next one."""

    def decorate(view):
        @wraps(view)
        @never_cache
        def guarded(request, *args, **kwargs):
            entered = request.entered
            if not entered.is_authenticated:
                return redirect("accounts:log_in")
            if next_step(entered) != step:
                return redirect(_onward(request, entered))
            return view(request, *args, **kwargs)

        return open_to_all()(guarded)

    return decorate


@half_way("accounts:second_factor")
def second_factor(request: HttpRequest) -> HttpResponse:
    """双因素认证: the code that the officer's authenticator shows now. The device itself slows down guessing."""
    form = TokenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        device = match_token(request.entered, form.cleaned_data["token"])  # type: ignore[attr-defined]
        if device:
            _verified_by(request, device)
            return redirect(_onward(request, request.entered))  # type: ignore[attr-defined]
        form.add_error("token", "动态码不正确或已用过，请等下一个码再输；连续输错后需稍等片刻才能再试。")
    form.tidy()
    return render(request, "accounts/second_factor.html", {"form": form, "next": _wanted(request)})


@half_way("accounts:enrol")
def enrol(request: HttpRequest) -> HttpResponse:
    """绑定验证器: show the key as QR code and text, believe it when the first code is right."""
    officer = request.entered  # type: ignore[attr-defined]
    device, _ = TOTPDevice.objects.get_or_create(user=officer, confirmed=False, defaults={"name": "验证器"})
    form = TokenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if device.verify_token(form.cleaned_data["token"]):
            device.confirmed = True
            device.save(update_fields=["confirmed"])
            _verified_by(request, device)
            messages.success(request, "验证器已绑定，以后登录时都要输入它显示的动态码。")
            return redirect(_onward(request, officer))
        form.add_error("token", "动态码不正确。请核对手机时间是否准确，等下一个码再输。")
    form.tidy()
    code = segno.make(device.config_url, error="m").svg_data_uri(scale=5, dark="#0f2d4e", border=4)
    secret = device.config_url.partition("secret=")[2].partition("&")[0]
    context = {"form": form, "code": code, "address": device.config_url, "secret": secret, "next": _wanted(request)}
    return render(request, "accounts/enrol.html", context)


def _verified_by(request, device) -> None:
    request.user = request.entered  # whom the middleware keeps back until now
    otp_login(request, device)


@sensitive_post_parameters()
@half_way("accounts:first_password")
def first_password(request: HttpRequest) -> HttpResponse:
    """首次登录修改口令."""
    return _change_password(request, request.entered, first=True)  # type: ignore[attr-defined]


@sensitive_post_parameters()
@never_cache
@role_required(outside=True)
def password(request: HttpRequest) -> HttpResponse:
    """修改口令, whenever the officer likes."""
    return _change_password(request, request.user, first=False)


def _change_password(request, officer, first: bool) -> HttpResponse:
    form = OwnPasswordForm(officer, request.POST or None)
    if request.method == "POST" and form.is_valid():
        by = actor_of(officer, Act.Channel.PAGE)
        change_own_password(officer, form.cleaned_data["new_password1"], by=by, on=timezone.localdate())
        request.user = officer
        update_session_auth_hash(request, officer)  # this session goes on, all others end
        messages.success(request, "口令已修改。")
        return redirect(_onward(request, officer) if first else "accounts:me")
    form.tidy()
    return render(request, "accounts/password.html", {"form": form, "first": first, "next": _wanted(request)})


@get_and_post
@never_cache
@role_required(outside=True)
def me(request: HttpRequest) -> HttpResponse:
    """我的账号, and where notices are mailed to."""
    officer = request.user
    form = MailForm(request.POST or None, initial={"email": officer.email, "mail_notices": officer.mail_notices})  # type: ignore[union-attr]
    if request.method == "POST" and form.is_valid():
        by = actor_of(officer, Act.Channel.PAGE)  # type: ignore[arg-type]
        change_mail(officer, **form.cleaned_data, by=by, on=timezone.localdate())  # type: ignore[arg-type]
        messages.success(request, "通知设置已保存。")
        return redirect("accounts:me")
    form.tidy()
    grants = officer.grants.filter(until__isnull=True)  # type: ignore[union-attr]
    return render(request, "accounts/me.html", {"grants": grants, "form": form, "mail_on": settings.MAIL_ON})


def _wanted(request: HttpRequest) -> str:
    """Where the officer wanted to go, if that is on this site; else empty."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe else ""


def _onward(request: HttpRequest, officer) -> str:
    """Address of the next step; after the last one where the officer wanted to go."""
    wanted = _wanted(request)
    if step := next_step(officer):
        return reverse(step, query={"next": wanted} if wanted else None)
    return wanted or reverse(settings.STAFF_HOME)
