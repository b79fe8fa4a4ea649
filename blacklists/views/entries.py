"""黑名单办理: the worklist, proposing, and the page of one entry with its line of steps."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.access import StaffRequest, role_required
from accounts.acting import by
from accounts.looking import note_look
from accounts.models import Department, Role
from credit_platform.declaring import Scope, get_only, post_from
from credit_platform.downloads import download
from ledger.history import history_of
from records.querysets import departments_within_reach

from .. import deciding, grounding, hinting, steps
from ..leaving import ASKED
from ..models import Copy, Entry, Exit, Leaving, Letter, Statement
from ..notifying import hearing_clock
from ..procedure import BODY, DECIDERS, procedure, remedies
from ..refusals import ListRefused
from .reading import PAGE
from .sent import Back, refused
from .taking import ITEMS, TAKEN, take

WORKERS = (Role.CLERK, Role.REVIEWER, Role.OFFICE, Role.OFFICE_APPROVER)
READERS = (*WORKERS, Role.AUDITOR)
UNDER_WAY = ("proposed", "noticed", "delivered", "heard", "returned", "reviewed", "decided", "served")
OPEN = ("proposed", "noticed", "delivered", "heard", "returned", "reviewed")
EXIT_CONDITIONS = (
    "列入期限届满的，自动移出；符合条件的，可以申请信用修复，经同意后提前移出；所依据的决定被撤销的，当日移出。"
)


@get_only
@role_required(*READERS)
def worklist(request: StaffRequest) -> HttpResponse:
    """What waits, first what the officer can do; then what is listed, and what is over."""
    note_look(request, "查看严重失信名单办理列表", Entry.object_kind)
    today = timezone.localdate()
    rows = Entry.objects.visible_to(request.user).select_related("subject", "department", "proposer", "drafter")
    shown = request.GET.get("show", "")
    tabs = {
        "": rows.filter(Q(state__in=UNDER_WAY) | Q(leavings__state="open")).distinct(),
        "mine": rows & Entry.objects.waiting_for(request.user, today),
        "listed": rows.filter(state__in=["published", "filed"]),
        "over": rows.filter(state__in=["left", "dropped", "taken_back"]),
    }
    q = request.GET.get("q", "").strip()[:100]
    chosen = tabs.get(shown, tabs[""]).prefetch_related("leavings").order_by("-pk")
    if q:
        chosen = chosen.filter(Q(subject__name__icontains=q) | Q(subject__code__iexact=q) | Q(decision_number=q))
    page = Paginator(chosen, PAGE).get_page(request.GET.get("page"))
    in_force = set(Entry.objects.in_force(today).filter(pk__in=[one.pk for one in page]).values_list("pk", flat=True))
    copies = Copy.objects.filter(acknowledged_on__isnull=True)
    waiting = Entry.objects.waiting_for(request.user, today).filter(pk__in=[one.pk for one in page])
    waits = set(waiting.values_list("pk", flat=True))
    context = {
        "rows": [(one, one.pk in waits and bool(steps.actions(one, request.user)), one.pk in in_force) for one in page],
        "page": page,
        "show": shown if shown in tabs else "",
        "q": q,
        "may_propose": request.user.has_role(Role.CLERK, Role.OFFICE),
        "copies": copies.filter(department=request.user.department).select_related(
            "entry__subject", "entry__department"
        ),
    }
    return render(request, "blacklists/worklist.html", context)


@get_only
@role_required(*READERS, of=Scope.DEPARTMENT)
def detail(request: StaffRequest, public_id) -> HttpResponse:
    """One entry: what happened, what is next, who may do it."""
    return _page(request, public_id, None)


def _page(request: StaffRequest, public_id, back: Back | None) -> HttpResponse:
    today = timezone.localdate()
    rows = Entry.objects.visible_to(request.user).select_related("subject", "department", "proposer", "approver")
    entry = get_object_or_404(rows.prefetch_related("leavings", "letters"), public_id=public_id)
    note_look(request, "查看名单条目", entry.object_kind, entry.public_id)
    rules, clock = procedure(today, entry.department), hearing_clock(entry)
    may = steps.actions(entry, request.user)
    if rules.decider != BODY and not request.user.has_role(Role.OFFICE_APPROVER):
        may.discard("decide")
    context = {
        "entry": entry,
        "back": back,
        "odd": grounding.odd_grounds(entry) if entry.state in OPEN else [],
        "hinted": hinting.still_listed(entry, today) if "review" in may else [],
        "measures": hinting.offered(today, person=entry.person) if "review" in may else [],
        "line": steps.line_of_entry(entry, rules, clock.due if clock else None),
        "may": may,
        "needs": steps.needs(rules),
        "decider": DECIDERS[entry.decider or rules.decider],
        "rules": rules,
        "clock": clock,
        "grounds": entry.grounds.select_related("record__department", "act__department"),
        "statements": entry.statements.select_related("taken_by"),
        "consultations": entry.consultations.select_related("department"),
        "copies": entry.copies.select_related("department"),
        "leaving": next((one for one in entry.leavings.all() if one.state == "open"), None),
        "letter": next((one for one in entry.letters.all() if one.delivered_on is None and one.kind in ("notice", "decision")), None),
        "in_force": Entry.objects.in_force(today).filter(pk=entry.pk).exists(),
        "means": Letter.Means.choices,
        "said_by": Statement.Means.choices,
        "exits": [(one.value, one.label) for one in Exit if one in ASKED],
        "departments": Department.objects.in_office(today).exclude(pk=entry.department_id) if may & {"consult", "decide"} else [],
        "defaults": {"remedies": entry.remedies or remedies(today), "exit_conditions": entry.exit_conditions or EXIT_CONDITIONS,
                     "correct_by": str(entry.correct_by or "")},
        "may_register": request.user.has_role(Role.CLERK, Role.REVIEWER, Role.OFFICE),
        "history": history_of(entry.public_id, Entry.lifecycle),
    }  # fmt: skip
    return render(request, "blacklists/entry.html", context)


@role_required(*WORKERS, of=Scope.DEPARTMENT)
@post_from("lists:entry")
def step(request: StaffRequest, public_id) -> HttpResponse:
    """One step of the entry, named by `action`."""
    entry = get_object_or_404(Entry.objects.visible_to(request.user), public_id=public_id)
    action = request.POST.get("action", "")
    try:
        take(action, entry, request)
    except ListRefused as reason:
        return _page(request, public_id, refused(request, reason, item=ITEMS.get(action, "")))
    messages.success(request, TAKEN[action])
    return redirect("lists:entry", entry.public_id)


@get_only
@role_required(*READERS, of=Scope.DEPARTMENT)
def leaving_proof(request: StaffRequest, public_id) -> HttpResponse:
    """移出的证明文件."""
    rows = Leaving.objects.visible_to(request.user).exclude(proof_path="")
    found = get_object_or_404(rows.select_related("entry"), public_id=public_id)
    note_look(request, "下载移出证明文件", found.entry.object_kind, found.entry.public_id, case=found.entry.public_id)
    return download(found.proof_path, found.proof_name)


@role_required(*WORKERS, of=Scope.DEPARTMENT)
@post_from("lists:worklist", same=False)
def acknowledge(request: StaffRequest, public_id) -> HttpResponse:
    """签收抄送的决定."""
    mine = Copy.objects.filter(department__in=departments_within_reach(request.user))
    copy = get_object_or_404(mine, public_id=public_id)
    try:
        deciding.acknowledge(copy, **by(request.user))
    except ListRefused as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, "已签收。")
    return redirect("lists:worklist")
