"""Handling (受理、转办、核查): the office takes a case up and forwards it to whoever decided; that body looks into it and answers.

Source: F2; Suining 二(三)2–3 (deciding body first), Hua 二(五)1 (reporting body), 国办发〔2025〕22号 (forwarded at once).
"""

from datetime import date

from django.db import transaction

from accounts.models import Department, Officer, Role
from blacklists.refusals import SELF, ListRefused, locked, move, must_hold, reason_given, words
from ledger.acts import Actor, record_act
from ledger.moves import note
from rules import clocks
from rules.models import CaseClock, ClockPause

from .filing import FORWARD, REPLY, REVIEW, SUPPLIER, close_mark, end_clocks, open_mark
from .letters import write
from .models import Dispute, DisputeLetter

ANSWERERS = (Role.CLERK, Role.REVIEWER, Role.OFFICE)
PAUSES = (ClockPause.Reason.APPRAISAL, ClockPause.Reason.SUPPLEMENT)
OUTCOMES = {  # what may be found of what
    "record": ("correct", "delete", "keep"),
    "entry": ("delete", "keep"),
    "measure": ("delete", "keep"),
    "check": ("mend", "keep"),
    "handling": ("mend", "keep"),
}


@transaction.atomic
def accept(case: Dispute, *, officer: Officer, actor: Actor, on: date, to: Department | None = None) -> None:
    """受理并转办 to whoever decided (`to`: another body, where that one is wrong). From now on the measures that rest on what
    is disputed are suspended. Raises ListRefused.
    """
    must_hold(officer, Role.OFFICE, said="由信用办经办受理。")
    case = locked(case, officer)
    act = record_act(f"accept_{case.kind}", actor, on)
    move(case, "accept", act, taken_by=officer, taken_on=on, department=to or case.department)
    open_mark(case, act, suspends=True)
    end_clocks(case, act, FORWARD, met=True)
    _begin_supplier(case, act)


@transaction.atomic
def propose_decline(case: Dispute, *, reason: str, officer: Officer, actor: Actor, on: date) -> None:
    """拟不予受理: only the office may say so, and a second person decides. Raises ListRefused."""
    must_hold(officer, Role.OFFICE, said="由信用办经办提出。")
    case = locked(case, officer)
    said = reason_given(reason, "不予受理的")
    act = record_act(f"propose_decline_{case.kind}", actor, on, reason=said)
    move(case, "propose_decline", act, taken_by=officer, taken_on=on, decline_reason=said)


@transaction.atomic
def decide_decline(case: Dispute, *, agree: bool, officer: Officer, actor: Actor, on: date) -> None:
    """同意不予受理, told in a letter with its reason and remedies; or the case is taken up after all. Raises ListRefused."""
    must_hold(officer, Role.OFFICE_APPROVER, said="由信用办审批决定。")
    case = locked(case, officer)
    if officer.pk == case.taken_by_id:
        raise ListRefused(SELF)
    if not agree:
        act = record_act(f"take_up_{case.kind}", actor, on, reason="不同意不予受理")
        move(case, "take_up", act, taken_by=None, taken_on=None, decline_reason="")
        return
    act = record_act(f"decline_{case.kind}", actor, on, reason=case.decline_reason)
    move(case, "decline", act, closer=officer, closed_on=on)
    write(DisputeLetter.Kind.DECLINED, case, [("理由", case.decline_reason)], signer=officer, act=act)
    close_mark(case, act)
    end_clocks(case, act, met=True)


@transaction.atomic
def answer(case: Dispute, *, outcome: str, wording: str, officer: Officer, actor: Actor, on: date) -> None:
    """核查答复 by the body that decided: correct, delete or keep, with the facts found. Raises ListRefused."""
    must_hold(officer, *ANSWERERS, said="由核查单位的经办人员答复。")
    case = locked(case, officer)
    own = Department.objects.answered_for_by(officer.department)
    if not own.filter(pk=case.department_id).exists():
        raise ListRefused("由核查单位答复。")
    if outcome not in OUTCOMES[case.target_kind]:
        raise ListRefused(faults={"outcome": "请选择核查结论。"})
    said = words(Dispute, {"answer": wording}, "answer")
    act = record_act(f"answer_{case.kind}", actor, on)
    move(case, "answer", act, outcome=outcome, answered_by=officer, answered_on=on, **said)
    end_clocks(case, act, SUPPLIER, met=True)


@transaction.atomic
def give_back(case: Dispute, *, reason: str, officer: Officer, actor: Actor, on: date) -> None:
    """退回补充核查, by who would decide; the body's days begin anew. Raises ListRefused."""
    case = for_closer(case, officer)
    act = record_act(f"return_{case.kind}", actor, on, reason=reason_given(reason, "退回的"))
    move(case, "return", act)
    _begin_supplier(case, act)


@transaction.atomic
def pause(case: Dispute, *, why: str, reason: str, officer: Officer, actor: Actor, on: date) -> None:
    """暂停计时 for an appraisal or while papers are awaited (`why`: of PAUSES), by the office: whoever is asked does not stop the
    days in which they must answer. Raises ListRefused.
    """
    case = _for_office(case, officer)
    act = record_act("pause_dispute", actor, on, reason=reason_given(reason, "暂停的"))
    running = [clock for clock in _clocks(case).open() if clock.state == CaseClock.State.RUNNING]
    if why not in PAUSES or not running:
        raise ListRefused("请选择暂停的情形；已经暂停的，请先恢复。")
    try:
        for clock in running:
            clocks.pause(clock, reason=why, act=act)
    except clocks.ClockRefused as refused:
        raise ListRefused(str(refused)) from refused
    note(act, case.object_kind, case.public_id, "pause", case.state)


@transaction.atomic
def resume(case: Dispute, *, officer: Officer, actor: Actor, on: date) -> None:
    """恢复计时: the days taken out are added. Raises ListRefused."""
    case = _for_office(case, officer)
    act = record_act("resume_dispute", actor, on)
    paused = [clock for clock in _clocks(case).open() if clock.state == CaseClock.State.PAUSED]
    if not paused:
        raise ListRefused("没有暂停的期限。")
    for clock in paused:
        clocks.resume(clock, act=act)
    note(act, case.object_kind, case.public_id, "resume", case.state)


def for_closer(case: Dispute, officer: Officer) -> Dispute:
    """Locked, for the second person: the body's reviewer or the office's approver, who had no part in the answer. A complaint
    only the office decides: nobody is judge in their own cause. Raises ListRefused.
    """
    if case.kind == Dispute.Kind.COMPLAINT:
        must_hold(officer, Role.OFFICE_APPROVER, said="投诉由信用办审批决定，被投诉的单位不能自己决定。")
    must_hold(officer, Role.REVIEWER, Role.OFFICE_APPROVER, said="由核查单位审核员或信用办审批决定。")
    case = locked(case, officer)
    if officer.pk in (case.answered_by_id, case.taken_by_id):
        raise ListRefused(SELF)
    return case


def _begin_supplier(case: Dispute, act) -> None:
    if case.kind == Dispute.Kind.OBJECTION:
        clocks.start(case.kind, case.public_id, SUPPLIER, department=case.department, act=act)


def _for_office(case: Dispute, officer: Officer) -> Dispute:
    must_hold(officer, Role.OFFICE, said="由信用办经办暂停或恢复；核查单位需要检验鉴定的，请告诉信用办。")
    return locked(case, officer)


def _clocks(case: Dispute):
    return CaseClock.objects.of(case.kind, case.public_id).filter(step__in=[SUPPLIER, REPLY, REVIEW])
