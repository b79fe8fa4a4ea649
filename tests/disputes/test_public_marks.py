"""What is in dispute says so on every channel from the day it is filed until the day it is decided. Source: F2."""

import pytest
from django.urls import reverse
from django.utils import timezone

from disputes import deciding
from tests.blacklists.offering_here import outsider
from tests.blacklists.walking import penalty as listed_penalty
from tests.blacklists.walking import published
from tests.checks.asking import checked
from tests.disputes.walking import accepted, answered, objection
from tests.records import making
from tests.representation.making import by_staff

pytestmark = pytest.mark.django_db
WORDS = "异议处理中"


@pytest.fixture
def people():
    return making.staff()


@pytest.fixture
def today():
    return timezone.localdate()


def channels(client, subject, people, on):
    """Each channel that shows an entry or a record of the subject, and whether it says so: pages, table, interface, receipts of checks."""
    pages = {
        "subject": reverse("publicity:subject", args=[subject.public_id]),
        "list": reverse("publicity:black_list"),
        "table": reverse("publicity:black_list") + "?format=csv",
        "api": "/api/v1/lists/black",
    }
    said = {}
    for name, address in pages.items():
        answer = client.get(address)
        assert answer.status_code == 200, (name, address)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        said[name] = WORDS in body.decode()
    said["check"] = checked(people.clerk, subject.code, on=on).answer["black"][0]["disputed"]
    bank = outsider(people, "financial")
    said["check of a bank"] = checked(bank, subject.code, on=on).answer["black"][0]["disputed"]
    return said


def test_an_entry_in_dispute_says_so_everywhere(client, people, today):
    from datetime import timedelta

    entry = published(people, on=today - timedelta(days=20))
    assert not any(channels(client, entry.subject, people, today).values())
    case = objection(entry.subject, entry, people, on=today)
    assert all(channels(client, entry.subject, people, today).values())
    answered(case, people, "keep", today)
    assert all(channels(client, entry.subject, people, today).values())
    deciding.decide(case, reason="核查属实", **by_staff(people.approver, today))
    assert not any(channels(client, entry.subject, people, today).values())


def test_a_record_in_dispute_marks_the_entry_that_rests_on_it(client, people, today):
    from datetime import timedelta

    record = listed_penalty(people)
    entry = published(people, record=record, on=today - timedelta(days=20))
    case = objection(record.subject, record, people, on=today)
    assert all(channels(client, entry.subject, people, today).values())
    accepted(case, people, today)
    assert all(channels(client, entry.subject, people, today).values())
