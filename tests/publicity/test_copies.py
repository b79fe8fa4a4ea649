"""A second program that knows only the files and the HTTP answers keeps a right copy of what is public, whatever happens underneath; and
what is withdrawn is gone from every channel at once. Source: I3–I5, design sentence 1.
"""

from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles import reviewing
from articles.models import Article
from blacklists import leaving
from blacklists.models import Entry
from blacklists.refusals import ListRefused
from credit_reports import issuing
from credit_reports.standing import Standing
from disputes import deciding
from disputes.models import Dispute
from exchange.removing import follow
from exchange.sight import PUBLIC
from ledger.acts import CLOCK, record_act
from ledger.models import Event
from ledger.moves import note
from ledger.sequencer import sequence
from publicity.opendata import bulk
from records import clock, hiding, intake, joining
from records.hiding import HideRefused
from records.models import Hide, Proposal, Record
from records.proposing import accept
from records.releasing import ReleaseRefused, release_submission
from records.submitting import receive_row
from repairs.applying import Attached
from subjects import registering
from subjects.models import Institution
from subjects.registering import RegisterRefused
from subjects.renaming import RenameRefused
from tests import factories
from tests.articles import articles_here
from tests.blacklists.walking import published
from tests.disputes.walking import answered, objection, public_penalty
from tests.exchange.reusing import with_token
from tests.publicity.replica import Replica
from tests.records import making
from tests.records.making import acting
from tests.repairs import mending
from tests.representation.making import by_staff
from tests.sanctions import stories

pytestmark = pytest.mark.django_db
REFUSALS = (ReleaseRefused, HideRefused, RenameRefused, ListRefused, RegisterRefused)
TODAY = timezone.localdate()
ADDRESSES = {
    "record": "records", "article": "articles", "typical_case": "cases", "institution": "institutions", "exit_announcement": "exits",
}  # fmt: skip
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["penalty", "licence", "person", "correct", "withdraw", "hide", "confirm", "show", "end", "object", "uphold",
                         "list", "repair", "rename", "article", "replace", "take off", "story", "file", "strike", "bulk", "read",
                         "read one page"]),
        st.integers(0, 5),
    ),
    min_size=4, max_size=12,
)  # fmt: skip


