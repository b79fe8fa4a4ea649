"""Ordering (决定实施): by whom the place's text names, by a second person; the departments get their tasks and clocks. Source: E2, D6."""

from datetime import date

from django.db import transaction

from accounts.models import Officer, Role
from blacklists.deciding import WITH_MINUTES, Document
from blacklists.procedure import BODY, CONSULTATION, DECIDERS
from blacklists.refusals import SELF, ListRefused, keep_paper, locked, move, must_hold, reason_given, words
from ledger.acts import Actor, record_act
from rules import clocks
from rules.jurisdictions import find

from .models import JointAction, Measure
from .resting import CASE, pace

APPROVERS = (Role.REVIEWER, Role.OFFICE_APPROVER)
ACKNOWLEDGE, EXECUTE = "acknowledge", "execute"  # of rules.ClockRule
NOTHING = Document()
OWN = "本平台默认：法规未规定，由认定部门决定"


def decided_by(on: date) -> tuple[str, str]:
    """(who decides on joint action, clause): the place's text; where none says, the body that decided the entry."""
    found = find(["joint.decided_by"], on).get("joint.decided_by")
    return (found.value, found.clause) if found else (BODY, OWN)


@transaction.atomic
def decide(action: JointAction, *, document: Document = NOTHING, officer: Officer, actor: Actor, on: date) -> None:
    """决定实施: every planned measure becomes a task of its department. Raises ListRefused."""
    must_hold(officer, *APPROVERS, said="由审核员或信用办审批办理决定。")
    action = locked(action, officer)
    if officer.pk == action.proposer_id:
        raise ListRefused(SELF)
    decider, clause = decided_by(on)
    if decider != BODY and not officer.has_role(Role.OFFICE_APPROVER):
        raise ListRefused(f"按规定由{DECIDERS[decider]}决定（{clause}），由信用办审批办理。")
    if not JointAction.objects.filter(pk=action.pk).founded(on).exists():
        raise ListRefused("名单条目已经移出或依据已撤销，不能再采取措施。")
    if action.measures.filter(state="planned", planner=officer).exists():
        raise ListRefused("有的措施是您选定的，请由另一位同事决定。")
    planned = list(action.measures.select_for_update(of=("self",)).filter(state="planned").select_related("department"))
    if not planned:
        raise ListRefused("还没有选定措施，请先退回选定。")
    if decider == CONSULTATION and any(one.agrees is not True for one in planned):
        raise ListRefused(f"按规定须商有关部门（{clause}）：请先登记每个实施部门的意见；不同意的，请不采用该项。")
    if any(one.until is not None and one.until < on for one in planned):
        raise ListRefused("有的措施期限已经过了，请退回重新选定。")
    kept = _document(action, decider, document, on)
    act = record_act("decide_joint_action", actor, on, basis=kept["document_number"] or clause)
    move(action, "decide", act, approver=officer, decided_on=on, decider=decider, **kept)
    for measure in planned:
        move(measure, "assign", act, since=on, until=_last_day(action, measure), approver=officer)
        clocks.start(CASE, measure.public_id, ACKNOWLEDGE, department=measure.department, act=act)
    pace(on, action=action)  # its entry may be in doubt already


def _last_day(action: JointAction, measure: Measure) -> date:
    """The entry's own; of a grade what was planned for the measure."""
    listed = action.entry or action.nomination
    found = listed.until if listed else measure.until
    assert found is not None  # in force, or planned with it
    return found


def _document(action: JointAction, decider: str, document: Document, on: date) -> dict:
    said = words(JointAction, {"document_title": document.title, "document_number": document.number})
    if decider in WITH_MINUTES and not (all(said.values()) and document.dated and document.paper):
        raise ListRefused(f"{DECIDERS[decider]}决定的，请填写会议纪要或批复的名称、文号、日期，并上传扫描件。")
    if document.dated and not action.triggered_on <= document.dated <= on:
        raise ListRefused(f"决定文件的日期应在触发（{action.triggered_on}）之后、今天之前，请核对。")
    path, name = keep_paper(document.paper.name, document.paper.data) if document.paper else ("", "")
    return {**said, "document_date": document.dated, "document_path": path, "document_name": name}


@transaction.atomic
def give_back(action: JointAction, *, officer: Officer, actor: Actor, on: date, reason: str) -> None:
    """退回修改. Raises ListRefused."""
    must_hold(officer, *APPROVERS, said="由审核员或信用办审批退回。")
    action = locked(action, officer)
    if officer.pk == action.proposer_id:
        raise ListRefused(SELF)
    move(action, "return", record_act("return_joint_action", actor, on, reason=reason_given(reason, "退回的")))
