"""Handling (转办、答复、办结): the office passes a report on, the competent department answers, another person closes it.

Source: F7; Shaanxi 二(八): passed on to the department competent, dealt with by the law.
"""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db import transaction

from accounts.models import Department, Officer, Role
from blacklists.refusals import SELF, ListRefused, locked, move, must_hold, reason_given, words
from ledger.acts import Actor, record_act
from ledger.models import Act
from rules import clocks
from rules.models import CaseClock
from subjects.models import Subject

from .filing import REPLY, TRANSFER
from .models import Report
from .querysets import CASE

ANSWERERS = (Role.CLERK, Role.REVIEWER, Role.OFFICE)


@transaction.atomic
def bind(report: Report, subject: Subject, *, officer: Officer, actor: Actor, on: date) -> None:
    """核对被举报人 by code: a name binds nothing. Raises ListRefused."""
    must_hold(officer, *ANSWERERS, said="由信用办或办理单位的经办人员核对。")
    report = locked(report, officer)
    move(report, "bind", record_act("bind_dishonesty_report", actor, on), subject=subject)


@transaction.atomic
def forward(
    report: Report,
    *,
    to: Department,
    text: str,
    papers: Collection[UUID] = (),
    officer: Officer,
    actor: Actor,
    on: date,
) -> None:
    """转办 to the competent department. `text`: what it reads, with what could give the reporter away struck out;
    `papers`: which go along. Raises ListRefused.
    """
    must_hold(officer, Role.OFFICE, said="由信用办经办转办。")
    report = locked(report, officer)
    said = words(Report, {"forwarded_text": text}, "forwarded_text")
    act = record_act("forward_dishonesty_report", actor, on)
    move(report, "forward", act, department=_competent(to, on), taken_by=officer, taken_on=on, **said)
    report.papers.filter(public_id__in=papers).update(forwarded=True)
    _end(report, act, TRANSFER, met=True)
    clocks.start(CASE, report.public_id, REPLY, department=to, act=act)


@transaction.atomic
def propose_decline(report: Report, *, reason: str, officer: Officer, actor: Actor, on: date) -> None:
    """拟不予受理; another person decides. The reason is told by the receipt code. Raises ListRefused."""
    must_hold(officer, Role.OFFICE, said="由信用办经办提出。")
    report = locked(report, officer)
    said = reason_given(reason, "不予受理的")
    act = record_act("propose_decline_dishonesty_report", actor, on, reason=said)
    move(report, "propose_decline", act, taken_by=officer, taken_on=on, decline_reason=said)


@transaction.atomic
def decide_decline(report: Report, *, agree: bool, officer: Officer, actor: Actor, on: date) -> None:
    """同意不予受理, or the report is taken up after all. Raises ListRefused."""
    must_hold(officer, Role.OFFICE_APPROVER, said="由信用办审批决定。")
    report = locked(report, officer)
    if officer.pk == report.taken_by_id:
        raise ListRefused(SELF)
    if not agree:
        act = record_act("take_up_dishonesty_report", actor, on, reason="不同意不予受理")
        move(report, "take_up", act, taken_by=None, taken_on=None, decline_reason="")
        return
    act = record_act("decline_dishonesty_report", actor, on, reason=report.decline_reason)
    move(report, "decline", act, closer=officer, closed_on=on)
    _end(report, act, met=True)


@transaction.atomic
def answer(report: Report, *, outcome: str, wording: str, officer: Officer, actor: Actor, on: date) -> None:
    """办理答复 by the competent department: founded, not founded, or not its matter. Raises ListRefused."""
    must_hold(officer, *ANSWERERS, said="由办理单位的经办人员答复。")
    report = locked(report, officer)
    own = Department.objects.answered_for_by(officer.department)
    if not own.filter(pk=report.department_id).exists():
        raise ListRefused("由办理单位答复。")
    if outcome not in Report.Outcome.values:
        raise ListRefused(faults={"outcome": "请选择办理结果。"})
    said = words(Report, {"answer": wording}, "answer")
    act = record_act("answer_dishonesty_report", actor, on)
    move(report, "answer", act, outcome=outcome, answered_by=officer, answered_on=on, **said)
    _end(report, act, REPLY, met=True)


@transaction.atomic
def give_back(
    report: Report, *, reason: str, to: Department | None = None, officer: Officer, actor: Actor, on: date
) -> None:
    """退回再办, or passed on to another department (`to`) where it is none of the first one's; the days begin anew.
    Raises ListRefused.
    """
    report = _for_closer(report, officer)
    if to is None and report.outcome == Report.Outcome.ELSEWHERE:
        raise ListRefused(faults={"department": "请选择改转哪个单位。"})
    act = record_act("return_dishonesty_report", actor, on, reason=reason_given(reason, "退回的"))
    department = _competent(to, on) if to else report.department
    assert department is not None  # by a constraint
    cleared = {"outcome": "", "answer": "", "answered_by": None, "answered_on": None}
    move(report, "return", act, department=department, **cleared)
    clocks.start(CASE, report.public_id, REPLY, department=department, act=act)


@transaction.atomic
def close(report: Report, *, told: str, officer: Officer, actor: Actor, on: date) -> None:
    """办结 by another person. `told`: what whoever has the receipt code reads. Raises ListRefused."""
    report = _for_closer(report, officer)
    said = reason_given(told, "办结的")
    act = record_act("close_dishonesty_report", actor, on, reason=said)
    move(report, "close", act, closer=officer, closed_on=on, told=said)
    _end(report, act, met=True)


def _for_closer(report: Report, officer: Officer) -> Report:
    must_hold(officer, Role.OFFICE_APPROVER, said="由信用办审批办结。")
    report = locked(report, officer)
    if officer.pk == report.answered_by_id:
        raise ListRefused(SELF)
    return report


def _competent(department: Department, on: date) -> Department:
    if not Department.objects.in_office(on).filter(pk=department.pk).exists():
        raise ListRefused(faults={"department": "这个单位已经停用，请选择接办的单位。"})
    return department


def _end(report: Report, act: Act, *steps: str, met: bool) -> None:
    rows = CaseClock.objects.of(CASE, report.public_id)
    clocks.end(rows.filter(step__in=steps) if steps else rows, met=met, act=act)
