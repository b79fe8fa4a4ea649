"""Seeding of rights (权利救济): objections and repairs of those whom `seeding` brought on record, filed by whoever acts for them."""

from datetime import date

from blacklists.notifying import Paper
from disputes import filing, handling
from disputes.models import Dispute
from records.models import Record
from repairs import applying, eligibility
from repairs import handling as repairing
from repairs.applying import Attached
from representation.models import Claim

from .signing import by, by_person
from .staffing import Staff

PDF = b"%PDF-1.4 scan"
PROOFS = ("performance", "commitment", "plan")


def object_to(record: Record, claim: Claim, staff: Staff, on: date) -> None:
    """A natural person objects to their own record; the office takes it up, the department answers."""
    case = filing.file_dispute(
        kind=Dispute.Kind.OBJECTION, subject=record.subject, target_kind=Dispute.Target.RECORD, target_id=record.public_id,
        ground=Dispute.Ground.FACTS, statement="处罚决定认定的事实与实际不符。", wish="更正", papers=[Paper("材料.pdf", PDF)],
        **by_person(claim.representative, on),
    )  # fmt: skip
    handling.accept(case, **by(staff.office, on))
    handling.answer(case, outcome="keep", wording="已调阅案卷核对，内容无误。", **by(staff.clerk, on))


def repair(record: Record, claim: Claim, staff: Staff, on: date) -> None:
    """A company asks for repair where the place's text lets it already; the department takes it up, which writes a letter."""
    papers = [Attached(kind, Paper("材料.pdf", PDF)) for kind in PROOFS]
    if not eligibility.of(record, on, given=PROOFS).may_apply:
        return
    case = applying.apply_for(
        record, what_was_done="罚款已缴清，问题已整改。", papers=papers, **by_person(claim.representative, on)
    )
    repairing.accept(case, **by(staff.clerk, on))
