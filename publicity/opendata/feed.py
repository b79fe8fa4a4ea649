"""变更流: everything public that changed behind a position of the ledger, as it is now. Source: I3; decision 11.

A line says of one item either what it is now ("put") or, where it is public no longer, that it went ("delete", with its random id and
nothing else). So replaying from 0 never shows what was withdrawn since, and reading a position twice does no harm. The order is that of
the ledger; the cursor is a position, dense and without gaps. An item that ends by its date carries `public_until`: readers drop it the
day after by themselves; its tombstone follows when the end is written down.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from exchange.sight import PUBLIC, Stretch, gone, stretch

from . import items

EVENTS = 500  # of the ledger, looked at for one answer
MOST = 5_000  # items of one answer, but for those of a single event


@dataclass(frozen=True)
class Page:
    """一段变更. `position`: the cursor to go on with; `end`: of the ledger when this was read."""

    position: int
    end: int
    lines: list[dict[str, Any]] = field(default_factory=list)

    @property
    def more(self) -> bool:
        return self.position < self.end


def after(position: int, on: date, events: int = EVENTS) -> Page:
    """The next stretch behind `position`. Safe while others write: what changes meanwhile comes again at a later position."""
    found = _bounded(position, events)
    ids: dict[str, list[UUID]] = {kind: [] for kind in PUBLIC}
    for kind, public_id in found.touched:
        ids[kind].append(public_id)
    lines = []
    for kind, those in ids.items():
        standing = items.by_id(kind, those, on)
        for public_id, item in standing.items():
            lines.append(
                {"position": found.touched[kind, public_id], "op": "put", "kind": kind, "id": item["id"], "item": item}
            )
        for public_id in gone(kind, [one for one in those if one not in standing], on):
            seq = found.touched[kind, public_id]
            lines.append({"position": seq, "op": "delete", "kind": kind, "id": str(public_id)})
    lines.sort(key=lambda line: (line["position"], line["kind"], line["id"]))
    return Page(found.last, found.end, lines)


def _bounded(position: int, events: int) -> Stretch:
    """The next stretch of at most MOST items: one new name tells all items of a subject again, and many at once would fill the memory.
    A single event is told whole, for the cursor knows no place within it.
    """
    found = stretch(position, events)
    while len(found.touched) > MOST and events > 1:
        events = min(events, found.last - position) // 4 or 1
        found = stretch(position, events)
    return found


def until_now(position: int, on: date, events: int = 5_000) -> Iterator[Page]:
    """All stretches up to the end of the ledger as it is when they are read; at least one."""
    while True:
        page = after(position, on, events)
        yield page
        if not page.more:
            return
        position = page.position
