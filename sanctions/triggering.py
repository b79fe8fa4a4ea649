"""Triggering (触发与选定): an entry in force sets a joint action going; departments and measures are chosen out of the published
list. Source: E2; Yingkou (十五), Suining 二(二)3(1), Hua 二(二)3.
"""

from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction

from accounts.models import Department, Officer, Role
from blacklists.models import Entry, GradeProposal, Nomination
from blacklists.refusals import SELF, ListRefused, locked, move, must_hold, reason_given, words
from ledger.acts import CLOCK, Actor, record_act
from ledger.moves import note
from rules.measures import SERIOUS, citable, of_persons_only, of_units_only, suits
from rules.models import MeasureItem
from subjects.models import KeyPerson, Subject

from .graded import check_graded, fairly_serious, keep_grounds
from .models import JointAction, Measure

PLANNERS = (Role.CLERK, Role.OFFICE)
OPEN = (JointAction.State.TRIGGERED, JointAction.State.RETURNED)
BATCH = 500


@transaction.atomic
def trigger(on: date) -> int:
    """触发: every entry in force that has no joint action yet gets one, once. Returns how many. Idempotent."""
    entries = Entry.objects.in_force(on).filter(joint_actions__isnull=True).order_by("pk")[:BATCH]
    honoured = Nomination.objects.in_force(on).filter(joint_actions__isnull=True).order_by("pk")[:BATCH]
    graded = fairly_serious().filter(joint_actions__isnull=True).order_by("pk")[:BATCH]
    found: list[tuple[str, Entry | Nomination | GradeProposal]] = [*(("entry", one) for one in entries)]
    found += [("nomination", one) for one in honoured]
    found += [("grading", one) for one in graded]
    if not found:
        return 0
    act = record_act("trigger_joint_action", CLOCK, on)
    made = 0
    for name, case in found:
        action, new = JointAction.objects.get_or_create(
            **{name: case},
            defaults={"subject_id": case.subject_id, "department_id": case.department_id, "triggered_on": on},
        )
        if new:
            note(act, action.object_kind, action.public_id, "trigger", action.state)
            if isinstance(case, GradeProposal):
                keep_grounds(action, case)
            made += 1
    return made


@transaction.atomic
def plan(
    action: JointAction,
    *,
    item: UUID,
    department: Department,
    person: KeyPerson | None = None,
    condition: str = "",
    area: str = "",
    until: date | None = None,
    officer: Officer,
    actor: Actor,
    on: date,
) -> Measure:
    """选定一项措施. `item`: of the measure list in force; `person`: of those behind the subject, by role and tenure;
    `until`: its last day, where it rests on a grade and not on an entry that has its own. Raises ListRefused.
    """
    must_hold(officer, *PLANNERS, said="措施由发起部门填报员或信用办经办选定。")
    action = locked(action, officer)
    if action.state not in OPEN:
        raise ListRefused("已提交决定，不能再选定；需要修改的，请先退回。")
    found = citable(item, on)
    if found is None or found.kind != ("incentive" if action.incentive else "sanction"):
        raise ListRefused("请从现行措施清单中选择；清单以外的措施不能采取。")
    until = check_graded(action, found, until, on)
    if department.until is not None and department.until < on:
        raise ListRefused("这个部门已经撤销，请选择接替它的部门。")
    subject, role = _target(action, person, on)
    if not _suits(action, found, subject):
        raise ListRefused(
            f"“{found.title}”不适用于这个对象：{'轻于严重失信的措施不能用于名单条目' if found.grade not in ('', SERIOUS) else '文件写明的对象是' + '、'.join(found.targets)}。"
        )
    said = words(Measure, {"condition": condition or found.condition, "area": area or found.area})
    act = record_act("plan_measure", actor, on, basis=f"{found.title}（{found.version}）")
    try:
        with transaction.atomic():
            made = Measure.objects.create(
                action=action, item=found, department=department, subject=subject, role=role, planner=officer, planned_on=on,
                until=until, **said,
            )  # fmt: skip
    except IntegrityError as already:
        raise ListRefused("这项措施已选定由这个部门实施。") from already
    note(act, made.object_kind, made.public_id, "plan", made.state)
    return made


def _suits(action: JointAction, item: MeasureItem, subject: Subject) -> bool:
    """Of an entry no lesser measures; of a grade those of the grade, which check_graded looked at. None aimed at others."""
    if action.grading_id is None:
        return suits(item, person=subject.kind == "person")
    return not (of_units_only(item) if subject.kind == "person" else of_persons_only(item))


def _target(action: JointAction, person: KeyPerson | None, on: date) -> tuple[Subject, str]:
    """The entry's subject, or who answers for it: known by certificate, in that office when the entry was decided."""
    if person is None:
        return action.subject, ""
    day = action.entry.decided_on if action.entry and action.entry.decided_on else on
    rows = KeyPerson.objects.filter(pk=person.pk, subject=action.subject, person__isnull=False)
    if not rows.answerable().in_office(day).exists():
        raise ListRefused("只能对决定当日在任、身份已核实的责任人员采取措施。")
    assert person.person is not None
    return person.person, person.role


@transaction.atomic
def strike(measure: Measure, *, officer: Officer, actor: Actor, on: date) -> None:
    """不采用 a planned one. Raises ListRefused."""
    must_hold(officer, *PLANNERS, said="措施由发起部门填报员或信用办经办选定。")
    action = locked(measure.action, officer)
    if action.state not in OPEN:
        raise ListRefused("已提交决定，不能再修改；需要修改的，请先退回。")
    move(measure, "strike", record_act("strike_measure", actor, on))


@transaction.atomic
def take_opinion(measure: Measure, *, agrees: bool, reply: str, officer: Officer, actor: Actor, on: date) -> None:
    """登记实施部门意见, where the place's text wants the departments consulted. Raises ListRefused."""
    must_hold(officer, *PLANNERS, said="意见由发起部门填报员或信用办经办登记。")
    action = locked(measure.action, officer)
    if action.state not in OPEN:
        raise ListRefused("已提交决定，不能再登记。")
    said = words(Measure, {"reply": reply})["reply"]
    if not agrees and not said:
        raise ListRefused("不同意的，请写明对方的理由。")
    move(measure, "consult", record_act("take_opinion", actor, on), agrees=agrees, reply=said, replied_on=on)


@transaction.atomic
def propose(action: JointAction, *, officer: Officer, actor: Actor, on: date) -> None:
    """提交决定: at least one measure is chosen. Raises ListRefused."""
    must_hold(officer, *PLANNERS, said="由发起部门填报员或信用办经办提交。")
    action = locked(action, officer)
    if not action.measures.filter(state="planned").exists():
        raise ListRefused("还没有选定措施，请先选定实施部门和措施。")
    move(action, "propose", record_act("propose_joint_action", actor, on), proposer=officer, proposed_on=on)


@transaction.atomic
def drop(action: JointAction, *, officer: Officer, actor: Actor, on: date, reason: str) -> None:
    """不采取联合措施, by who decides; the entry itself stays. Raises ListRefused."""
    must_hold(officer, Role.REVIEWER, Role.OFFICE_APPROVER, said="由审核员或信用办审批决定不采取联合措施。")
    action = locked(action, officer)
    if officer.pk == action.proposer_id:
        raise ListRefused(SELF)
    act = record_act("drop_joint_action", actor, on, reason=reason_given(reason, "不采取措施的"))
    for measure in action.measures.filter(state="planned"):
        move(measure, "strike", act)
    move(action, "drop", act)
