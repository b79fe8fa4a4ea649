"""What is in dispute says so on every channel from the day it is filed until the day it is decided. Source: F2."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from credit_reports.gathering import public_sections, same
from disputes import deciding
from ledger.acts import CLOCK, record_act
from ledger.sequencer import sequence
from publicity.opendata import feed
from publicity.replaying import replay
from sanctions import verifying
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


def channels(client, subject, people, on, words=WORDS):
    """Each channel that shows an entry or a record of the subject, and whether it says so: pages, table, interface, feed, report,
    receipts of checks.
    """
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
        said[name] = words in body.decode()
    sequence()
    changes = [line for page in feed.until_now(0, on, 500) for line in page.lines]
    said["feed"] = any(
        words in line["item"]["marks"] for line in changes if line["op"] == "put" and line["kind"] == "black_entry"
    )
    said["report"] = any(
        words in item.marks for one in public_sections(subject, same(subject), on) for item in one.items
    )
    said["check"] = checked(people.clerk, subject.code, on=on).answer["black"][0]["disputed"]
    bank = outsider(people, "financial")
    said["check of a bank"] = checked(bank, subject.code, on=on).answer["black"][0]["disputed"]
    return said


def test_an_entry_in_dispute_says_so_everywhere(client, people, today):
    entry = published(people, on=today - timedelta(days=20))
    assert not any(channels(client, entry.subject, people, today).values())
    case = objection(entry.subject, entry, people, on=today)
    assert all(channels(client, entry.subject, people, today).values())
    answered(case, people, "keep", today)
    assert all(channels(client, entry.subject, people, today).values())
    deciding.decide(case, reason="核查属实", **by_staff(people.approver, today))
    assert not any(channels(client, entry.subject, people, today).values())


def test_an_entry_that_is_verified_says_so_everywhere_and_the_replay_agrees(client, people, today):
    """E4: whoever reads it meanwhile is told that its measures rest, whoever found the doubt."""
    entry = published(people, on=today - timedelta(days=20))
    case = verifying.open_verification(
        entry, facts="复议决定书已变更所依据的处罚", **by_staff(people.office, today)
    )  # fmt: skip
    assert all(channels(client, entry.subject, people, today, "核实中").values())
    assert "mark" not in {one.kind for one in replay(today).differences}, "the ledger knows of the mark, too"
    verifying.lapse(case, record_act("test", CLOCK, today, reason="已移出"))
    assert not any(channels(client, entry.subject, people, today, "核实中").values())


def test_a_record_in_dispute_marks_the_entry_that_rests_on_it(client, people, today):
    record = listed_penalty(people)
    entry = published(people, record=record, on=today - timedelta(days=20))
    case = objection(record.subject, record, people, on=today)
    assert all(channels(client, entry.subject, people, today).values())
    accepted(case, people, today)
    assert all(channels(client, entry.subject, people, today).values())
