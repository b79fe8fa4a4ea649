"""Parcels: what left, the file, and what the other side said of it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache

from accounts.access import StaffRequest, role_required
from accounts.acting import signed
from accounts.looking import note_look
from credit_platform.declaring import Scope, get_only, post_only
from credit_platform.downloads import JSON_LINES, answer_file
from records import files

from ..changing import OFFICE
from ..forms import LinesForm, ReceiptForm
from ..models import Parcel
from ..receiving import acknowledge, close, refuse, send_again
from ..refusals import ExchangeRefused
from .destinations import PAGE, READERS, with_records


@get_only
@role_required(*READERS, of=Scope.OFFICE)
def detail(request: StaffRequest, public_id) -> HttpResponse:
    """One parcel: its lines, the file to download, the receipt to note."""
    parcel = _found(request, public_id)
    page = Paginator(parcel.lines.order_by("seq"), PAGE).get_page(request.GET.get("page"))
    receipt, chosen = ReceiptForm(), LinesForm()
    receipt.tidy()
    chosen.tidy()
    states = set(parcel.lines.order_by().values_list("state", flat=True).distinct())
    note_look(request, "查看转送文件", "parcel", parcel.public_id)
    context = {
        "parcel": parcel,
        "page": page,
        "lines": with_records(page.object_list),
        "receipt": receipt,
        "chosen": chosen,
        "waits": "exported" in states,
        "sent_back": "refused" in states,
        "moved_on": parcel.size - parcel.lines.count(),
        "may_act": request.user.has_role(*OFFICE),
    }
    return render(request, "exchange/parcel.html", context)


@get_only
@never_cache
@role_required(*READERS, of=Scope.OFFICE)
def download(request: StaffRequest, public_id) -> HttpResponse:
    """The file as it left. The look is logged."""
    parcel = _found(request, public_id)
    note_look(request, "下载转送文件", "parcel", parcel.public_id)
    return answer_file(files.fetch(parcel.path), f"credit-{parcel.sent_on:%Y%m%d}-{parcel.number:05}.jsonl", JSON_LINES)


@post_only
@role_required(*OFFICE, of=Scope.OFFICE)
def receive(request: StaffRequest, public_id) -> HttpResponse:
    """登记回执."""
    parcel = _found(request, public_id)
    form = ReceiptForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
        return redirect("exchange:parcel", parcel.public_id)
    try:
        by = signed(request.user)
        done = acknowledge(
            parcel,
            number=form.cleaned_data["number"],
            received_on=form.cleaned_data["received_on"],
            officer=request.user,
            **by,
        )
        messages.success(request, f"已登记回执，共{done}条。")
    except ExchangeRefused as reason:
        messages.error(request, str(reason))
    return redirect("exchange:parcel", parcel.public_id)


@post_only
@role_required(*OFFICE, of=Scope.OFFICE)
def settle(request: StaffRequest, public_id) -> HttpResponse:
    """登记退回, 重新转送 or 不再转送 of the chosen lines."""
    parcel = _found(request, public_id)
    form = LinesForm(request.POST, ids=parcel.lines.values_list("public_id", flat=True))
    if not form.is_valid():
        messages.error(request, "提交的内容不完整，请刷新页面后再操作。")
        return redirect("exchange:parcel", parcel.public_id)
    said = form.cleaned_data
    by = signed(request.user)
    try:
        if said["action"] == "again":
            done, what = send_again(parcel, said["lines"], officer=request.user, **by), "重新列入待转送"
        elif said["action"] == "refuse":
            done, what = refuse(parcel, said["lines"], reason=said["reason"], officer=request.user, **by), "登记退回"
        else:
            done, what = close(parcel, said["lines"], reason=said["reason"], officer=request.user, **by), "注明不再转送"
        messages.success(request, f"已{what}{done}条。")
    except ExchangeRefused as reason:
        messages.error(request, str(reason))
    return redirect("exchange:parcel", parcel.public_id)


def _found(request: StaffRequest, public_id) -> Parcel:
    rows = Parcel.objects.visible_to(request.user).select_related("destination__department", "sender")
    return get_object_or_404(rows, public_id=public_id)
