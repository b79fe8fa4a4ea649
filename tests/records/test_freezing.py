"""冻结公示: nothing begins to be public, whoever tries; what leaves, leaves; one person sets it, another lifts it. Source: L1."""

import threading
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from records import clock
from records.freezing import FreezeRefused, freeze, frozen, thaw
from records.models import Freeze, Proposal, Record
from records.proposing import accept
from records.releasing import ReleaseRefused, release_record
from tests.records.making import FRIDAY, acting, days, licence, only_record, penalty, release, send, staff

pytestmark = pytest.mark.django_db
REASON = "发现批量错误"


@pytest.fixture
def people():
    return staff()


def stop(officer, reason=REASON):
    return freeze(officer=officer, actor=acting(officer), on=FRIDAY, reason=reason)


def go_on(officer, reason="已核实"):
    thaw(officer=officer, actor=acting(officer), on=FRIDAY, reason=reason)


def test_neither_person_nor_clock_publishes_and_afterwards_the_clock_catches_up(people):
    record = only_record(people, licence(people.body))
    stop(people.office)
    with pytest.raises(ReleaseRefused, match="冻结"):
        release(people, record.submission)
    with pytest.raises(ReleaseRefused, match="冻结"):
        release_record(record, reviewer=people.reviewer, actor=acting(people.reviewer), on=FRIDAY)
    later = date(2026, 12, 1)  # past the deadline of 27 November
    assert clock.publish_due(later) == 0
    record.refresh_from_db()
    assert record.state == "awaiting"  # not escalated either: nothing is wrong with it
    go_on(people.approver)
    assert clock.publish_due(later) == 1
    record.refresh_from_db()
    assert (record.state, record.public_from, record.due) == ("released", later, date(2026, 11, 27))  # and it is late


def test_what_leaves_leaves_and_corrections_wait(people):
    row = licence(people.body)
    record = only_record(people, row)
    release(people, record.submission)
    second = licence(people.body)
    kept = only_record(people, second)
    release(people, kept.submission)
    send(people, [row | {"XK_NR": "散装食品销售"}])
    send(people, [second | {"XK_ZT": "0"}])
    stop(people.office)
    correction, withdrawal = (Proposal.objects.get(record=one) for one in (record, kept))
    by = {"reviewer": people.reviewer, "actor": acting(people.reviewer), "on": FRIDAY}
    with pytest.raises(ReleaseRefused, match="冻结"):
        accept(correction, **by)
    accept(withdrawal, **by)
    assert list(Record.objects.public(FRIDAY)) == [record]
    assert clock.end_publication(date(2031, 11, 18)) == 1


def test_two_people(people):
    for officer in (people.clerk, people.reviewer, people.auditor):
        with pytest.raises(FreezeRefused):
            stop(officer)
    with pytest.raises(FreezeRefused, match="理由"):
        stop(people.office, " ")
    standing = stop(people.office)
    with pytest.raises(FreezeRefused, match="已经冻结"):
        stop(people.approver)
    with pytest.raises(FreezeRefused, match="不能自己恢复"):
        go_on(people.office)
    with pytest.raises(FreezeRefused, match="理由"):
        go_on(people.approver, "")
    for changes in ({"approver": people.office, "lifted_at": timezone.now()}, {"lifted_at": timezone.now()}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Freeze.objects.filter(pk=standing.pk).update(**changes)
    assert frozen() == standing
    go_on(people.approver)
    assert frozen() is None
    with pytest.raises(FreezeRefused, match="没有冻结"):
        go_on(people.approver)


@pytest.mark.django_db(transaction=True)
def test_a_freeze_waits_for_what_is_on_its_way_and_stops_the_rest():
    people = staff()
    first, second = (only_record(people, penalty(people.body)) for _ in range(2))
    order = []

    def freezer():
        stop(people.office)
        order.append("frozen")
        connection.close()

    thread = threading.Thread(target=freezer)
    with transaction.atomic():
        release(people, first.submission)
        thread.start()
        thread.join(0.5)
        assert thread.is_alive()  # it waits for the release that has begun
        order.append("released")
    thread.join(10)
    assert order == ["released", "frozen"]
    with pytest.raises(ReleaseRefused):
        release(people, second.submission, FRIDAY + days(3))
