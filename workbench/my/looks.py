"""谁查过我: credit checks with their purpose, and looks of staff at what is not public: body, day, what for. Source: F1.

Never the officer: who it was stands in the access log, which the auditors read.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import CharField, F, Q, QuerySet, Value

from accounts.models import AccessLog
from blacklists.models import Entry, Letter, Nomination
from checks.models import Check
from disputes.models import Dispute, DisputeLetter
from records.models import Record
from repairs.models import Repair, RepairLetter
from representation.models import Claim
from sanctions.models import CaseLetter, Interview, Measure, MinorCase
from subjects.models import Subject

from .items import Ids

PAGE = 30


@dataclass(frozen=True)
class Look:
    """One look. `why`: matter and purpose of a check; of other looks what was opened. `number`: of the receipt."""

    at: datetime
    body: str
    what: str
    why: str
    number: str = ""


def rows_of(same: Ids) -> QuerySet:
    """The latest first: {"at", "body", "what", "why", "number"}."""
    checks = (
        Check.objects.filter(subject__in=same)
        .order_by()
        .annotate(
            at=F("checked_at"),
            body=F("department__name"),
            what=Value("信用核查", CharField()),
            why=F("matter_title"),
            purposes=F("purpose"),
            receipt=F("number"),
        )
        .values("at", "body", "what", "why", "purposes", "receipt")
    )
    empty = Value("", CharField())
    looks = (
        AccessLog.objects.filter(object_id__in=_objects(same))
        .order_by()
        .annotate(body=F("department"), why=F("reason"), purposes=empty, receipt=empty)
        .values("at", "body", "what", "why", "purposes", "receipt")
    )
    return checks.union(looks, all=True).order_by("-at")


def looks(rows: QuerySet | list) -> Iterator[Look]:
    for row in rows:
        why = "：".join(part for part in (row["why"], row["purposes"]) if part)
        yield Look(row["at"], row["body"] or "本人（经办人）", row["what"], why or "办理业务", row["receipt"])


def _objects(same: Ids) -> QuerySet:
    """Public ids of the subject, and of all that is about it."""
    about = [
        Record.objects.filter(subject__in=same), Entry.objects.filter(subject__in=same),
        Nomination.objects.filter(subject__in=same), Measure.objects.filter(subject__in=same),
        MinorCase.objects.filter(subject__in=same), CaseLetter.objects.filter(case__subject__in=same),
        Letter.objects.filter(Q(entry__subject__in=same) | Q(nomination__subject__in=same)),
        Dispute.objects.filter(subject__in=same), DisputeLetter.objects.filter(dispute__subject__in=same),
        Interview.objects.filter(case__subject__in=same), Claim.objects.filter(subject__in=same),
        Repair.objects.filter(subject__in=same), RepairLetter.objects.filter(repair__subject__in=same),
    ]  # fmt: skip
    found = Subject.objects.filter(pk__in=same).order_by().values("public_id")
    return found.union(*(rows.order_by().values("public_id") for rows in about), all=True)
