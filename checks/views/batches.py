"""批量核查: upload a workbook, every row answered at once; the answers to look through or take away. Source: E6."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from accounts.access import StaffRequest, role_required
from accounts.acting import by
from accounts.looking import note_look
from accounts.models import Role
from blacklists.refusals import ListRefused
from blacklists.views.reading import PAGE, paper
from credit_platform.declaring import Scope, get_and_post, get_only
from credit_platform.downloads import answer_file

from ..batch_sheets import read, results, template
from ..checking import ASKERS, MOST, check_batch
from ..models import Batch
from .asking import occasion_form, occasion_sent

READERS = (*ASKERS, Role.AUDITOR)


@get_and_post
@role_required(*ASKERS)
def batches(request: StaffRequest) -> HttpResponse:
    """Those of the department, and the form of a new one."""
    problem = ""
    if request.method == "POST":
        try:
            sent = paper(request, "sheet")
            if sent is None:
                raise ListRefused("请选择要核查的表格。")
            made = check_batch(read(sent.data, sent.name), occasion=occasion_sent(request), **by(request.user))
        except ListRefused as refused:
            problem = str(refused)
        else:
            note_look(request, "批量信用核查", made.object_kind, made.public_id)
            messages.success(request, f"{made.rows}行全部核查完毕：查到{made.found}个，命中{made.hits}个。")
            return redirect("checks:batch", made.public_id)
    rows = Batch.objects.filter(department=request.user.department).select_related("officer")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return render(
        request, "checks/batches.html", occasion_form(request) | {"page": page, "problem": problem, "most": MOST}
    )


@get_only
@role_required(*ASKERS)
def batch_template(request: StaffRequest) -> HttpResponse:
    """空白表."""
    note_look(request, "下载批量核查空白表", Batch.object_kind)
    return answer_file(template(), "批量核查表.xlsx")


@get_only
@role_required(*READERS, of=Scope.DEPARTMENT)
def batch(request: StaffRequest, public_id) -> HttpResponse:
    """One batch: its rows, the hits first to be seen."""
    found = _found(request, public_id)
    note_look(request, "查看批量核查", found.object_kind, found.public_id)
    rows = found.checks.order_by("row")
    tabs = {"": rows, "hits": rows.hits(), "missing": rows.exclude(outcome="found")}
    shown = request.GET.get("show", "")
    shown = shown if shown in tabs else ""
    page = Paginator(tabs[shown], PAGE).get_page(request.GET.get("page"))
    return render(request, "checks/batch.html", {"batch": found, "page": page, "show": shown})


@get_only
@role_required(*READERS, of=Scope.DEPARTMENT)
def batch_results(request: StaffRequest, public_id) -> HttpResponse:
    """核查结果表."""
    found = _found(request, public_id)
    note_look(request, "下载批量核查结果", found.object_kind, found.public_id)
    rows = found.checks.order_by("row")
    return answer_file(results(found, rows), f"核查结果{found.checked_on:%Y%m%d}.xlsx")


def _found(request: StaffRequest, public_id) -> Batch:
    return get_object_or_404(Batch.objects.visible_to(request.user).select_related("officer"), public_id=public_id)
