"""Acts that a department determined without a record: repaired by the place's way, what rests on them follows, falsehood undoes it.
Source: F4, F5, D4; 滑县 二(五)2–4.
"""

import json
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse

from blacklists import grading_records
from blacklists.models import Entry, GradeProposal, ReportedAct
from blacklists.refusals import ListRefused
from credit_platform.workdays import months_later
from ledger.models import Event
from publicity.replaying import replay
from repairs import deciding, falsehood, handling
from repairs.eligibility import of
from repairs.models import Repair
from sanctions import triggering
from sanctions.models import JointAction
from tests import factories
from tests.blacklists.walking import again, by, graded_here, penalty, published, reported
from tests.records.making import staff
from tests.repairs import mending
from tests.repairs.mending import PDF, PLAN, START
from tests.representation.making import claimed, enter

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def people(settings):
    graded_here(settings)
    return staff()


@pytest.fixture
def three(people) -> list[ReportedAct]:
    """Three minor acts of a year: fairly serious together."""
    subject = factories.subject()
    return [reported(people, subject, ground="filing_late", on=START - timedelta(days=ago)) for ago in (9, 6, 3)]


def inspected(people, act: ReportedAct, on: date = START) -> tuple[Repair, date]:
    """Replied to, put right in three months, inspected."""
    repair = mending.accepted(people, act, on, papers=PLAN)
    handling.deliver_reply(repair, delivered_on=on + DAY, means="direct", **by(people.clerk, on + DAY))
    over = months_later(on + DAY, 3)
    handling.inspect(
        again(repair), inspected_on=over, inspection="现场核查，已补办备案。", statement="整改到位。", paper=PDF,
        **by(people.clerk, over),
    )  # fmt: skip
    return again(repair), over


def granted(people, act: ReportedAct) -> tuple[Repair, date]:
    repair, over = inspected(people, act)
    handling.propose(repair, ask="grant", opinion="整改到位，经验收。", **by(people.clerk, over))
    deciding.decide(again(repair), **by(people.reviewer, over + DAY))
    return again(repair), over + DAY


def test_what_rests_on_it_follows_and_comes_back_when_it_was_won_by_falsehood(people, three):
    subject = three[0].subject
    proposal = grading_records.propose_grade(subject, people.office.department, on=START)
    grading_records.answer_grade(proposal, take_up=True, **by(people.office, START))
    triggering.trigger(START)
    assert of(three[1], START).procedure == "rectification"
    repair, on = granted(people, three[1])
    assert (repair.state, again(three[1]).state, repair.result_from) == ("granted", "repaired", None)
    assert Event.objects.filter(object_id=three[1].public_id).last().state == "repaired"
    assert not JointAction.objects.founded(on).exists()
    assert not grading_records.stands(proposal)
    assert GradeProposal.objects.get(state="open").grade == "minor", "said anew from what remains"
    assert of(three[1], on).verdict == "repaired"
    case = falsehood.propose(repair, facts="备案回执系伪造。", **by(people.clerk, on + DAY))
    falsehood.confirm(case, **by(people.reviewer, on + 2 * DAY))
    assert (again(repair).state, again(three[1]).state) == ("revoked", "confirmed")
    assert JointAction.objects.founded(on + 2 * DAY).exists()
    assert grading_records.stands(proposal)
    said = json.dumps(repair.letters.last().content, ensure_ascii=False)
    assert "重新计入失信等级" in said
    assert of(three[0], on + 3 * DAY).verdict == "barred"


def test_the_last_act_gone_no_grade_waits_for_anybody(people):
    act = reported(people, factories.subject(), ground="filing_late", on=START)
    proposal = grading_records.propose_grade(act.subject, people.office.department, on=START)
    granted(people, act)
    assert again(proposal).state == "superseded"
    assert not GradeProposal.objects.filter(subject=act.subject, state="open").exists()


def test_an_entry_that_rests_on_it_alone_is_gone_and_the_ledger_says_the_same(people, settings):
    act = reported(people, factories.subject(), on=START - timedelta(days=30))
    settings.JURISDICTION = "national"  # where the body lists by itself
    entry = published(people, record=penalty(people, act.subject))
    graded_here(settings)
    entry.grounds.update(record=None, act=act)
    repair, on = inspected(people, act)
    assert Entry.objects.public(on).filter(pk=entry.pk).exists()
    assert not [one for one in replay(on).differences if one.kind == "entry"]
    handling.propose(repair, ask="grant", opinion="整改到位。", **by(people.clerk, on))
    deciding.decide(again(repair), **by(people.reviewer, on))
    assert not Entry.objects.in_force(on).filter(pk=entry.pk).exists()
    assert again(act.subject).listed_until is None, "noted in the same transaction"
    assert not [one for one in replay(on).differences if one.kind == "entry"]


def test_who_may_ask_and_from_when(people, settings, three):
    unconfirmed = ReportedAct.objects.create(
        subject=three[0].subject, department=people.body, ground="warning", document="虚〔2026〕1号", basis="法",
        decided_on=START, proposer=people.clerk, proposed_on=START,
    )  # fmt: skip
    assert of(unconfirmed, START).verdict == "not_public"
    with pytest.raises(ListRefused, match="没有确认"):
        mending.filed(people, unconfirmed)
    repair = mending.filed(people, three[0], papers=PLAN)
    assert (repair.department, repair.what) == (people.body, f"部门认定的失信行为（{three[0].document}）")
    with pytest.raises(ListRefused, match="已有一件"):
        mending.filed(people, three[0], papers=PLAN)
    settings.JURISDICTION = "national"  # no text of its own: put right, it may be applied for at once
    found = of(three[1], START)
    assert (found.verdict, found.procedure, found.earliest) == ("missing", "order36", three[1].decided_on)
    assert found.missing == ("performance", "commitment")
    said = StringIO()
    call_command("eligibility", str(three[1].public_id), on=START, json=True, stdout=said)
    assert json.loads(said.getvalue())["clause"].startswith("国办发〔2025〕22号")


def test_the_own_file_leads_there(people, three, client):
    me = claimed(three[0].subject, people)
    page = enter(me, client)
    listed = page.get(reverse("my_repairs:cases"), {"about": str(three[0].public_id)})
    assert listed["Location"] == reverse("my_repairs:new", args=[three[0].public_id])
    form = page.get(listed["Location"]).content.decode()
    assert three[0].document in form
    assert "整改不少于3个月" in form
    other = reported(people, factories.subject(), ground="filing_late")
    assert page.get(reverse("my_repairs:new", args=[other.public_id])).status_code == 404
