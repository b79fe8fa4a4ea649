"""期限 of the own file: every day that something about the subject ends, must be done or will be answered. Source: F1.

Derived from the same columns and QuerySets as the rest; the clocks of cases (rules.CaseClock) say until when departments must
act. An app above that brings cases adds the ids of its own to CASES.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain

from django.db.models import QuerySet

from blacklists.models import Entry, Nomination
from blacklists.procedure import STATEMENT
from checks.models import Authorisation
from commitments.models import Commitment, LatePapers
from disputes.models import Dispute
from records.models import Proposal, Record
from repairs.models import Repair
from representation.models import Claim
from rules.models import CaseClock
from sanctions.models import Measure, MinorCase, Verification
from subjects.models import Subject

from .items import Ids


@dataclass(frozen=True, order=True)
class Deadline:
    """One day. `yours`: the subject has to act; `late`: it is past and nobody has."""

    on: date
    title: str
    words: str
    yours: bool = False
    late: bool = False


def _served(same: Ids) -> QuerySet:
    return Entry.objects.filter(subject__in=same, notice_delivered_on__isnull=False)


# Public ids of the cases whose clocks the subject is told.
CASES: tuple[Callable[[Ids], QuerySet], ...] = (
    lambda same: _served(same).values("public_id"),
    lambda same: Nomination.objects.filter(subject__in=same, notice_from__isnull=False).values("public_id"),
    lambda same: Measure.objects.filter(subject__in=same).exclude(state__in=["planned", "struck"]).values("public_id"),
    lambda same: Verification.objects.filter(entry__subject__in=same).values("public_id"),
    lambda same: MinorCase.objects.filter(subject__in=same, letters__delivered_on__isnull=False).values("public_id"),
    lambda same: Proposal.objects.filter(record__subject__in=same).values("public_id"),
    lambda same: Dispute.objects.filter(subject__in=same).values("public_id"),
    lambda same: Repair.objects.filter(subject__in=same).values("public_id"),
)


def deadlines(subject: Subject, same: Ids, on: date) -> list[Deadline]:
    """All from the day on, and what is overdue; the earliest first."""
    every = chain(
        _records(same, on), _lists(same, on), _measures(same, on), _promises(same, on), _papers(subject, same, on),
        *(_clocks(cases(same), on) for cases in CASES),
    )  # fmt: skip
    return sorted(every)


def _records(same: Ids, on: date) -> Iterator[Deadline]:
    rows = Record.objects.filter(subject__in=same)
    public = rows.public(on).filter(public_until__isnull=False)
    for number, kind, until in public.values_list("document_number", "kind", "public_until"):
        assert until is not None  # asked for
        yield Deadline(until, f"{_kind(kind)} {number}", "公示截止，次日起不再公示")
    valid = rows.filter(valid_until__gte=on, effect_ended=False).exclude(state__in=["withdrawn", "taken_back"])
    for number, kind, until in valid.values_list("document_number", "kind", "valid_until"):
        assert until is not None  # asked for
        yield Deadline(until, f"{_kind(kind)} {number}", "有效期至")
    waiting = rows.filter(state="awaiting", release_by__gte=on).values_list("document_number", "kind", "release_by")
    for number, kind, by in waiting:
        assert by is not None  # asked for
        yield Deadline(by, f"{_kind(kind)} {number}", "部门审核无误的，最迟这天公示")


def _kind(kind: str) -> str:
    return str(dict(Record._meta.get_field("kind").flatchoices).get(kind, kind))  # type: ignore[union-attr]


def _lists(same: Ids, on: date) -> Iterator[Deadline]:
    for row in Entry.objects.filter(subject__in=same).in_force(on):
        assert row.until is not None  # in force
        yield Deadline(row.until, row.behaviour_title, "严重失信主体名单，列入截止")
        if row.correct_by and row.correct_by >= on:
            yield Deadline(row.correct_by, row.behaviour_title, "在此日前纠正并经核实，可以提前移出", yours=True)
    for row in Nomination.objects.filter(subject__in=same).in_force(on):
        yield Deadline(row.until, row.title, "守信红名单，有效期至")  # type: ignore[arg-type]
    for row in Nomination.objects.filter(subject__in=same).in_notice(on):
        yield Deadline(row.notice_until, row.title, "征求异议公示截止")  # type: ignore[arg-type]


def _measures(same: Ids, on: date) -> Iterator[Deadline]:
    for row in Measure.objects.filter(subject__in=same).standing(on).select_related("item", "department"):
        assert row.until is not None  # it stands
        yield Deadline(row.until, row.item.title, f"{row.department.name}的措施截止")


def _promises(same: Ids, on: date) -> Iterator[Deadline]:
    for made in Commitment.objects.filter(subject__in=same).open():
        if made.fulfil_by:
            yield Deadline(made.fulfil_by, made.matter, "信用承诺，履行期限", yours=True, late=made.fulfil_by < on)
        if made.valid_until and made.valid_until >= on:
            yield Deadline(made.valid_until, made.matter, "信用承诺，有效期至")
    for case in LatePapers.objects.filter(subject__in=same).open().select_related("matter"):
        words = "容缺受理，承诺补齐材料"
        yield Deadline(case.promised_by, case.matter.title, words, yours=True, late=case.promised_by < on)


def _papers(subject: Subject, same: Ids, on: date) -> Iterator[Deadline]:
    for given in Authorisation.objects.in_force(on).filter(subject__in=same).select_related("body"):
        yield Deadline(given.until, given.body.name, "查询授权截止")
    for claim in Claim.objects.active(on).about(subject).filter(until__isnull=False):
        yield Deadline(claim.until, "授权委托书", "经办人的委托截止")  # type: ignore[arg-type]


def _clocks(cases: QuerySet, on: date) -> Iterator[Deadline]:
    rows = CaseClock.objects.open().filter(case_id__in=cases).select_related("rule", "department")
    for row in rows:
        yours = row.step == STATEMENT
        body = row.department.name
        words = f"可以在此日前向{body}陈述申辩" if yours else f"由{body}办理，须在此日前办结，您不用做什么"
        if row.state == "paused":
            words += "（计时已暂停）"
        yield Deadline(row.due, row.rule.title, words, yours=yours, late=row.due < on and row.state == "running")
