"""可修复的信息: what stands on record against a subject, with the answer for each. For the subject itself and for the counter."""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from django.db.models import Q

from blacklists.models import Entry, ReportedAct
from records.models import Record
from subjects.models import Subject

from . import eligibility
from .eligibility import Target
from .eligibility_rules import Answer
from .new_acts import ADVERSE

MOST = 50
KNOWN = ("released", "internal", "ended", "repaired")  # somebody has looked at it
TO_COME = ("awaiting", "escalated", "held")
Item = tuple[Target, Answer, str]


def targets_of(subject: Subject) -> Sequence[Target]:
    """Entries, acts without a record and adverse records of the subject and of those merged into it, the latest first."""
    mine = Q(subject__in=Subject.objects.one_with(subject))
    records = Record.objects.filter(mine, kind__in=ADVERSE, state__in=KNOWN)
    entries = Entry.objects.filter(mine, state__in=["published", "filed", "left"])
    acts = ReportedAct.objects.filter(mine, state__in=["confirmed", "repaired"])
    return [
        *entries.select_related("subject", "department").order_by("-pk")[:MOST],
        *acts.select_related("subject", "department").order_by("-decided_on", "-pk")[:MOST],
        *records.select_related("subject", "department", "version").order_by("-decided_on", "-pk")[:MOST],
    ]


def is_to_come(subject: Subject, public_id: UUID) -> bool:
    """Whether it is an adverse record of the subject's that nobody has released or kept back yet."""
    mine = Record.objects.filter(subject__in=Subject.objects.one_with(subject), kind__in=ADVERSE, public_id=public_id)
    return mine.filter(state__in=TO_COME).exists()


def items_of(targets: Iterable[Target], on: date) -> list[Item]:
    """Each with the answer of the day and its name."""
    return [(one, eligibility.of(one, on), name_of(one)) for one in targets]


def name_of(target: Target) -> str:
    """What it is, by kind and number."""
    if isinstance(target, Entry):
        return f"严重失信主体名单：{target.behaviour_title}（{target.decision_number}）"
    if isinstance(target, ReportedAct):
        return f"部门认定的失信行为：{target.document}"
    return f"{target.get_kind_display()}：{target.document_number}"
