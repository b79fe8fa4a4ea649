"""联合奖惩办理: actions set going by entries, the choice of departments and measures, the decision."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.access import StaffRequest, role_required
from accounts.acting import by
from accounts.looking import note_look
from accounts.models import Department, Role
from blacklists.deciding import WITH_MINUTES
from blacklists.procedure import BODY, CONSULTATION, DECIDERS
from blacklists.refusals import ListRefused
from blacklists.views.reading import PAGE, text, uuids, yes
from blacklists.views.sent import Back, Sent, refused
from blacklists.views.taking import document_sent
from credit_platform.declaring import Scope, get_and_post, get_only, post_from
from credit_platform.downloads import download
from ledger.history import history_of
from rules.measures import choosable, fitting, measures, names_nothing, of_persons_only
from rules.models import MeasureItem
from subjects.models import KeyPerson

from .. import graded, ordering, triggering
from ..models import JointAction, Measure
from ..next_steps import of_action
from ..suggesting import Suggestions

WORKERS = (Role.CLERK, Role.REVIEWER, Role.OFFICE, Role.OFFICE_APPROVER)
READERS = (*WORKERS, Role.AUDITOR)
DONE = {
    "propose": "已提交决定。",
    "decide": "已决定，措施已交各实施部门。",
    "return": "已退回修改。",
    "drop": "已记为不采取联合措施。",
    "strike": "已去掉这项措施。",
    "opinion": "实施部门的意见已登记。",
}


@get_only
@role_required(*READERS)
def listing(request: StaffRequest) -> HttpResponse:
    """What is to be planned or decided, what runs, what is over."""
    rows = JointAction.objects.visible_to(request.user).select_related(
        "subject", "department", "entry", "nomination", "grading"
    )
    shown = request.GET.get("show", "")
    tabs = {
        "": rows.waiting(),
        "mine": rows & JointAction.objects.waiting_for(request.user, timezone.localdate()),
        "running": rows.filter(state="decided"),
        "over": rows.filter(state__in=["closed", "dropped", "lapsed"]),
    }
    page = Paginator(tabs.get(shown, tabs[""]).order_by("-pk"), PAGE).get_page(request.GET.get("page"))
    note_look(request, "查看联合奖惩列表", JointAction.object_kind)
    return render(request, "sanctions/actions.html", {"page": page, "show": shown if shown in tabs else ""})


@get_only
@role_required(*READERS, of=Scope.DEPARTMENT)
def detail(request: StaffRequest, public_id) -> HttpResponse:
    """One action: its entry, its measures, what is next and who may do it."""
    return _page(request, public_id, None)


def _page(request: StaffRequest, public_id, back: Back | None) -> HttpResponse:
    action = _found(request, public_id)
    today, officer = timezone.localdate(), request.user
    note_look(request, "查看联合奖惩", action.object_kind, action.public_id)
    decider, clause = ordering.decided_by(today)
    visible = Measure.objects.visible_to(officer).filter(action=action)
    rows = visible.exclude(state="struck").select_related("item__version__jurisdiction", "department", "subject")
    resting = set(visible.suspended(today).values_list("pk", flat=True))
    forced = set(visible.in_force(today).values_list("pk", flat=True))
    may = _may(action, officer, decider)
    context = {
        "action": action,
        "back": back,
        "next": of_action(action, officer, may, today),
        "today": today,
        "rows": [(one, one.pk in forced, one.pk in resting) for one in rows],
        "decider": DECIDERS[action.decider or decider],
        "clause": clause,
        "consulting": decider == CONSULTATION,
        "reasoning": action.grading.reasoning if action.grading else [],
        "needs_minutes": decider in WITH_MINUTES,
        "may": may,
        "leaving": action.entry.leavings.filter(state="open").first() if action.entry else None,
        "founded": JointAction.objects.filter(pk=action.pk).founded(today).exists(),
        "history": history_of(action.public_id, JointAction.lifecycle),
    }
    return render(request, "sanctions/action.html", context)


def _may(action: JointAction, officer, decider: str) -> set[str]:
    """Steps that the officer may take now. For the page; the use cases decide."""
    may: set[str] = set()
    initiates = action.department_id in set(
        Department.objects.answered_for_by(officer.department).values_list("pk", flat=True)
    )
    if action.state in triggering.OPEN and (
        officer.has_role(Role.OFFICE) or (officer.has_role(Role.CLERK) and initiates)
    ):
        may |= {"plan", "propose"}
    decides = officer.has_role(Role.OFFICE_APPROVER) or (officer.has_role(Role.REVIEWER) and initiates)
    if decides and officer.pk != action.proposer_id:
        if action.state == JointAction.State.PROPOSED:
            may.add("return")
            if decider == BODY or officer.has_role(Role.OFFICE_APPROVER):
                may.add("decide")
        if action.state in (*triggering.OPEN, JointAction.State.PROPOSED):
            may.add("drop")
    return may


@get_and_post
@role_required(Role.CLERK, Role.OFFICE, of=Scope.DEPARTMENT)
def plan(request: StaffRequest, public_id) -> HttpResponse:
    """选定措施: one item of the published list, its department, the subject or a person behind it."""
    action, today = _found(request, public_id), timezone.localdate()
    people, back = _people(action, today), None
    if request.method == "POST":
        try:
            _plan(request, action, people)
        except ListRefused as refusal:
            back = refused(request, refusal, action="plan")
        else:
            messages.success(request, "已选定。可以继续选择，或者回到联合奖惩提交决定。")
            return redirect("joint:plan", action.public_id)
    return render(request, "sanctions/plan.html", _plan_context(request, action, people, today) | {"back": back})


@transaction.atomic
def _plan(request: StaffRequest, action: JointAction, people: list[KeyPerson]) -> None:
    """The measure for each of the departments ticked or named, or for none. Raises ListRefused."""
    sent, chosen = Sent(request), uuids([text(request, "item")])
    if not chosen:
        raise ListRefused("请先选择一项措施。")
    ticked = [int(one) for one in request.POST.getlist("ticked") if one.isascii() and one.isdigit() and len(one) < 10]
    bodies = list(Department.objects.filter(pk__in=ticked))
    if text(request, "department") or not bodies:
        named = sent.department()
        bodies += [named] if named not in bodies else []
    who = next((one for one in people if str(one.pk) == text(request, "person")), None)
    if text(request, "person") and who is None:
        sent.fault("person", "请从列表中选择措施的对象。")
    said, until = sent.words(Measure, "condition", "area", needed=False), sent.day_or_none("until", "截止日期")
    sent.settle()
    for body in bodies:
        triggering.plan(
            action, item=chosen[0], department=body, person=who, until=until, condition=said["condition"], area=said["area"],
            **by(request.user),
        )  # fmt: skip


def _plan_context(request: StaffRequest, action: JointAction, people: list[KeyPerson], today) -> dict:
    q, suggestions = request.GET.get("q", "").strip()[:60], Suggestions(today)
    kind = MeasureItem.Kind.INCENTIVE if action.incentive else MeasureItem.Kind.SANCTION
    person = action.subject.kind == "person"
    rows = (
        fitting(today, kind=kind, person=True) if person else choosable(today, kind=kind, text=q, people=bool(people))
    )
    if person and q:
        rows = [one for one in rows if q in f"{one.title}{one.content}{one.area}{one.clause}"]
    if action.grading:
        by_grade = measures(today, text=q, kind=kind, grade=graded.FAIRLY)
        rows = [one for one in by_grade.filter(status__in=["in_force", "default"]) if not names_nothing(one)]
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    chosen = uuids([request.POST.get("item", request.GET.get("item", ""))])
    item = next((one for one in rows if one.public_id in chosen), None)
    taken: dict[int, list[Department]] = {}
    for one in action.measures.filter(state="planned").select_related("department"):
        taken.setdefault(one.item_id, []).append(one.department)
    held = taken.get(item.pk, []) if item else []
    free = [one for one in suggestions.for_item(item) if one not in held] if item else []
    preset = [str(one.pk) for one in suggestions.preset(item)] if item else []
    return {
        "action": action,
        "page": page,
        "rows": [(one, suggestions.for_item(one), taken.get(one.pk, [])) for one in page],
        "q": q,
        "item": item,
        "persons_only": item is not None and not person and of_persons_only(item),
        "suggested": free,
        "taken": held,
        "ticked": request.POST.getlist("ticked") if request.method == "POST" else preset,
        "departments": Department.objects.in_office(today) if item else [],
        "people": people,
        "sent": request.POST,
        "last_day": graded.last_day(today),
        "planned": action.measures.filter(state="planned").count(),
    }


def _people(action: JointAction, today) -> list[KeyPerson]:
    """Who answers for the entry and is known by certificate."""
    day = action.entry.decided_on if action.entry and action.entry.decided_on else today
    rows = KeyPerson.objects.filter(subject=action.subject, person__isnull=False)
    return list(rows.answerable().in_office(day).select_related("person").order_by("role", "pk"))


@role_required(*WORKERS, of=Scope.DEPARTMENT)
@post_from("joint:action")
def step(request: StaffRequest, public_id) -> HttpResponse:
    """One step of the action, named by `action`."""
    action, name = _found(request, public_id), request.POST.get("action", "")
    who, reason = by(request.user), text(request, "reason", 600)
    try:
        match name:
            case "propose":
                triggering.propose(action, **who)
            case "decide":
                ordering.decide(action, document=document_sent(request), **who)
            case "return":
                ordering.give_back(action, reason=reason, **who)
            case "drop":
                triggering.drop(action, reason=reason, **who)
            case "strike":
                triggering.strike(_planned(request, action), **who)
            case "opinion":
                agrees = yes(request, "agrees", "实施部门的意见")
                triggering.take_opinion(_planned(request, action), agrees=agrees, reply=text(request, "reply"), **who)
            case _:
                raise ListRefused("没有看懂要做的操作，请回到页面重试。")
    except ListRefused as refusal:
        return _page(request, public_id, refused(request, refusal, item="measure"))
    messages.success(request, DONE[name])
    return redirect("joint:action", action.public_id)


def _planned(request: StaffRequest, action: JointAction) -> Measure:
    found = action.measures.filter(public_id__in=uuids([text(request, "measure")])).first()
    if found is None:
        raise ListRefused("没有这项措施，请刷新页面查看。")
    return found


@get_only
@role_required(*READERS, of=Scope.DEPARTMENT)
def document(request: StaffRequest, public_id) -> HttpResponse:
    """会议纪要、批复 of the decision."""
    action = _found(request, public_id)
    note_look(request, "下载决定文件", action.object_kind, action.public_id)
    return download(action.document_path, action.document_name)


def _found(request: StaffRequest, public_id) -> JointAction:
    rows = JointAction.objects.visible_to(request.user)
    return get_object_or_404(
        rows.select_related("subject", "department", "entry", "nomination", "grading", "proposer"), public_id=public_id
    )
