"""红名单办理: campaigns, nominations, and the page of one nomination with its line of steps."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.access import StaffRequest, role_required
from accounts.acting import by
from accounts.looking import note_look
from accounts.models import Department, Officer, Role
from credit_platform.declaring import Scope, get_and_post, get_only, post_from
from ledger.history import history_of

from .. import dishonouring, honouring, steps, withdrawing
from ..models import Benefit, Campaign, Nomination, Statement
from ..notifying import withdrawal_clock
from ..procedure import DECIDERS, procedure
from ..refusals import ListRefused
from .entries import READERS, WORKERS
from .reading import PAGE, subject_named, text, uuids
from .sent import Back, Sent, refused
from .taking_red import ITEMS, take

OVER = ("published", "withdrawn", "expired", "dropped")


@get_only
@role_required(*READERS)
def listing(request: StaffRequest) -> HttpResponse:
    """Nominations: what is under way, what is listed, what is over."""
    rows = Nomination.objects.visible_to(request.user).select_related("subject", "department")
    shown = request.GET.get("show", "")
    tabs = {
        "": rows.exclude(state__in=OVER) | rows.filter(state="published", withdrawal_proposer__isnull=False),
        "mine": rows & Nomination.objects.waiting_for(request.user),
        "listed": rows.filter(state="published"),
        "over": rows.filter(state__in=["withdrawn", "expired", "dropped"]),
    }
    page = Paginator(tabs.get(shown, tabs[""]).order_by("-pk"), PAGE).get_page(request.GET.get("page"))
    waiting = Nomination.objects.waiting_for(request.user).filter(pk__in=[one.pk for one in page])
    waits = set(waiting.values_list("pk", flat=True))
    context = {
        "rows": [(one, one.pk in waits and bool(steps.nomination_actions(one, request.user))) for one in page],
        "page": page,
        "show": shown if shown in tabs else "",
        "may_nominate": request.user.has_role(Role.CLERK, Role.OFFICE),
    }
    return render(request, "blacklists/red.html", context)


@get_and_post
@role_required(Role.CLERK, Role.OFFICE)
def nominate(request: StaffRequest) -> HttpResponse:
    """推荐."""
    running = honouring.open_campaigns(request.user, timezone.localdate())
    back = None
    if request.method == "POST":
        try:
            made = _nominated(request, running)
        except ListRefused as refusal:
            back = refused(request, refusal, action="nominate")
        else:
            messages.success(request, "已推荐。下一步由信用办与不良记录比对。")
            return redirect("lists:nomination", made.public_id)
    return render(request, "blacklists/nominate.html", {"campaigns": running, "back": back})


def _nominated(request: StaffRequest, running: list[Campaign]) -> Nomination:
    sent = Sent(request)
    said = sent.words(Nomination, "title", "industry_list", "deeds", "basis")
    subject = subject_named(text(request, "subject", 60), request.user)
    if subject is None:
        sent.fault("subject", "没有这个主体：请核对统一社会信用代码；它须先有信用记录。")
    sent.settle()
    assert subject is not None
    chosen = uuids([text(request, "campaign")])
    campaign = next((one for one in running if one.public_id in chosen), None)
    return honouring.nominate(subject, campaign=campaign, **said, **by(request.user))


@get_only
@role_required(*READERS, of=Scope.DEPARTMENT)
def detail(request: StaffRequest, public_id) -> HttpResponse:
    """One nomination: what happened, what is next, who may do it."""
    return _page(request, public_id, None)


def _page(request: StaffRequest, public_id, back: Back | None) -> HttpResponse:
    rows = Nomination.objects.visible_to(request.user).select_related("subject", "department", "campaign", "proposer")
    one = get_object_or_404(rows, public_id=public_id)
    note_look(request, "查看红名单推荐", one.object_kind, one.public_id)
    today = timezone.localdate()
    rules = procedure(today, one.department)
    may, benefits = steps.nomination_actions(one, request.user), list(one.benefits.select_related("department"))
    if not any(row.reclaim_asked_on and not row.reclaimed_on for row in benefits):
        may.discard("reclaim")
    clock = withdrawal_clock(one) if one.withdrawal_noticed_on else None
    context = {
        "one": one,
        "back": back,
        "clock": clock,
        "hearing_over": clock is not None and today > clock.due,
        "statements": one.statements.order_by("made_on", "pk"),
        "said_by": Statement.Means.choices,
        "withdrawal_notice": withdrawing.notice_of(one),
        "line": steps.line_of_nomination(one, rules),
        "may": may,
        "notice_over": one.notice_until is not None and today > one.notice_until,
        "decider": DECIDERS[one.decider or rules.red_decider],
        "rules": rules,
        "notice_clause": rules.clause("red_notice_days"),
        "objections": one.objections.select_related("taken_by", "checker"),
        "benefits": benefits,
        "letters": one.letters.all(),
        "kinds": Benefit.Kind.choices,
        "departments": Department.objects.in_office(today),
        "history": history_of(one.public_id, Nomination.lifecycle),
    }
    return render(request, "blacklists/nomination.html", context)


@role_required(*WORKERS, of=Scope.DEPARTMENT)
@post_from("lists:nomination")
def step(request: StaffRequest, public_id) -> HttpResponse:
    """One step of the nomination, named by `action`."""
    one = get_object_or_404(Nomination.objects.visible_to(request.user), public_id=public_id)
    action = request.POST.get("action", "")
    try:
        said = take(action, one, request)
    except ListRefused as refusal:
        return _page(request, public_id, refused(request, refusal, item=ITEMS.get(action, "")))
    messages.success(request, said)
    return redirect("lists:nomination", one.public_id)


@get_and_post
@role_required(*READERS)
def campaigns(request: StaffRequest) -> HttpResponse:
    """年度评选 of the office and of those above; the form to open one."""
    today = timezone.localdate()
    back = None
    if request.method == "POST":
        try:
            sent = Sent(request)
            said = sent.words(Campaign, "title")
            year, nominate_by = sent.whole("year", "年度"), sent.day("nominate_by", "推荐截止日期")
            sent.settle()
            dishonouring.open_campaign(year=year, nominate_by=nominate_by, **said, **by(request.user))
        except ListRefused as refusal:
            back = refused(request, refusal, action="open")
        else:
            messages.success(request, "评选已启动，进度在公众网站可查。")
            return redirect("lists:campaigns")
    rows = Campaign.objects.followed_by(request.user).annotate(
        total=Count("nominations"),
        listed=Count("nominations", filter=Q(nominations__state__in=["published", "expired"])),
        withdrawn=Count("nominations", filter=Q(nominations__state="withdrawn")),
    )
    context = {
        "campaigns": rows.order_by("-year", "-pk"),
        "may_open": request.user.has_role(Role.OFFICE),
        "closable": _closable(request.user),
        "year": today.year,
        "back": back,
    }
    return render(request, "blacklists/campaigns.html", context)


def _closable(officer: Officer) -> set[int]:
    """Those that the officer may end: their own office's."""
    if not officer.has_role(Role.OFFICE, Role.OFFICE_APPROVER):
        return set()
    return set(Campaign.objects.visible_to(officer).values_list("pk", flat=True))


@role_required(Role.OFFICE, Role.OFFICE_APPROVER, of=Scope.OFFICE)
@post_from("lists:campaigns", same=False)
def close(request: StaffRequest, public_id) -> HttpResponse:
    """结束评选."""
    campaign = get_object_or_404(Campaign.objects.visible_to(request.user), public_id=public_id)
    try:
        dishonouring.close_campaign(campaign, **by(request.user))
    except ListRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "评选已结束。")
    return redirect("lists:campaigns")
