"""The two doors: every state change with its event in the same transaction, or not at all. Source: design sentence 2."""

import threading
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from credit_platform.lifecycle import IllegalMove, Lifecycle, move
from ledger.acts import CLOCK, record_act
from ledger.models import Act, Event
from ledger.moves import apply, apply_set
from records.models import HoldReason, Record
from records.storing import digest_of
from tests import factories

DAY = date(2026, 11, 20)


def act(reason=""):
    return record_act("test", CLOCK, DAY, reason=reason)


@pytest.fixture
def records(db):
    batch = factories.submission()
    return [factories.record(submission=batch, state="awaiting", public_from=None, public_until=DAY) for _ in range(3)]


def test_a_move_changes_state_and_columns_and_leaves_one_event(records):
    done = act()
    apply(records[0], "release", done, public_from=DAY)
    row = Record.objects.get(pk=records[0].pk)
    assert (row.state, row.public_from, records[0].state) == ("released", DAY, "released")
    event = Event.objects.get(object_id=row.public_id)
    assert (event.act, event.object_kind, event.move, event.state) == (done, "record", "release", "released")
    assert (event.digest, event.public_from, event.public_until) == (row.version.digest, DAY, DAY)


def test_an_illegal_move_changes_nothing(records):
    with pytest.raises(IllegalMove, match="not from 'awaiting'"):
        apply(records[0], "end", act())
    with pytest.raises(IllegalMove, match="no move 'vanish'"):
        apply_set(Record.objects.all(), "vanish", act())
    assert Record.objects.get(pk=records[0].pk).state == "awaiting"
    assert not Event.objects.filter(object_kind="record").exists()


def test_the_state_in_the_database_counts_and_not_the_one_in_hand(records):
    stale = Record.objects.get(pk=records[0].pk)
    apply(records[0], "release", act(), public_from=DAY)
    with pytest.raises(IllegalMove):
        apply(stale, "release", act(), public_from=DAY)


@pytest.mark.parametrize("reason", ["", "涉及商业秘密"])
def test_moves_that_need_a_reason(records, reason):
    def both():
        apply(records[0], "hold", act(reason), hold_reason=HoldReason.CHECKING)
        return apply_set(Record.objects.filter(pk=records[1].pk), "hold", act(reason), hold_reason="checking")

    if reason:
        assert both() == [records[1].public_id]
    else:
        with pytest.raises(IllegalMove, match="needs a reason"):
            both()
        with pytest.raises(IllegalMove, match="needs a reason"):
            apply_set(Record.objects.filter(pk=records[1].pk), "hold", act(reason))


def test_a_set_moves_those_that_may_and_leaves_an_event_each(records):
    apply(records[0], "release", act(), public_from=DAY)
    done = act()
    moved = apply_set(Record.objects.all(), "release", done, public_from=DAY)
    assert set(moved) == {records[1].public_id, records[2].public_id}
    found = Event.objects.filter(act=done).values_list(
        "object_id", "move", "state", "digest", "public_from", "public_until"
    )
    assert set(found) == {(one, "release", "released", "0" * 64, DAY, DAY) for one in moved}
    assert apply_set(Record.objects.all(), "release", act(), public_from=DAY) == []


def test_a_set_has_a_limit_and_keeps_its_order(records):
    first = sorted(records, key=lambda row: row.pk)[:2]
    moved = apply_set(Record.objects.order_by("pk"), "release", act(), limit=2, public_from=DAY)
    assert set(moved) == {row.public_id for row in first}


def test_a_move_without_target_keeps_the_state(records):
    assert apply_set(Record.objects.all(), "reckon", act(), due=DAY, release_by=DAY)
    assert set(Record.objects.values_list("state", "due")) == {("awaiting", DAY)}
    assert set(Event.objects.filter(move="reckon").values_list("state", flat=True)) == {"awaiting"}


def test_a_refused_write_leaves_neither_state_nor_event(records):
    with pytest.raises(IntegrityError), transaction.atomic():
        apply_set(Record.objects.all(), "release", act(), public_from=None)  # the CHECK wants a day
    with pytest.raises(IntegrityError), transaction.atomic():
        apply(records[0], "release", act(), public_from=None)
    assert set(Record.objects.values_list("state", flat=True)) == {"awaiting"}
    assert not Event.objects.filter(object_kind="record").exists()


def test_rows_that_others_hold_are_left_for_the_next_run(transactional_db):
    rows = [factories.record(state="awaiting", public_from=None) for _ in range(2)]
    held, let_go = threading.Event(), threading.Event()

    def hold():
        with transaction.atomic():
            Record.objects.select_for_update().get(pk=rows[0].pk)
            held.set()
            let_go.wait(20)
        connection.close()

    other = threading.Thread(target=hold)
    other.start()
    assert held.wait(20)
    try:
        assert apply_set(Record.objects.all(), "release", act(), public_from=DAY) == [rows[1].public_id]
    finally:
        let_go.set()
        other.join()
    assert apply_set(Record.objects.all(), "release", act(), public_from=DAY) == [rows[0].public_id]


def test_two_sets_at_once_move_each_row_once(transactional_db):
    batch = factories.submission()
    for _ in range(30):
        factories.record(submission=batch, state="awaiting", public_from=None)
    start, moved = threading.Barrier(3), []

    def run():
        start.wait()
        moved.extend(apply_set(Record.objects.all(), "release", act(), public_from=DAY))
        connection.close()

    threads = [threading.Thread(target=run) for _ in range(3)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    moved += apply_set(Record.objects.all(), "release", act(), public_from=DAY)
    assert len(moved) == len(set(moved)) == 30 == Event.objects.filter(move="release").count()


def test_an_event_without_its_transaction_is_gone(records):
    with transaction.atomic():
        apply(records[0], "release", act(), public_from=DAY)
        transaction.set_rollback(True)
    assert not Event.objects.filter(object_kind="record").exists()
    assert not Act.objects.filter(what="test").exists()
    assert Record.objects.get(pk=records[0].pk).state == "awaiting"


def test_acts_say_who_and_how(db):
    said = record_act("test", CLOCK, DAY, reason="理由", basis="依据")
    assert (said.channel, said.actor, said.actor_id, said.day) == ("clock", "法定时限", None, DAY)
    assert (said.reason, said.basis) == ("理由", "依据")


def test_a_digest_is_salted_and_does_not_depend_on_the_order_of_columns():
    assert digest_of({"a": "1", "b": "2"}, "s") == digest_of({"b": "2", "a": "1"}, "s")
    assert digest_of({"a": "1"}, "s") != digest_of({"a": "1"}, "t")
    assert digest_of({"a": "1"}, "s") != digest_of({"a": "2"}, "s")


def test_a_move_table_knows_its_states():
    table = Lifecycle(initial=["new"], moves=[move("go", "new old", "old", "前进"), move("stay", "old", None, "停留")])
    assert table.states == {"new", "old"}
    assert table.after("go", "new") == "old"
    assert table.after("stay", "old") == "old"
    with pytest.raises(IllegalMove, match="leads on from old, not from 'new'"):
        table.after("stay", "new")
