"""/my/repairs/: what may be repaired of one's own, applying, following each case to its end. Source: F4, H3."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from blacklists.printing import pdf_of
from blacklists.refusals import ListRefused
from blacklists.views.reading import text, uuids
from blacklists.views.sent import Back, refused
from credit_platform.declaring import Scope, get_and_post, get_only, post_from
from credit_platform.downloads import answer_file, download
from ledger.history import history_of
from representation.acting import by_subject
from representation.entering import SubjectRequest, subject_required

from .. import applying, deciding, eligibility
from ..eligibility_rules import Answer
from ..models import Proof, Repair, RepairLetter
from ..progress import line_of
from ..querysets import OPEN
from ..repairable import is_to_come, items_of, targets_of
from ..sent import KINDS, fields_of, papers_of, ruling_of
from ..telling import context_of

TO_COME = "这一条还没有公示，现在不能申请修复；公示以后，这里会写明从哪一天起可以申请。内容有误的，现在就可以提出异议。"
NOT_ADVERSE = "这一条不是失信信息，或者已经撤下，不需要修复；内容有误的，请提出异议。"
SENT = "申请已提交，申请编号{}，已转{}办理。办到哪一步、谁在办，随时在这里看。"


@get_only
@subject_required()
def listing(request: SubjectRequest) -> HttpResponse:
    """信用修复: one's cases, and what else of one's own may be repaired, from which day. `?about=`: to the page of that one."""
    today, asked = timezone.localdate(), uuids([request.GET.get("about", "")])
    if asked and any(one.public_id == asked[0] for one in targets_of(request.subject)):
        return redirect("my_repairs:new", asked[0])
    if asked:
        messages.info(request, TO_COME if is_to_come(request.subject, asked[0]) else NOT_ADVERSE)
    cases = Repair.objects.about(request.subject).select_related("department", "record", "entry", "act")
    running = {one.target.public_id for one in cases if one.state in OPEN}
    items = [item for item in items_of(targets_of(request.subject), today) if item[0].public_id not in running]
    return render(request, "my/repairs.html", {"cases": cases, "items": items})


@get_and_post
@subject_required(of=Scope.SUBJECT)
def new(request: SubjectRequest, public_id) -> HttpResponse:
    """申请, of one record, entry or act of one's own: first what is needed, then the form."""
    target = _own_target(request, public_id)
    sent = request.POST if request.method == "POST" else request.GET
    bankrupt, minor = sent.get("bankrupt") == "1", sent.get("minor") == "1"
    back = None
    if request.method == "POST":
        try:
            made = applying.apply_for(
                target, what_was_done=text(request, "what_was_done"), papers=papers_of(request), minor=minor, bankrupt=bankrupt,  # type: ignore[arg-type]
                ruling=ruling_of(request), **by_subject(request),
            )  # fmt: skip
        except ListRefused as reason:
            back = refused(request, reason, action="apply")  # type: ignore[arg-type]
        else:
            messages.success(request, SENT.format(made.number, made.department.name))
            return redirect("my_repairs:case", made.public_id)
    found = eligibility.of(target, timezone.localdate(), minor=minor, bankrupt=bankrupt)
    context = _form(target, found, back) | {"bankrupt": bankrupt, "minor": minor}
    return render(request, "my/repair_new.html", context)


def _form(target: eligibility.Target, found: Answer, back: Back | None) -> dict[str, Any]:
    today = timezone.localdate()
    return context_of(target, found, today) | {
        "fields": fields_of(found), "back": back, "person": target.subject.kind == "person",
        "minors": eligibility.terms(today).flag("minors_protected"),
    }  # fmt: skip


@get_only
@subject_required(of=Scope.SUBJECT)
def case(request: SubjectRequest, public_id) -> HttpResponse:
    """One's case: how far it is, who has it now, until when; letters; papers to add."""
    return _page(request, _own(request, public_id))


def _page(request: SubjectRequest, repair: Repair, back: Back | None = None) -> HttpResponse:
    letters = list(repair.letters.all())
    context = {
        "case": repair, "line": line_of(repair, timezone.localdate()), "letters": letters, "proofs": list(repair.proofs.all()),
        "open": repair.state in OPEN, "kinds": KINDS, "back": back,
        "history": history_of(repair.public_id, Repair.lifecycle, also=[one.public_id for one in letters]),
    }  # fmt: skip
    return render(request, "my/repair.html", context)


@subject_required(of=Scope.SUBJECT)
@post_from("my_repairs:case")
def step(request: SubjectRequest, public_id) -> HttpResponse:
    """补充材料, 撤回."""
    repair, name = _own(request, public_id), request.POST.get("action", "")
    try:
        if name == "add":
            applying.add_papers(repair, papers=papers_of(request), **by_subject(request))
            messages.success(request, "材料已补充。")
        elif name == "withdraw":
            deciding.withdraw(repair, **by_subject(request))
            messages.success(request, "已撤回，以后可以再申请。")
        else:
            messages.error(request, "没有看懂要做的操作，请回到页面重试。")
    except ListRefused as reason:
        repair.refresh_from_db()
        return _page(request, repair, refused(request, reason, action=name))  # type: ignore[arg-type]
    return redirect("my_repairs:case", repair.public_id)


@get_only
@subject_required(of=Scope.SUBJECT)
def letter(request: SubjectRequest, public_id) -> HttpResponse:
    """文书 of one's own case."""
    rows = RepairLetter.objects.filter(repair__in=Repair.objects.about(request.subject)).select_related("department")
    found = get_object_or_404(rows, public_id=public_id)
    data = pdf_of(found)
    if data is None:
        raise Http404
    return answer_file(data, f"{found.number}.pdf")


@get_only
@subject_required(of=Scope.SUBJECT)
def proof(request: SubjectRequest, public_id) -> HttpResponse:
    """One's own paper."""
    rows = Proof.objects.filter(repair__in=Repair.objects.about(request.subject)).exclude(kind="inspection")
    found = get_object_or_404(rows, public_id=public_id)
    return download(found.path, found.name)


def _own(request: SubjectRequest, public_id) -> Repair:
    rows = Repair.objects.about(request.subject).select_related("subject", "department", "record", "entry", "act")
    return get_object_or_404(rows, public_id=public_id)


def _own_target(request: SubjectRequest, public_id) -> eligibility.Target:
    found = next((one for one in targets_of(request.subject) if one.public_id == public_id), None)
    if found is None:
        raise Http404
    return found
