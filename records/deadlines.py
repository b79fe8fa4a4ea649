"""Deadlines (期限): reckoning again what was reckoned before: a calendar came in, a version came back. Source: C7."""

from dataclasses import asdict
from datetime import date
from typing import Any, cast

from django.db import transaction
from django.db.models import Q

from ledger.acts import Actor, record_act
from ledger.moves import apply_set
from rules.calendar import working_calendar
from rules.duties import DutyBook
from rules.jurisdictions import number

from .kinds import KINDS
from .models import Record, RejectedRow, Version
from .reckoning import Reckoner, deadlines


def facts_of_version(
    version: Version, *, seriousness: str = "", field: str | None = None
) -> tuple[dict[str, Any], bool]:
    """(typed columns as fields of Record, whether a grave warning stands) of a version on file.

    `seriousness`, `field`: a reviewer's word on a penalty, as for `Reckoner.reckon`.
    """
    submission = version.submission
    reckoner = Reckoner(submission.department, submission.arrived_on, stock=submission.stock)
    kind = KINDS[version.record.kind]
    facts, _ = reckoner.reckon(kind, version.content, seriousness=seriousness, field=field)
    return asdict(facts), any(warning.get("grave") for warning in version.warnings)


@transaction.atomic
def reckon_again(*, actor: Actor, on: date, year: int | None = None) -> int:
    """Recompute every provisional deadline by the calendar as it is now; returns how many records changed.

    `year`: its calendar was amended, so that what falls into it and is not published yet is reckoned again too.
    """
    calendar = working_calendar()
    duties, grace = DutyBook(calendar), number("release.grace_days", on)
    provisional = Record.objects.filter(provisional=True, state__in=Record.lifecycle.move("reckon").sources)
    if year is not None:
        unpublished = Record.objects.filter(state__in=["awaiting", "held", "escalated"], due__isnull=False)
        touched = Q(due__year=year) | Q(release_by__year=year) | Q(arrived_on__year=year) | Q(decided_on__year=year)
        provisional = provisional | unpublished.filter(touched)
    groups = list(
        provisional.values("kind", "decided_on", "arrived_on", "due", "release_by", "provisional")
        .order_by("decided_on", "arrived_on")
        .distinct()
    )
    act, changed = None, 0
    for group in groups:
        due, release_by, still = deadlines(
            duties, calendar, grace, group["kind"], group["decided_on"], group["arrived_on"]
        )
        before = (group["due"], group["release_by"], group["provisional"])
        if (due, release_by, still) == before:
            continue
        act = act or record_act("reckon", actor, on, basis="工作日历更新")
        rows = provisional.filter(**group)
        changed += len(apply_set(rows, "reckon", act, due=due, release_by=release_by, provisional=still))
    _rejected_again(duties, on)
    return changed


def _rejected_again(duties: DutyBook, on: date) -> None:
    """Rejected rows that are not late yet: nobody decides on them, so there is nothing to note."""
    ahead = RejectedRow.objects.open().filter(due__gt=on, decided_on__isnull=False)
    for group in ahead.order_by("decided_on").values("submission__kind", "decided_on", "due").distinct():
        found = duties.due(group["submission__kind"], cast(date, group["decided_on"]))
        if found and found.date != group["due"]:
            ahead.filter(**group).update(due=found.date)
