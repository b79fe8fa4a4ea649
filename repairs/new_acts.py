"""新的失信行为: what the subject did after it applied, that stands: counted once a second person has let it through. Source: F4; 滑县 二(五)2."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q

from blacklists.models import Entry, ReportedAct
from records.kinds import KINDS
from records.models import Record
from subjects.models import Subject

from .eligibility import terms
from .models import Repair

ADVERSE = tuple(key for key, kind in KINDS.items() if kind.adverse)
LOOKED_AT = ("released", "internal", "ended")


@dataclass(frozen=True)
class NewAct:
    """一项新的失信行为, by its document and day."""

    title: str
    number: str
    day: date


def since_application(repair: Repair, on: date) -> list[NewAct]:
    """Of the days after the application up to `on`, the earliest first."""
    mine = Q(subject__in=Subject.objects.one_with(repair.subject))
    days = {"decided_on__gt": repair.filed_on, "decided_on__lte": on}
    records = Record.objects.filter(mine, kind__in=ADVERSE, state__in=LOOKED_AT, **days).exclude(repairs=repair)
    records = records.exclude(internal_reason="invalid")
    found = [NewAct(one.get_kind_display(), one.document_number, one.decided_on) for one in records]
    acts = ReportedAct.objects.standing().filter(mine, **days)
    found += [NewAct("部门认定的失信行为", one.document, one.decided_on) for one in acts]
    entries = Entry.objects.filter(mine, state__in=["published", "filed"], **days).exclude(repairs=repair)
    found += [
        NewAct("严重失信主体名单", one.decision_number, one.decided_on) for one in entries.grounded() if one.decided_on
    ]
    return sorted(found, key=lambda one: one.day)


def acted_anew(on: date) -> Q:
    """Of repairs those whose subject may have such an act; `that_end` says whether it ends them."""
    adverse = Record.objects.filter(kind__in=ADVERSE, state__in=LOOKED_AT)
    listed = Entry.objects.filter(state__in=["published", "filed"])
    found = Q(pk__in=[])
    for rows in (adverse, ReportedAct.objects.standing(), listed):
        since = rows.filter(decided_on__gt=OuterRef("filed_on"), decided_on__lte=on)
        found |= Exists(since.filter(subject=OuterRef("subject"))) | Exists(
            since.filter(subject__merged_into=OuterRef("subject"))
        )
    return found


def that_end(repair: Repair, on: date) -> list[NewAct]:
    """The same where the rules in force say that they end the application; after the inspection no more are looked for where the
    place's text counts to the inspection.
    """
    if repair.masked_on is not None or not terms(on, repair.department).flag("no_new_acts"):
        return []  # what was masked was decided on; what becomes of it follows from the plan
    return since_application(repair, min(on, repair.inspected_on) if repair.inspected_on else on)
