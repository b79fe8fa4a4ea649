"""异议投诉办理: what waits, one case, every step by the person whose it is, and filing at the counter. Source: F2, F3, F10."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.access import StaffRequest, role_required
from accounts.acting import by
from accounts.looking import note_look
from accounts.models import Department, Role
from blacklists.printing import pdf_of
from blacklists.refusals import ListRefused
from blacklists.views.reading import PAGE, department, paper, subject_named, text, uuids, yes
from credit_platform.declaring import Scope, get_and_post, get_only, post_from
from credit_platform.downloads import answer_file, download
from ledger.history import history_of
from records.models import Record
from rules.models import CaseClock, ClockPause
from subjects.models import Subject

from .. import deciding, filing, handling, reviewing
from ..correcting import candidates
from ..models import Attachment, Dispute, DisputeLetter
from ..progress import affected, line_of
from ..targets import Target, find_target, targets_of
from .filing import filed, form_for

READERS = (Role.CLERK, Role.REVIEWER, Role.OFFICE, Role.OFFICE_APPROVER, Role.AUDITOR)
WORKERS = READERS[:-1]
DONE = {
    "accept": "已受理并转办。", "propose_decline": "已提出，待另一人决定。", "decide_decline": "已决定。", "answer": "已答复，待另一人决定。",
    "return": "已退回补充核查。", "decide": "已决定，答复书已生成。", "pause": "期限已暂停计算。", "resume": "期限已恢复计算。",
    "answer_review": "复核意见已提出，待另一人决定。", "return_review": "复核意见已退回。", "decide_review": "复核已决定，决定书已生成。",
    "paper": "材料已添加。", "withdraw": "已登记撤回。", "ask_review": "复核申请已登记。",
}  # fmt: skip


@get_only
@role_required(*READERS)
def listing(request: StaffRequest) -> HttpResponse:
    """异议和投诉一览, what waits for the reader first."""
    rows = Dispute.objects.visible_to(request.user).select_related("subject", "department")
    shown = request.GET.get("show", "")
    if shown == "mine":
        rows = rows & Dispute.objects.waiting_for(request.user)
    elif shown == "open":
        rows = rows.open()
    if request.GET.get("kind") in Dispute.Kind.values:
        rows = rows.filter(kind=request.GET["kind"])
    page = Paginator(rows.order_by("-pk"), PAGE).get_page(request.GET.get("page"))
    clocks = CaseClock.objects.open().filter(case_id__in=[one.public_id for one in page]).order_by("-due")
    due = dict(clocks.values_list("case_id", "due"))  # the nearest of each
    note_look(request, "查看异议投诉列表", Dispute.object_kind)
    context = {"page": page, "rows": [(one, due.get(one.public_id)) for one in page], "shown": shown}
    return render(request, "disputes/list.html", context)


@get_only
@role_required(*READERS, of=Scope.DEPARTMENT)
def detail(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """One case, with what this officer may do."""
    case, officer = _found(request, public_id), request.user
    note_look(request, "查看异议投诉", case.object_kind, case.public_id)
    waits = Dispute.objects.waiting_for(officer).filter(pk=case.pk).exists()
    context = {
        "case": case,
        "line": line_of(case),
        "waits": waits,
        "papers": case.attachments.all(),
        "letters": case.letters.all(),
        "outcomes": [one for one in Dispute.Outcome.choices if one[0] in handling.OUTCOMES[case.target_kind]],
        "corrections": candidates(case) if waits and "correct" in (case.outcome, case.review_outcome) else [],
        "pauses": [(one, ClockPause.Reason(one).label) for one in handling.PAUSES],
        "affected": affected(case, timezone.localdate()),
        "record": case.target_kind == "record"
        and Record.objects.visible_to(officer).filter(public_id=case.target_id).exists(),
        "paused": CaseClock.objects.filter(case_id=case.public_id, state="paused").exists(),
        "works": case.is_open and officer.has_role(*handling.ANSWERERS),
        "may_pause": officer.has_role(Role.OFFICE),
        "at_counter": officer.has_role(Role.OFFICE) and case.representative_id is None,
        "may_review": case.kind == "objection"
        and case.state in ("rejected", "declined")
        and case.review_asked_on is None,
        "history": history_of(case.public_id, Dispute.lifecycle),
        "departments": Department.objects.filter(until__isnull=True).order_by("name"),
    }
    return render(request, "disputes/one.html", context)


@role_required(*WORKERS, of=Scope.DEPARTMENT)
@post_from("disputes:one")
def step(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """受理、核查、决定、复核."""
    case, name = _found(request, public_id), text(request, "action")
    try:
        _take(case, name, request)
    except ListRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, DONE[name])
    return redirect("disputes:one", case.public_id)


def _take(case: Dispute, name: str, request: StaffRequest) -> None:
    who, reason = by(request.user), text(request, "reason", 600)
    match name:
        case "accept":
            other = department(request) if text(request, "department") else None
            handling.accept(case, to=other, **who)
        case "propose_decline":
            handling.propose_decline(case, reason=reason, **who)
        case "decide_decline":
            handling.decide_decline(case, agree=yes(request, "agree", "是否同意不予受理"), **who)
        case "answer":
            handling.answer(case, outcome=text(request, "outcome"), wording=text(request, "wording"), **who)
        case "return":
            handling.give_back(case, reason=reason, **who)
        case "decide":
            deciding.decide(case, reason=reason, correction=_named(request), **who)
        case "pause":
            handling.pause(case, why=text(request, "why"), reason=reason, **who)
        case "resume":
            handling.resume(case, **who)
        case "answer_review":
            reviewing.answer_review(case, outcome=text(request, "outcome"), wording=text(request, "wording"), **who)
        case "return_review":
            reviewing.return_review(case, reason=reason, **who)
        case "decide_review":
            reviewing.decide_review(case, reason=reason, correction=_named(request), **who)
        case "ask_review":
            reviewing.ask_review(case, reason=reason, paper=paper(request), **who)
        case "withdraw":
            filing.withdraw(case, paper=paper(request), **who)
        case "paper":
            sent = paper(request)
            if sent is None:
                raise ListRefused("请选择要添加的文件。")
            filing.add_paper(case, sent, **who)
        case _:
            raise ListRefused("没有看懂要做的操作，请回到页面重试。")


@get_and_post
@role_required(Role.OFFICE)
def counter(request: StaffRequest) -> HttpResponse:
    """窗口受理: for somebody who came in person: find by code, choose the thing, fill in what they say."""
    subject, said = None, request.GET.get("code", "").strip()
    if said:
        subject = subject_named(said, request.user)
        if subject is not None and subject.kind == "person":
            subject = None  # a natural person is not found by the page; they file with their own account
    kind = request.GET.get("kind", "objection")
    target = _target(request, subject)
    context: dict[str, Any] = {"said": said, "subject": subject, "kind": kind, "target": target, "targets": []}
    if subject is None or kind not in Dispute.Kind.values:
        return render(request, "disputes/counter.html", context)
    about_handling = kind == Dispute.Kind.COMPLAINT and request.GET.get("of") == "handling"
    if target is None and not about_handling:
        note_look(request, "窗口查看可提异议事项", Subject.object_kind, subject.public_id)
        return render(request, "disputes/counter.html", context | {"targets": targets_of(subject)})
    form = form_for(request, kind, target)
    made = filed(request, form, kind, subject, target, by(request.user))
    if made:
        messages.success(request, f"已收下，受理编号 {made.number}。请把编号告诉当事人。")
        return redirect("disputes:one", made.public_id)
    return render(request, "disputes/counter.html", context | {"form": form})


@get_only
@role_required(*READERS, of=Scope.DEPARTMENT)
def evidence(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """证据材料, as a download."""
    visible = Dispute.objects.visible_to(request.user)
    found = get_object_or_404(Attachment.objects.filter(dispute__in=visible), public_id=public_id)
    case = found.dispute.public_id
    note_look(request, "下载异议证据", Dispute.object_kind, case, case=case)
    return download(found.path, found.name)


@get_only
@role_required(*READERS, of=Scope.DEPARTMENT)
def letter(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """文书 PDF, always the same bytes."""
    found = get_object_or_404(DisputeLetter.objects.visible_to(request.user), public_id=public_id)
    note_look(request, "下载异议文书", found.object_kind, found.public_id)
    data = pdf_of(found)
    if data is None:
        messages.error(request, "PDF 没能生成，已记入系统日志，请告诉系统管理员。")
        return redirect("disputes:one", found.dispute.public_id)
    return answer_file(data, f"{found.number}.pdf")


def _named(request: StaffRequest) -> UUID | None:
    """The correction that the decision names."""
    return next(iter(uuids([text(request, "correction")])), None)


def _found(request: StaffRequest, public_id: UUID) -> Dispute:
    rows = Dispute.objects.visible_to(request.user).select_related(
        "subject",
        "department",
        "office",
        "filed_by",
        "taken_by",
        "answered_by",
        "closer",
        "reviewed_by",
        "review_closer",
    )
    return get_object_or_404(rows, public_id=public_id)


def _target(request: StaffRequest, subject: Subject | None) -> Target | None:
    ids, kind = uuids([request.GET.get("id", "")]), request.GET.get("of", "")
    if subject is None or not ids or kind not in Dispute.Target.values:
        return None
    return find_target(subject, kind, ids[0], timezone.localdate())
