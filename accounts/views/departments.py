"""部门管理: the tree and its changes."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from credit_platform.declaring import Scope

from ..access import role_required
from ..departments import add_department, change_department, end_department
from ..forms import DepartmentForm, EndForm, NewDepartmentForm
from ..models import Department
from ..outside import outside_bodies
from ..refusals import Refused
from .desk import READERS, SYSTEM, actor


@role_required(*READERS)
def index(request: HttpRequest) -> HttpResponse:
    """部门树: those in office as a tree, ended ones below, last the outside bodies with their accounts."""
    today = timezone.localdate()
    ended = Department.objects.filter(until__lte=today).select_related("successor").order_by("-until")
    context = {"tree": _tree(today), "ended": ended, "outside": outside_bodies()}
    return render(request, "accounts/departments.html", context)


def _tree(today) -> list[tuple[int, Department]]:
    """(depth, department), parents before children. One query; a child whose parent has ended stands at the root."""
    departments = list(Department.objects.in_office(today))
    here = {one.pk for one in departments}
    children: dict[int | None, list[Department]] = {}
    for one in departments:
        children.setdefault(one.parent_id if one.parent_id in here else None, []).append(one)
    found, waiting = [], [(0, one) for one in reversed(children.get(None, []))]
    while waiting:
        depth, one = waiting.pop()
        found.append((min(depth, 6), one))
        waiting += [(depth + 1, child) for child in reversed(children.get(one.pk, []))]
    return found


@role_required(*SYSTEM)
def add(request: HttpRequest) -> HttpResponse:
    form = NewDepartmentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            department, new = add_department(by=actor(request), on=timezone.localdate(), **form.cleaned_data)
        except Refused as reason:
            form.add_error("code", str(reason))
        else:
            if new:
                messages.success(request, f"已添加“{department.name}”。")
            else:
                messages.warning(request, f"这个代码的部门已存在：“{department.name}”，未作改动。")
            return redirect("accounts:departments")
    form.tidy()
    return render(request, "accounts/form.html", {"form": form, "title": "添加部门", "done": "添加"})


@role_required(*SYSTEM, of=Scope.PLATFORM)
def change(request: HttpRequest, public_id) -> HttpResponse:
    department = get_object_or_404(Department, public_id=public_id, until__isnull=True)
    form = DepartmentForm(request.POST or None, instance=department)
    if request.method == "POST" and form.is_valid():
        try:
            change_department(department, by=actor(request), on=timezone.localdate(), **form.cleaned_data)
        except Refused as reason:
            form.add_error("parent", str(reason))
        else:
            messages.success(request, "已保存。")
            return redirect("accounts:departments")
    form.tidy()
    context = {
        "form": form,
        "title": f"修改部门：{department.name}",
        "done": "保存",
        "hint": f"代码 {department.code} 不能修改。",
    }
    return render(request, "accounts/form.html", context)


@role_required(*SYSTEM, of=Scope.PLATFORM)
def end(request: HttpRequest, public_id) -> HttpResponse:
    department = get_object_or_404(Department, public_id=public_id, until__isnull=True)
    form = EndForm(request.POST or None, department=department)
    if request.method == "POST" and form.is_valid():
        try:
            end_department(department, by=actor(request), on=timezone.localdate(), **form.cleaned_data)
        except Refused as reason:
            form.add_error("successor", str(reason))
        else:
            messages.success(request, f"“{department.name}”已撤并。")
            return redirect("accounts:departments")
    form.tidy()
    hint = "撤并今天生效，不能恢复。本部门启用的账号转入承接部门并须重新登录；以前报送的记录由承接部门负责更正。"
    context = {"form": form, "title": f"撤并部门：{department.name}", "done": "确认撤并", "hint": hint, "grave": True}
    return render(request, "accounts/form.html", context)
