"""专项信用报告: what is on file against a subject within a period and within chosen domains. Source: H1.

It stands in place of certificates that there was no violation, so it says what was looked at rather than that there is nothing.
What counts: the day of the decision lies within the period, both ends included; of lists and registers that one stands on: any day
on it does. In the subject's own hands also what is not, or no longer, public; never what was repaired, withdrawn, hidden for doubt,
masked while a court's plan is carried out, or not yet looked at by anybody.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from blacklists.models import Entry
from blacklists.repair_ways import Ways
from credit_platform.workdays import months_later
from records.models import Record
from rules.jurisdictions import number
from subjects.models import Subject, SubjectKind

from .domains import ADVERSE, Domain
from .gathering import entry_item, entry_rows, record_item, record_rows
from .items import Item
from .refusals import Refused

STANDING = ("abnormal", "listed", "debtor")  # one stands on them for a while; all others are decided on a day
STANDING_SAID = "严重失信主体名单、经营异常名录、失信被执行人按在列的期间"
LOOKED_AT = ("released", "internal", "ended")
LONGEST = "report.special_months"  # rule: how far back may be asked


@dataclass(frozen=True)
class Question:
    """What is asked: days (both included), domains, and whether only of what is public."""

    since: date
    until: date
    domains: tuple[Domain, ...]
    public_only: bool = False


def check(question: Question, on: date) -> None:
    """Raises Refused."""
    if question.since > question.until:
        raise Refused("起始日期晚于截止日期，请对调或重新选择。")
    if question.until > on:
        raise Refused("截止日期不能晚于今天：以后的事报告说明不了。")
    months = number(LONGEST, on)
    if months_later(question.since, months) < question.until:
        raise Refused(f"所查期间最长{span(on)}，请缩短后再试。")
    if months_later(question.since, months + 1) < on:
        raise Refused(f"只能查最近{span(on)}，请改选较近的起始日期。")
    if not question.domains:
        raise Refused("请至少选一个领域。")


def span(on: date) -> str:
    """最长可查的期间 in words."""
    months = number(LONGEST, on)
    return f"{months // 12}年" if months % 12 == 0 else f"{months}个月"


def items(subject: Subject, ids: Sequence[int], question: Question, on: date) -> list[Item]:
    """All that was found, each under the first domain it belongs to; in four queries."""
    return [*_entries(ids, question, on), *_records(subject, ids, question, on)]


def _records(subject: Subject, ids: Sequence[int], question: Question, on: date) -> list[Item]:
    asked = Q()
    for one in question.domains:
        asked |= one.of_records
    rows = Record.objects.filter(_in_period(question), asked, subject__in=ids, kind__in=ADVERSE)
    if question.public_only:
        rows = rows.public(on)
    else:
        rows = rows.filter(state__in=LOOKED_AT).exclude(internal_reason="invalid").unhidden(on).unmasked(on)
    public = set(Record.objects.public(on).filter(pk__in=rows.values("pk")).values_list("public_id", flat=True))
    organisation = subject.kind == SubjectKind.ORGANISATION
    found = []
    for row in record_rows(rows, on, "department", "field"):
        domain = next(one.key for one in question.domains if one.holds(row["department"], row["field"]))
        found.append(record_item(row, organisation, public=row["public_id"] in public, domain=domain))
    return found


def _in_period(question: Question) -> Q:
    decided = Q(decided_on__gte=question.since)
    still = Q(valid_until__isnull=True) | Q(valid_until__gte=question.since)
    stands = Q(kind__in=STANDING) & still
    return Q(decided_on__lte=question.until) & (decided | stands)


def _entries(ids: Sequence[int], question: Question, on: date) -> list[Item]:
    domain_of = {pk: one.key for one in reversed(question.domains) for pk in one.departments}
    rows = Entry.objects.filter(department__in=domain_of, effective_from__lte=question.until, until__gte=question.since)
    if question.public_only:
        rows = rows.public(on)
    else:
        rows = (
            rows.filter(Q(state__in=["published", "filed"]) | Q(state="left", exit="expired")).grounded().unmasked(on)
        )
    public = set(Entry.objects.public(on).filter(subject__in=ids).values_list("public_id", flat=True))
    ways = Ways(on)
    return [
        entry_item(row, ways, public=row["public_id"] in public, domain=domain_of[row["department"]])
        for row in entry_rows(rows, ids, on)
    ]
