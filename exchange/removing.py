"""撤下与回执: what went out of public sight is written down once while anybody is registered, and who acknowledged it. Source: I5.

Follows the ledger by position, as forwarding does: the cursor is locked and moves in the transaction of what is written.
"""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db import transaction

from credit_platform.workdays import Calendar
from rules.calendar import working_calendar
from rules.jurisdictions import number

from .models import Acknowledgement, Followed, Removal, ReUser
from .sight import PUBLIC, Stretch, gone, newest, stretch

EVENTS = 2_000  # of the ledger, looked at in one transaction
MOST = 1_000  # removals acknowledged by one request


def follow(on: date) -> int:
    """登记撤下 up to the end of the ledger; returns how many. Safe to run twice, at once, or late."""
    Followed.objects.get_or_create(pk=1)
    written, calendar = 0, working_calendar()
    while True:
        with transaction.atomic():
            place = Followed.objects.select_for_update(skip_locked=True).filter(pk=1).first()
            if place is None:
                return written  # another process is at it
            if not ReUser.objects.registered().exists():
                place.position = newest()  # nobody to acknowledge anything
                place.save(update_fields=["position"])
                return written
            found = stretch(place.position, EVENTS)
            written += _write(found, on, calendar)
            place.position = found.last
            place.save(update_fields=["position"])
            if not found.more:
                return written


def _write(found: Stretch, on: date, calendar: Calendar) -> int:
    due = calendar.add(on, number("reuse.acknowledge_days", on)).date
    rows: list[Removal] = []
    for kind in PUBLIC:
        ids = [item for which, item in found.touched if which == kind]
        went = gone(kind, ids, on)
        open_ones = Removal.objects.standing().filter(kind=kind, item_id__in=ids)
        known = set(open_ones.filter(item_id__in=went).values_list("item_id", flat=True))
        open_ones.exclude(item_id__in=went).update(returned=True)
        rows += [
            Removal(seq=found.touched[kind, one], kind=kind, item_id=one, removed_on=on, due=due)
            for one in went - known
        ]
    Removal.objects.bulk_create(sorted(rows, key=lambda row: row.seq))
    return len(rows)


def acknowledge(re_user: ReUser, ids: Collection[UUID]) -> tuple[int, list[UUID]]:
    """确认已撤下: (newly acknowledged, ids that wait for no acknowledgement of this one). Saying it twice does no harm."""
    waiting = dict(Removal.objects.asked_of(re_user).filter(item_id__in=ids).values_list("item_id", "pk"))
    before = re_user.acknowledgements.count()
    rows = [Acknowledgement(re_user=re_user, removal_id=key) for key in waiting.values()]
    Acknowledgement.objects.bulk_create(rows, ignore_conflicts=True)
    return re_user.acknowledgements.count() - before, [one for one in ids if one not in waiting]
