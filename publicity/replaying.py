"""Replay (重演): what is public today rebuilt from acts, events and versions alone, held against what every page asks.

A record, entry, title or mark that somebody changed past the ledger is a difference; so is a text that is not the one its
event committed to. Which record an entry rests on and which record a hide hides are facts of rows that never change.
Source: J5; design §5.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from blacklists.models import Entry, Ground, Nomination, ReportedAct
from blacklists.querysets import GONE
from ledger.models import Event
from records.freezing import frozen
from records.hiding import confirm_by
from records.models import Hide, Mark, Record
from records.storing import digest_of

Days = tuple[date | None, date | None]
BATCH = 2000


@dataclass(frozen=True)
class Difference:
    """不一致. `ledger` and `pages`: what each says of the object, in words."""

    kind: str
    id: UUID
    ledger: str
    pages: str


@dataclass
class Replayed:
    """重演结果. `items`: how many objects are public by either."""

    items: int = 0
    differences: list[Difference] = field(default_factory=list)

    @property
    def equal(self) -> bool:
        return not self.differences


def replay(on: date) -> Replayed:
    """Rebuild the public state of the day and compare, object by object."""
    found = Replayed()
    states = dict(_last_states(Record.object_kind))
    _compare(found, "record", _records(on), _shown(Record.objects.public(on)))
    _compare(found, "entry", _entries(on, states), _shown(Entry.objects.public(on), "until"))
    _compare(found, "nomination", _titles(on), _shown(Nomination.objects.public(on), "until"))
    _compare(found, "mark", _marks(on), {one: (since, None) for one, since in _open_marks(on)})
    _texts(found, on)
    return found


def _last(kind: str) -> Any:
    """The last event of each object of the kind."""
    rows = Event.objects.filter(object_kind=kind).order_by("object_id", "-pk").distinct("object_id")
    return rows.values("object_id", "move", "state", "digest", "public_from", "public_until", "act__day")


def _last_states(kind: str) -> Iterator[tuple[UUID, str]]:
    for row in _last(kind).iterator(BATCH):
        yield row["object_id"], row["state"]


def _records(on: date) -> dict[UUID, Days]:
    hidden = {*_hidden(on), *_masked(on)}
    public = {
        row["object_id"]: (row["public_from"], row["public_until"])
        for row in _last(Record.object_kind).iterator(BATCH)
        if row["state"] == "released" and _runs(row, on) and row["object_id"] not in hidden
    }
    return _without_persons(public, Record.objects.all())


def _hidden(on: date) -> Iterator[UUID]:
    """Records that a hide takes from sight on the day; one that nobody confirmed in time does so no more."""
    record_of = dict(Hide.objects.values_list("public_id", "record__public_id"))
    stopped = frozen() is not None
    opened = dict(Event.objects.filter(object_kind=Hide.object_kind, move="hide").values_list("object_id", "act__day"))
    for row in _last(Hide.object_kind).iterator(BATCH):
        lifted = row["state"] == "lifted" and row["act__day"] <= on
        unconfirmed = row["state"] == "open" and confirm_by(opened[row["object_id"]]).date < on and not stopped
        if opened[row["object_id"]] <= on and not lifted and not unconfirmed:
            yield record_of[row["object_id"]]


def _masked(on: date) -> set[UUID]:
    """暂时屏蔽: what a mark that holds on the day hides; which thing a mark is on never changes."""
    begun = Event.objects.filter(object_kind=Mark.object_kind, move="mark", state="hiding")
    hiding = set(begun.values_list("object_id", flat=True)) & set(_marks(on))
    return set(Mark.objects.filter(public_id__in=hiding).values_list("target_id", flat=True))


def _entries(on: date, states: dict[UUID, str]) -> dict[UUID, Days]:
    """Published, within their days, and a ground stands by the ledger's own states."""
    confirmed = {one for one, state in _last_states(ReportedAct.object_kind) if state == "confirmed"}
    grounded = set()
    for entry, record, act in Ground.objects.values_list("entry__public_id", "record__public_id", "act__public_id"):
        if act in confirmed or (record is not None and states.get(record) not in (None, *GONE)):
            grounded.add(entry)
    shown = grounded - _masked(on)
    public = {
        row["object_id"]: (row["public_from"], row["public_until"])
        for row in _last(Entry.object_kind).iterator(BATCH)
        if row["state"] == "published" and _runs(row, on) and row["object_id"] in shown
    }
    return _without_persons(public, Entry.objects.all())


def _titles(on: date) -> dict[UUID, Days]:
    public = {
        row["object_id"]: (row["public_from"], row["public_until"])
        for row in _last(Nomination.object_kind).iterator(BATCH)
        if row["state"] == "published" and _runs(row, on)
    }
    return _without_persons(public, Nomination.objects.all())


def _marks(on: date) -> dict[UUID, Days]:
    """Open since the day of their act, until that of the act that ended them."""
    begun = dict(Event.objects.filter(object_kind=Mark.object_kind, move="mark").values_list("object_id", "act__day"))
    over = {
        row["object_id"]
        for row in _last(Mark.object_kind).iterator(BATCH)
        if row["move"] == "unmark" and row["act__day"] <= on
    }
    return {one: (since, None) for one, since in begun.items() if since <= on and one not in over}


def _open_marks(on: date) -> Iterable[tuple[UUID, date]]:
    return Mark.objects.open(on).values_list("public_id", "since")


def _runs(row: dict[str, Any], on: date) -> bool:
    began, ends = row["public_from"], row["public_until"]
    return began is not None and began <= on and (ends is None or ends >= on)


def _without_persons(public: dict[UUID, Days], rows: QuerySet) -> dict[UUID, Days]:
    persons = set(rows.filter(subject__kind="person").values_list("public_id", flat=True))
    return {one: days for one, days in public.items() if one not in persons}


def _shown(rows: QuerySet, end: str = "public_until") -> dict[UUID, Days]:
    return {one: (began, ends) for one, began, ends in rows.values_list("public_id", "public_from", end)}


def _compare(found: Replayed, kind: str, ledger: dict[UUID, Days], pages: dict[UUID, Days]) -> None:
    every = ledger.keys() | pages.keys()
    found.items += len(every)
    for one in sorted(every):
        if ledger.get(one) != pages.get(one):
            found.differences.append(Difference(kind, one, _said(ledger.get(one)), _said(pages.get(one))))


def _said(days: Days | None) -> str:
    if days is None:
        return "不公示"
    return f"{days[0]}起公示" + (f"，至{days[1]}" if days[1] else "")


def _texts(found: Replayed, on: date) -> None:
    """Each public record's text is the one that its last event committed to."""
    committed = {row["object_id"]: row["digest"] for row in _last(Record.object_kind).iterator(BATCH)}
    rows = Record.objects.public(on).values_list("public_id", "version__content", "version__salt")
    for one, content, salt in rows.iterator(BATCH):
        if committed.get(one) != digest_of(content, salt):
            found.differences.append(Difference("text", one, "台账摘要", "内容与台账摘要不符"))