class World:
    """Departments at work, and somebody's copy beside them."""

    def __init__(self, out):
        self.out, self.people, self.copy, self.runs = out, making.staff(), Replica(), 0
        self.client = Client()

    def get(self, address):
        answer = self.client.get(address)
        assert answer.status_code == 200, answer.content
        return answer.json()

    def by(self, officer):
        return {"officer": officer, "actor": acting(officer), "on": TODAY}

    def public(self, number, **conditions):
        """One of the public records, whichever the number says."""
        rows = list(Record.objects.public(TODAY).filter(**conditions).order_by("pk"))
        return rows[number % len(rows)] if rows else None

    def send(self, kind, row):
        clerk = self.people.clerk
        made = receive_row(kind, row, department=self.people.body, clerk=clerk, actor=acting(clerk), on=TODAY)
        intake.run(made.pk)
        return made

    def released(self, kind, row):
        reviewer = self.people.reviewer
        release_submission(self.send(kind, row), reviewer=reviewer, actor=acting(reviewer), on=TODAY)

    def proposed(self):
        return registering.propose(
            code=factories.code(), name="虚构信用评估有限公司", number="备1", business="信用评级", contact="",
            **self.by(self.people.office),
        )  # fmt: skip

    def again(self, record, **changes):
        """The same decision sent once more, and what is proposed by it accepted by the reviewer."""
        content = dict(record.version.content) | changes
        self.send(record.kind, {code: value for code, value in content.items() if value})
        proposal = Proposal.objects.filter(state="open", record=record).last()
        if proposal:
            reviewer = self.people.reviewer
            accept(proposal, reviewer=reviewer, actor=acting(reviewer), on=TODAY, reason="来源更正")

    def step(self, what, number):
        people, record = self.people, self.public(number)
        recent = (TODAY - timedelta(days=2)).isoformat().replace("-", "/")
        match what:
            case "penalty":
                self.released("penalty", making.penalty(people.body, JDRQ=recent))
            case "licence":
                self.released("licence", making.licence(people.body, JDRQ=recent))
            case "person":
                self.released("penalty", making.person(people.body, making.id_number(number + 1), JDRQ=recent))
            case "correct" if record and record.kind == "penalty":
                self.again(record, CF_SY=f"经查，另一事实{number}。")
            case "withdraw" if record and record.kind == "licence":
                self.again(record, XK_ZT="0")
            case "hide" if record:
                hiding.hide(record, reason="核对", **self.by(people.reviewer))
            case "confirm" if hidden := Hide.objects.filter(lifted_on__isnull=True).last():
                hiding.confirm(hidden, **self.by(people.office))
            case "show" if hidden := Hide.objects.filter(lifted_on__isnull=True).last():
                hiding.show_again(hidden, reason="无误", **self.by(people.approver))
            case "end" if record:
                # As if its last day had been yesterday; the sweep comes, or does not come yet.
                Record.objects.filter(pk=record.pk).update(public_until=TODAY - timedelta(days=1))
                clock.end_publication(TODAY)
            case "object" if record:
                objection(record.subject, record, people, on=TODAY)
            case "uphold" if case := Dispute.objects.filter(state="filed").last():
                answered(case, people, "delete", TODAY)
                deciding.decide(case, reason="核查属实", **by_staff(people.approver, TODAY))
            case "list":
                published(people, on=TODAY - timedelta(days=20))
                leaving.note_ended(TODAY)
                self.told()
            case "repair":
                mending.granted(people, on=TODAY - timedelta(days=3))
                self.told()
            case "article":
                articles_here.published(people, ("policy", "notice")[number % 2], TODAY)
            case "replace" if old := Article.objects.public(TODAY).filter(kind="policy").last():
                articles_here.published(people, on=TODAY, replaces=old)
            case "take off" if shown := list(Article.objects.public(TODAY).order_by("pk")):
                reviewing.withdraw(shown[number % len(shown)], reason="有误", **self.by(people.reviewer))
            case "story":
                listed = Entry.objects.public(TODAY).last()
                stories.published(
                    people, on=TODAY, kind="sanction" if listed else "incentive", subject=listed and listed.subject
                )
            case "file":
                registering.decide(self.proposed(), "file", reason="齐全", **self.by(people.approver))
            case "strike" if one := Institution.objects.filter(state="filed").first():
                registering.propose_removal(one, reason="停业", **self.by(people.office))
                registering.decide(one, "remove", reason="属实", **self.by(people.approver))
            case "rename" if record:
                joining.name_subject(
                    record.subject, "new", f"虚构改名{record.pk}有限公司", reason="登记", **self.by(people.office)
                )
            case "bulk":
                self.runs += 1
                sequence()
                at = timezone.localtime() + timedelta(seconds=self.runs)
                self.copy.load(bulk.export(self.out, at, TODAY))
            case "read":
                sequence()
                self.copy.follow(self.get)
            case "read one page":
                sequence()
                page = self.get(f"/api/v1/changes?after={self.copy.position}&limit=2")
                for line in page["results"]:
                    self.copy.apply(line)
                self.copy.position = page["next"]

    def check(self):
        """The copy, read up, is what the pages ask of the QuerySets; nothing of a natural person was ever in it."""
        sequence()
        self.copy.follow(self.get)
        pages = {
            (kind, str(one)) for kind, rows in PUBLIC.items() for one in rows(TODAY).values_list("public_id", flat=True)
        }
        assert set(self.copy.standing(TODAY)) == pages
        for (kind, one), item in self.copy.standing(TODAY).items():
            if kind in ADDRESSES:
                assert self.get(f"/api/v1/{ADDRESSES[kind]}/{one}")["item"] == item
        assert "丙某" not in str(self.copy.items)

    def told(self):
        """Records made for the tests stand there without the event that a release leaves: write it."""
        known = Event.objects.filter(object_kind="record", state="released").values("object_id")
        act = record_act("release", CLOCK, TODAY)
        for record in Record.objects.filter(public_from__isnull=False).exclude(public_id__in=known):
            note(act, "record", record.public_id, "release", "released")


