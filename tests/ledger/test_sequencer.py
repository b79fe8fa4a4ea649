"""The sequencer: dense numbers for committed events, whatever order they commit in. Source: design §5."""

import random
import threading
import time
import uuid
from datetime import date

import pytest
from django.db import connection, transaction

from credit_platform.locks import Lock
from ledger import sequencer
from ledger.acts import CLOCK, record_act
from ledger.models import Event, Position, Unsequenced
from ledger.moves import note

DAY = date(2026, 11, 20)


def event(count=1):
    act = record_act("test", CLOCK, DAY)
    return [note(act, "test", uuid.uuid4(), "happen", "happened").pk for _ in range(count)]


def numbered():
    return list(Position.objects.order_by("seq").values_list("seq", "event_id"))


def in_thread(work):
    def run():
        try:
            work()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def test_numbers_begin_at_one_and_go_on(db):
    first = event(3)
    assert sequencer.sequence() == 3
    assert sequencer.sequence() == 0
    second = event(2)
    assert sequencer.sequence() == 2
    assert numbered() == list(enumerate(first + second, 1))
    assert not Unsequenced.objects.exists()


def test_batches_give_the_same_as_one_run(db):
    events = event(7)
    assert sequencer.sequence(batch=3) == 7
    assert numbered() == list(enumerate(events, 1))


def test_what_commits_late_is_numbered_late_and_never_skipped(transactional_db):
    written, commit = threading.Event(), threading.Event()
    early = []

    def slow():
        with transaction.atomic():
            early.extend(event())  # the smaller identity value …
            written.set()
            commit.wait(20)

    thread = in_thread(slow)
    assert written.wait(20)
    late = event()  # … commits after this greater one
    assert sequencer.sequence() == 1
    commit.set()
    thread.join()
    assert sequencer.sequence() == 1
    assert early < late
    assert numbered() == [(1, late[0]), (2, early[0])]
    assert sequencer.missing() == []


def test_gap_free_and_dense_while_many_write_and_two_sequence(transactional_db):
    stop = threading.Event()

    def write():
        chance = random.Random()
        for _ in range(25):
            with transaction.atomic():
                event(chance.randint(1, 4))
                time.sleep(chance.random() / 200)
                if chance.random() < 0.2:
                    transaction.set_rollback(True)

    def number():
        while not stop.is_set():
            sequencer.sequence(batch=5)

    writers, sequencers = [in_thread(write) for _ in range(4)], [in_thread(number) for _ in range(2)]
    [thread.join() for thread in writers]
    stop.set()
    [thread.join() for thread in sequencers]
    sequencer.sequence()
    seqs, events = zip(*numbered(), strict=True)
    assert seqs == tuple(range(1, len(seqs) + 1))
    assert sorted(events) == sorted(Event.objects.values_list("pk", flat=True))
    assert sequencer.missing() == []


def test_the_second_sequencer_leaves_at_once(transactional_db):
    event(3)
    locked, let_go = threading.Event(), threading.Event()

    def first():
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [Lock.SEQUENCER])
            locked.set()
            let_go.wait(20)

    thread = in_thread(first)
    assert locked.wait(20)
    try:
        assert sequencer.sequence() == 0
    finally:
        let_go.set()
        thread.join()
    assert sequencer.sequence() == 3


def test_missing_tells_what_somebody_took_out_of_the_queue(db):
    taken, _ = event(2)
    Unsequenced.objects.filter(event_id=taken).delete()
    sequencer.sequence()
    assert sequencer.missing() == [taken]


@pytest.mark.parametrize("change", ["UPDATE ledger_event SET state = 'x'", "DELETE FROM ledger_event",
                                    "UPDATE ledger_act SET what = 'x'", "DELETE FROM ledger_act",
                                    "UPDATE ledger_position SET seq = seq + 1", "DELETE FROM ledger_position",
                                    "TRUNCATE ledger_event CASCADE", "DROP TABLE ledger_position"])  # fmt: skip
def test_nobody_rewrites_the_ledger(db, change):
    from django.db import ProgrammingError

    event()
    sequencer.sequence()
    with pytest.raises(ProgrammingError, match=r"permission denied|must be owner"), transaction.atomic():
        connection.cursor().execute(change)
