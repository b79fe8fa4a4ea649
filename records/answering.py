"""Answering (答复期限): the days by which somebody must acknowledge a delivery or confirm a hide, reckoned again when a
calendar comes in or is amended. Source: C7, B11, design §4.
"""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models import Q

from ledger.acts import Actor, record_act
from ledger.models import Act, Event
from ledger.moves import apply_set

from .delivering import answer_by
from .hiding import confirm_by
from .models import Delivery, Hide


@transaction.atomic
def reckon_answers(*, actor: Actor, on: date, year: int | None = None) -> int:
    """Recompute what is provisional and not answered yet; returns how many days changed or became certain.

    `year`: its calendar was amended, so that every open one that runs into it is reckoned again too.
    """
    return _deliveries(actor, on, year) + _hides(actor, on, year)


def _deliveries(actor: Actor, on: date, year: int | None) -> int:
    wanted = Q(provisional=True)
    if year is not None:
        wanted |= Q(due__year__gte=year, delivered_on__year__lte=year)
    rows = Delivery.objects.filter(wanted, state__in=Delivery.lifecycle.move("reckon").sources)
    groups: Iterable[tuple] = rows.values_list("delivered_on", "due", "provisional").order_by("delivered_on").distinct()
    act, changed = None, 0
    for delivered_on, due, provisional in list(groups):
        found = answer_by(delivered_on)
        if (found.date, found.provisional) == (due, provisional):
            continue
        act = act or record_act("reckon_deliveries", actor, on, basis="工作日历更新")
        same = rows.filter(delivered_on=delivered_on, due=due, provisional=provisional)
        changed += len(apply_set(same, "reckon", act, due=found.date, provisional=found.provisional))
    return changed


def _hides(actor: Actor, on: date, year: int | None) -> int:
    """Of those that still wait: what ran out stays run out, for the record has been seen since."""
    wanted = Q(provisional=True)
    if year is not None:
        wanted |= Q(confirm_by__year__gte=year, hidden_on__year__lte=year)
    rows = Hide.objects.filter(wanted, lifted_on__isnull=True, approver__isnull=True, confirm_by__gte=on)
    act: Act | None = None
    events = []
    for hidden in rows.select_for_update(of=("self",)).order_by("pk"):
        found = confirm_by(hidden.hidden_on)
        if (found.date, found.provisional) == (hidden.confirm_by, hidden.provisional):
            continue
        hidden.confirm_by, hidden.provisional = found.date, found.provisional
        hidden.save(update_fields=["confirm_by", "provisional"])
        act = act or record_act("reckon_hides", actor, on, basis="工作日历更新")
        events.append(
            Event(act=act, object_kind=hidden.object_kind, object_id=hidden.public_id, move="reckon", state="open")
        )
    Event.objects.bulk_create(events)
    return len(events)
