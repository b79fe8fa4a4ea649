"""文书与附件: letters as pages and as the PDF that is served, and what was attached, as downloads."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from accounts.access import StaffRequest, role_required
from accounts.looking import note_look
from credit_platform.declaring import Scope, get_only, post_from
from credit_platform.downloads import answer_file, download

from ..models import Entry, Letter, Nomination, Statement, WithdrawalStatement
from ..notifying import HANDLERS
from ..printing import pdf_of
from ..refusals import ListRefused
from . import taking
from .entries import READERS, WORKERS
from .sent import Back, refused


@get_only
@role_required(*READERS, of=Scope.DEPARTMENT)
def letter(request: StaffRequest, public_id) -> HttpResponse:
    """The letter as it was made, with what to know before it is served."""
    return _page(request, public_id, None)


def _page(request: StaffRequest, public_id, back: Back | None) -> HttpResponse:
    rows = Letter.objects.visible_to(request.user).select_related("department", "entry", "nomination")
    found = get_object_or_404(rows, public_id=public_id)
    note_look(request, "查看文书", found.object_kind, found.public_id)
    context = {
        "letter": found,
        "back": back,
        "layout": found.layout,
        "may_deliver": may_be_delivered(found) and request.user.has_role(*HANDLERS),
        "means": Letter.Means.choices,
    }
    return render(request, "blacklists/letter.html", context)


@role_required(*WORKERS, of=Scope.DEPARTMENT)
@post_from("lists:letter")
def deliver(request: StaffRequest, public_id) -> HttpResponse:
    """登记送达 of a letter that no step waits for: removal, 不予列入, 红名单."""
    found = get_object_or_404(Letter.objects.visible_to(request.user), public_id=public_id)
    try:
        if not may_be_delivered(found):
            raise ListRefused("这份文书的送达在名单条目的页面登记，或者已经登记。")
        taking.deliver(found, request)
    except ListRefused as refusal:
        return _page(request, public_id, refused(request, refusal, action="deliver"))
    messages.success(request, "送达已登记。")
    return redirect("lists:letter", found.public_id)


def may_be_delivered(letter: Letter) -> bool:
    """Whether its delivery is registered on its own page: notice and decision are steps of their entry."""
    return letter.delivered_on is None and letter.kind not in (Letter.Kind.NOTICE, Letter.Kind.DECISION)


@get_only
@role_required(*READERS, of=Scope.DEPARTMENT)
def letter_pdf(request: StaffRequest, public_id) -> HttpResponse:
    """文书 PDF, always the same bytes."""
    found = get_object_or_404(Letter.objects.visible_to(request.user), public_id=public_id)
    note_look(request, "下载文书", found.object_kind, found.public_id)
    data = pdf_of(found)
    if data is None:
        messages.error(request, "PDF 没能生成，已记入系统日志；请先用浏览器打印本页，并告诉系统管理员。")
        return redirect("lists:letter", public_id)
    return answer_file(data, f"{found.number}.pdf")


@get_only
@role_required(*READERS, of=Scope.DEPARTMENT)
def proof(request: StaffRequest, public_id) -> HttpResponse:
    """送达凭证."""
    found = get_object_or_404(Letter.objects.visible_to(request.user).exclude(proof_path=""), public_id=public_id)
    note_look(request, "下载送达凭证", found.object_kind, found.public_id, case=found.public_id)
    return download(found.proof_path, found.proof_name)


@get_only
@role_required(*READERS, of=Scope.DEPARTMENT)
def document(request: StaffRequest, public_id) -> HttpResponse:
    """会议纪要、批复 of an entry's decision."""
    found = get_object_or_404(Entry.objects.visible_to(request.user).exclude(document_path=""), public_id=public_id)
    note_look(request, "下载决定文件", found.object_kind, found.public_id)
    return download(found.document_path, found.document_name)


@get_only
@role_required(*READERS, of=Scope.DEPARTMENT)
def statement_paper(request: StaffRequest, public_id) -> HttpResponse:
    """陈述申辩的材料."""
    rows = Statement.objects.filter(entry__in=Entry.objects.visible_to(request.user)).exclude(paper_path="")
    found = get_object_or_404(rows, public_id=public_id)
    note_look(request, "下载陈述申辩材料", "entry", found.entry.public_id, case=found.entry.public_id)
    return download(found.paper_path, found.paper_name)


@get_only
@role_required(*READERS, of=Scope.DEPARTMENT)
def red_document(request: StaffRequest, public_id) -> HttpResponse:
    """红名单的批准文件."""
    rows = Nomination.objects.visible_to(request.user).exclude(document_path="")
    found = get_object_or_404(rows, public_id=public_id)
    note_look(request, "下载批准文件", found.object_kind, found.public_id)
    return download(found.document_path, found.document_name)


@get_only
@role_required(*READERS, of=Scope.DEPARTMENT)
def withdrawal_paper(request: StaffRequest, public_id) -> HttpResponse:
    """取消称号前陈述申辩的材料."""
    rows = WithdrawalStatement.objects.filter(nomination__in=Nomination.objects.visible_to(request.user))
    found = get_object_or_404(rows.exclude(paper_path=""), public_id=public_id)
    case = found.nomination.public_id
    note_look(request, "下载陈述申辩材料", "nomination", case, case=case)
    return download(found.paper_path, found.paper_name)
