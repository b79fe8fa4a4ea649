"""Executing (执行反馈): each department acknowledges, executes with evidence or says why not; what is over is lifted. Source: E3, E4."""

from datetime import date

from django.db import transaction
from django.db.models import Q

from accounts.models import Department, Officer, Role
from blacklists.models import Entry
from blacklists.notifying import Paper
from blacklists.refusals import ListRefused, keep_paper, move, must_hold, reason_given, reason_or_none, words
from ledger.acts import CLOCK, Actor, record_act
from ledger.models import Act
from rules import clocks
from rules.models import CaseClock

from . import verifying
from .models import JointAction, Measure, Verification
from .ordering import ACKNOWLEDGE, EXECUTE
from .querysets import RUNNING
from .resting import CASE, pace

HANDLERS = (Role.CLERK, Role.REVIEWER, Role.OFFICE)
JUDGES = (Role.REVIEWER, Role.OFFICE_APPROVER)
BATCH = 500


@transaction.atomic
def acknowledge(measure: Measure, *, officer: Officer, actor: Actor, on: date) -> None:
    """签收, by the implementing department; the days for executing begin. Raises ListRefused."""
    measure = _mine(measure, officer)
    _in_force(measure, on)
    act = record_act("acknowledge_measure", actor, on)
    move(measure, "acknowledge", act, acknowledged_by=officer, acknowledged_on=on)
    clocks.end(_clocks(measure, ACKNOWLEDGE), met=True, act=act)
    clocks.start(CASE, measure.public_id, EXECUTE, department=measure.department, act=act)


@transaction.atomic
def execute(
    measure: Measure,
    *,
    feedback: str,
    executed_on: date,
    evidence: Paper | None,
    officer: Officer,
    actor: Actor,
    on: date,
) -> None:
    """执行反馈, with what was done and its evidence. Raises ListRefused."""
    measure = _mine(measure, officer)
    _in_force(measure, on)
    if measure.since is None or not measure.since <= executed_on <= on:
        raise ListRefused(faults={"executed_on": "执行日期应在决定实施之后、今天之前，请核对。"})
    said = words(Measure, {"feedback": feedback}, "feedback")
    if evidence is None:
        raise ListRefused(faults={"paper": "请上传执行凭证的扫描件。"})
    path, name = keep_paper(evidence.name, evidence.data)
    act = record_act("execute_measure", actor, on)
    move(
        measure,
        "execute",
        act,
        executed_by=officer,
        executed_on=executed_on,
        evidence_path=path,
        evidence_name=name,
        **said,
    )
    clocks.end(_clocks(measure, EXECUTE), met=True, act=act)


@transaction.atomic
def refuse(measure: Measure, *, reason: str, officer: Officer, actor: Actor, on: date) -> None:
    """说明不能执行, with the reason; the initiating side judges it. Raises ListRefused."""
    measure = _mine(measure, officer)
    act = record_act("refuse_measure", actor, on, reason=reason_given(reason, "不能执行的"))
    move(measure, "refuse", act, refuser=officer, refusal=act.reason)
    clocks.end(_clocks(measure, ACKNOWLEDGE, EXECUTE), met=False, act=act)


@transaction.atomic
def judge(measure: Measure, *, excused: bool, reason: str, officer: Officer, actor: Actor, on: date) -> None:
    """核定不能执行的理由, by another than gave it: excused, or to be executed after all. Raises ListRefused."""
    must_hold(officer, *JUDGES, said="由发起部门审核员或信用办审批核定。")
    if not JointAction.objects.of(officer).filter(pk=measure.action_id).exists():
        raise ListRefused("由发起部门或其信用办核定；实施部门不能核定自己或其他实施部门的理由。")
    measure = Measure.objects.select_for_update(of=("self",)).get(pk=measure.pk)
    if officer.pk == measure.refuser_id:
        raise ListRefused("自己说明的理由不能由自己核定，请由另一位同事操作。")
    if excused:
        act = record_act("excuse_measure", actor, on, reason=reason_or_none(reason))
        move(measure, "excuse", act, judge=officer)
        return
    act = record_act("insist_on_measure", actor, on, reason=reason_given(reason, "要求执行的"))
    move(measure, "insist", act, judge=officer)
    clocks.start(CASE, measure.public_id, ACKNOWLEDGE, department=measure.department, act=act)
    pace(on, act, pk=measure.pk)


