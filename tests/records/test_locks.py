"""What an intake has written about others wait for: who merges the subject, who withdraws the record. Source: A1, B7."""

import threading

import pytest
from django.db import OperationalError, connection, transaction

from records.models import Proposal, Record
from subjects.models import Subject
from tests.records.making import licence, only_record, release, send, staff

pytestmark = pytest.mark.django_db(transaction=True)


def held(model, pk):
    """Whether somebody else holds the row against a change, asked on a connection of its own."""
    found = []

    def look():
        try:
            with transaction.atomic():
                model.objects.select_for_update(nowait=True, of=("self",)).get(pk=pk)
            found.append(False)
        except OperationalError:
            found.append(True)
        finally:
            connection.close()

    asking = threading.Thread(target=look)
    asking.start()
    asking.join()
    return found[0]


@pytest.fixture
def public():
    """(people, the row, its public record)."""
    people = staff()
    row = licence(people.body)
    record = only_record(people, row)
    release(people, record.submission)
    return people, row, record


def after_the_first_row(monkeypatch, look):
    """`look` is called when the second of several rows has been stored, a chunk each; what it said."""
    said = []
    monkeypatch.setattr("records.intake.CHUNK", 1)
    monkeypatch.setattr(
        "records.intake.show_progress", lambda submission, rows: said.append(look()) if rows == 2 else None
    )
    return said


def test_a_merger_waits_until_what_comes_about_the_subject_is_in(public, monkeypatch):
    people, row, record = public
    rows = [row | {"XK_WSH": "虚市监许〔2026〕88888号"}, licence(people.body)]
    said = after_the_first_row(monkeypatch, lambda: held(Subject, record.subject_id))
    send(people, rows)
    assert said == [True]
    assert not held(Subject, record.subject_id)


def test_a_withdrawal_waits_until_a_correction_of_the_record_is_in(public, monkeypatch):
    people, row, record = public
    said = after_the_first_row(monkeypatch, lambda: held(Record, record.pk))
    send(people, [row | {"XK_NR": "改过的内容"}, licence(people.body)])
    assert said == [True]
    assert not held(Record, record.pk)
    assert Proposal.objects.get().record == record
