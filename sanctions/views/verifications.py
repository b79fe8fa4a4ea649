"""核实办理: open ones first; the answer of the supplier, the word of another person."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Case, IntegerField, Value, When
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.access import StaffRequest, role_required
from accounts.acting import by
from accounts.looking import note_look
from accounts.models import Department, Role
from blacklists.models import Entry
from blacklists.refusals import ListRefused
from blacklists.views.reading import PAGE, text
from blacklists.views.sent import Back, Sent, refused
from credit_platform.declaring import Scope, get_only, post_from
from ledger.history import history_of
from rules.models import CaseClock

from .. import verifying
from ..models import Verification
from ..next_steps import of_verification
from .actions import READERS, WORKERS

DONE = {
    "answer": "已答复，待另一人核定。",
    "return": "已退回补充。",
    "close": "已核定。",
}


@get_only
@role_required(*READERS)
def listing(request: StaffRequest) -> HttpResponse:
    """核实一览."""
    waits = Case(
        When(state__in=["open", "answered", "returned"], then=Value(0)), default=Value(1), output_field=IntegerField()
    )
    rows = Verification.objects.visible_to(request.user).select_related("entry__subject", "department", "supplier")
    only_mine = "mine" in request.GET
    if only_mine:
        rows = rows & Verification.objects.waiting_for(request.user)
    page = Paginator(rows.order_by(waits, "-pk"), PAGE).get_page(request.GET.get("page"))
    due = dict(
        CaseClock.objects.open().filter(case_id__in=[one.public_id for one in page]).values_list("case_id", "due")
    )
    note_look(request, "查看核实列表", Verification.object_kind)
    context = {"page": page, "rows": [(one, due.get(one.public_id)) for one in page], "only_mine": only_mine}
    return render(request, "sanctions/verifications.html", context)


@get_only
@role_required(*READERS, of=Scope.DEPARTMENT)
def detail(request: StaffRequest, public_id) -> HttpResponse:
    """One verification."""
    return _page(request, public_id, None)


def _page(request: StaffRequest, public_id, back: Back | None) -> HttpResponse:
    case, officer = _found(request, public_id), request.user
    note_look(request, "查看核实", case.object_kind, case.public_id)
    supplies = Department.objects.answered_for_by(officer.department).filter(pk=case.supplier_id).exists()
    closes = officer.has_role(*verifying.APPROVERS) and officer.pk not in (case.answered_by_id, case.opened_by_id)
    context = {
        "case": case,
        "back": back,
        "next": of_verification(case, officer),
        "today": timezone.localdate(),
        "may_answer": case.state in ("open", "returned")
        and supplies
        and officer.has_role(Role.CLERK, Role.REVIEWER, Role.OFFICE),
        "may_close": case.state == "answered"
        and closes
        and Entry.objects.visible_to(officer).filter(pk=case.entry_id).exists(),
        "may_see_entry": Entry.objects.visible_to(officer).filter(pk=case.entry_id).exists(),
        "clock": CaseClock.objects.open().of(verifying.CASE, case.public_id).first(),
        "history": history_of(case.public_id, Verification.lifecycle),
    }
    return render(request, "sanctions/verification.html", context)


@role_required(*WORKERS, of=Scope.DEPARTMENT)
@post_from("joint:verification")
def step(request: StaffRequest, public_id) -> HttpResponse:
    """答复、退回、核定."""
    case, name = _found(request, public_id), request.POST.get("action", "")
    who, reason = by(request.user), text(request, "reason", 600)
    try:
        match name:
            case "answer":
                sent = Sent(request)
                stands, said = sent.yes("stands", "列入是否无误"), sent.words(Verification, "answer")
                sent.settle()
                verifying.answer(case, stands=stands, wording=said["answer"], **who)
            case "return":
                verifying.give_back(case, reason=reason, **who)
            case "close":
                verifying.close(case, reason=reason, **who)
            case _:
                raise ListRefused("没有看懂要做的操作，请回到页面重试。")
    except ListRefused as refusal:
        return _page(request, public_id, refused(request, refusal))
    messages.success(request, DONE[name])
    return redirect("joint:verification", case.public_id)


def _found(request: StaffRequest, public_id) -> Verification:
    rows = Verification.objects.visible_to(request.user).select_related(
        "entry__subject", "department", "supplier", "opened_by"
    )
    return get_object_or_404(rows, public_id=public_id)