def live(out, steps):
    with transaction.atomic():
        world = World(out)
        for what, number in [("penalty", 0), *steps]:
            with suppress(*REFUSALS), transaction.atomic():
                world.step(what, number)
        world.check()
        from_nothing = Replica().follow(world.get)
        assert from_nothing.standing(TODAY) == world.copy.standing(TODAY)  # replay from 0 ends at the same
        transaction.set_rollback(True)


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(STEPS)
def test_a_copy_from_files_and_answers_is_right_whatever_happens(tmp_path_factory, steps):
    live(tmp_path_factory.mktemp("open-data"), steps)


@pytest.mark.long
@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(STEPS)
def test_a_copy_is_right_at_length(tmp_path_factory, steps):
    live(tmp_path_factory.mktemp("open-data"), steps)


def hidden(record, people, today):
    hiding.hide(record, officer=people.reviewer, actor=acting(people.reviewer), on=today, reason="核对")


def upheld(record, people, today):
    case = objection(record.subject, record, people, on=today)
    answered(case, people, "delete", today)
    deciding.decide(case, reason="核查属实", **by_staff(people.approver, today))


def masked(record, people, today):
    papers = (Attached("court", mending.PDF), Attached("commitment", mending.PDF))
    case = mending.granted(people, record, today - timedelta(days=3), papers=papers, bankrupt=True)
    assert case.state == "masked"


# By one person for the time being a record goes, and its subject stays findable until the second has confirmed.
@pytest.mark.parametrize(("leaves", "findable"), [(hidden, True), (upheld, False), (masked, False)])
def test_what_is_withdrawn_is_gone_from_every_channel(tmp_path, settings, leaves, findable):
    """Page, column, its Atom feed, list of the API, its one address, feed, search, suggestions, next bulk, the check page of a report
    printed before and the receipts asked of re-users: at the first asking.
    """
    settings.OPEN_DATA_ROOT = tmp_path
    people, client, today = making.staff(), Client(), timezone.localdate()
    _, headers = with_token(people)
    record = public_penalty(people)
    other = public_penalty(people)  # so that the subject keeps nothing and the rest stays
    subject, one = record.subject, str(record.public_id)
    channels = {
        "page": f"/subject/{subject.public_id}/", "subject": f"/api/v1/subjects/{subject.public_id}", "record": f"/api/v1/records/{one}",
        "records": "/api/v1/records?type=penalty", "feed": "/api/v1/changes?after=0", "repair": f"/repair/{one}/",
        "column": "/columns/penalty/", "atom": "/columns/penalty/atom.xml", "suggestions": f"/suggest?q={subject.name}",
        "found": f"/api/v1/subjects?q={subject.name}",
    }  # fmt: skip
    whole = {"suggestions", "found"}  # name the subject, of which nothing else is public

    def showing():
        sequence()
        follow(today)
        said = {name: client.get(address).content.decode() for name, address in channels.items()}
        return {name for name in said if (subject.code if name in whole else record.document_number) in said[name]}

    printed, _ = issuing.for_public(record.subject, actor=issuing.PUBLIC, on=today)
    check = f"/report-check/{printed.number}-{printed.code.lower()}/"
    assert client.get(check).context["answer"] == Standing.VALID
    tags = {name: client.get(address).get("ETag") for name, address in channels.items()}
    assert showing() >= {"page", "record", "records", "feed", "column", "atom", "suggestions", "found"}
    leaves(record, people, today)
    assert showing() == (whole if findable else set())
    assert client.get(check).context["answer"] == Standing.SUPERSEDED  # and so every print of it
    for name in ("record", "records"):  # no kept copy is called fresh
        assert client.get(channels[name], headers={"If-None-Match": tags[name]}).status_code != 304
    run = bulk.export(tmp_path, timezone.localtime(), today)
    copy = Replica()
    copy.load(run)
    assert ("record", one) not in copy.items
    assert ("record", str(other.public_id)) in copy.items
    asked = client.get("/api/v1/removals", headers=headers).json()["results"]
    assert {removal["id"] for removal in asked} == ({one} if findable else {one, str(subject.public_id)})
