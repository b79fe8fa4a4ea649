"""信用修复办理: what waits, each case with its papers, letters, days and what is next."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.access import StaffRequest, role_required
from accounts.acting import by
from accounts.looking import note_look
from accounts.models import Role
from blacklists.models import Letter
from blacklists.procedure import BODY
from blacklists.refusals import ListRefused
from blacklists.repair_rules import WITHDRAWAL
from blacklists.views.reading import PAGE, day, paper, text
from blacklists.views.sent import refused
from credit_platform.declaring import Scope, get_only, post_from
from ledger.history import history_of
from rules.models import CaseClock

from .. import applying, deciding, falsehood, handling
from ..models import Repair
from ..new_acts import since_application
from ..progress import line_of, may
from ..querysets import CASE, RESULT
from ..sent import KINDS, papers_of, ruling_of

WORKERS = (Role.CLERK, Role.REVIEWER, Role.OFFICE, Role.OFFICE_APPROVER)
READERS = (*WORKERS, Role.AUDITOR)
DONE = {
    "accept": "已受理，文书已制作。",
    "refuse": "已记为不予受理，文书已制作。",
    "deliver": "送达已登记，整改期开始计算。",
    "inspect": "验收已登记。",
    "add": "材料已补充。",
    "rule": "裁定已补登。",
    "propose": "已提出意见，由另一人决定。",
    "send_back": "已退回重新提出。",
    "decide": "已决定，文书已制作。",
    "withdraw": "已登记撤回。",
    "end": "已终止办理，文书已制作。",
    "accuse": "已提出，由另一人确认。",
    "judge": "已办理。",
}


@get_only
@role_required(*READERS)
def listing(request: StaffRequest) -> HttpResponse:
    """Open cases; `?show=mine` those waiting for the officer, `over` the closed ones."""
    rows = Repair.objects.visible_to(request.user).select_related("subject", "department", "record", "entry", "act")
    tabs = {
        "": rows.open(),
        "mine": rows.waiting_for(request.user, timezone.localdate()),
        "over": rows.exclude(pk__in=rows.open().values("pk")),
    }
    shown = request.GET.get("show", "")
    shown = shown if shown in tabs else ""
    page = Paginator(tabs[shown].order_by("-pk"), PAGE).get_page(request.GET.get("page"))
    clocks = CaseClock.objects.open().filter(case_kind=CASE, case_id__in=[one.public_id for one in page])
    due = dict(clocks.order_by("-due").values_list("case_id", "due"))  # the nearest one is said
    note_look(request, "查看信用修复列表", Repair.object_kind)
    context = {
        "rows": [(one, due.get(one.public_id)) for one in page], "page": page, "show": shown, "today": timezone.localdate(),
        "may_file": request.user.has_role(*applying.STAFF),
    }  # fmt: skip
    return render(request, "repairs/cases.html", context)


@get_only
@role_required(*READERS, of=Scope.DEPARTMENT)
def detail(request: StaffRequest, public_id) -> HttpResponse:
    """One case: where it stands, its papers and letters, what is next."""
    repair = _found(request, public_id)
    note_look(request, "查看信用修复申请", repair.object_kind, repair.public_id)
    return _page(request, repair)


def _page(request: StaffRequest, repair: Repair, back=None) -> HttpResponse:
    today = timezone.localdate()
    letters = list(repair.letters.all())
    who, clause = deciding.decided_by(repair, today)
    clocks = CaseClock.objects.of(CASE, repair.public_id).select_related("rule").order_by("pk")
    falsehoods = list(repair.falsehoods.all())
    context = {
        "case": repair, "line": line_of(repair, today), "letters": letters, "proofs": list(repair.proofs.all()), "may": may(repair, request.user),
        "clocks": [one for one in clocks if one.state in ("running", "paused")], "today": today, "new_acts": since_application(repair, today),
        "ends": bool(deciding.that_end(repair, today)), "by_body": who == BODY, "clause": clause, "asks": Repair.Ask.choices,
        "means": Letter.Means.choices, "kinds": KINDS, "falsehoods": falsehoods, "back": back,
        "result_due": next((one.due for one in clocks if one.step == RESULT), None),
        "history": history_of(
            repair.public_id, Repair.lifecycle,
            also=[*(one.public_id for one in letters), *(one.public_id for one in falsehoods)],
        ),
    }  # fmt: skip
    return render(request, "repairs/case.html", context)


@role_required(*WORKERS, of=Scope.DEPARTMENT)
@post_from("repairs:case")
def step(request: StaffRequest, public_id) -> HttpResponse:
    """One step of the case, named by `action`; a refused form comes back as it was typed."""
    repair, name = _found(request, public_id), request.POST.get("action", "")
    try:
        _take(request, repair, name)
    except ListRefused as reason:
        repair.refresh_from_db()
        return _page(request, repair, refused(request, reason, action=name))
    messages.success(request, DONE[name])
    return redirect("repairs:case", repair.public_id)


def _take(request: StaffRequest, repair: Repair, name: str) -> None:
    who, reason = by(request.user), text(request, "reason", 600)
    match name:
        case "accept":
            handling.accept(repair, **who)
        case "refuse":
            handling.refuse(repair, reason=reason, **who)
        case "deliver":
            handling.deliver_reply(
                repair, delivered_on=day(request, "delivered_on", "送达日期"), means=text(request, "means"), **who
            )
        case "inspect":
            handling.inspect(
                repair, inspected_on=day(request, "inspected_on", "验收日期"), inspection=text(request, "inspection"),
                statement=text(request, "statement"), paper=paper(request), **who,
            )  # fmt: skip
        case "propose":
            handling.propose(repair, ask=text(request, "ask"), opinion=text(request, "opinion"), **who)
        case "send_back":
            deciding.send_back(repair, reason=reason, **who)
        case "decide":
            approval = deciding.Approval(
                text(request, "document_title"), text(request, "document_number"), paper(request)
            )
            deciding.decide(repair, approval=approval, reason=reason, **who)
        case "end":
            deciding.end_for_new_acts(repair, **who)
        case _:
            _take_other(request, repair, name)


def _take_other(request: StaffRequest, repair: Repair, name: str) -> None:
    who, reason = by(request.user), text(request, "reason", 600)
    match name:
        case "rule":
            handling.record_ruling(repair, ruling=ruling_of(request), **who)
        case "add":
            applying.add_papers(repair, papers=papers_of(request), **who)
        case "withdraw":
            deciding.withdraw(repair, paper=paper(request, WITHDRAWAL), **who)
        case "accuse":
            falsehood.propose(repair, facts=text(request, "facts"), **who)
        case "judge":
            said = repair.falsehoods.filter(state="proposed").first()
            if said is None:
                raise ListRefused("没有待确认的认定，请刷新页面查看。")
            if text(request, "confirm") == "yes":
                falsehood.confirm(said, **who)
            else:
                falsehood.decline(said, reason=reason, **who)
        case _:
            raise ListRefused("没有看懂要做的操作，请回到页面重试。")


def _found(request: StaffRequest, public_id) -> Repair:
    rows = Repair.objects.visible_to(request.user)
    return get_object_or_404(
        rows.select_related("subject", "department", "record", "entry", "act", "proposer", "commitment"),
        public_id=public_id,
    )
