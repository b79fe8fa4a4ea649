"""轻微失信处置: what may be dealt with, each case with its letters, interviews and days."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.access import StaffRequest, role_required
from accounts.acting import by
from accounts.looking import note_look
from blacklists.models import Letter
from blacklists.printing import pdf_of
from blacklists.procedure import procedure
from blacklists.refusals import ListRefused
from blacklists.views.reading import PAGE, text, uuids
from blacklists.views.sent import Back, refused
from credit_platform.declaring import Scope, get_and_post, get_only, post_from
from credit_platform.downloads import answer_file, download
from ledger.history import history_of
from rules.models import CaseClock

from .. import case_letters, reminding
from ..models import CaseLetter, Interview, MinorCase
from ..next_steps import of_minor_case
from .actions import READERS, WORKERS
from .minor_steps import may
from .taking_minor import letter_sent, take


@get_only
@role_required(*READERS)
def listing(request: StaffRequest) -> HttpResponse:
    """Open cases; `?show=mine` those waiting for the officer, `late` what was not put right in time, `over`."""
    officer, today = request.user, timezone.localdate()
    rows = MinorCase.objects.visible_to(officer).select_related("subject", "department")
    tabs = {
        "": rows.open(),
        "mine": rows.waiting_for(officer, today),
        "late": rows.late(today),
        "over": rows.exclude(pk__in=rows.open().values("pk")),
    }
    shown = request.GET.get("show", "")
    shown = shown if shown in tabs else ""
    page = Paginator(tabs[shown].order_by("-pk"), PAGE).get_page(request.GET.get("page"))
    ids = [one.public_id for one in page]
    due = dict(CaseClock.objects.open().filter(case_id__in=ids).order_by("-due").values_list("case_id", "due"))
    note_look(request, "查看轻微失信处置列表", MinorCase.object_kind)
    context = {
        "rows": [(one, due.get(one.public_id)) for one in page],
        "page": page,
        "show": shown,
        "today": today,
        "graded": bool(procedure(today).grading.grounds),
        "may_open": officer.has_role(*reminding.HANDLERS),
    }
    return render(request, "sanctions/minor_cases.html", context)


@get_and_post
@role_required(*reminding.HANDLERS)
def open_one(request: StaffRequest) -> HttpResponse:
    """提出处置: the department's minor acts that nobody has dealt with; one is chosen, the demand written."""
    officer, today = request.user, timezone.localdate()
    found = reminding.minor_acts(officer.department, today)
    chosen = uuids([request.POST.get("act", request.GET.get("act", ""))])
    one = next((act for act in found if chosen and act.source.public_id == chosen[0]), None)
    back = None
    if request.method == "POST":
        try:
            if one is None:
                raise ListRefused("请先选择一个轻微失信行为。")
            made = reminding.open_case(one.source, demand=text(request, "demand"), **by(officer))
        except ListRefused as refusal:
            back = refused(request, refusal, action="open")
        else:
            messages.success(request, "已提出，由另一人签发信用提醒函。")
            return redirect("joint:minor_case", made.public_id)
    note_look(request, "查看待处置的轻微失信行为", MinorCase.object_kind)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    return render(request, "sanctions/minor_open.html", {"page": page, "one": one, "back": back})


@get_only
@role_required(*READERS, of=Scope.DEPARTMENT)
def detail(request: StaffRequest, public_id) -> HttpResponse:
    """One case: where it stands on its way, its letters and interviews, what is next."""
    return _page(request, public_id, None)


def _page(request: StaffRequest, public_id, back: Back | None) -> HttpResponse:
    case, today = _found(request, public_id), timezone.localdate()
    note_look(request, "查看轻微失信处置", case.object_kind, case.public_id)
    letters: list[CaseLetter] = list(case.letters.all())
    interviews: list[Interview] = list(case.interviews.select_related("letter"))
    appointed = next((one for one in interviews if one.state == "appointed"), None)
    allowed = may(case, request.user, today)
    clocks = {one.step: one for one in CaseClock.objects.of("minor", case.public_id).select_related("rule")}
    context = {
        "case": case,
        "back": back,
        "next": of_minor_case(case, letters, appointed, allowed, today),
        "letters": letters,
        "interviews": interviews,
        "open_interview": appointed,
        "clocks": [one for one in clocks.values() if one.state in ("running", "paused")],
        "today": today,
        "may": allowed,
        "whom": Interview.Whom.choices,
        "proposal": _proposal(case),
        "history": history_of(
            case.public_id,
            MinorCase.lifecycle,
            also=[*(one.public_id for one in letters), *(one.public_id for one in interviews)],
        ),
    }
    return render(request, "sanctions/minor_case.html", context)


