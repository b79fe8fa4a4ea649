"""修复材料和文书: served as downloads to whoever may see the case. And 两书同达 of a penalty."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from accounts.access import StaffRequest, role_required
from accounts.acting import by
from accounts.looking import note_look
from accounts.models import Role
from blacklists.models import Letter
from blacklists.printing import pdf_of
from blacklists.refusals import ListRefused
from blacklists.views.reading import day, text
from blacklists.views.sent import refused
from credit_platform.declaring import Scope, get_and_post, get_only
from credit_platform.downloads import answer_file, download
from records.models import Record

from ..handing_over import note_handed_over
from ..models import HandedOver, Proof, RepairLetter
from .cases import READERS


@get_only
@role_required(*READERS, of=Scope.DEPARTMENT)
def proof(request: StaffRequest, public_id) -> HttpResponse:
    """One paper."""
    found = get_object_or_404(Proof.objects.visible_to(request.user).select_related("repair"), public_id=public_id)
    case = found.repair.public_id
    note_look(request, "下载修复材料", found.repair.object_kind, case, case=case)
    return download(found.path, found.name)


@get_only
@role_required(*READERS, of=Scope.DEPARTMENT)
def letter(request: StaffRequest, public_id) -> HttpResponse:
    """文书 PDF, always the same bytes."""
    found = get_object_or_404(
        RepairLetter.objects.visible_to(request.user).select_related("department", "repair"), public_id=public_id
    )
    note_look(request, "下载修复文书", found.object_kind, found.public_id)
    data = pdf_of(found)
    if data is None:
        messages.error(request, "PDF 没能生成，已记入系统日志，请告诉系统管理员。")
        return redirect("repairs:case", found.repair.public_id)
    return answer_file(data, f"{found.number}.pdf")


@get_and_post
@role_required(Role.CLERK, Role.REVIEWER, of=Scope.DEPARTMENT)
def handed_over(request: StaffRequest, public_id) -> HttpResponse:
    """登记两书同达: that the notice of repair went with this penalty's decision."""
    record = get_object_or_404(
        Record.objects.visible_to(request.user).select_related("subject", "department"), public_id=public_id
    )
    back = None
    if request.method == "POST":
        try:
            note_handed_over(
                record,
                handed_on=day(request, "handed_on", "送达日期"),
                means=text(request, "means"),
                **by(request.user),
            )
        except ListRefused as reason:
            back = refused(request, reason, action="handed")
        else:
            messages.success(request, "已登记。")
            return redirect("repairs:handed_over", record.public_id)
    note_look(request, "查看两书同达", Record.object_kind, record.public_id)
    noted = HandedOver.objects.filter(record=record).first()
    context = {"record": record, "noted": noted, "back": back, "means": Letter.Means.choices}
    return render(request, "repairs/handed_over.html", context)
