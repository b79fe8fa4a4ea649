"""名单线索, as departments and the office deal with them. Source: D7."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.access import StaffRequest, role_required
from accounts.acting import by
from accounts.looking import note_look
from accounts.models import Role
from credit_platform.declaring import Scope, get_and_post, get_only, post_from
from credit_platform.downloads import download
from ledger.history import history_of
from rules.models import CaseClock
from subjects.naming import normalise

from .. import grounding, honouring, offering
from ..models import Candidate, CandidatePaper
from ..refusals import ListRefused
from .entries import READERS
from .proposals import chosen, form_context, say_what_is_odd
from .reading import PAGE, text, uuids
from .sent import Back, refused

BLACK = Candidate.Which.BLACK


@get_only
@role_required(*READERS)
def listing(request: StaffRequest) -> HttpResponse:
    """What waits for an answer, the most urgent first; what is answered."""
    note_look(request, "查看名单线索列表", Candidate.object_kind)
    today = timezone.localdate()
    rows = Candidate.objects.visible_to(request.user).select_related("body", "department")
    answered = request.GET.get("show") == "answered"
    rows = rows.exclude(state="offered") if answered else rows.waiting().order_by("offered_on", "pk")
    if which := request.GET.get("which", ""):
        rows = rows.filter(which=which[:5])
    late = _overdue(today)
    if request.GET.get("late") is not None:
        rows = rows.filter(public_id__in=late)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    ids = [one.public_id for one in page]
    due = dict(CaseClock.objects.open().filter(case_kind=offering.CASE, case_id__in=ids).values_list("case_id", "due"))
    context = {
        "page": page,
        "rows": [(one, due.get(one.public_id), bool(due.get(one.public_id) and due[one.public_id] < today)) for one in page],
        "show": "answered" if answered else "",
        "which": which,
        "late": request.GET.get("late") is not None,
    }  # fmt: skip
    return render(request, "blacklists/leads.html", context)


def _overdue(on):
    return CaseClock.objects.overdue(on).filter(case_kind=offering.CASE).values("case_id")


@get_only
@role_required(*READERS, of=Scope.DEPARTMENT)
def detail(request: StaffRequest, public_id) -> HttpResponse:
    """One candidate: what is said, who the code is, what can be done."""
    return _page(request, public_id, None)


def _page(request: StaffRequest, public_id, back: Back | None) -> HttpResponse:
    one = _lead(request, public_id)
    note_look(request, "查看名单线索", one.object_kind, one.public_id)
    subject = offering.subject_of(one)
    open_ = one.state == Candidate.State.OFFERED
    may = open_ and request.user.has_role(*offering.HANDLERS)
    office = open_ and request.user.has_role(Role.OFFICE)
    context = {
        "one": one,
        "back": back,
        "subject": subject,
        "standing": grounding.standing(subject, request.user, timezone.localdate()),
        "renamed": subject is not None and normalise(subject.name) != normalise(one.name),
        "former": subject.former_names.all() if subject else (),
        "clock": offering.answer_by(one),
        "papers": one.papers.all(),
        "may": may,
        "departments": offering.addressees(one.body, timezone.localdate()).exclude(pk=one.department_id) if office else (),
        "history": history_of(one.public_id, Candidate.lifecycle),
    }  # fmt: skip
    return render(request, "blacklists/lead.html", context)


@role_required(*offering.HANDLERS, of=Scope.DEPARTMENT)
@post_from("lists:lead")
def answer(request: StaffRequest, public_id) -> HttpResponse:
    """不采用, or by the office 转其他部门."""
    one = _lead(request, public_id)
    reason = text(request, "reason", 600)
    try:
        if request.POST.get("action") == "hand_on":
            departments = offering.addressees(one.body, timezone.localdate())
            chosen = departments.chosen(text(request, "department", 40))
            if chosen is None:
                raise ListRefused(faults={"department": "请从列表中选择另一个部门。"})
            offering.hand_on(one, chosen, reason=reason, **by(request.user))
            done = "已转办，答复期限重新计算。"
        else:
            offering.decline(one, reason=reason, **by(request.user))
            done = "已答复不采用，提供机构可以看到理由。"
    except ListRefused as refusal:
        return _page(request, public_id, refused(request, refusal))
    messages.success(request, done)
    return redirect("lists:lead", public_id)


@get_and_post
@role_required(*offering.HANDLERS, of=Scope.DEPARTMENT)
def take_up(request: StaffRequest, public_id) -> HttpResponse:
    """采用: the officer's own proposal or nomination, begun from what was offered."""
    one = _lead(request, public_id)
    if one.state != Candidate.State.OFFERED:
        messages.error(request, "这条线索已经答复或撤回。")
        return redirect("lists:lead", public_id)
    return _propose(request, one) if one.which == BLACK else _nominate(request, one)


def _propose(request: StaffRequest, one: Candidate) -> HttpResponse:
    subject, today, back = offering.subject_of(one), timezone.localdate(), None
    grounds = grounding.within_reach(request.user, subject)
    if request.method == "POST":
        try:
            made = offering.take_up_black(one, **chosen(request, grounds), **by(request.user))
        except ListRefused as refusal:
            back = refused(request, refusal, action="propose")
        else:
            say_what_is_odd(request, made)
            messages.success(request, "已采用并提出列入。下一步由审核员制发告知书。")
            return redirect("lists:entry", made.public_id)
    note_look(request, "查看名单线索", one.object_kind, one.public_id)
    context = {"one": one, "reasons": one.facts, **form_context(request, subject, grounds, today, back)}
    return render(request, "blacklists/lead_propose.html", context)


def _nominate(request: StaffRequest, one: Candidate) -> HttpResponse:
    fields = ("title", "industry_list", "deeds", "basis", "name")
    subject, back = offering.subject_of(one), None
    running = honouring.open_campaigns(request.user, timezone.localdate())
    if request.method == "POST":
        wanted = uuids([text(request, "campaign")])
        try:
            made = offering.take_up_red(
                one,
                campaign=next((row for row in running if row.public_id in wanted), None),
                **{name: text(request, name) for name in fields},
                **by(request.user),
            )
        except ListRefused as refusal:
            back = refused(request, refusal, action="nominate")
        else:
            messages.success(request, "已采用并推荐。下一步由信用办与不良记录比对。")
            return redirect("lists:nomination", made.public_id)
    note_look(request, "查看名单线索", one.object_kind, one.public_id)
    offered = {"title": one.matter, "deeds": one.facts, "name": one.name, "industry_list": f"{one.body.name}推荐"}
    context = {"one": one, "subject": subject, "campaigns": running, "back": back, "offered": offered}
    return render(request, "blacklists/lead_nominate.html", context)


@get_only
@role_required(*READERS, of=Scope.DEPARTMENT)
def paper(request: StaffRequest, public_id) -> HttpResponse:
    """线索材料."""
    rows = CandidatePaper.objects.filter(candidate__in=Candidate.objects.visible_to(request.user))
    found = get_object_or_404(rows.select_related("candidate"), public_id=public_id)
    note_look(request, "下载线索材料", "candidate", found.candidate.public_id, case=found.candidate.public_id)
    return download(found.path, f"材料{found.number}{found.name.removeprefix('附件')}")


def _lead(request: StaffRequest, public_id) -> Candidate:
    rows = Candidate.objects.visible_to(request.user)
    return get_object_or_404(
        rows.select_related("body__parent", "department", "entry", "nomination"), public_id=public_id
    )
