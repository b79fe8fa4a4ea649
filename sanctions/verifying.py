"""Verifying (核实): whoever finds an entry doubtful while carrying it out says so; measures rest at once, the supplier answers.

Source: E4; Suining 二(三)2, Harbin 13. Where no local text says whether measures rest, they do: the doubt is the subject's.
"""

from datetime import date

from django.db import IntegrityError, transaction

from accounts.models import Department, Officer, Role
from blacklists import leaving
from blacklists.models import Entry, Exit
from blacklists.refusals import ListRefused, move, must_hold, reason_given, reason_or_none, words
from ledger.acts import Actor, record_act
from ledger.models import Act
from ledger.moves import note
from records.marking import mark, unmark
from records.models import Mark
from rules import clocks
from rules.jurisdictions import find
from rules.models import CaseClock

from .models import Measure, Verification
from .resting import pace

CASE, ANSWER = "verification", "answer"  # of rules.ClockRule
STAFF = (Role.CLERK, Role.REVIEWER, Role.OFFICE, Role.OFFICE_APPROVER)
APPROVERS = (Role.REVIEWER, Role.OFFICE_APPROVER)
OWN = "本平台默认：法规未规定；存疑时不利后果不应由主体承担"


def suspends(on: date) -> tuple[bool, str]:
    """(whether measures rest while an entry is verified, clause)."""
    found = find(["verification.suspends"], on).get("verification.suspends")
    return (bool(found.value), found.clause) if found else (True, OWN)


@transaction.atomic
def open_verification(
    entry: Entry, *, trigger: str = "discovery", facts: str, officer: Officer, actor: Actor, on: date
) -> Verification:
    """启动核实, by a department that carries the entry out, its supplier or the office. The mark that suspends the measures is
    set in the same transaction. Raises ListRefused.
    """
    must_hold(officer, *STAFF, said="由实施部门、认定部门或信用办的工作人员启动核实。")
    own = Department.objects.answered_for_by(officer.department)
    implements = Measure.objects.filter(action__entry=entry, department__in=own).exclude(
        state__in=["planned", "struck"]
    )
    if not implements.exists() and not Entry.objects.visible_to(officer).filter(pk=entry.pk).exists():
        raise ListRefused("不在您的职责范围内。")
    entry = Entry.objects.select_for_update(of=("self",)).get(pk=entry.pk)  # it does not leave meanwhile
    if not Entry.objects.in_force(on).filter(pk=entry.pk).exists():
        raise ListRefused("这个名单条目今天已不在列，不用再核实。")
    kept = Verification.objects.filter(entry=entry, department=officer.department, state="kept").exists()
    if kept and not officer.has_role(Role.OFFICE, Role.OFFICE_APPROVER):
        raise ListRefused("本部门提出的疑问已经核实无误；有新的情况，请报信用办启动核实。")
    said = words(Verification, {"facts": facts}, "facts")
    if trigger not in Verification.Trigger.values:
        raise ListRefused("请从列表中选择启动核实的情形。")
    rest, clause = suspends(on)
    act = record_act("open_verification", actor, on, reason=said["facts"][:500], basis=clause)
    try:
        with transaction.atomic():
            made = Verification.objects.create(
                entry=entry, trigger=trigger, suspends=rest, clause=clause, department=officer.department, opened_by=officer,
                opened_on=on, supplier_id=entry.department_id, **said,
            )  # fmt: skip
    except IntegrityError as already:
        raise ListRefused("这个名单条目已在核实，不用再次启动。") from already
    note(act, made.object_kind, made.public_id, "open", made.state)
    mark(entry.public_id, Mark.Kind.VERIFICATION, case_id=made.public_id, suspends=rest, act=act)
    clocks.start(CASE, made.public_id, ANSWER, department=entry.department, act=act)
    pace(on, act, action__entry=entry)
    return made


@transaction.atomic
def answer(case: Verification, *, stands: bool, wording: str, officer: Officer, actor: Actor, on: date) -> None:
    """信息提供部门答复: the entry stands, or is wrong. Raises ListRefused."""
    must_hold(officer, Role.CLERK, Role.REVIEWER, Role.OFFICE, said="由信息提供部门的经办人员答复。")
    case = _locked(case, officer)
    own = Department.objects.answered_for_by(officer.department)
    if not own.filter(pk=case.supplier_id).exists():
        raise ListRefused("由提供信息的部门答复。")
    said = words(Verification, {"answer": wording}, "answer")
    act = record_act("answer_verification", actor, on)
    move(case, "answer", act, stands=stands, answered_by=officer, answered_on=on, **said)
    clocks.end(_clock(case), met=True, act=act)


@transaction.atomic
def give_back(case: Verification, *, reason: str, officer: Officer, actor: Actor, on: date) -> None:
    """答复退回补充; the supplier's days begin anew. Raises ListRefused."""
    case = _for_closer(case, officer)
    act = record_act("return_verification", actor, on, reason=reason_given(reason, "退回的"))
    move(case, "return", act)
    clocks.start(CASE, case.public_id, ANSWER, department=case.supplier, act=act)


@transaction.atomic
def close(case: Verification, *, officer: Officer, actor: Actor, on: date, reason: str = "") -> None:
    """核定 the answer, by another person: the measures go on, or the entry leaves the list with all that hangs on it.
    Raises ListRefused.
    """
    case = _for_closer(case, officer)
    if case.state != Verification.State.ANSWERED:
        raise ListRefused("信息提供部门还没有答复，不能核定。")
    if case.stands:
        act = record_act("keep_entry_verified", actor, on, reason=reason_or_none(reason))
        move(case, "keep", act, closer=officer, closed_on=on)
        unmark(case.public_id, act=act)
        pace(on, act, action__entry=case.entry)
        return
    said = reason_given(reason, "核实有误的")
    act = record_act("uphold_verification", actor, on, reason=said)
    assert case.answered_by is not None
    move(case, "uphold", act, closer=officer, closed_on=on)
    # The list is left before the mark goes: at no moment would the measures be in force again.
    leaving.leave_by_case(
        case.entry, exit=Exit.REVOKED, case_id=case.public_id, reason=said, happened_on=on, proposer=case.answered_by,
        approver=officer, actor=actor, on=on,
    )  # fmt: skip
    unmark(case.public_id, act=act)


def lapse(case: Verification, act: Act) -> None:
    """不再核实: the entry has left by another way. In the caller's transaction."""
    move(case, "lapse", act)
    unmark(case.public_id, act=act)
    clocks.end(_clock(case), met=False, act=act)


def _for_closer(case: Verification, officer: Officer) -> Verification:
    must_hold(officer, *APPROVERS, said="由认定部门审核员或信用办审批核定。")
    case = _locked(case, officer)
    if officer.pk in (case.answered_by_id, case.opened_by_id):
        raise ListRefused("自己启动或答复的核实不能由自己核定，请由另一位同事操作。")
    if not Entry.objects.visible_to(officer).filter(pk=case.entry_id).exists():
        raise ListRefused("由认定部门或其信用办核定。")
    return case


def _locked(case: Verification, officer: Officer) -> Verification:
    if not Verification.objects.visible_to(officer).filter(pk=case.pk).exists():
        raise ListRefused("不在您的职责范围内。")
    rows = Verification.objects.select_for_update(of=("self",)).select_related("entry", "supplier", "answered_by")
    return rows.get(pk=case.pk)


def _clock(case: Verification):
    return CaseClock.objects.of(CASE, case.public_id).filter(step=ANSWER)
