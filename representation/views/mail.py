"""邮箱 of one's own account, and the way back in for whoever forgot the password. Source: F1."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from credit_platform.addresses import client_address
from credit_platform.captcha_forms import WRONG, picture, solved
from credit_platform.declaring import get_and_post, open_to_all

from .. import addresses, entering, mailing, notice_mails, trying
from ..acting import actor_of
from ..entering import RepresentativeRequest, representative_required
from ..forms import ForgottenForm, MailForm, NewPassword
from ..refusals import Refused
from ..tasks import start_sending

SENT = "邮件已发出，几分钟内会到。请在30分钟内打开邮件里的链接；没有收到的，看看垃圾邮件。"
CONFIRMED = "邮箱已确认。忘记口令时可以用它重设；有新的文书或者待办事项，也发邮件提醒您登录，不想收的在“邮箱”里关闭。"
ASKED = "登录名和邮箱对得上的，邮件几分钟内会到，链接30分钟内有效。没有收到的，看看垃圾邮件，或到信用办窗口办理。"


@sensitive_post_parameters()
@get_and_post
@representative_required()
def mail(request: RepresentativeRequest) -> HttpResponse:
    """登记、确认、停用邮箱，开关邮件提醒. `?link=`: opened from the mail; nothing happens before the button is pressed."""
    row, link = request.representative, _link(request)
    if request.method == "POST" and "confirm" in request.POST:
        return _confirmed(request, link)
    if request.method == "POST" and "forget" in request.POST:
        mailing.give_up(row, actor=actor_of(row), now=timezone.now(), on=timezone.localdate())
        messages.success(request, "邮箱已停用，忘记口令须到窗口办理。")
        return redirect("representation:account")
    if request.method == "POST" and "notices" in request.POST:
        wanted = request.POST["notices"] == "on"
        notice_mails.switch(row, wanted, actor=actor_of(row), on=timezone.localdate())
        messages.success(request, "有新的文书或者待办事项时，会发邮件提醒您。" if wanted else "邮件提醒已关闭。")
        return redirect("representation:mail")
    form = MailForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _asked(request, form):
        messages.success(request, SENT)
        return redirect("representation:account")
    form.tidy()
    context = {"form": form, "row": row, "link": link, "available": addresses.available()}
    return render(request, "representation/mail.html", context)


def _asked(request: RepresentativeRequest, form: MailForm) -> bool:
    row, now = request.representative, timezone.now()
    try:
        key = trying.try_factor(row, client_address(request) or "", now)
        if not row.check_password(form.cleaned_data["password"]):
            form.add_error("password", "口令不正确，请重新输入。")
            return False
        trying.forgive(key, now)
        start_sending(mailing.ask_to_confirm(row, form.cleaned_data["email"], now=now))
    except trying.LockedOut:
        form.add_error("password", f"输错次数太多，请{trying.MINUTES}分钟后再试。")
    except Refused as refused:
        form.add_error("email", str(refused))
    return form.is_valid()


def _confirmed(request: RepresentativeRequest, link: str) -> HttpResponse:
    row = request.representative
    try:
        mailing.confirm(row, link, actor=actor_of(row), now=timezone.now(), on=timezone.localdate())
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, CONFIRMED)
    return redirect("representation:account")


@sensitive_post_parameters()
@open_to_all()
@get_and_post
@never_cache
def forgotten(request: HttpRequest) -> HttpResponse:
    """忘记口令: where no mails go out, how the window helps; else ask for a link, and with the link set a new password."""
    link = _link(request)
    if link:
        return _new_password(request, link)
    form, problem = ForgottenForm(request.POST or None), ""
    if request.method == "POST" and addresses.available() and form.is_valid():
        now, said = timezone.now(), form.cleaned_data
        try:
            trying.try_reset(said["username"], client_address(request) or "", now)
        except trying.LockedOut:
            return render(request, "representation/locked_out.html", {"minutes": trying.MINUTES}, status=429)
        problem = "" if solved(request.POST) else WRONG
        if not problem:
            if made := mailing.ask_to_reset(said["username"], said["email"], now=now):
                start_sending(made)
            messages.success(request, ASKED)
            return redirect(entering.LOG_IN)
    form.tidy()
    context = {"form": form, "problem": problem, "available": addresses.available()}
    return render(
        request, "representation/forgotten.html", context | (picture(request) if addresses.available() else {})
    )


def _new_password(request: HttpRequest, link: str) -> HttpResponse:
    form, now = NewPassword(request.POST or None), timezone.now()
    if mailing.whose(link, now) is None:
        messages.error(request, mailing.GONE)
        return redirect("representation:forgotten")
    if request.method == "POST" and form.is_valid():
        try:
            mailing.reset(link, form.cleaned_data["password"], now=now, on=timezone.localdate())
        except Refused as refused:
            form.add_error("password", str(refused))
        else:
            messages.success(request, "口令已重设，原来的登录都已退出。请用新口令登录。")
            return redirect(entering.LOG_IN)
    form.tidy()
    return render(request, "representation/new_password.html", {"form": form, "link": link})


def _link(request: HttpRequest) -> str:
    return (request.POST.get("link") or request.GET.get("link", "")).replace("\0", "")[:80]
