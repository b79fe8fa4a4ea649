"""Notices of joint action (联合奖惩提醒): whoever has the next step, and everybody who was told of a measure when it rests or ends.

Follows the state of the rows, so that nobody is told of what was undone meanwhile. Source: E3, E4.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Q

from accounts.models import Officer, Role
from sanctions.models import JointAction, Measure, Verification
from sanctions.ordering import BODY, decided_by

from .noticing import officers_of, tell

CLERKS = (Role.CLERK, Role.OFFICE)
APPROVERS = (Role.REVIEWER, Role.OFFICE_APPROVER)
HANDLERS = (Role.CLERK, Role.REVIEWER, Role.OFFICE)
CAUGHT_UP = timedelta(days=30)  # what ended longer ago, nobody is told of any more
MEASURE_WORDS = {
    "assigned": "请签收",
    "ending": "已终止：名单条目已移出或期限届满，请恢复原状并登记解除",
    "lapsed": "已终止，不再执行",
}


def tell_of_joint_actions(on: date) -> int:
    """联合奖惩提醒: once for each step. Returns notices made; safe to run twice."""
    return _actions(on) + _measures(on) + _verifications(on)


def _actions(on: date) -> int:
    made = 0
    for action in JointAction.objects.waiting().select_related("subject"):
        proposed = action.state == JointAction.State.PROPOSED
        what = f"联合{'激励' if action.incentive else '惩戒'}"
        text = f"{action.subject.name}的{what}：{'已提交，请决定' if proposed else '请选定措施和实施部门'}。"
        people = set(officers_of([action.department_id], *(APPROVERS if proposed else CLERKS)))
        if proposed:
            people = _who_decides(action, people, on)
        key = f"joint_action:{action.public_id}:{action.state}"
        made += tell(people, key, text, on, link=f"/joint/actions/{action.public_id}/")
    return made


def _who_decides(action: JointAction, department: set[Officer], on: date) -> set[Officer]:
    """The office above always; the department's own reviewers where the text leaves it to the department."""
    above = {one for one in Officer.objects.holding(Role.OFFICE_APPROVER) if _within(action, one)}
    return above | (department if decided_by(on)[0] == BODY else set())


def _within(action: JointAction, officer: Officer) -> bool:
    return JointAction.objects.waiting().visible_to(officer).filter(pk=action.pk).exists()


def _measures(on: date) -> int:
    made = 0
    recent = Q(state__in=["assigned", "ending"]) | Q(state="lapsed", ended_on__gte=on - CAUGHT_UP)
    rows = Measure.objects.filter(recent, since__isnull=False).select_related("subject", "item")
    for measure in rows:
        text = f"{measure.subject.name}“{measure.item.title}”{MEASURE_WORDS[measure.state]}。"
        made += _tell(officers_of([measure.department_id], *HANDLERS), measure, measure.state, text, on)
    for measure in Measure.objects.filter(state="refused").select_related("subject", "item", "action"):
        text = f"{measure.subject.name}“{measure.item.title}”：实施部门说明不能执行，请核定。"
        made += _tell(officers_of([measure.action.department_id], *APPROVERS), measure, "refused", text, on)
    return made


def _verifications(on: date) -> int:
    made = 0
    recent = Q(state__in=["open", "answered", "returned"]) | Q(state="kept", closed_on__gte=on - CAUGHT_UP)
    rows = Verification.objects.filter(recent)
    for case in rows.select_related("entry__subject"):
        made += _tell_supplier(case, on)
        if case.suspends:
            made += _tell_implementers(case, on)
    return made


def _tell_supplier(case: Verification, on: date) -> int:
    if case.state == Verification.State.KEPT:
        return 0
    answered = case.state == Verification.State.ANSWERED
    text = f"{case.entry.subject.name}的名单条目{'核实已答复，请核定' if answered else '有疑问，请核对并答复'}。"
    people = officers_of([case.supplier_id], *(APPROVERS if answered else HANDLERS))
    key = f"verification:{case.public_id}:{case.state}"
    return tell(people, key, text, on, urgent=True, link=f"/joint/verifications/{case.public_id}/")


def _tell_implementers(case: Verification, on: date) -> int:
    made, rests = 0, case.state != Verification.State.KEPT
    words = "正在核实，暂停执行" if rests else "核实无误，恢复执行"
    given = Measure.objects.filter(action__entry=case.entry)
    running = given.standing(on) if rests else given.in_force(on)
    for measure in running.select_related("item"):
        text = f"{case.entry.subject.name}“{measure.item.title}”：名单{words}。"
        step = f"{'rests' if rests else 'goes-on'}:{case.pk}"
        made += _tell(officers_of([measure.department_id], *HANDLERS), measure, step, text, on)
    return made


def _tell(people: Iterable[Officer], measure: Measure, step: str, text: str, on: date) -> int:
    link, key = f"/joint/measures/{measure.public_id}/", f"measure:{measure.public_id}:{step}"
    return tell(people, key, text, on, urgent=True, link=link)
