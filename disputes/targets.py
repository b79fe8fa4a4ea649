"""所指事项: what a subject may object to or complain of, found by kind and public id, and only where it is theirs. Source: F2, F10."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from accounts.models import Department
from blacklists.issuing import office_of
from blacklists.models import Entry
from checks.models import Check
from records.addressing import addressee_of, in_charge
from records.models import Record
from sanctions.models import Measure
from subjects.models import Subject

from .models import Dispute

Kind = Dispute.Target
NEVER = ("withdrawn", "taken_back")  # a record that has left says nothing any more
LISTED = ("published", "filed")
MOST = 200  # of each kind, the latest; older ones are reached from their own pages


@dataclass(frozen=True)
class Target:
    """所指事项. `department`: of one that was found who looks into it; in a list of many the body that brought it."""

    kind: str
    public_id: UUID
    title: str
    department: Department
    subject: Subject
    day: date | None = None


def find_target(subject: Subject, kind: str, public_id: UUID, on: date) -> Target | None:
    """The thing, where it is the subject's (or of one merged into it) and still says something; else None."""
    found = next(iter(_of(subject, kind, public_id)), None)
    return found and replace(found, department=_addressee(found, on))


def _addressee(target: Target, on: date) -> Department:
    """Who looks into it: of a record by the one rule, of all else the body that decided or carries out, or its successor."""
    if target.kind == Kind.RECORD:
        return addressee_of(Record.objects.select_related("department").get(public_id=target.public_id), on)
    return in_charge(target.department, on)


def targets_of(subject: Subject) -> list[Target]:
    """Everything about the subject that can be disputed, the latest first within each kind."""
    return [one for kind in (Kind.RECORD, Kind.ENTRY, Kind.MEASURE, Kind.CHECK) for one in _of(subject, kind)]


def _of(subject: Subject, kind: str, only: UUID | None = None) -> list[Target]:
    match kind:
        case Kind.RECORD:
            return [_record(one) for one in _theirs(Record.objects.exclude(state__in=NEVER), subject, only)]
        case Kind.ENTRY:
            return [_entry(one) for one in _theirs(Entry.objects.filter(state__in=LISTED), subject, only)]
        case Kind.MEASURE:
            rows = Measure.objects.filter(state__in=["assigned", "acknowledged", "executed", "refused"])
            return [_measure(one) for one in _theirs(rows.select_related("item", "action"), subject, only)]
        case Kind.CHECK:
            return [_check(one, subject) for one in _theirs(Check.objects.all(), subject, only)]
    return []


def _theirs(rows: QuerySet, subject: Subject, only: UUID | None) -> QuerySet:
    own = rows.filter(subject__in=Subject.objects.one_with(subject))
    if only is not None:
        own = own.filter(public_id=only)
    return own.select_related("subject", "department").order_by("-pk")[:MOST]


def _record(row: Record) -> Target:
    title = f"{row.get_kind_display()} {row.document_number}（{row.body_name}）"
    return Target(Kind.RECORD, row.public_id, title, row.department, row.subject, row.decided_on)


def _entry(row: Entry) -> Target:
    title = f"严重失信主体名单：{row.behaviour_title}（{row.decision_number}）"
    return Target(Kind.ENTRY, row.public_id, title, row.department, row.subject, row.decided_on)


def _measure(row: Measure) -> Target:
    title = f"措施：{row.item.title}（{row.department.name}）"
    return Target(Kind.MEASURE, row.public_id, title, row.department, row.subject, row.since)


def _check(row: Check, subject: Subject) -> Target:
    title = f"信用核查回执 {row.number}（{row.department.name}）"
    # What a receipt says is the platform's answer, so the office looks into it.
    return Target(Kind.CHECK, row.public_id, title, office_of(row.department), subject, row.checked_on)
