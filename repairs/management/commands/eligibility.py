"""Eligibility (可否申请信用修复) of a record, an entry or an act without a record on a day. Source: F4."""

import uuid

from blacklists.models import Entry, ReportedAct
from credit_platform.commands import AnsweringCommand, Refused
from records.models import Record
from repairs.eligibility import Target, of
from repairs.eligibility_rules import MISSING, TITLES

GIVEN = {"performed": "performance", "committed": "commitment", "served": "public_service"}


class Command(AnsweringCommand):
    help = "Whether a record, a list entry or an act that a department determined may be repaired: procedure, earliest day, what is missing, clause."
    dated = True

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("target", metavar="RECORD_OR_ENTRY_ID")
        parser.add_argument("--performed", action="store_true", help="proof of performance is at hand")
        parser.add_argument("--committed", action="store_true", help="the public commitment is signed")
        parser.add_argument("--served", action="store_true", help="proof of public service is at hand")
        parser.add_argument("--minor", action="store_true", help="under eighteen when it happened")
        parser.add_argument("--bankrupt", action="store_true", help="a court has approved the plan")

    def answer(self, *, target, on, minor, bankrupt, **options):
        row = found(target)
        given = [paper for option, paper in GIVEN.items() if options[option]]
        said = of(row, on, given=given, minor=minor, bankrupt=bankrupt)
        return {
            "procedure": said.procedure.value,
            "title": TITLES[said.procedure],
            "verdict": said.verdict.value,
            "earliest": said.earliest.isoformat() if said.earliest else None,
            "missing": list(said.missing),
            "missing_words": [MISSING[one] for one in said.missing],
            "clause": said.clause,
            "why": said.why,
            "ends": said.longest.isoformat() if said.longest else None,
            "on": on.isoformat(),
        }


def found(text: str) -> Target:
    """The record, entry or act of the public id. Raises Refused."""
    try:
        public_id = uuid.UUID(text)
    except ValueError:
        raise Refused(f"“{text}”不是记录、名单条目或失信行为的编号。") from None
    row: Target | None = (
        Record.objects.select_related("subject", "department", "version").filter(public_id=public_id).first()
        or Entry.objects.select_related("subject", "department").filter(public_id=public_id).first()
        or ReportedAct.objects.select_related("subject", "department").filter(public_id=public_id).first()
    )
    if row is None:
        raise Refused(f"没有编号为 {public_id} 的记录、名单条目或失信行为。")
    return row
