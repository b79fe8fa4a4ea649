"""联络员: the department names its own, the office sees all of its tree and who is missing. Source: A7."""

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts import liaising
from accounts.access import StaffRequest, role_required
from accounts.acting import by
from accounts.forms import Tidy
from accounts.models import Department, Liaison, Role
from accounts.refusals import Refused
from credit_platform.declaring import get_and_post, get_only

OFFICE = (Role.OFFICE, Role.OFFICE_APPROVER, Role.AUDITOR)
DEPARTMENT = (Role.CLERK, Role.REVIEWER)


class LiaisonForm(forms.Form, Tidy):
    """登记联络员."""

    deputy = forms.TypedChoiceField(
        label="担任", choices=[("0", "联络员"), ("1", "备用联络员")], coerce=lambda value: value == "1"
    )
    name = forms.CharField(label="姓名", max_length=50)
    position = forms.CharField(label="科室或职务（选填）", max_length=60, required=False)
    phone = forms.CharField(label="办公电话", max_length=30, help_text="不登记个人手机号码。")


@get_and_post
@role_required(*DEPARTMENT)
def own(request: StaffRequest) -> HttpResponse:
    """本部门联络员: who it is, who it was; name another."""
    form = LiaisonForm(request.POST if "name" in request.POST else None)
    if request.method == "POST":
        try:
            if "end" in request.POST:
                liaising.end_liaison(deputy=request.POST["end"] == "1", **by(request.user))
                messages.success(request, "已记下，请尽快登记新的联络员。")
                return redirect("workbench:own_liaisons")
            if form.is_valid():
                liaising.name_liaison(**form.cleaned_data, **by(request.user))
                messages.success(request, "已登记，今天起生效；原来的同时不再担任。")
                return redirect("workbench:own_liaisons")
        except Refused as reason:
            if form.is_bound:
                form.add_error(None, str(reason))
            else:
                messages.error(request, str(reason))
    form.tidy()
    rows = Liaison.objects.filter(department=request.user.department_id).order_by("deputy", "-since", "-pk")
    context = {
        "form": form,
        "standing": [row for row in rows if row.until is None],
        "past": [row for row in rows if row.until is not None][:20],
    }
    return render(request, "workbench/own_liaisons.html", context)


@get_only
@role_required(*OFFICE)
def listing(request: StaffRequest) -> HttpResponse:
    """联络员名录 of the office's tree; `?missing` only departments without one."""
    today = timezone.localdate()
    everybody = request.user.has_role(Role.AUDITOR)
    rows = Department.objects.all() if everybody else Department.objects.tree(request.user.department)
    lacking = liaising.missing_liaisons(rows, today)
    query, only = request.GET.get("q", "").strip()[:50], "missing" in request.GET
    missing = lacking.count()
    rows = lacking if only else rows.in_office(today)
    if query:
        rows = rows.filter(
            Q(name__icontains=query) | Q(liaisons__name__icontains=query, liaisons__until=None)
        ).distinct()
    standing = Prefetch("liaisons", Liaison.objects.filter(until=None).order_by("deputy"), to_attr="standing")
    page = Paginator(rows.order_by("name", "pk").prefetch_related(standing), 50).get_page(request.GET.get("page"))
    return render(
        request, "workbench/liaisons.html", {"page": page, "q": query, "only_missing": only, "missing": missing}
    )
