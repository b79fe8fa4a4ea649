"""措施执行: what was given to the officer's department, and the page of one measure."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.access import StaffRequest, role_required
from accounts.acting import by
from accounts.looking import note_look
from accounts.models import Department, Role
from blacklists.refusals import ListRefused
from blacklists.views.reading import PAGE, text
from blacklists.views.sent import Back, Sent, refused
from credit_platform.declaring import Scope, get_only, post_from
from credit_platform.downloads import download
from ledger.history import history_of
from rules.models import CaseClock

from .. import disclosing, executing, verifying
from ..models import JointAction, Measure, Verification
from ..next_steps import of_measure
from ..querysets import RUNNING
from .actions import READERS, WORKERS

DONE = {
    "acknowledge": "已签收。下一步：执行，并反馈执行情况和凭证。",
    "execute": "执行情况已反馈。",
    "refuse": "理由已提交，由发起部门或信用办核定。",
    "excuse": "已同意不执行。",
    "insist": "已要求执行。",
    "lift": "已登记解除。",
    "verify": "已启动核实，告知信息提供部门答复。",
}


@get_only
@role_required(*READERS)
def tasks(request: StaffRequest) -> HttpResponse:
    """措施任务: to do first; `?show=resting` what is suspended, `running` what is in force, `?show=over` what is over."""
    today, officer = timezone.localdate(), request.user
    rows = Measure.objects.visible_to(officer) if officer.has_role(Role.AUDITOR) else Measure.objects.of(officer)
    rows = rows.select_related("item", "department", "subject", "action__department")
    shown = request.GET.get("show", "")
    tabs = {
        "": rows.to_do(today),
        "resting": rows.resting(today),
        "running": rows.in_force(today),
        "over": rows.filter(state__in=["lifted", "lapsed", "excused"]),
    }
    page = Paginator(tabs.get(shown, tabs[""]).order_by("-pk"), PAGE).get_page(request.GET.get("page"))
    ids = [one.public_id for one in page]
    due = dict(CaseClock.objects.running().filter(case_id__in=ids).values_list("case_id", "due"))
    resting = set(Measure.objects.filter(public_id__in=ids).suspended(today).values_list("pk", flat=True))
    note_look(request, "查看措施任务", Measure.object_kind)
    context = {
        "rows": [(one, due.get(one.public_id), one.pk in resting) for one in page],
        "page": page,
        "show": shown if shown in tabs else "",
        "today": today,
    }
    return render(request, "sanctions/tasks.html", context)


@get_only
@role_required(*READERS, of=Scope.DEPARTMENT)
def detail(request: StaffRequest, public_id) -> HttpResponse:
    """One measure: what it rests on, what was done, what is next."""
    return _page(request, public_id, None)


def _page(request: StaffRequest, public_id, back: Back | None) -> HttpResponse:
    measure, today = _found(request, public_id), timezone.localdate()
    note_look(request, "查看奖惩措施", measure.object_kind, measure.public_id)
    one = Measure.objects.filter(pk=measure.pk)
    entry = measure.action.entry
    context = {
        "measure": measure,
        "back": back,
        "next": of_measure(measure, request.user, today),
        "today": today,
        "action": measure.action,
        "in_force": one.in_force(today).exists(),
        "over": measure.state in RUNNING and not one.standing(today).exists(),
        "resting": one.suspended(today).exists(),
        "clock": CaseClock.objects.open().of(executing.CASE, measure.public_id).first(),
        "verification": Verification.objects.open().filter(entry=entry).first() if entry else None,
        "disclosure": measure.disclosures.filter(state__in=["proposed", "shown"]).first(),
        "may": _may(measure, request.user, today),
        "history": history_of(measure.public_id, Measure.lifecycle),
    }
    return render(request, "sanctions/measure.html", context)


def _may(measure: Measure, officer, today) -> set[str]:
    """Steps that the officer may take now. For the page; the use cases decide."""
    may: set[str] = set()
    own = Department.objects.answered_for_by(officer.department).filter(pk=measure.department_id).exists()
    one = Measure.objects.filter(pk=measure.pk)
    stands = one.standing(today).exists()
    if own and officer.has_role(*executing.HANDLERS):
        if one.in_force(today).exists():
            may |= {"assigned": {"acknowledge", "refuse"}, "acknowledged": {"execute", "refuse"}}.get(
                measure.state, set()
            )
        if measure.state == Measure.State.ENDING:
            may.add("lift")
        if officer.has_role(*disclosing.HANDLERS) and one.disclosing(today).exists():
            may.add("disclose")
    judges = officer.has_role(*executing.JUDGES) and officer.pk != measure.refuser_id
    if (
        measure.state == Measure.State.REFUSED
        and judges
        and JointAction.objects.of(officer).filter(pk=measure.action_id).exists()
    ):
        may.add("judge")
    entry = measure.action.entry
    if entry and stands and officer.has_role(*WORKERS) and not Verification.objects.open().filter(entry=entry).exists():
        may.add("verify")
    return may


@role_required(*WORKERS, of=Scope.DEPARTMENT)
@post_from("joint:measure")
def step(request: StaffRequest, public_id) -> HttpResponse:
    """One step of the measure, named by `action`."""
    measure, name = _found(request, public_id), request.POST.get("action", "")
    who, reason = by(request.user), text(request, "reason", 600)
    try:
        match name:
            case "acknowledge":
                executing.acknowledge(measure, **who)
            case "execute":
                sent = Sent(request)
                said, executed_on = sent.words(Measure, "feedback"), sent.day("executed_on", "执行日期")
                evidence = sent.paper("请上传执行凭证的扫描件。")
                sent.settle()
                executing.execute(measure, feedback=said["feedback"], executed_on=executed_on, evidence=evidence, **who)
            case "refuse":
                executing.refuse(measure, reason=reason, **who)
            case "excuse" | "insist":
                executing.judge(measure, excused=name == "excuse", reason=reason, **who)
            case "lift":
                executing.lift(measure, **who)
            case "verify" if measure.action.entry:
                verifying.open_verification(measure.action.entry, facts=text(request, "facts"), **who)
            case _:
                raise ListRefused("没有看懂要做的操作，请回到页面重试。")
    except ListRefused as refusal:
        return _page(request, public_id, refused(request, refusal))
    messages.success(request, DONE[name])
    return redirect("joint:measure", measure.public_id)


@get_only
@role_required(*READERS, of=Scope.DEPARTMENT)
def evidence(request: StaffRequest, public_id) -> HttpResponse:
    """执行凭证."""
    measure = _found(request, public_id)
    note_look(request, "下载执行凭证", measure.object_kind, measure.public_id, case=measure.public_id)
    return download(measure.evidence_path, measure.evidence_name)


def _found(request: StaffRequest, public_id) -> Measure:
    rows = Measure.objects.visible_to(request.user).select_related(
        "item__version__jurisdiction",
        "department",
        "subject",
        "action__department",
        "action__entry",
        "action__grading",
        "action__nomination",
    )
    return get_object_or_404(rows, public_id=public_id)
