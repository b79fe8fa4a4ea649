"""Sources of an answer (核查依据的查询): what the QuerySets below call in force, public, standing, of many subjects at once.

Each is one prepared statement whatever the number of subjects: making and planning the SQL of them took most of a single look-up.
Source: E6.
"""

from collections.abc import Sequence
from datetime import date

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from blacklists.models import Entry, Nomination
from blacklists.querysets import marks_of_entry
from credit_platform.prepared import AnyOf, Prepared
from records.models import Mark, Record, RecordKind
from sanctions.models import Measure, Verification

KEPT = ("released", "internal")  # states of a record that says something to a department
ELSEWHERE = (RecordKind.LISTED, RecordKind.DEBTOR, RecordKind.PRAISED, RecordKind.HONOUR)
Ids = Sequence[int]


def _black(rows: QuerySet, same: Ids, marks: QuerySet) -> QuerySet:
    return rows.filter(AnyOf("subject_id", same)).annotate(disputed=Exists(marks_of_entry(marks))).order_by("pk").values(
        "subject", "public_id", "behaviour_title", "behaviour_version", "department__name", "decision_number", "decided_on",
        "until", "disputed",
    )  # fmt: skip


def _red(rows: QuerySet, same: Ids) -> QuerySet:
    return rows.filter(AnyOf("subject_id", same)).order_by("pk").values(
        "subject", "public_id", "title", "department__name", "document_number", "document_date", "until"
    )  # fmt: skip


def _elsewhere(same: Ids, on: date) -> QuerySet:
    """What another body decided and published here."""
    rows = Record.objects.public(on).filter(AnyOf("subject_id", same), kind__in=ELSEWHERE)
    marks = Mark.objects.open(on).filter(target_id=OuterRef("public_id"))
    return _valid(rows, on).annotate(disputed=Exists(marks)).order_by("pk").values(
        "subject", "public_id", "kind", "body_name", "document_number", "decided_on", "public_until", "version__content", "disputed"
    )  # fmt: skip


def _measures(same: Ids, on: date) -> QuerySet:
    """In force, and those that rest while their entry is verified, told apart."""
    rows = Measure.objects.standing(on).filter(AnyOf("subject_id", same)).with_suspended(on)
    return rows.order_by("pk").values(
        "subject", "public_id", "state", "condition", "area", "since", "until", "rests", "action__nomination",
        "department__name", "department__code", "item__key", "item__title", "item__content", "item__basis", "item__clause",
        "item__version__number", "item__version__jurisdiction__title",
        number=F("action__entry__decision_number"), document=F("action__nomination__document_number"),
        grade=F("action__grading__grade"),
    )  # fmt: skip


def _verifications(same: Ids) -> QuerySet:
    rows = Verification.objects.open().filter(AnyOf("entry__subject_id", same)).order_by("pk")
    return rows.values(
        "entry__subject", "entry__behaviour_title", "entry__decision_number", "opened_on", "trigger", "supplier__name", "suspends"
    )  # fmt: skip


def _grades(same: Ids, on: date) -> QuerySet:
    rows = Record.objects.filter(
        AnyOf("subject_id", same), kind__in=[RecordKind.GRADE, RecordKind.RATING], state__in=KEPT
    )
    return _valid(rows, on).order_by("decided_on", "pk").values(
        "subject", "department", "kind", "body_name", "decided_on", "valid_until", "version__content"
    )  # fmt: skip


def _penalties(same: Ids, on: date) -> QuerySet:
    rows = Record.objects.public(on).filter(AnyOf("subject_id", same), kind=RecordKind.PENALTY)
    return rows.order_by().values("subject", "seriousness").annotate(count=Count("pk"))


def _valid(rows: QuerySet, on: date) -> QuerySet:
    return rows.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=on), effect_ended=False)


def _black_for_departments(same: Ids, on: date) -> QuerySet:
    return _black(Entry.objects.in_force(on), same, Mark.objects.open(on))


def _black_for_all(same: Ids, on: date) -> QuerySet:
    return _black(Entry.objects.public(on), same, Mark.objects.open(on))


def _red_for_departments(same: Ids, on: date) -> QuerySet:
    return _red(Nomination.objects.in_force(on), same)


def _red_for_all(same: Ids, on: date) -> QuerySet:
    return _red(Nomination.objects.public(on), same)


BLACK = Prepared(_black_for_departments, same=list, on=date)
PUBLIC_BLACK = Prepared(_black_for_all, same=list, on=date)
RED = Prepared(_red_for_departments, same=list, on=date)
PUBLIC_RED = Prepared(_red_for_all, same=list, on=date)
FROM_ELSEWHERE = Prepared(_elsewhere, same=list, on=date)
MEASURES = Prepared(_measures, same=list, on=date)
VERIFICATIONS = Prepared(_verifications, same=list)
GRADES = Prepared(_grades, same=list, on=date)
PENALTIES = Prepared(_penalties, same=list, on=date)