@transaction.atomic
def lift(measure: Measure, *, officer: Officer, actor: Actor, on: date) -> None:
    """登记解除: what was done because of the entry is undone. Raises ListRefused."""
    measure = _mine(measure, officer)
    act = record_act("lift_measure", actor, on)
    move(measure, "lift", act, lifted_by=officer, lifted_on=on)
    clocks.end(_clocks(measure, EXECUTE), met=True, act=act)


@transaction.atomic
def end_by_case(measure: Measure, *, reason: str, actor: Actor, on: date) -> None:
    """措施终止 after an objection against it was upheld by two persons: whoever executed it is asked to lift it.
    Raises ListRefused.
    """
    measure = Measure.objects.select_for_update(of=("self",)).select_related("department").get(pk=measure.pk)
    _end(measure, record_act("end_measure", actor, on, reason=reason_given(reason, "终止的")))


def note_over(on: date) -> int:
    """措施终止: measures whose entry has left or whose days are over have no force already; here it is noted, and whoever
    executed one is asked to lift it. Returns how many. Idempotent.
    """
    return _end_measures(on) + _end_actions(on) + _end_verifications(on)


@transaction.atomic
def _end_measures(on: date) -> int:
    rows = Measure.objects.baseless(on).select_related("department").order_by("pk")
    found = list(rows.select_for_update(skip_locked=True, of=("self",))[:BATCH])
    for measure in found:
        act = record_act("end_measure", CLOCK, on, reason="名单条目已移出、依据已撤销或者期限届满")
        _end(measure, act)
    return len(found)


def _end(measure: Measure, act: Act) -> None:
    clocks.end(_clocks(measure, ACKNOWLEDGE, EXECUTE), met=False, act=act)
    if measure.state == Measure.State.EXECUTED:
        move(measure, "end", act, ended_on=act.day)
        clocks.start(CASE, measure.public_id, EXECUTE, department=measure.department, act=act)
    else:
        move(measure, "lapse", act, ended_on=act.day)


@transaction.atomic
def _end_actions(on: date) -> int:
    waiting = JointAction.objects.filter(state__in=["triggered", "proposed", "returned", "decided"])
    # One by grade has no entry whose last day ends it: it is over when its measures are.
    running = Measure.objects.filter(state__in=RUNNING).values("action")
    done = Q(grading__isnull=False, state="decided") & ~Q(pk__in=running)
    over = waiting.filter(done | ~Q(pk__in=JointAction.objects.founded(on).values("pk"))).order_by("pk")
    found = list(over.select_for_update(skip_locked=True, of=("self",))[:BATCH])
    for action in found:
        if action.measures.filter(state__in=["assigned", "acknowledged", "executed", "refused"]).exists():
            continue  # their end comes first
        act = record_act("end_joint_action", CLOCK, on, reason="名单条目已移出、依据已撤销或者措施全部结束")
        for measure in action.measures.filter(state="planned"):
            move(measure, "lapse", act, ended_on=on)
        move(action, "close" if action.state == JointAction.State.DECIDED else "lapse", act)
    return len(found)


@transaction.atomic
def _end_verifications(on: date) -> int:
    """Doubts about an entry that has left by another way."""
    over = Verification.objects.open().exclude(entry__in=Entry.objects.in_force(on)).order_by("pk")
    found = list(over.select_for_update(skip_locked=True, of=("self",))[:BATCH])
    for case in found:
        verifying.lapse(case, record_act("end_verification", CLOCK, on, reason="名单条目已移出或依据已撤销"))
    return len(found)


def _mine(measure: Measure, officer: Officer) -> Measure:
    must_hold(officer, *HANDLERS, said="由实施部门的经办人员办理。")
    own = Department.objects.answered_for_by(officer.department)
    if not own.filter(pk=measure.department_id).exists():
        raise ListRefused("只能办理交给本部门的措施。")
    return Measure.objects.select_for_update(of=("self",)).select_related("department", "action").get(pk=measure.pk)


def _in_force(measure: Measure, on: date) -> None:
    """Nobody is held to, or goes on with, what has no force today."""
    rows = Measure.objects.filter(pk=measure.pk)
    if not rows.standing(on).exists():
        raise ListRefused("名单条目已经移出或期限已满，这项措施不再执行。")
    if rows.suspended(on).exists():
        raise ListRefused("这个名单条目正在核实，措施暂停执行；核实完毕后会通知您。")


def _clocks(measure: Measure, *steps: str):
    return CaseClock.objects.of(CASE, measure.public_id).filter(step__in=steps)
