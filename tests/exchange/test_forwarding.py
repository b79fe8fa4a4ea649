"""The outbox that follows the ledger: what gets a line, its due day, replays, kills and two at once. Source: C5, C7, I1."""

import os
import signal
import subprocess
import sys
import threading
import time
from datetime import date, timedelta

import pytest
from django.db import connection, transaction

from exchange import forwarding
from exchange.forwarding import MOVES, due_of, forward, reckon_lines
from exchange.models import Cursor, Destination, Line
from ledger.acts import CLOCK, record_act
from ledger.models import Event, Position
from ledger.sequencer import sequence
from records.lifecycles import RECORD
from rules.announcements import read_announcement
from rules.calendar import import_year, working_calendar
from tests import factories
from tests.exchange.conftest import DAY, born, follow, happen, settled
from tests.rules.notices import NOTICES

pytestmark = pytest.mark.django_db(transaction=True)
# Moves that change nothing of what the public reads: unpublished rows, dates of the law, a second person's word on a hide.
SILENT = {
    "keep", "hold", "resume", "escalate", "renew", "renew_internal", "renew_late", "renew_held", "take_back", "end_effect",
    "reckon", "confirm_hide", "reopen", "reopen_held", "unrepair_internal", "unrepair_ended",
}  # fmt: skip


def told(destination):
    return list(destination.lines.order_by("seq").values_list("action", flat=True))


def test_every_move_of_a_record_is_thought_of():
    assert set(RECORD.moves) - SILENT - MOVES == set(), "forwarding does not know these moves"
    assert set(RECORD.moves) >= MOVES


def test_publication_correction_and_end_in_order(people, destination):
    record = born(people)
    happen(record, "correct")
    happen(record, "hide")
    happen(record, "confirm_hide")
    happen(record, "show_again")
    happen(record, "end")
    happen(record, "publish_again")
    happen(record, "withdraw")
    assert follow() == 7
    assert told(destination) == ["publish", "correct", "withdraw", "publish", "withdraw", "publish", "withdraw"]
    first = destination.lines.first()
    event = Position.objects.get(seq=first.seq).event
    assert (event.object_id, event.move, first.digest) == (record.public_id, "release", record.version.digest)
    assert first.due == working_calendar().add(DAY, 2).date


def test_what_is_not_routed_gets_no_line(people, destination):
    born(people, subject=factories.subject(kind="person", public=False), publishable=True)
    other = settled(people, name="只收处罚", kinds=["penalty"], subject_kinds=["sole_trader"])
    record = born(people, "penalty")
    born(people, "penalty", subject=factories.subject(kind="sole_trader"))
    far = factories.record("licence", state="awaiting", public_from=None)
    happen(far, "release", public_from=DAY)
    follow()
    assert set(destination.lines.values_list("kind", flat=True)) == {"penalty"}
    assert destination.lines.filter(record_id=record.public_id).exists()
    assert other.lines.count() == 1
    assert not Line.objects.filter(record_id=far.public_id).exists()  # another city's


def test_a_record_that_never_was_there_is_not_withdrawn(people, destination):
    record = born(people)
    Destination.objects.filter(pk=destination.pk).update(since=DAY + timedelta(days=1))
    happen(record, "withdraw")
    happen(factories.record("licence", department=people.body, state="internal"), "correct")
    assert follow() == 0


def test_after_its_last_day_it_only_hears_of_ends(people, destination):
    old = born(people)
    follow()
    Destination.objects.filter(pk=destination.pk).update(until=DAY - timedelta(days=1))
    born(people)
    happen(old, "correct")
    follow()
    assert told(destination) == ["publish", "withdraw"]  # the correction is not theirs any more, the wrong text must go


def test_a_record_that_goes_to_a_person_is_withdrawn(people, destination):
    record = born(people)
    follow()
    happen(record, "rebind", subject=factories.subject(kind="person", public=False))
    follow()
    assert told(destination) == ["publish", "withdraw"]


@pytest.mark.parametrize(
    ("columns", "start", "due"),
    [
        ({"length": "at_once"}, date(2026, 10, 3), date(2026, 10, 3)),
        ({"length": "working_days", "working_days": 2}, date(2026, 9, 30), date(2026, 10, 9)),
        ({"length": "working_days", "working_days": 7}, date(2026, 9, 28), date(2026, 10, 13)),
        ({"length": "day_of_month", "day_of_month": 30}, date(2026, 10, 30), date(2026, 10, 30)),
        ({"length": "day_of_month", "day_of_month": 30}, date(2026, 10, 31), date(2026, 11, 30)),
        ({"length": "day_of_month", "day_of_month": 30}, date(2026, 2, 1), date(2026, 2, 28)),
    ],
)
def test_due_days(columns, start, due):
    assert due_of(Destination(**columns), start, working_calendar()).date == due


def test_counted_from_the_decision(people):
    by_decision = settled(people, start="decision", working_days=7)
    record, stock = born(people, decided_on=DAY - timedelta(days=5)), born(people, stock=True)
    happen(record, "correct")
    follow()
    starts = list(by_decision.lines.order_by("seq").values_list("record_id", "starts_on"))
    assert starts == [(record.public_id, record.decided_on), (stock.public_id, DAY), (record.public_id, DAY)]


