"""政策文件与通知公告 for staff: the list, the editor with its preview, one article."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.access import StaffRequest, role_required
from accounts.acting import by
from accounts.looking import note_look
from accounts.models import Role
from blacklists.refusals import ListRefused
from blacklists.views.reading import PAGE, text, uuids
from blacklists.views.sent import Back, Sent, refused
from credit_platform.declaring import Scope, get_and_post, get_only
from ledger.history import history_of

from .. import contents, writing
from ..models import Article, Version
from ..next_steps import may, next_of
from ..querysets import WRITERS
from ..shown import COLUMNS, previewed, shown

READERS = (*WRITERS, Role.REVIEWER, Role.OFFICE_APPROVER, Role.AUDITOR)
LONGEST = 20_001  # signs: one more than the column holds, so that too much is seen to be too much
OPTIONS = 200  # documents that can be chosen as replaced


@get_only
@role_required(*READERS)
def listing(request: StaffRequest) -> HttpResponse:
    """What is being worked on first; `?show=mine`, `public`, `over`."""
    officer = request.user
    rows = Article.objects.visible_to(officer).select_related("department", "version", "author")
    tabs = {
        "": rows.filter(state__in=["draft", "submitted", "returned"]),
        "mine": rows & Article.objects.waiting_for(officer),
        "public": rows.filter(state="published"),
        "over": rows.filter(state__in=["withdrawn", "dropped"]),
    }
    show = request.GET.get("show", "")
    show = show if show in tabs else ""
    note_look(request, "查看文稿列表", Article.object_kind)
    context = {
        "page": Paginator(tabs[show].order_by("-pk"), PAGE).get_page(request.GET.get("page")),
        "show": show,
        "may_write": officer.has_role(*WRITERS),
    }
    return render(request, "articles/list.html", context)


@get_and_post
@role_required(*WRITERS)
def new(request: StaffRequest) -> HttpResponse:
    """起草: saved, or shown as it would look."""
    back, preview = None, None
    if request.method == "POST":
        kind, today = text(request, "kind", 20), timezone.localdate()
        try:
            said = _said(request, kind, None)
            if _asks_preview(request):
                preview = previewed(kind, contents.tidied(kind, said, None, request.user.department, today), today)
                back = _as_typed(request)
            else:
                made = writing.draft(kind=kind, said=said, **by(request.user))
                messages.success(request, "已保存为草稿。可以添加附件，写完后提交审核。")
                return redirect("articles:article", made.public_id)
        except ListRefused as refusal:
            back = refused(request, refusal, action="save")
    context = _fields(None) | {
        "back": back, "preview": preview, "kinds": Article.Kind.choices, "issuer": request.user.department.name,
    }  # fmt: skip
    return render(request, "articles/new.html", context)


@get_and_post
@role_required(*READERS, of=Scope.DEPARTMENT)
def detail(request: StaffRequest, public_id) -> HttpResponse:
    """One article as the public will see it, its steps and, while it is open, its editor."""
    article = found(request, public_id)
    if request.method == "GET" or request.method == "HEAD":
        return page(request, article)
    today, back, preview = timezone.localdate(), None, None
    try:
        said = _said(request, article.kind, article)
        if _asks_preview(request):
            preview = previewed(
                article.kind, contents.tidied(article.kind, said, article, article.department, today), today
            )
            back = _as_typed(request)
        else:
            changed = writing.save(article, said=said, **by(request.user))
            messages.success(request, "已保存。" if changed else "内容没有变化，没有保存新的一稿。")
            return redirect("articles:article", article.public_id)
    except ListRefused as refusal:
        back = refused(request, refusal, action="save")
    return page(request, article, back, preview)


def page(request: StaffRequest, article: Article, back: Back | None = None, preview: Any = None) -> HttpResponse:
    """The page of one article. `back`: a form that was refused; `preview`: what is typed, not saved."""
    today = timezone.localdate()
    note_look(request, "查看文稿", article.object_kind, article.public_id)
    steps = may(article, request.user)
    row = Article.objects.with_validity(today).values(*COLUMNS).get(pk=article.pk)
    context = _fields(article) | {
        "article": article,
        "version": article.version,
        "doc": preview or shown(row, today),
        "preview": preview,
        "papers": article.papers.standing(),
        "may": steps,
        "next": next_of(article, steps),
        "lacking": contents.lacking(article).items() if "submit" in steps else (),
        "today": today,
        "back": back,
        "versions": article.versions.select_related("writer").order_by("-number"),
        "history": history_of(article.public_id, Article.lifecycle),
    }
    return render(request, "articles/article.html", context)


def found(request: StaffRequest, public_id) -> Article:
    """Raises Http404 for what is not within reach."""
    rows = Article.objects.visible_to(request.user).select_related("department", "version__replaces", "author")
    return get_object_or_404(rows, public_id=public_id)


def _fields(article: Article | None) -> dict[str, Any]:
    """What the form offers to choose from."""
    others = Article.objects.public(timezone.localdate()).filter(kind=Article.Kind.POLICY)
    if article is not None:
        others = others.exclude(pk=article.pk)
    rows = others.order_by("-public_from", "-pk").values_list("public_id", "version__title")[:OPTIONS]
    return {"types": Version.DocumentType.choices, "others": [(str(one), title) for one, title in rows]}


def _said(request: StaffRequest, kind: str, article: Article | None) -> contents.Said:
    """What the form says. Raises ListRefused, with what cannot be read and all else that is wrong."""
    sent, wanted = Sent(request), text(request, "replaces", 60)
    replaces = Article.objects.public(timezone.localdate()).filter(public_id__in=uuids([wanted])).first()
    if wanted and replaces is None:
        sent.fault("replaces", "请从列表中选择被代替的文件。")
    said = contents.Said(
        title=text(request, "title"), body=text(request, "body", LONGEST), index_number=text(request, "index_number"),
        document_type=text(request, "document_type"), issuer=text(request, "issuer"),
        document_number=text(request, "document_number"), made_on=sent.day_or_none("made_on", "成文日期"),
        valid_until=sent.day_or_none("valid_until", "有效期至"), replaces=replaces,
    )  # fmt: skip
    if sent.faults:
        try:
            contents.tidied(kind, said, article, (article or request.user).department, timezone.localdate())
        except ListRefused as refusal:
            for name, fault in refusal.faults.items():
                sent.fault(name, fault)
    sent.settle()
    return said


def _asks_preview(request: StaffRequest) -> bool:
    return request.POST.get("action") == "preview"


def _as_typed(request: StaffRequest) -> Back:
    """The form with what was typed, nothing being wrong with it."""
    return Back("save", request.POST)
