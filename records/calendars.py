"""Calendars (工作日历): a year's working days come in by two persons, and every open deadline is reckoned anew. Source: C7."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction

from accounts.models import Officer, Role
from credit_platform.lifecycle import IllegalMove
from ledger.acts import Actor, record_act
from ledger.models import Act
from ledger.moves import apply, note
from rules.announcements import Announcement, Days, Unreadable, read_announcement
from rules.calendar import CalendarRefused, import_year
from rules.clocks import reckon_clocks
from rules.models import CalendarProposal

from .answering import reckon_answers
from .deadlines import reckon_again

DEFAULT_SOURCE = "国务院办公厅节假日安排"


@dataclass(frozen=True)
class Taken:
    """What the new calendar moved: records, case clocks, and answers that are waited for (deliveries, hides)."""

    records: int
    clocks: int
    answers: int

    @property
    def all(self) -> int:
        return self.records + self.clocks + self.answers


@transaction.atomic
def take_year(year: int, days: Mapping[date, tuple[bool, str]], *, source: str, actor: Actor, on: date) -> Taken:
    """导入年度日历: write it and reckon what is open again, all or nothing. Raises CalendarRefused."""
    import_year(year, days, source=source[:200] or DEFAULT_SOURCE, actor=actor, on=on)
    records = clocks = answers = 0
    for touched in sorted({day.year for day in days} | {year}):  # its order may name days of the December before
        records += reckon_again(actor=actor, on=on, year=touched)
        clocks += reckon_clocks(actor=actor, on=on, year=touched)
        answers += reckon_answers(actor=actor, on=on, year=touched)
    return Taken(records, clocks, answers)


class _Rehearsed(Exception):
    """Carries what would have moved out of the transaction that is rolled back."""

    def __init__(self, taken: Taken):
        super().__init__()
        self.taken = taken


def rehearse(found: Announcement, *, actor: Actor, on: date) -> Taken:
    """What would move if it were adopted now; nothing is written. Raises CalendarRefused."""
    try:
        with transaction.atomic():
            raise _Rehearsed(take_year(found.year, found.days, source=found.source, actor=actor, on=on))
    except _Rehearsed as done:
        return done.taken


def read_checked(text: str, year: int | None, on: date) -> Announcement:
    """What the text says; what cannot be stands in its `problems`. Raises CalendarRefused where nothing can be read."""
    try:
        found = read_announcement(text, year)
    except Unreadable as reason:
        raise CalendarRefused(str(reason)) from reason
    if not on.year - 1 <= found.year <= on.year + 1:
        found.problems.insert(0, f"只能导入{on.year - 1}至{on.year + 1}年的日历，内容是{found.year}年的安排，请核对。")
    return found


@transaction.atomic
def propose_calendar(
    text: str, *, source: str, officer: Officer, actor: Actor, on: date, year: int | None = None
) -> CalendarProposal:
    """提出采用. `text`: as pasted; `source`: number or address of the notice. Raises CalendarRefused."""
    if not officer.has_role(Role.OFFICE):
        raise CalendarRefused("只有信用办经办可以提出日历。")
    found = read_checked(text, year, on)
    if found.problems:
        raise CalendarRefused(found.problems[0])
    source = source.strip() or found.source
    if not source:
        raise CalendarRefused("请填写通知的文号或网址，以便审批人核对。")
    taken = rehearse(found, actor=actor, on=on)
    act = record_act("propose_calendar", actor, on, basis=f"{found.year}年：{source[:200]}")
    try:
        with transaction.atomic():
            made = CalendarProposal.objects.create(
                year=found.year,
                days=[[day.isoformat(), working, name] for day, (working, name) in sorted(found.days.items())],
                source=source[:200],
                original=text,
                moving=taken.all,
                proposer=officer,
                proposed_on=on,
            )
    except IntegrityError as reason:
        raise CalendarRefused(f"{found.year}年的日历已有一份待审批，请先办结。") from reason
    note(act, made.object_kind, made.public_id, "propose_calendar", made.state)
    return made


def days_of(proposal: CalendarProposal) -> Days:
    """The days that it proposes."""
    return {date.fromisoformat(day): (working, name) for day, working, name in proposal.days}


@transaction.atomic
def adopt_calendar(proposal: CalendarProposal, *, officer: Officer, actor: Actor, on: date) -> Taken:
    """采用: the year is official from now on, what was provisional is reckoned anew. Raises CalendarRefused."""
    proposal = _to_decide(proposal, officer)
    _move(proposal, "adopt", record_act("adopt_calendar", actor, on), approver=officer, decided_on=on)
    return take_year(proposal.year, days_of(proposal), source=proposal.source, actor=actor, on=on)


@transaction.atomic
def decline_calendar(proposal: CalendarProposal, *, officer: Officer, actor: Actor, on: date, reason: str) -> None:
    """不采用, with the reason. Raises CalendarRefused."""
    proposal = _to_decide(proposal, officer)
    if not reason.strip():
        raise CalendarRefused("请写明不采用的理由。")
    act = record_act("decline_calendar", actor, on, reason=reason.strip())
    _move(proposal, "decline", act, approver=officer, decided_on=on, answer=reason.strip()[:500])


def _to_decide(proposal: CalendarProposal, officer: Officer) -> CalendarProposal:
    proposal = CalendarProposal.objects.select_for_update().get(pk=proposal.pk)
    if not officer.has_role(Role.OFFICE_APPROVER):
        raise CalendarRefused("只有信用办审批可以决定是否采用日历。")
    if officer.pk == proposal.proposer_id:
        raise CalendarRefused("自己提出的不能由自己审批，请由另一位同事操作。")
    return proposal


def _move(proposal: CalendarProposal, move: str, act: Act, **changes) -> None:
    try:
        apply(proposal, move, act, **changes)
    except IllegalMove as reason:
        raise CalendarRefused("这份日历已经处理过，请刷新页面查看。") from reason
