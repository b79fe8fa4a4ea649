"""Forwarding (信息转送): the outbox that follows the ledger. For every event of a record that a destination is to know of, one
line with its due day. Source: C5, I1; design §1 "the ledger is the outbox".

The cursor of a destination is locked while its lines are written and moves in the same transaction: a run that is killed
is done again by the next, two at once do not wait for each other, and a line exists once (line_once).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from accounts.models import Department
from credit_platform.workdays import Calendar, WorkDate
from ledger.acts import Actor, record_act
from ledger.models import Position
from ledger.moves import apply_set
from records.models import Record
from rules.calendar import working_calendar
from rules.counting import day_of_month
from rules.models import CalendarYear

from .models import Cursor, Destination, Line

BATCH = 5_000  # positions
LATELY = timedelta(days=7)  # how long a sweep that stood still may take to see a new calendar
# Moves of a record by which its public text comes, changes or goes. `correct` and `rebind` only where it is public after.
COMES = {"release", "publish_again", "show_again", "unrepair"}
CHANGES = {"correct", "rebind"}
GOES = {"withdraw", "repair", "end", "correct_ended", "hide"}
MOVES = COMES | CHANGES | GOES


@dataclass(frozen=True)
class Told:
    """What a line says of an event."""

    seq: int
    record_id: UUID
    move: str
    state: str
    digest: str
    day: date


def forward(on: date) -> int:
    """转送: write the lines of all destinations up to the end of the ledger; returns lines written. `on` does not matter:
    an event is routed by its own day.
    """
    calendar = working_calendar()
    return sum(_forward_to(cursor, calendar) for cursor in Cursor.objects.order_by("pk").values_list("pk", flat=True))


def _forward_to(cursor_pk: int, calendar: Calendar) -> int:
    written = 0
    while True:
        with transaction.atomic():
            rows = Cursor.objects.select_for_update(skip_locked=True, of=("self",)).select_related("destination")
            cursor = rows.filter(pk=cursor_pk).first()
            last = Position.objects.order_by("-seq").values_list("seq", flat=True).first() or 0
            if cursor is None or cursor.position >= last:
                return written
            until = min(cursor.position + BATCH, last)  # positions are dense
            written += _write(cursor.destination, _events(cursor.position, until), calendar)
            cursor.position = until
            cursor.save(update_fields=["position"])


def _events(after: int, until: int) -> list[Told]:
    found = Position.objects.filter(
        seq__gt=after, seq__lte=until, event__object_kind=Record.object_kind, event__move__in=MOVES
    ).order_by("seq")
    columns = (
        "seq", "event__object_id", "event__move", "event__state", "event__digest", "event__act__day",
    )  # fmt: skip
    return [Told(*row) for row in found.values_list(*columns)]


def _write(destination: Destination, events: list[Told], calendar: Calendar) -> int:
    ids = {event.record_id for event in events}
    records = {row.public_id: row for row in Record.objects.filter(public_id__in=ids).select_related("subject")}
    tree = set(Department.objects.tree(destination.department).values_list("pk", flat=True))
    known = set(Line.objects.filter(destination=destination, record_id__in=ids).values_list("record_id", flat=True))
    lines = []
    for event in events:
        record = records.get(event.record_id)
        action = _action(destination, event, record, tree, event.record_id in known) if record else None
        if record is None or action is None:
            continue
        known.add(event.record_id)
        starts_on = _start(destination, event, record, action)
        due = due_of(destination, starts_on, calendar)
        lines.append(
            Line(
                destination=destination,
                seq=event.seq,
                record_id=event.record_id,
                kind=record.kind,
                action=action,
                digest=event.digest,
                day=event.day,
                starts_on=starts_on,
                due=due.date,
                provisional=due.provisional,
            )
        )
    # A line that is there already is one that a replay of the same positions writes again: left as it is.
    Line.objects.bulk_create(lines, ignore_conflicts=True)
    return len(lines)


def _action(destination: Destination, event: Told, record: Record, tree: set[int], known: bool) -> str | None:
    """What the destination is to hear; None: nothing. What it was once told of it is told the end of, whatever changed."""
    if event.move in GOES:
        return Line.Action.WITHDRAW if known else None
    if event.state != Record.State.RELEASED:
        return None
    if _routed(destination, event, record, tree):
        return Line.Action.CORRECT if known and event.move in CHANGES else Line.Action.PUBLISH
    return Line.Action.WITHDRAW if known else None


def _routed(destination: Destination, event: Told, record: Record, tree: set[int]) -> bool:
    return (
        record.kind in destination.kinds
        and record.subject.kind in destination.subject_kinds
        and record.department_id in tree
        and destination.since <= event.day
        and (destination.until is None or event.day <= destination.until)
    )


def _start(destination: Destination, event: Told, record: Record, action: str) -> date:
    """自何日起算: of stock, corrections and withdrawals always the day of the event."""
    by_decision = destination.start == Destination.Start.DECISION
    if by_decision and action == Line.Action.PUBLISH and event.move == "release" and not record.stock:
        return record.decided_on
    return event.day


def due_of(destination: Destination, starts_on: date, calendar: Calendar) -> WorkDate:
    """转送期限 of what begins on the day."""
    if destination.length == Destination.Length.WORKING_DAYS:
        return calendar.add(starts_on, destination.working_days or 0)
    if destination.length == Destination.Length.DAY_OF_MONTH:
        return WorkDate(day_of_month(starts_on, destination.day_of_month or 1), provisional=False)
    return WorkDate(starts_on, provisional=False)


def reckon_lines(*, actor: Actor, on: date) -> int:
    """Recompute the due days of what is not sent yet: provisional ones, and those that run into a year whose calendar came
    in or was amended lately. Returns lines changed. Source: C7.
    """
    wanted = Q(provisional=True)
    lately = CalendarYear.objects.filter(imported_on__gt=on - LATELY)
    for year in lately.values_list("year", flat=True):  # its order may name days of the December before
        wanted |= Q(due__year__gte=year - 1, starts_on__year__lte=year)
    return sum(_reckon(destination, wanted, actor, on) for destination in Destination.objects.all())


@transaction.atomic
def _reckon(destination: Destination, wanted: Q, actor: Actor, on: date) -> int:
    open_lines = destination.lines.filter(wanted, state__in=Line.lifecycle.move("reckon").sources)
    days: Iterable[tuple[date, date, bool]] = (
        open_lines.order_by("starts_on").values_list("starts_on", "due", "provisional").distinct()
    )
    calendar, act, changed = working_calendar(), None, 0
    for starts_on, due, provisional in list(days):
        found = due_of(destination, starts_on, calendar)
        if found == WorkDate(due, provisional=provisional):
            continue
        act = act or record_act("reckon_lines", actor, on, basis="工作日历更新")
        rows = open_lines.filter(starts_on=starts_on, due=due, provisional=provisional)
        changed += len(apply_set(rows, "reckon", act, due=found.date, provisional=found.provisional))
    return changed
