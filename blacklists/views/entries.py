"""黑名单办理: the worklist, proposing, and the page of one entry with its line of steps."""

from datetime import date

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
from credit_platform.declaring import Scope, get_and_post, get_only, post_only
from ledger.history import history_of
from records.models import Record
from records.querysets import departments_within_reach
from subjects.models import Subject

from .. import deciding, proposing, steps
from ..leaving import ASKED
from ..models import Copy, Entry, Exit, Letter, ReportedAct, Statement
from ..notifying import hearing_clock
from ..procedure import BODY, DECIDERS, procedure, remedies
from ..querysets import GONE
from ..refusals import ListRefused
from .reading import PAGE, subject_named, text, uuids
from .taking import TAKEN, take

WORKERS = (Role.CLERK, Role.REVIEWER, Role.OFFICE, Role.OFFICE_APPROVER)
READERS = (*WORKERS, Role.AUDITOR)
UNDER_WAY = ("proposed", "noticed", "delivered", "heard", "returned", "reviewed", "decided", "served")
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
        "over": rows.filter(state__in=["left", "dropped"]),
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


@get_and_post
@role_required(Role.CLERK, Role.OFFICE)
def propose(request: StaffRequest) -> HttpResponse:
    """拟列入: the subject by code, then the grounds it stands on."""
    today = timezone.localdate()
    sent = request.POST if request.method == "POST" else request.GET
    named = sent.get("subject", "").strip()[:60]
    subject = subject_named(named) if named else None
    records, acts = grounds_of(request, subject)
    if request.method == "POST" and subject is not None:
        try:
            made = proposing.propose(
                subject,
                behaviour=text(request, "behaviour"),
                reasons=text(request, "reasons"),
                basis=text(request, "basis"),
                measures=text(request, "measures"),
                records=[one for one in records if one.public_id in uuids(request.POST.getlist("record"))],
                acts=[one for one in acts if one.public_id in uuids(request.POST.getlist("act"))],
                **by(request.user),
            )
        except ListRefused as reason:
            if twice := _sent_twice(request, subject, today):
                return redirect("lists:entry", twice.public_id)
            messages.error(request, str(reason))
        else:
            messages.success(request, "已提出。下一步由审核员制发告知书。")
            return redirect("lists:entry", made.public_id)
    elif named and subject is None:
        messages.error(request, "没有这个主体：请核对统一社会信用代码；它须先有信用记录。")
    context = {
        "named": named,
        "subject": subject,
        "records": records,
        "acts": acts,
        "behaviours": procedure(today, request.user.department).behaviours.values(),
        "sent": {name: sent.get(name, "") for name in ("behaviour", "reasons", "basis", "measures")},
        "chosen": [*sent.getlist("record"), *sent.getlist("act")],
    }
    return render(request, "blacklists/propose.html", context)


def _sent_twice(request: StaffRequest, subject: Subject, today: date) -> Entry | None:
    """What the first of two clicks made."""
    rows = Entry.objects.filter(subject=subject, behaviour=text(request, "behaviour"), state=Entry.State.PROPOSED)
    return rows.filter(proposer=request.user, proposed_on=today).first()


def grounds_of(request: StaffRequest, subject: Subject | None) -> tuple[list[Record], list[ReportedAct]]:
    """What the officer may rest a proposal on: records and confirmed determinations within reach."""
    if subject is None:
        return [], []
    same = Q(subject=subject) | Q(subject__merged_into=subject)
    records = Record.objects.visible_to(request.user).filter(same).exclude(state__in=GONE)
    kinds = ["penalty", "ruling", "debtor", "abnormal", "inspection", "coercion"]
    acts = ReportedAct.objects.visible_to(request.user).standing().filter(same)
    return list(records.filter(kind__in=kinds).order_by("-decided_on")[:100]), list(acts.order_by("-decided_on")[:100])


@get_only
@role_required(*READERS, of=Scope.DEPARTMENT)
def detail(request: StaffRequest, public_id) -> HttpResponse:
    """One entry: what happened, what is next, who may do it."""
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
        "defaults": {"remedies": entry.remedies or remedies(today), "exit_conditions": entry.exit_conditions or EXIT_CONDITIONS},
        "history": history_of(entry.public_id, Entry.lifecycle),
    }  # fmt: skip
    return render(request, "blacklists/entry.html", context)


@post_only
@role_required(*WORKERS, of=Scope.DEPARTMENT)
def step(request: StaffRequest, public_id) -> HttpResponse:
    """One step of the entry, named by `action`."""
    entry = get_object_or_404(Entry.objects.visible_to(request.user), public_id=public_id)
    action = request.POST.get("action", "")
    try:
        take(action, entry, request)
    except ListRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, TAKEN[action])
    return redirect("lists:entry", entry.public_id)


@post_only
@role_required(*WORKERS, of=Scope.DEPARTMENT)
def acknowledge(request: StaffRequest, public_id) -> HttpResponse:
    """签收抄送的决定."""
    mine = Copy.objects.filter(department__in=departments_within_reach(request.user))
    copy = get_object_or_404(mine, public_id=public_id)
    try:
        deciding.acknowledge(copy, **by(request.user))
    except ListRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "已签收。")
    return redirect("lists:worklist")
