"""Steps and papers of an article: 提交、收回、发布、退回、撤下、重新起草、不再使用; 附件."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect

from accounts.access import StaffRequest, role_required
from accounts.acting import by
from accounts.looking import note_look
from blacklists.notifying import Paper as Sent
from blacklists.refusals import ListRefused
from blacklists.views.reading import paper as paper_sent
from blacklists.views.reading import text
from blacklists.views.sent import refused
from credit_platform.declaring import Scope, get_only, post_from
from credit_platform.downloads import download

from .. import reviewing, writing
from ..models import Article, Paper
from ..querysets import REVIEWERS, WRITERS
from .editing import READERS, found, page

WORKERS = (*WRITERS, *REVIEWERS)
DONE = {
    "submit": "已提交，由另一位同事审核。",
    "take_back": "已收回，可以修改。",
    "publish": "已发布，公众现在可以看到。",
    "return": "已退回修改。",
    "withdraw": "已撤下，公众不再能看到。",
    "reopen": "已转为草稿，修改后重新提交审核。",
    "drop": "已记为不再使用。",
}


@role_required(*WORKERS, of=Scope.DEPARTMENT)
@post_from("articles:article")
def step(request: StaffRequest, public_id) -> HttpResponse:
    """One step."""
    article, name = found(request, public_id), request.POST.get("action", "")
    who, reason = by(request.user), text(request, "reason", 600)
    try:
        match name:
            case "submit":
                writing.submit(article, **who)
            case "take_back":
                writing.take_back(article, **who)
            case "reopen":
                writing.reopen(article, **who)
            case "drop":
                writing.drop(article, reason=reason, **who)
            case "publish":
                reviewing.publish(article, **who)
            case "return":
                reviewing.send_back(article, reason=reason, **who)
            case "withdraw":
                reviewing.withdraw(article, reason=reason, **who)
            case _:
                raise ListRefused("没有看懂要做的操作，请回到页面重试。")
    except ListRefused as refusal:
        return page(request, found(request, public_id), refused(request, refusal))
    messages.success(request, DONE[name])
    return redirect("articles:article", article.public_id)


@role_required(*WRITERS, of=Scope.DEPARTMENT)
@post_from("articles:article")
def attach(request: StaffRequest, public_id) -> HttpResponse:
    """添加附件."""
    article = found(request, public_id)
    try:
        sent: Sent | None = paper_sent(request)
        if sent is None:
            raise ListRefused(faults={"paper": "请选择文件。"})
        writing.attach(article, sent, **by(request.user))
    except ListRefused as refusal:
        return page(request, article, refused(request, refusal, action="attach"))
    messages.success(request, "附件已添加。")
    return redirect("articles:article", article.public_id)


@get_only
@role_required(*READERS, of=Scope.DEPARTMENT)
def paper(request: StaffRequest, public_id) -> HttpResponse:
    """附件, for staff: also what was taken out."""
    one = get_object_or_404(Paper.objects.visible_to(request.user), public_id=public_id)
    note_look(request, "下载文稿附件", Article.object_kind, one.article.public_id)
    return download(one.path, one.title)


@role_required(*WRITERS, of=Scope.DEPARTMENT)
@post_from("articles:articles", same=False)
def take_out(request: StaffRequest, public_id) -> HttpResponse:
    """移除附件."""
    one = get_object_or_404(Paper.objects.visible_to(request.user).select_related("article"), public_id=public_id)
    try:
        writing.take_out(one, **by(request.user))
    except ListRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "附件已移除，公众不会看到。")
    return redirect("articles:article", one.article.public_id)
