"""Changes of lists decided elsewhere (外来名单变动): which records came into sight, went out of it, or got another last day.

Replayed from the events, for a row only says what holds today: hidden in haste and shown again, corrected to another last day,
withdrawn and taken up again are all told. What came and went between two receipts is told to nobody. Source: A6, design §5.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import islice
from uuid import UUID

from django.db.models import Q

from ledger.models import Event
from records.models import Record

ONE_DAY = timedelta(days=1)
CHUNK = 2_000


@dataclass(frozen=True)
class Sight:
    """What the public could see of a record at the end of a day."""

    state: str = ""
    public_from: date | None = None
    public_until: date | None = None
    hidden: bool = False

    def visible(self, day: date) -> bool:
        begun = self.public_from is not None and self.public_from <= day
        over = self.public_until is not None and self.public_until < day
        return self.state == "released" and begun and not over and not self.hidden


@dataclass(frozen=True)
class Moved:
    """变动 of one record: `what` in words; `entered`: it stands on the list from that day on."""

    record: int
    day: date
    entered: bool
    what: str


def moved(kinds: list[str], first: date, last: date, on: date) -> Iterator[Moved]:
    """One a record at most. Of what is not public today nothing is told but that it went."""
    said = Event.objects.filter(object_kind=Record.object_kind, act__day__range=(first, last))
    over = Q(public_until__gte=first - ONE_DAY, public_until__lt=last)
    rows = Record.objects.filter(kind__in=kinds, public_from__isnull=False).exclude(subject__kind="person")
    rows = rows.filter(over | Q(public_from__range=(first, last)) | Q(public_id__in=said.values("object_id")))
    found = rows.order_by("pk").values_list("pk", "public_id", "state", "public_from", "public_until").iterator()
    while chunk := list(islice(found, CHUNK)):
        events = _events([row[1] for row in chunk])
        seen = set(Record.objects.public(on).filter(pk__in=[row[0] for row in chunk]).values_list("pk", flat=True))
        for pk, public_id, state, begun, until in chunk:
            one = _of(pk, events.get(public_id) or [(date.min, "", Sight(state, begun, until))], first, last)
            if one is not None and (pk in seen or not one.entered):
                yield one


def _events(ids: list[UUID]) -> dict[UUID, list[tuple[date, str, Sight]]]:
    rows = Event.objects.filter(object_kind=Record.object_kind, object_id__in=ids).order_by("pk")
    found: dict[UUID, list[tuple[date, str, Sight]]] = {}
    fields = ("object_id", "act__day", "move", "state", "public_from", "public_until")
    for public_id, day, move, *facts in rows.values_list(*fields):
        found.setdefault(public_id, []).append((day, move, Sight(*facts)))
    return found


def _of(pk: int, events: list[tuple[date, str, Sight]], first: date, last: date) -> Moved | None:
    """What a body that knew the state before the first day has to learn at the end of the last."""
    before, now, hidden, shown_again = Sight(), Sight(), False, False
    changed, went = first, ""
    for day, move, sight in events:
        if day > last:
            break
        hidden = move == "hide" or (hidden and move != "show_again")
        now = replace(sight, hidden=hidden)
        if day < first:
            before = now
            continue
        changed, went = day, move
        shown_again = shown_again or move == "show_again"
    was, stands = before.visible(first - ONE_DAY), now.visible(last)
    if stands and not was:
        begun = now.public_from or changed
        return Moved(pk, max(changed, begun), True, "恢复公示" if shown_again else "列入")
    if stands and shown_again:
        return Moved(pk, changed, True, "恢复公示")  # whoever did not sign while it was hidden never heard of it
    if stands and before.public_until != now.public_until:
        return Moved(pk, changed, True, "期限变更")
    if was and not stands:
        ended = now.public_until is not None and now.public_until < last and now.state in ("released", "ended")
        day = max(now.public_until + ONE_DAY, first) if ended and now.public_until else changed
        return Moved(pk, day, False, "暂停公示" if now.hidden and went and not ended else "移出")
    return None
