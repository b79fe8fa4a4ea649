"""Deciding (决定): another person's word on the answer, and what follows from it at once: corrected, deleted, lifted, or kept.

Everything derived follows by itself: lists, measures and checks ask the same QuerySets. Source: F2, F3; Suining 二(三)2, Yingkou (十九).
"""

from datetime import date
from uuid import UUID

from django.db import transaction

from accounts.models import Officer
from blacklists import leaving
from blacklists.models import Entry, Exit
from blacklists.refusals import ListRefused, move, reason_given
from ledger.acts import Actor, record_act
from ledger.models import Act
from records.models import GONE, Record
from records.proposing import changes_of
from records.withdrawing import ProposalRefused, withdraw_by_case
from sanctions.executing import end_by_case
from sanctions.models import Measure
from sanctions.querysets import RUNNING

from .correcting import correct
from .filing import close_mark, end_clocks
from .handling import for_closer
from .letters import write
from .models import Dispute, DisputeLetter

KEEP, CORRECT, DELETE = Dispute.Outcome.KEEP, Dispute.Outcome.CORRECT, Dispute.Outcome.DELETE


@transaction.atomic
def decide(
    case: Dispute, *, reason: str, correction: UUID | None = None, officer: Officer, actor: Actor, on: date
) -> None:
    """按核查答复决定, by another person. `correction`: the one that is taken in, where the answer is to correct. Raises ListRefused, and then nothing has changed."""
    case = for_closer(case, officer)
    if case.state != Dispute.State.ANSWERED or case.answered_by is None:
        raise ListRefused("核查单位还没有答复，不能决定。")
    said = reason_given(reason, "决定的")
    upheld = case.outcome != KEEP
    act = record_act(f"{'uphold' if upheld else 'reject'}_{case.kind}", actor, on, reason=said)
    move(case, "uphold" if upheld else "reject", act, closer=officer, closed_on=on, decision=said)
    if upheld:
        carry_out(
            case, case.outcome, correction, proposer=case.answered_by, approver=officer, reason=said, actor=actor, on=on
        )
    # What was wrong has left before the mark goes: at no moment would it be in force again.
    close_mark(case, act)
    end_clocks(case, act, met=True)
    tell(case, DisputeLetter.Kind.REPLY, case.outcome, case.answer, said, officer, act)


def carry_out(
    case: Dispute,
    outcome: str,
    correction: UUID | None,
    *,
    proposer: Officer,
    approver: Officer,
    reason: str,
    actor: Actor,
    on: date,
) -> None:
    """更正、删除、移出、解除 by the use case of whatever is disputed; both persons are the dispute's. Raises ListRefused."""
    match case.target_kind:
        case Dispute.Target.RECORD:
            record = Record.objects.get(public_id=case.target_id)
            if record.state in GONE:
                return  # its body took it away meanwhile: the objection was right all the same
            if outcome == CORRECT:
                correct(case, record, correction, approver=approver, actor=actor, on=on, reason=reason)
            else:
                _withdraw(case, record, proposer, approver, actor, on, reason)
        case Dispute.Target.ENTRY:
            entry = Entry.objects.get(public_id=case.target_id)
            if not Entry.objects.in_force(on).filter(pk=entry.pk).exists():
                return
            leaving.leave_by_case(
                entry, exit=Exit.OBJECTION, case_id=case.public_id, reason=reason, happened_on=on, proposer=proposer,
                approver=approver, actor=actor, on=on,
            )  # fmt: skip
        case Dispute.Target.MEASURE:
            measure = Measure.objects.get(public_id=case.target_id)
            if measure.state in RUNNING:
                end_by_case(measure, reason=reason, actor=actor, on=on)


def _withdraw(
    case: Dispute, record: Record, proposer: Officer, approver: Officer, actor: Actor, on: date, reason: str
) -> None:
    try:
        withdraw_by_case(
            record, reason=reason, basis=case.title, proposer=proposer, approver=approver, actor=actor, on=on
        )
    except ProposalRefused as refused:
        raise ListRefused(str(refused)) from refused


def tell(case: Dispute, kind: str, outcome: str, found: str, said: str, officer: Officer, act: Act) -> None:
    label = Dispute.Outcome(outcome).label
    parts = [
        ("你（单位）的意见", f"{case.statement}\n要求：{case.wish}"),
        ("核查情况", found),
        ("处理结果和理由", f"{label}。{said}"),
    ]
    write(kind, case, parts, signer=officer, act=act)
    if outcome != KEEP and case.wants_notice and case.kind == Dispute.Kind.OBJECTION:
        restored = "原信息自今日起不再公示、共享和使用，依据它采取的措施同时终止；曾经获知的单位已重新告知。"
        if outcome == CORRECT:
            restored = f"原信息已经更正{_of(case)}，公示、共享和使用的是更正后的内容。"
        write(
            DisputeLetter.Kind.RESTORED,
            case,
            [("更正情况", f"{case.target_title}：{restored}")],
            signer=officer,
            act=act,
        )


def _of(case: Dispute) -> str:
    """What was corrected, by the names of the columns."""
    titles = "、".join(title for title, _, _ in changes_of(case.correction)) if case.correction else ""
    return f"（{titles}）" if titles else ""