def test_the_day_of_a_year_to_come_is_provisional_and_reckoned_again(people):
    later = settled(people, since=date(2026, 12, 1))
    record = factories.record("licence", department=people.body, state="awaiting", public_from=None)
    happen(record, "release", on=date(2026, 12, 31), public_from=date(2026, 12, 31))
    follow()
    line = later.lines.get()
    assert (line.due, line.provisional) == (date(2027, 1, 4), True)
    assert reckon_lines(actor=CLOCK, on=DAY) == 0
    days = {date(2027, 1, day): (False, "元旦") for day in (1, 2, 3)} | {
        date(2027, 2, day): (False, "春节") for day in range(5, 12)
    }
    import_year(2027, days, source="通知", actor=CLOCK, on=DAY)
    assert reckon_lines(actor=CLOCK, on=DAY) == 1
    line.refresh_from_db()
    assert (line.due, line.provisional) == (date(2027, 1, 5), False)
    assert Event.objects.filter(object_id=line.public_id, move="reckon").count() == 1


def test_an_amended_year_moves_what_is_not_sent_yet(people):
    settled(people)
    born(people)
    follow()
    line = Line.objects.exclude(due=DAY).first()
    before = line.due
    amended = read_announcement(NOTICES[before.year], before.year).days | {before: (False, "更正")}
    import_year(before.year, amended, source="更正", actor=CLOCK, on=DAY)
    assert reckon_lines(actor=CLOCK, on=DAY) >= 1
    line.refresh_from_db()
    assert line.due > before
    assert reckon_lines(actor=CLOCK, on=DAY) == 0


def test_a_replay_doubles_nothing(people, destination):
    record = born(people)
    happen(record, "hide")
    assert follow() == 2
    before = list(Line.objects.order_by("pk").values())
    assert follow() == 0
    Cursor.objects.update(position=0)  # as after a restore of an older copy
    forward(DAY)
    assert list(Line.objects.order_by("pk").values()) == before


def test_killed_in_the_middle_nothing_is_lost_or_twice(people, destination, monkeypatch):
    monkeypatch.setattr(forwarding, "BATCH", 3)
    records = [born(people) for _ in range(4)]
    for record in records:
        happen(record, "hide")
    sequence()

    class Killed(BaseException):
        pass

    written, real = [], forwarding._write

    def dying(*args):
        written.append(real(*args))
        if len(written) == 2:
            raise Killed
        return written[-1]

    with monkeypatch.context() as patch:
        patch.setattr(forwarding, "_write", dying)
        with pytest.raises(Killed):
            forward(DAY)
    assert Line.objects.count() == written[0]  # the second batch went with its transaction, cursor and all
    forward(DAY)
    assert sorted(told(destination)) == ["publish"] * 4 + ["withdraw"] * 4
    assert Cursor.objects.get().position == Position.objects.latest("seq").seq


def test_two_at_once_lose_and_double_nothing(people, destination, monkeypatch):
    monkeypatch.setattr(forwarding, "BATCH", 2)
    for _ in range(12):
        born(people)
    sequence()
    start, faults, written = threading.Barrier(4), [], []

    def work():
        start.wait()
        try:
            written.append(forward(DAY))
        except Exception as reason:
            faults.append(reason)
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    written.append(forward(DAY))
    assert (faults, sum(written)) == ([], 12)  # nobody wrote what another was writing
    assert destination.lines.count() == 12
    assert len(set(destination.lines.values_list("seq", flat=True))) == 12


def test_an_event_without_a_number_yet_is_not_passed_over(people, destination):
    first = born(people)
    with transaction.atomic():
        happen(first, "hide")
        assert forward(DAY) == 0  # neither has a number
    sequence()
    assert forward(DAY) == 2


def test_a_new_destination_begins_with_its_first_day(people):
    record = factories.record("licence", department=people.body, state="awaiting", public_from=None)
    happen(record, "release", on=DAY - timedelta(days=30), public_from=DAY - timedelta(days=30))
    born(people)
    sequence()
    late, early = settled(people, since=DAY), settled(people, since=DAY - timedelta(days=40))
    assert late.cursor.position > early.cursor.position
    forward(DAY)
    assert (late.lines.count(), early.lines.count()) == (1, 2)
    assert settled(people, since=DAY + timedelta(days=9)).cursor.position == Position.objects.latest("seq").seq


MANY = """
    INSERT INTO ledger_event (act_id, object_kind, object_id, move, state, digest)
    SELECT %s, 'record', %s, CASE WHEN number %% 2 = 0 THEN 'show_again' ELSE 'hide' END, 'released', ''
    FROM generate_series(1, %s) number
"""


def test_a_process_killed_in_the_middle(people, destination, process_environment):
    """A real one, killed without a word while it writes; the next run does the rest."""
    record, count = born(people), 30_000
    with connection.cursor() as cursor:
        act = record_act("test", CLOCK, DAY)
        cursor.execute(MANY, [act.pk, record.public_id, count])
    sequence()
    command = [sys.executable, "manage.py", "sweep", "--only", "forward"]
    process = subprocess.Popen(command, env=process_environment, start_new_session=True, stdout=subprocess.DEVNULL)
    end = time.monotonic() + 60
    while not Line.objects.exists() and process.poll() is None and time.monotonic() < end:
        time.sleep(0.005)
    os.killpg(process.pid, signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL, "it was done before it was killed"
    written = Line.objects.count()
    assert 0 < written < count + 1
    assert Cursor.objects.get().position == Line.objects.latest("seq").seq
    while Cursor.objects.get().position < Position.objects.latest("seq").seq and time.monotonic() < end:
        forward(DAY)  # passes by while the server still holds the dead one's lock
    seqs = list(Line.objects.order_by("seq").values_list("seq", flat=True))
    assert seqs == list(range(seqs[0], seqs[0] + count + 1))  # none missing, none twice
