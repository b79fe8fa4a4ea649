"""/my/account/: the person's own account: password, authenticator, closing it. Source: F1."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters

from credit_platform.addresses import client_address
from credit_platform.declaring import get_and_post, get_only, post_only
from ledger.history import history_of

from .. import entering, second_factor, trying
from ..acting import actor_of
from ..entering import RepresentativeRequest, representative_required
from ..forms import OwnPasswordForm
from ..refusals import Refused
from ..registering import change_password, close
from .entering import enrolling


@get_only
@representative_required()
def page(request: RepresentativeRequest) -> HttpResponse:
    """账号与安全, and what was done with the account."""
    row = request.representative
    context = {
        "row": row,
        "required": settings.SUBJECT_SECOND_FACTOR_REQUIRED,
        "awaited": row.mail_links.filter(purpose="confirm", used_at=None, until__gt=timezone.now()).exists(),
        "history": history_of(row.public_id),
    }
    return render(request, "representation/account.html", context)


@sensitive_post_parameters()
@get_and_post
@representative_required()
def password(request: RepresentativeRequest) -> HttpResponse:
    """修改口令; all other sessions end."""
    row, form = request.representative, OwnPasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            key = trying.try_factor(row, client_address(request) or "", timezone.now())
            if not row.check_password(said["old"]):
                raise Refused("原口令不正确，请重新输入。")
            trying.forgive(key, timezone.now())
            change_password(row, said["password"], actor=actor_of(row), on=timezone.localdate())
        except trying.LockedOut:
            form.add_error("old", f"输错次数太多，请{trying.MINUTES}分钟后再试。")
        except Refused as reason:
            form.add_error(None, str(reason))
        else:
            row.refresh_from_db()
            entering.go_on(request, row)
            messages.success(request, "口令已修改。")
            return redirect("representation:account")
    form.tidy()
    return render(request, "representation/password.html", {"form": form})


@get_and_post
@representative_required()
def factor(request: RepresentativeRequest) -> HttpResponse:
    """绑定验证器, by whoever wants one."""
    if request.representative.factor_since:
        return redirect("representation:account")
    return enrolling(request, request.representative, reverse("representation:account"))


@post_only
@representative_required()
def forget_factor(request: RepresentativeRequest) -> HttpResponse:
    """解除绑定验证器, where nobody requires it."""
    row = request.representative
    if not settings.SUBJECT_SECOND_FACTOR_REQUIRED:
        second_factor.unbind(row, actor=actor_of(row), on=timezone.localdate())
        messages.success(request, "验证器已解除绑定。")
    return redirect("representation:account")


@post_only
@representative_required()
def close_account(request: RepresentativeRequest) -> HttpResponse:
    """注销账号."""
    row = request.representative
    if request.POST.get("sure") != "1":
        messages.error(request, "注销后不能恢复。确实要注销的，请勾选确认。")
        return redirect("representation:account")
    close(row, actor=actor_of(row), on=timezone.localdate(), reason="本人注销")
    request.session.flush()
    messages.success(request, "账号已注销。")
    return redirect(entering.LOG_IN)
