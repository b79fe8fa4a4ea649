"""/my/: registering, log-in, second factor, first password, log-out, and the way by the government's identity service."""

import json
import secrets
from functools import wraps

import segno
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from credit_platform.addresses import client_address
from credit_platform.captcha_forms import picture, solved
from credit_platform.declaring import get_and_post, get_only, open_to_all, post_only
from credit_platform.sealing import seal_text, unseal_text

from .. import entering, second_factor, trying
from ..acting import STRANGER, actor_of
from ..forms import LogInForm, NewPassword, RegisterForm, TokenForm
from ..identity import Person, provider
from ..models import Representative
from ..refusals import Refused
from ..registering import change_password, faults_in, person_key, prove, register

WRONG = "登录名或口令不正确，请核对后重试。连续输错5次，将暂停登录15分钟；忘记的，请点“忘记口令”。"
_STATE, _PERSON = "identity_state", "identity_person"
HOME = "my:home"
UNANSWERED = "验证码不对或者过期了，请按新的图片再填一次；身份证号和口令不留底，也要再填。"


@sensitive_post_parameters()
@open_to_all()
@get_and_post
@never_cache
def log_in(request: HttpRequest) -> HttpResponse:
    """登录. Whoever is logged in already goes on."""
    if row := entering.entered(request):
        return redirect(_onward(request, row))
    form = LogInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            row = trying.enter(**form.cleaned_data, address=client_address(request) or "", now=timezone.now())
        except trying.LockedOut:
            return _locked_out(request)
        if row is not None:
            wanted = _wanted(request)
            entering.begin(request, row)
            return redirect(_onward(request, row, wanted))
        form.add_error(None, WRONG)
    form.tidy()
    context = {"form": form, "next": _wanted(request), "service": _service()}
    return render(request, "representation/log_in.html", context)


def _locked_out(request: HttpRequest) -> HttpResponse:
    return render(request, "representation/locked_out.html", {"minutes": trying.MINUTES}, status=429)


@open_to_all()
@post_only
def log_out(request: HttpRequest) -> HttpResponse:
    """退出; an officer's session is none of ours."""
    if entering.entered(request):
        request.session.flush()
        messages.success(request, "您已退出登录。")
    return redirect("representation:log_in")


@sensitive_post_parameters()
@open_to_all()
@get_and_post
@never_cache
def register_page(request: HttpRequest) -> HttpResponse:
    """注册; the log-in follows at once."""
    if row := entering.entered(request):
        return redirect(_onward(request, row))
    person = _vouched(request)
    form = RegisterForm(request.POST or None, vouched=person is not None)
    asked = request.method == "POST" and form.is_valid()
    # 验证码: nobody tries ID numbers by the thousand.
    problem = "" if not asked or person is not None or solved(request.POST) else UNANSWERED
    if asked:
        _all_faults(form, ask_service=person is None and not problem)
    if asked and not problem and form.is_valid():
        said = form.cleaned_data
        if person is not None:
            said |= {"name": person.name, "id_number": person.id_number, "proven_by": provider().key}
        try:
            row = register(**said, actor=STRANGER, on=timezone.localdate(), address=client_address(request) or "")
        except Refused as reason:
            form.add_error(None, str(reason))
        else:
            entering.begin(request, row, verified=person is not None)
            messages.success(request, "账号已开设。下一步：认领您的企业，或者本人的信用档案。")
            return redirect(_onward(request, row, reverse("representation:claims")))
    form.tidy()
    context: dict[str, object] = {"form": form, "person": person, "service": _service(), "problem": problem}
    if person is None:
        context |= picture(request)
    return render(request, "representation/register.html", context)


def _all_faults(form: RegisterForm, *, ask_service: bool) -> None:
    """Beside their fields, together: each time the form comes back, number and password have to be typed anew. The identity
    service is asked of nobody who did not solve the captcha or has other things to mend.
    """
    said = dict(form.cleaned_data)
    faults = faults_in(**said)
    for name, fault in faults.items():
        form.add_error(name, fault)
    if ask_service and not faults and (wrong := provider().mistake(said["name"], said["id_number"])):
        form.add_error(None, wrong)


def half_way(step: str):
    """Decorator of the pages between password and whole log-in: each only when it is the next one."""

    def decorate(view):
        @wraps(view)
        @never_cache
        def guarded(request, *args, **kwargs):
            row = entering.entered(request)
            if row is None:
                return redirect(entering.LOG_IN)
            if entering.next_step(request, row) != step:
                return redirect(_onward(request, row))
            return view(request, row, *args, **kwargs)

        return open_to_all()(guarded)

    return decorate


