"""外部机构管理: renaming and ending bodies that are no departments; they are listed below the departments. Source: D7."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from credit_platform.declaring import Scope, get_and_post

from ..access import role_required
from ..forms import NameForm, ReasonForm
from ..models import Department
from ..outside import end_outside_body, rename_outside_body
from ..refusals import Refused
from .desk import SYSTEM, actor


@get_and_post
@role_required(*SYSTEM, of=Scope.PLATFORM)
def rename(request: HttpRequest, public_id) -> HttpResponse:
    body = _body(public_id)
    form = NameForm(request.POST or None, initial={"name": body.name})
    if request.method == "POST" and form.is_valid():
        try:
            rename_outside_body(body, by=actor(request), on=timezone.localdate(), **form.cleaned_data)
        except Refused as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, "已保存。")
            return redirect("accounts:departments")
    form.tidy()
    context = {
        "form": form,
        "title": f"修改外部机构：{body.name}",
        "done": "保存",
        "hint": f"代码 {body.code} 不能修改。",
    }
    return render(request, "accounts/form.html", context)


@get_and_post
@role_required(*SYSTEM, of=Scope.PLATFORM)
def end(request: HttpRequest, public_id) -> HttpResponse:
    body = _body(public_id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            count = end_outside_body(body, by=actor(request), on=timezone.localdate(), **form.cleaned_data)
        except Refused as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, f"“{body.name}”已停用，同时停用{count}个账号。")
            return redirect("accounts:departments")
    form.tidy()
    hint = "停用今天生效，不能恢复。这个机构启用的账号一并停用；已提供的线索照常办理。"
    context = {"form": form, "title": f"停用外部机构：{body.name}", "done": "确认停用", "hint": hint, "grave": True}
    return render(request, "accounts/form.html", context)


def _body(public_id) -> Department:
    return get_object_or_404(Department.every.exclude(outside=""), public_id=public_id, until__isnull=True)
