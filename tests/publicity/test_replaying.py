"""What is public is rebuilt from the ledger alone and is the same; what was changed past the ledger is found. Source: J5."""

import json
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from blacklists.models import Entry
from disputes import deciding
from publicity.replaying import replay
from records import hiding
from records.models import Mark, Record
from tests.blacklists.walking import honoured, published
from tests.disputes.walking import answered, objection, public_penalty
from tests.records import making
from tests.records.making import FRIDAY, acting
from tests.representation.making import by_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return making.staff()


def told(on=FRIDAY):
    return {(one.kind, one.id) for one in replay(on).differences}


def test_records_and_hides_are_rebuilt(people):
    record, other = public_penalty(people), public_penalty(people)
    found = replay(FRIDAY)
    assert (found.equal, found.items) == (True, 2), found.differences
    hidden = hiding.hide(record, officer=people.reviewer, actor=acting(people.reviewer), on=FRIDAY, reason="核对")
    assert replay(FRIDAY).equal
    assert replay(FRIDAY).items == 1
    assert replay(hidden.confirm_by).items == 1
    late = hidden.confirm_by + timedelta(days=1)
    assert (replay(late).equal, replay(late).items) == (True, 2), "nobody confirmed it in time"
    del other


def test_what_was_changed_past_the_ledger_is_found(people):
    record = public_penalty(people)
    Record.objects.filter(pk=record.pk).update(public_until=FRIDAY + timedelta(days=9999))
    assert told() == {("record", record.public_id)}
    Record.objects.filter(pk=record.pk).update(state="withdrawn")
    assert told() == {("record", record.public_id)}


def test_a_text_that_nobody_committed_to_is_found(people):
    record = public_penalty(people)
    other = public_penalty(people)
    Record.objects.filter(pk=record.pk).update(version=other.version_id)
    assert ("text", record.public_id) in told()


def test_entries_titles_and_marks_are_rebuilt(people):
    today = timezone.localdate()
    record = public_penalty(people)
    Record.objects.filter(pk=record.pk).update(seriousness="serious", decided_on=today - timedelta(days=30))
    entry = published(people, record=record, on=today - timedelta(days=20))
    honoured(making.staff(), on=today - timedelta(days=40))
    case = objection(entry.subject, entry, people, on=today)
    found = replay(today)
    kinds = {kind for kind, _ in told(today)}
    assert "entry" not in kinds
    assert "nomination" not in kinds
    assert "mark" not in kinds
    assert found.items >= 4
    Entry.objects.filter(pk=entry.pk).update(until=entry.until + timedelta(days=1))
    assert ("entry", entry.public_id) in told(today)
    Entry.objects.filter(pk=entry.pk).update(until=entry.until)
    answered(case, people, "delete", today)
    deciding.decide(case, reason="列错了", **by_staff(people.approver, today))
    assert {kind for kind, _ in told(today)} <= {"record", "text"}
    Mark.objects.filter(pk=Mark.objects.latest("pk").pk).update(until=None)
    assert "mark" in {kind for kind, _ in told(today)}


def test_the_command_answers_in_json_and_says_by_its_code_that_they_differ(people, capsys):
    call_command("replay", json=True)
    assert json.loads(capsys.readouterr().out) == {"equal": True, "items": 0, "differences": []}
    record = public_penalty(people)
    Record.objects.filter(pk=record.pk).update(public_from=timezone.localdate() - timedelta(days=900))
    with pytest.raises(SystemExit):
        call_command("replay", json=True)
    said = json.loads(capsys.readouterr().out)
    assert not said["equal"]
    assert said["differences"][0]["id"] == str(record.public_id)