@half_way("representation:second_factor")
def factor_page(request: HttpRequest, row: Representative) -> HttpResponse:
    """动态码 of the authenticator; tries are counted as those of the password are."""
    form = TokenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        try:
            key = trying.try_factor(row, client_address(request) or "", now)
        except trying.LockedOut:
            return _locked_out(request)
        if second_factor.right(row, form.cleaned_data["token"], now):
            trying.forgive(key, now)
            entering.go_on(request, row, verified=True)
            return redirect(_onward(request, row))
        form.add_error("token", "动态码不正确或已用过，请等下一个码再输。")
    form.tidy()
    return render(request, "representation/second_factor.html", {"form": form, "next": _wanted(request)})


@half_way("representation:enrol")
def enrol(request: HttpRequest, row: Representative) -> HttpResponse:
    """绑定验证器, where the settings require one."""
    return enrolling(request, row, _wanted(request))


def enrolling(request: HttpRequest, row: Representative, back: str) -> HttpResponse:
    """Show the key as QR code and text, believe it when the first code is right."""
    form = TokenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        now, on = timezone.now(), timezone.localdate()
        if second_factor.confirm(row, form.cleaned_data["token"], now, actor=actor_of(row), on=on):
            entering.go_on(request, row, verified=True)
            messages.success(request, "验证器已绑定，以后登录时都要输入它显示的动态码。")
            row.refresh_from_db()
            return redirect(_onward(request, row, back))
        form.add_error("token", "动态码不正确。请核对手机时间是否准确，等下一个码再输。")
    form.tidy()
    address = second_factor.config_url(row)
    code = segno.make(address, error="m").svg_data_uri(scale=5, dark="#0f2d4e", border=4)
    context = {"form": form, "code": code, "address": address, "secret": second_factor.written(row), "next": back}
    return render(request, "representation/enrol.html", context)


@sensitive_post_parameters()
@half_way("representation:first_password")
def first_password(request: HttpRequest, row: Representative) -> HttpResponse:
    """首次登录修改口令."""
    form = NewPassword(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            change_password(row, form.cleaned_data["password"], actor=actor_of(row), on=timezone.localdate())
        except Refused as reason:
            form.add_error("password", str(reason))
        else:
            row.refresh_from_db()
            entering.go_on(request, row)
            messages.success(request, "口令已设置。")
            return redirect(_onward(request, row))
    form.tidy()
    return render(request, "representation/first_password.html", {"form": form, "next": _wanted(request)})


# --- the government's identity service -------------------------------------------------------------------------------


def _service() -> str:
    """Title of the identity service's button; empty where the place has none."""
    return provider().title if provider().address("", "") else ""


@open_to_all()
@get_only
@never_cache
def identity_start(request: HttpRequest) -> HttpResponse:
    """去统一身份认证."""
    state = secrets.token_urlsafe(24)
    back = request.build_absolute_uri(reverse("representation:identity_back"))
    address = provider().address(back, state)
    if not address:
        return redirect(entering.LOG_IN)
    request.session[_STATE] = state
    return redirect(address)


@open_to_all()
@get_only
@never_cache
def identity_back(request: HttpRequest) -> HttpResponse:
    """从统一身份认证回来: into the account of whom it vouches for, or to opening one."""
    state = request.session.pop(_STATE, "")
    try:
        if not state or not constant_time_compare(state, request.GET.get("state", "")):
            raise Refused("统一身份认证的结果对不上这次登录，请重新登录。")
        back = request.build_absolute_uri(reverse("representation:identity_back"))
        person = provider().person(request.GET.dict(), back)
    except Refused as reason:
        messages.error(request, str(reason))
        return redirect(entering.LOG_IN)
    row = Representative.objects.filter(person_key=person_key(person.id_number), closed_on__isnull=True).first()
    if row is None:
        request.session[_PERSON] = seal_text(json.dumps([person.name, person.id_number, person.mobile]), _PERSON)
        return redirect("representation:register")
    prove(row, provider().key, actor=actor_of(row), on=timezone.localdate())
    row.refresh_from_db()
    entering.begin(request, row, verified=True)
    return redirect(_onward(request, row))


def _vouched(request: HttpRequest) -> Person | None:
    sealed = request.session.get(_PERSON)
    return Person(*json.loads(unseal_text(sealed, _PERSON))) if sealed else None


# --- where to --------------------------------------------------------------------------------------------------------


def _wanted(request: HttpRequest) -> str:
    """Where the person wanted to go, if that is on this site; else empty."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe else ""


def _onward(request: HttpRequest, row: Representative, wanted: str | None = None) -> str:
    """Address of the next step; after the last one where the person wanted to go."""
    wanted = _wanted(request) if wanted is None else wanted
    if step := entering.next_step(request, row):
        return reverse(step, query={"next": wanted} if wanted else None)
    return wanted or reverse(HOME)
