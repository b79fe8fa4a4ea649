"""Reviewing (复核) of objections: once, at the subject's wish, by people of the office who had no part in the first decision. Source: F2; domain.md §3c."""

from datetime import date
from uuid import UUID

from django.db import transaction

from accounts.models import Officer, Role
from blacklists.notifying import Paper
from blacklists.refusals import ListRefused, locked, move, must_act_for, must_hold, reason_given, words
from ledger.acts import Actor, record_act
from ledger.models import Act
from representation.models import Representative
from rules import clocks

from .deciding import KEEP, carry_out, tell
from .filing import REVIEW, close_mark, end_clocks, open_mark, take_at_counter
from .handling import OUTCOMES
from .models import Dispute, DisputeLetter
from .targets import find_target

AGAIN = "复核只由没有参与原核查和决定的人员办理，请由另一位同事操作。"


@transaction.atomic
def ask_review(
    case: Dispute, *, reason: str, paper: Paper | None = None, representative: Representative | None = None, officer: Officer | None = None,
    actor: Actor, on: date,
) -> None:  # fmt: skip
    """申请复核 of 不成立 or 不予受理, once. What is disputed is marked again; what was decided holds meanwhile. At the counter by
    the office, with the subject's signed `paper`. Raises ListRefused.
    """
    case = Dispute.objects.select_for_update(of=("self",)).select_related("subject", "office").get(pk=case.pk)
    if case.kind == Dispute.Kind.COMPLAINT:  # the office itself decided it; few offices have a second approver
        raise ListRefused("投诉由信用办直接决定，不另设复核；有新的情况，可以再次投诉。")
    if case.review_asked_on is not None:
        raise ListRefused("复核只能申请一次；仍不服的，可以依法申请行政复议或者提起行政诉讼。")
    if (
        case.target_kind != Dispute.Target.HANDLING
        and find_target(case.subject, case.target_kind, case.target_id, on) is None
    ):
        raise ListRefused("所指的事项已经撤下或移出，不用复核。")
    said = reason_given(reason, "申请复核的")
    if officer is not None:
        take_at_counter(case, paper, "复核申请书", officer, on)
    else:
        must_act_for(representative, case.subject, on)
    act = record_act(f"ask_review_{case.kind}", actor, on, reason=said)
    move(case, "ask_review", act, review_reason=said, review_asked_on=on)
    open_mark(case, act, suspends=False)
    clocks.start(case.kind, case.public_id, REVIEW, department=case.office, act=act)


@transaction.atomic
def answer_review(case: Dispute, *, outcome: str, wording: str, officer: Officer, actor: Actor, on: date) -> None:
    """复核意见, by somebody of the office who had no part before. Raises ListRefused."""
    must_hold(officer, Role.OFFICE, said="由信用办经办提出复核意见。")
    case = _untouched(case, officer)
    if outcome not in OUTCOMES[case.target_kind]:
        raise ListRefused(faults={"outcome": "请选择复核意见。"})
    said = words(Dispute, {"review_answer": wording}, "review_answer")
    act = record_act(f"answer_review_{case.kind}", actor, on)
    move(case, "answer_review", act, review_outcome=outcome, reviewed_by=officer, reviewed_on=on, **said)


@transaction.atomic
def return_review(case: Dispute, *, reason: str, officer: Officer, actor: Actor, on: date) -> None:
    """复核意见退回. Raises ListRefused."""
    case = _for_closer(case, officer)
    act = record_act(f"return_review_{case.kind}", actor, on, reason=reason_given(reason, "退回的"))
    move(case, "return_review", act, reviewed_by=None, review_outcome="")


@transaction.atomic
def decide_review(
    case: Dispute, *, reason: str, correction: UUID | None = None, officer: Officer, actor: Actor, on: date
) -> None:
    """复核决定, by a fourth person; upheld, everything follows as with the first decision. Raises ListRefused."""
    case = _for_closer(case, officer)
    if case.reviewed_by is None:
        raise ListRefused("还没有复核意见。")
    said = reason_given(reason, "决定的")
    upheld = case.review_outcome != KEEP
    act = record_act(f"{'uphold' if upheld else 'reject'}_review_{case.kind}", actor, on, reason=said)
    name = "uphold_review" if upheld else "reject_review"
    move(case, name, act, review_closer=officer, review_closed_on=on, review_decision=said)
    if upheld:
        carry_out(
            case, case.review_outcome, correction, proposer=case.reviewed_by, approver=officer, reason=said, actor=actor, on=on,
        )  # fmt: skip
    _end(case, act)
    tell(case, DisputeLetter.Kind.REVIEW, case.review_outcome, case.review_answer, said, officer, act)


def _end(case: Dispute, act: Act) -> None:
    close_mark(case, act)
    end_clocks(case, act, met=True)


def _for_closer(case: Dispute, officer: Officer) -> Dispute:
    must_hold(officer, Role.OFFICE_APPROVER, said="由信用办审批决定复核。")
    case = _untouched(case, officer)
    if officer.pk == case.reviewed_by_id:
        raise ListRefused(AGAIN)
    return case


def _untouched(case: Dispute, officer: Officer) -> Dispute:
    case = locked(case, officer)
    part = {case.answered_by_id, case.closer_id}
    if case.decline_reason:
        part.add(case.taken_by_id)  # one of the two who did not take it up
    if officer.pk in part:
        raise ListRefused(AGAIN)
    return case
