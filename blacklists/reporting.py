"""Reporting acts (报告失信行为): a department's own determination, confirmed by a second person, then part of the grading.
Source: D4; Hua 二(二)2–3.
"""

from datetime import date

from django.db import transaction

from accounts.models import Officer, Role
from ledger.acts import Actor, record_act
from ledger.moves import note
from subjects.models import Subject

from .grading_records import propose_grade
from .issuing import office_of
from .listing import settle
from .models import ReportedAct
from .procedure import procedure
from .refusals import SELF, ListRefused, locked, move, must_hold, reason_given, words


@transaction.atomic
def report_act(
    subject: Subject,
    *,
    ground: str,
    document: str,
    decided_on: date,
    basis: str,
    facts: str = "",
    officer: Officer,
    actor: Actor,
    on: date,
) -> ReportedAct:
    """报告. `ground`: of the grading rules in force on the day. Raises ListRefused."""
    must_hold(officer, Role.CLERK, Role.OFFICE, said="由填报员或信用办经办报告。")
    if ground not in procedure(on, officer.department).grading.grounds:
        raise ListRefused("请从现行分级规则中选择情形。")
    if decided_on > on:
        raise ListRefused("认定日期不能晚于今天，请核对。")
    if subject.merged_into_id:
        raise ListRefused("这个主体已并入其他主体，请对合并后的主体报告。")
    said = words(ReportedAct, {"document": document, "basis": basis, "facts": facts}, "document", "basis")
    act = record_act("report_act", actor, on, basis=said["basis"])
    made = ReportedAct.objects.create(
        subject=subject, department=officer.department, ground=ground, decided_on=decided_on, proposer=officer,
        proposed_on=on, **said,
    )  # fmt: skip
    note(act, made.object_kind, made.public_id, "report", made.state)
    return made


@transaction.atomic
def decide_act(
    reported: ReportedAct, *, confirm: bool, officer: Officer, actor: Actor, on: date, reason: str = ""
) -> None:
    """确认 or 不予确认, by another person. Raises ListRefused."""
    must_hold(officer, Role.REVIEWER, Role.OFFICE_APPROVER, said="由审核员或信用办审批确认。")
    reported = locked(reported, officer)
    if officer.pk == reported.proposer_id:
        raise ListRefused(SELF)
    said = reason.strip() if confirm else reason_given(reason, "不予确认的")
    act = record_act("confirm_act" if confirm else "decline_act", actor, on, reason=said)
    move(reported, "confirm" if confirm else "decline", act, approver=officer, decided_by_two_on=on)


@transaction.atomic
def withdraw_act(reported: ReportedAct, *, officer: Officer, actor: Actor, on: date, reason: str) -> None:
    """撤回: entries that rest on it alone are not in force from now on. One person does, for it takes away.
    Raises ListRefused.
    """
    must_hold(officer, Role.CLERK, Role.REVIEWER, Role.OFFICE, Role.OFFICE_APPROVER, said="由经办人员撤回。")
    reported = locked(reported, officer)
    act = record_act("withdraw_act", actor, on, reason=reason_given(reason, "撤回的"))
    move(reported, "withdraw", act)
    settle([reported.subject_id], on)


@transaction.atomic
def repair_act(
    reported: ReportedAct, *, proposer: Officer, approver: Officer, actor: Actor, on: date, reason: str
) -> None:
    """修复: it counts no more for grades, entries and measures, which ask what stands. The case with its conditions lies above
    (`repairs`). Raises ListRefused.
    """
    _as_two(reported, "repair", proposer, approver, actor, on, reason)


@transaction.atomic
def undo_repair_act(
    reported: ReportedAct, *, proposer: Officer, approver: Officer, actor: Actor, on: date, reason: str
) -> None:
    """撤销修复: it counts again. Raises ListRefused."""
    _as_two(reported, "unrepair", proposer, approver, actor, on, reason)


def _as_two(
    reported: ReportedAct, name: str, proposer: Officer, approver: Officer, actor: Actor, on: date, reason: str
) -> None:
    if proposer.pk == approver.pk:
        raise ListRefused(SELF)
    reported = ReportedAct.objects.select_for_update(of=("self",)).get(pk=reported.pk)
    move(reported, name, record_act(f"{name}_act", actor, on, reason=reason, basis="信用修复"))
    propose_grade(reported.subject, office_of(reported.department), actor=actor, on=on)
    settle([reported.subject_id], on)
