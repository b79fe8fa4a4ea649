"""Breaking a promise (违诺): proposed by one person, decided by another, and then a record. Source: E7, H2, D6; Shaanxi 二(六)."""

from datetime import date

from django.db import transaction

from accounts.models import Officer
from blacklists.refusals import SELF, ListRefused, locked, move, must_hold, reason_given
from ledger.acts import Actor, record_act
from records.kinds.commitment import UNFULFILLED
from rules import clocks
from rules.querysets import CaseClockQuerySet

from . import accepting, making
from .models import Commitment, LatePapers
from .querysets import APPROVERS
from .recording import send_breach, send_commitment, settle_correction


@transaction.atomic
def propose(case: Commitment | LatePapers, *, officer: Officer, actor: Actor, on: date, reason: str) -> None:
    """提出认定违诺; of a promise with a day, once that is over. Raises ListRefused."""
    must_hold(officer, *accepting.STAFF, said="由受理部门提出。")
    case = locked(case, officer)
    last = case.promised_by if isinstance(case, LatePapers) else case.fulfil_by
    if last is not None and on <= last:
        raise ListRefused(f"承诺的日期是{last}，期满后仍未履行的才能认定违诺。")
    said = reason_given(reason, "认定违诺的")
    act = record_act("propose_breach", actor, on, reason=said)
    move(case, "propose_breach", act, breach=said, breach_proposer=officer, breach_proposed_on=on)


@transaction.atomic
def decline(case: Commitment | LatePapers, *, officer: Officer, actor: Actor, on: date, reason: str) -> None:
    """不认定违诺: the promise still runs. Raises ListRefused."""
    case = _for_approver(case, officer)
    act = record_act("decline_breach", actor, on, reason=reason_given(reason, "不认定的"))
    move(case, "decline_breach", act, breach="", breach_proposer=None, breach_proposed_on=None)


@transaction.atomic
def confirm(case: Commitment | LatePapers, *, officer: Officer, actor: Actor, on: date) -> None:
    """认定违诺, by another person: a record of the breach, which awaits release like any other; the commitment's own record says
    that it was not kept. Raises ListRefused.
    """
    case = _for_approver(case, officer)
    proposer = case.breach_proposer
    if proposer is None:
        raise ListRefused("还没有人提出认定违诺，请刷新页面查看。")
    act = record_act("confirm_breach", actor, on, reason=case.breach)
    submission = send_breach(case, clerk=proposer, actor=actor, on=on)
    move(case, "confirm_breach", act, breach_approver=officer, breached_on=on, breach_submission=submission)
    clocks.end(_clocks_of(case), met=True, act=act)
    if isinstance(case, Commitment):
        changed = send_commitment(case, UNFULFILLED, clerk=proposer, actor=actor, on=on, words=case.breach)
        settle_correction(changed, approver=officer, actor=actor, on=on)


@transaction.atomic
def break_by_case(
    case: Commitment, *, facts: str, proposer: Officer, approver: Officer, actor: Actor, on: date
) -> None:
    """认定违诺 found in a procedure above: both persons are that procedure's. Nothing where the promise does not run any more.
    Raises ListRefused.
    """
    if proposer.pk == approver.pk:
        raise ListRefused(SELF)
    case = Commitment.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if case.state not in (Commitment.State.PERFORMING, Commitment.State.FULFILLED):
        return
    said = reason_given(facts, "认定违诺的")
    act = record_act("confirm_breach", actor, on, reason=said)
    move(case, "break_by_case", act, breach=said, breach_proposer=proposer, breach_proposed_on=on)
    submission = send_breach(case, clerk=proposer, actor=actor, on=on)
    move(case, "confirm_breach", act, breach_approver=approver, breached_on=on, breach_submission=submission)
    clocks.end(making.clocks_of(case), met=True, act=act)
    changed = send_commitment(case, UNFULFILLED, clerk=proposer, actor=actor, on=on, words=said)
    settle_correction(changed, approver=approver, actor=actor, on=on)


def _clocks_of(case: Commitment | LatePapers) -> CaseClockQuerySet:
    return accepting.clocks_of(case) if isinstance(case, LatePapers) else making.clocks_of(case)


def _for_approver(case: Commitment | LatePapers, officer: Officer) -> Commitment | LatePapers:
    must_hold(officer, *APPROVERS, said="由审核员或信用办审批核定。")
    case = locked(case, officer)
    if officer.pk == case.breach_proposer_id:
        raise ListRefused(SELF)
    return case
