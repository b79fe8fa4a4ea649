"""更正: which correction a decision takes in. It is named by whoever decides: one of another point, accepted meanwhile, mends nothing.

The correction itself is proposed by a clerk of the reporting department, as every correction is. Source: F2, B7.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from accounts.models import Officer
from blacklists.refusals import ListRefused
from ledger.acts import Actor
from records import proposing
from records.models import Proposal, Record
from records.releasing import ReleaseRefused

from .models import Dispute

NONE = "还没有更正的内容：请报送部门填报员先在该记录的页面提出更正，再来决定。"
WHICH = "请选择本决定采纳的是哪一项更正；不是针对这件异议的更正，不能作为处理结果。"


@dataclass(frozen=True)
class Candidate:
    """可以采纳的更正. `changes`: (column, text before, text after)."""

    proposal: Proposal
    changes: Sequence[tuple[str, str, str]]


def candidates(case: Dispute) -> list[Candidate]:
    """What the decision can name: the correction that waits, and one accepted since the filing whose text stands today."""
    if case.target_kind != Dispute.Target.RECORD:
        return []
    rows = Proposal.objects.filter(kind=Proposal.Kind.CORRECTION, record__public_id=case.target_id)
    rows = rows.select_related("record__version", "version").order_by("-pk")
    return [
        Candidate(one, proposing.changes_of(one))
        for one in rows
        if one.state == Proposal.State.OPEN
        or (one.state == Proposal.State.ACCEPTED and one.version_id == one.record.version_id and _since(case, one))
    ]


def correct(
    case: Dispute, record: Record, named: UUID | None, *, approver: Officer, actor: Actor, on: date, reason: str
) -> Candidate:
    """Take in the one that the decision names; it is kept with the case. Raises ListRefused."""
    found = candidates(case)
    if not found:
        raise ListRefused(faults={"correction": NONE})
    chosen = next((one for one in found if one.proposal.public_id == named), None)
    if chosen is None:
        raise ListRefused(faults={"correction": WHICH})
    if chosen.proposal.state == Proposal.State.OPEN:
        try:
            proposing.accept(chosen.proposal, reviewer=approver, actor=actor, on=on, reason=reason)
        except ReleaseRefused as refused:
            raise ListRefused(f"更正没能采纳：{refused}") from refused
    case.correction = chosen.proposal
    case.save(update_fields=["correction"])
    return chosen


def _since(case: Dispute, proposal: Proposal) -> bool:
    return proposal.decided_on is not None and proposal.decided_on >= case.filed_on