def _proposal(case: MinorCase):
    """The grade proposal that the escalation led to."""
    if case.escalation is None:
        return None
    named = [{"kind": "act", "public_id": str(case.escalation.public_id)}]
    return case.subject.grade_proposals.filter(acts__contains=named).order_by("-pk").first()


@role_required(*WORKERS, of=Scope.DEPARTMENT)
@post_from("joint:minor_case")
def step(request: StaffRequest, public_id) -> HttpResponse:
    """One step of the case, named by `action`; refused, its page comes back as it was typed."""
    case, name = _found(request, public_id), request.POST.get("action", "")
    try:
        said = take(case, name, request)
    except ListRefused as refusal:
        back = refused(request, refusal)
        letter = letter_sent(case, request) if name == "deliver" else None
        return _letter_page(request, letter.public_id, back) if letter else _page(request, public_id, back)
    messages.success(request, said)
    return redirect("joint:minor_case", case.public_id)


@get_only
@role_required(*READERS, of=Scope.DEPARTMENT)
def evidence(request: StaffRequest, public_id) -> HttpResponse:
    """整改凭证."""
    case = _found(request, public_id)
    note_look(request, "下载整改凭证", case.object_kind, case.public_id, case=case.public_id)
    return download(case.evidence_path, case.evidence_name)


@get_only
@role_required(*READERS, of=Scope.DEPARTMENT)
def letter(request: StaffRequest, public_id) -> HttpResponse:
    """The letter as it was made."""
    return _letter_page(request, public_id, None)


def _letter_page(request: StaffRequest, public_id, back: Back | None) -> HttpResponse:
    found = _letter(request, public_id)
    note_look(request, "查看文书", found.object_kind, found.public_id)
    served = found.delivered_on is None and found.case.state in ("issued", "running", "urged", "pressed")
    context = {
        "letter": found,
        "layout": found.layout,
        "back": back,
        "may_deliver": served and request.user.has_role(*case_letters.HANDLERS),
        "means": Letter.Means.choices,
    }
    return render(request, "sanctions/case_letter.html", context)


@get_only
@role_required(*READERS, of=Scope.DEPARTMENT)
def letter_pdf(request: StaffRequest, public_id) -> HttpResponse:
    """文书 PDF, always the same bytes."""
    found = _letter(request, public_id)
    note_look(request, "下载文书", found.object_kind, found.public_id)
    data = pdf_of(found)
    if data is None:
        messages.error(request, "PDF 没能生成，已记入系统日志；请先用浏览器打印本页，并告诉系统管理员。")
        return redirect("joint:minor_letter", public_id)
    return answer_file(data, f"{found.number}.pdf")


@get_only
@role_required(*READERS, of=Scope.DEPARTMENT)
def proof(request: StaffRequest, public_id) -> HttpResponse:
    """送达凭证."""
    found = _letter(request, public_id)
    note_look(request, "下载送达凭证", found.object_kind, found.public_id, case=found.public_id)
    return download(found.proof_path, found.proof_name)


@get_only
@role_required(*READERS, of=Scope.DEPARTMENT)
def interview_record(request: StaffRequest, public_id) -> HttpResponse:
    """约谈笔录."""
    found = get_object_or_404(Interview.objects.visible_to(request.user), public_id=public_id)
    note_look(request, "下载约谈笔录", found.object_kind, found.public_id, case=found.public_id)
    return download(found.paper_path, found.paper_name)


def _found(request: StaffRequest, public_id) -> MinorCase:
    rows = MinorCase.objects.visible_to(request.user)
    return get_object_or_404(
        rows.select_related("subject", "department", "proposer", "escalation"), public_id=public_id
    )


def _letter(request: StaffRequest, public_id) -> CaseLetter:
    rows = CaseLetter.objects.visible_to(request.user).select_related("case__subject", "department")
    return get_object_or_404(rows, public_id=public_id)
