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
from credit_platform.declaring import Scope, get_and_post, get_only, post_only
from ledger.history import history_of

from .. import dishonouring, honouring, steps
from ..models import Benefit, Campaign, Nomination
from ..procedure import DECIDERS, procedure
from ..refusals import ListRefused
from .entries import READERS, WORKERS
from .reading import PAGE, amount, day, department, subject_named, text, uuids, whole
from .taking import document_sent

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
    fields = ("title", "industry_list", "deeds", "basis")
    if request.method == "POST":
        try:
            subject = subject_named(text(request, "subject", 60))
            if subject is None:
                raise ListRefused("没有这个主体：请核对统一社会信用代码；它须先有信用记录。")
            chosen = uuids([text(request, "campaign")])
            made = honouring.nominate(
                subject,
                campaign=next((one for one in running if one.public_id in chosen), None),
                **{name: text(request, name) for name in fields},
                **by(request.user),
            )
        except ListRefused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, "已推荐。下一步由信用办与不良记录比对。")
            return redirect("lists:nomination", made.public_id)
    return render(request, "blacklists/nominate.html", {"campaigns": running, "sent": request.POST})


@get_only
@role_required(*READERS, of=Scope.DEPARTMENT)
def detail(request: StaffRequest, public_id) -> HttpResponse:
    """One nomination: what happened, what is next, who may do it."""
    rows = Nomination.objects.visible_to(request.user).select_related("subject", "department", "campaign", "proposer")
    one = get_object_or_404(rows, public_id=public_id)
    note_look(request, "查看红名单推荐", one.object_kind, one.public_id)
    today = timezone.localdate()
    rules = procedure(today, one.department)
    may, benefits = steps.nomination_actions(one, request.user), list(one.benefits.select_related("department"))
    if not any(row.reclaim_asked_on and not row.reclaimed_on for row in benefits):
        may.discard("reclaim")
    context = {
        "one": one,
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


DONE = "已办理。"


@post_only
@role_required(*WORKERS, of=Scope.DEPARTMENT)
def step(request: StaffRequest, public_id) -> HttpResponse:
    """One step of the nomination, named by `action`."""
    one = get_object_or_404(Nomination.objects.visible_to(request.user), public_id=public_id)
    try:
        said = _take(request.POST.get("action", ""), one, request)
    except ListRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, said)
    return redirect("lists:nomination", one.public_id)


def _take(action: str, one: Nomination, request: StaffRequest) -> str:
    who, reason = by(request.user), text(request, "reason", 600)
    match action:
        case "check":
            return (
                "比对完毕，没有不良记录。"
                if honouring.check(one, **who)
                else "比对发现不良记录，推荐已停止；结果见下。"
            )
        case "resolve":
            honouring.resolve(one, reason=reason, **who)
        case "begin_notice":
            honouring.begin_notice(one, **who)
            return "已开始公示征求异议。"
        case "object":
            honouring.take_objection(one, means=text(request, "means"), text=text(request, "text"), **who)
        case "answer":
            objection = one.objections.filter(public_id__in=uuids([text(request, "objection")])).first()
            if objection is None:
                raise ListRefused("没有这条异议，请刷新页面查看。")
            upheld = text(request, "upheld") == "yes"
            honouring.check_objection(objection, upheld=upheld, answer=text(request, "answer"), **who)
        case "end_notice":
            honouring.end_notice(one, **who)
        case "approve":
            honouring.approve(one, document=document_sent(request), **who)
        case "publish":
            return (
                "已发文并公布。"
                if honouring.publish(one, **who)
                else "公布前比对发现新的不良记录，没有公布；结果见下。"
            )
        case "drop":
            honouring.drop(one, reason=reason, **who)
        case "benefit":
            _benefit(one, request)
        case "reclaim":
            _reclaim(one, request)
        case "propose_withdrawal":
            dishonouring.propose_withdrawal(one, reason=reason, **who)
        case "decide_withdrawal":
            dishonouring.decide_withdrawal(one, agree=text(request, "agree") == "yes", reason=reason, **who)
        case _:
            raise ListRefused("没有看懂要做的操作，请回到页面重试。")
    return DONE


def _benefit(one: Nomination, request: StaffRequest) -> None:
    dishonouring.record_benefit(
        one,
        kind=text(request, "kind"),
        department=department(request) if text(request, "department") else request.user.department,
        granted_on=day(request, "granted_on", "给予日期"),
        amount=amount(request, "amount", "金额"),
        note_=text(request, "note"),
        **by(request.user),
    )


def _reclaim(one: Nomination, request: StaffRequest) -> None:
    benefit = one.benefits.filter(public_id__in=uuids([text(request, "benefit")])).first()
    back = amount(request, "reclaimed", "追回金额")
    if benefit is None or back is None:
        raise ListRefused("请填写追回金额。")
    on = day(request, "reclaimed_on", "追回日期")
    dishonouring.record_reclaim(
        benefit, reclaimed=back, reclaimed_on=on, reclaim_note=text(request, "note"), **by(request.user)
    )


@get_and_post
@role_required(*READERS)
def campaigns(request: StaffRequest) -> HttpResponse:
    """年度评选 of the office and of those above; the form to open one."""
    today = timezone.localdate()
    if request.method == "POST":
        try:
            dishonouring.open_campaign(
                year=whole(request, "year", "年度"),
                title=text(request, "title"),
                nominate_by=day(request, "nominate_by", "推荐截止日期"),
                **by(request.user),
            )
        except ListRefused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, "评选已启动，进度在公众网站可查。")
            return redirect("lists:campaigns")
    rows = Campaign.objects.followed_by(request.user).annotate(
        total=Count("nominations"), listed=Count("nominations", filter=Q(nominations__public_from__isnull=False))
    )
    context = {
        "campaigns": rows.order_by("-year", "-pk"),
        "may_open": request.user.has_role(Role.OFFICE),
        "closable": _closable(request.user),
        "year": today.year,
        "sent": request.POST,
    }
    return render(request, "blacklists/campaigns.html", context)


def _closable(officer: Officer) -> set[int]:
    """Those that the officer may end: their own office's."""
    if not officer.has_role(Role.OFFICE, Role.OFFICE_APPROVER):
        return set()
    return set(Campaign.objects.visible_to(officer).values_list("pk", flat=True))


@post_only
@role_required(Role.OFFICE, Role.OFFICE_APPROVER, of=Scope.OFFICE)
def close(request: StaffRequest, public_id) -> HttpResponse:
    """结束评选."""
    campaign = get_object_or_404(Campaign.objects.visible_to(request.user), public_id=public_id)
    try:
        dishonouring.close_campaign(campaign, **by(request.user))
    except ListRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "评选已结束。")
    return redirect("lists:campaigns")
