"""账号申请: what the office has checked, for the system administrator to open accounts. Source: A7."""

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from credit_platform.declaring import Scope, get_and_post, get_only

from .. import applying
from ..access import StaffRequest, role_required
from ..acting import by
from ..forms import PersonForm
from ..looking import note_look
from ..models import Application, Role
from ..refusals import Refused
from .desk import SYSTEM


class AccountForm(PersonForm):
    """Log-in name and ID number of one person; the rest was applied for."""

    username = forms.CharField(label="登录名", max_length=64)
    field_order = ["username", "id_number"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["id_number"].help_text = "只用于核对一人一号，不保存号码；请对照本人证件填写。"


@get_only
@role_required(*SYSTEM)
def index(request: HttpRequest) -> HttpResponse:
    """Those that wait for accounts."""
    rows = Application.objects.open(timezone.localdate()).filter(state="accepted").defer("sealed")
    page = Paginator(rows.select_related("office").order_by("checked_on", "pk"), 25).get_page(request.GET.get("page"))
    return render(request, "accounts/applications.html", {"page": page})


@never_cache
@get_and_post
@role_required(*SYSTEM, of=Scope.PLATFORM)
def one(request: StaffRequest, public_id) -> HttpResponse:
    """Its persons, one form each; the first password is shown once."""
    today = timezone.localdate()
    rows = Application.objects.exclude(state="waiting").select_related("office", "department", "checked_by")
    application = get_object_or_404(rows, public_id=public_id)
    place = request.POST.get("place", "")
    wanted = applying.persons_of(application, today)
    opened = {row.place: row.officer for row in application.accounts.select_related("officer")}
    lines = []
    for number, person in enumerate(wanted):
        sent = request.method == "POST" and place == str(number)
        form = AccountForm(request.POST if sent else None, auto_id=f"id_{number}_%s")
        if sent and form.is_valid():
            try:
                made, password = applying.open_account(application, number, **form.cleaned_data, **by(request.user))
            except Refused as reason:
                form.add_error(None, str(reason))
            else:
                return render(request, "accounts/first_password_shown.html", {"officer": made, "password": password})
        form.tidy()
        lines.append((number, person, Role(person.role).label, form, opened.get(number)))
    if request.method == "POST" and "refuse" in request.POST:
        return _refuse(request, application)
    note_look(request, "查看账号申请", application.object_kind, application.public_id)
    return render(request, "accounts/application.html", {"application": application, "lines": lines})


def _refuse(request: StaffRequest, application: Application) -> HttpResponse:
    try:
        applying.refuse(application, reason=request.POST.get("reason", "")[:500], **by(request.user))
    except Refused as reason:
        messages.error(request, str(reason))
        return redirect("accounts:application", application.public_id)
    messages.success(request, "已记为不予开设。")
    return redirect("accounts:applications")
