"""外来名单: the office takes lists in by file, sees what does not match, and lets them out by a second person. Source: I2."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from accounts.access import StaffRequest, role_required
from accounts.acting import by
from accounts.looking import note_look
from accounts.models import Role
from credit_platform.declaring import Scope, get_and_post, get_only, post_from
from credit_platform.downloads import answer_file, download
from credit_platform.sheets import XLSX
from ledger.history import history_of
from records.models import Record, Submission, Version

from .. import taking_in
from ..list_layouts import as_the_file_says
from ..list_order import missing_from
from ..list_template import template
from ..models import ListFile
from ..refusals import ListRefused
from .reading import PAGE, text
from .sent import Back, Sent, refused

READERS = (Role.OFFICE, Role.OFFICE_APPROVER, Role.AUDITOR)
SHOWN = 200  # rows of each table of one file


@get_only
@role_required(*READERS)
def listing(request: StaffRequest) -> HttpResponse:
    """Files, the latest first."""
    note_look(request, "查看外来名单列表", ListFile.object_kind)
    rows = ListFile.objects.visible_to(request.user).select_related("submission", "uploader")
    if waiting := request.GET.get("waiting") is not None:
        rows = rows.filter(state="waiting")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "waiting": waiting, "may_upload": request.user.has_role(Role.OFFICE)}
    return render(request, "blacklists/list_files.html", context)


@get_and_post
@role_required(Role.OFFICE)
def upload(request: StaffRequest) -> HttpResponse:
    """The form of one file; what cannot be read at all is said beside it."""
    back = None
    if request.method == "POST":
        try:
            made = _take_in(request)
        except ListRefused as refusal:
            back = refused(request, refusal, action="upload")
        else:
            messages.success(request, "文件已收下。请核对不符的行，再由另一位同事放行。")
            return redirect("lists:list_file", made.public_id)
    context = {"back": back, "kinds": ListFile.Kind.choices, "twin": _twin(request)}
    return render(request, "blacklists/list_upload.html", context)


def _twin(request: StaffRequest) -> ListFile | None:
    """The same file where it waits already, for the link beside the refusal."""
    sent = request.FILES.get("file")
    if sent is None:
        return None
    sent.seek(0)
    return taking_in.waiting_twin(sent.read(), request.user.department)


def _take_in(request: StaffRequest) -> ListFile:
    sent, file = Sent(request), request.FILES.get("file")
    kind = sent.choice("kind", ListFile.Kind.values, "名单种类")
    said = sent.words(ListFile, "title", "issuer", "document_number")
    document_date = sent.day("document_date", "来文日期")
    if file is None:
        sent.fault("file", "请选择名单文件。")
    code = text(request, "issuer_code", 40)
    try:
        taking_in.check_issuer(code, said["issuer"], confirmed="renamed" in request.POST)
    except ListRefused as refusal:
        for name, fault in refusal.faults.items():
            sent.fault(name, fault)
    sent.settle()
    assert file is not None
    source = taking_in.Source(
        kind=kind, issuer_code=code, document_date=document_date, full="full" in request.POST,
        renamed="renamed" in request.POST, **said,
    )  # fmt: skip
    return taking_in.take_in(file.read(), file.name or "", source, **by(request.user))


@get_only
@role_required(*READERS, of=Scope.OFFICE)
def detail(request: StaffRequest, public_id) -> HttpResponse:
    """One file: counts, rows that do not match, whom it no longer names."""
    return _page(request, public_id, None)


def _page(request: StaffRequest, public_id, back: Back | None) -> HttpResponse:
    taken = _file(request, public_id)
    note_look(request, "查看外来名单", taken.object_kind, taken.public_id)
    submission, officer = taken.submission, request.user
    read = submission.state == Submission.State.DONE
    waiting, other = taken.state == ListFile.State.WAITING, officer.pk != taken.uploader_id
    records = Record.objects.filter(submission=submission)
    context = {
        "taken": taken,
        "back": back,
        "issuer_unknown": waiting and not taking_in.names_of(taken.issuer_code, besides=taken),
        "submission": submission,
        "rejected": [
            (_place(taken, row.row), [as_the_file_says(taken.kind, one["message"]) for one in row.findings])
            for row in submission.rejected_rows.order_by("row")[:SHOWN]
        ],
        "odd": _odd(taken),
        "opened": _opened(taken),
        "persons": records.filter(internal_reason="person").count(),
        "left": records.filter(state__in=["awaiting", "escalated", "held"]).count(),
        "missing": missing_from(taken)[:SHOWN] if waiting and taken.full and read else [],
        "removals": taking_in.waiting_removals(taken),
        "may_release": waiting and read and other and officer.has_role(Role.OFFICE_APPROVER),
        "may_return": waiting and other and officer.has_role(Role.OFFICE_APPROVER),
        "may_remove": other and officer.has_role(Role.OFFICE_APPROVER),
        "may_take_back": taken.state in ("waiting", "returned") and not other,
        "history": history_of(taken.public_id, ListFile.lifecycle),
    }
    return render(request, "blacklists/list_file.html", context)


def _opened(taken: ListFile) -> int:
    """Subjects of which nothing was on file before."""
    others = Record.objects.filter(subject=OuterRef("subject")).exclude(submission=taken.submission)
    rows = Record.objects.filter(submission=taken.submission).exclude(Exists(others))
    return rows.values("subject").distinct().count()


def _odd(taken: ListFile) -> list[tuple[int, Version, list[str], bool]]:
    """(row of the sheet, version, what differs, whether somebody must confirm it) of rows that went in with a word."""
    rows = Version.objects.filter(submission=taken.submission).exclude(warnings=[]).select_related("record__subject")
    return [
        (
            _place(taken, one.row),
            one,
            [as_the_file_says(taken.kind, found["message"]) for found in one.warnings],
            any(found.get("grave") for found in one.warnings),
        )
        for one in rows.order_by("row")[:SHOWN]
    ]


def _place(taken: ListFile, row: int) -> int:
    return taken.places[row - 1] if 0 < row <= len(taken.places) else row


@role_required(Role.OFFICE, Role.OFFICE_APPROVER, of=Scope.OFFICE)
@post_from("lists:list_file")
def step(request: StaffRequest, public_id) -> HttpResponse:
    """放行, 退回, 撤回, 采纳移出."""
    taken = _file(request, public_id)
    try:
        said = _take(request.POST.get("action", ""), taken, request)
    except ListRefused as refusal:
        return _page(request, public_id, refused(request, refusal))
    messages.success(request, said)
    return redirect("lists:list_file", public_id)


def _take(action: str, taken: ListFile, request: StaffRequest) -> str:
    who = by(request.user)
    match action:
        case "release":
            counts = taking_in.release(taken, **who)
            words = f"已公示{counts['released']}条，内部留存{counts['kept']}条。"
            words += f"还有{counts['left']}条须逐条确认。" if counts["left"] else ""
            return words + (f"名单中已不见的{counts['missing']}条，已提出移出。" if counts["missing"] else "")
        case "return":
            taking_in.give_back(taken, reason=text(request, "reason", 600), **who)
            return "已退回。"
        case "take_back":
            taking_in.take_back(taken, **who)
            return "已撤回，这份文件带来的内容不再保留在名单中。"
        case "remove":
            return f"已移出{taking_in.remove_missing(taken, **who)}条。"
    raise ListRefused("没有看懂要做的操作，请回到页面重试。")


@get_only
@role_required(*READERS, of=Scope.OFFICE)
def original(request: StaffRequest, public_id) -> HttpResponse:
    """The file as it came."""
    taken = _file(request, public_id)
    note_look(request, "下载外来名单原件", taken.object_kind, taken.public_id, case=taken.public_id)
    return download(taken.path, f"{taken.get_kind_display()}{taken.uploaded_on}{taken.ending}")


@get_only
@role_required(Role.OFFICE, Role.OFFICE_APPROVER)
def blank(request: StaffRequest, kind: str) -> HttpResponse:
    """名单模板."""
    if kind not in ListFile.Kind.values:
        raise Http404
    note_look(request, "下载名单模板", "list_file")
    return answer_file(template(kind), f"{ListFile.Kind(kind).label}模板.xlsx", XLSX)


def _file(request: StaffRequest, public_id) -> ListFile:
    rows = ListFile.objects.visible_to(request.user).select_related("submission", "uploader", "approver", "department")
    return get_object_or_404(rows, public_id=public_id)
