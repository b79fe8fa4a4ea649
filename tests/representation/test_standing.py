"""The claim that a page saw may have ended before the act: every use case looks again, in its own transaction. Source: F1."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from blacklists.refusals import ListRefused
from disputes import filing, reviewing
from repairs import applying, deciding
from repairs.models import Repair
from representation import claiming
from representation.models import Claim
from representation.standing import may_act_for
from tests import factories
from tests.disputes.walking import SCAN, by_claim
from tests.factories import DAY
from tests.records import making
from tests.repairs import mending
from tests.representation.making import by_person, by_staff, claimed, representative

pytestmark = pytest.mark.django_db


def ended(claim: Claim, people, on=DAY) -> None:
    """As the office does it, while the person is filling in a form."""
    claiming.end(claim, reason="委托已撤销", **by_staff(people.office, on))


def test_no_act_after_the_claim_has_ended():
    people = making.staff()
    claim = claimed(people=people)
    who = by_person(claim.representative, DAY)
    case = by_claim(claim, people)
    record = factories.record("penalty", subject=claim.subject, department=people.body)
    ended(claim, people)
    for act in (
        lambda: by_claim(claim, people),
        lambda: filing.add_paper(case, SCAN, **who),
        lambda: filing.withdraw(case, **who),
        lambda: reviewing.ask_review(case, reason="不服", **who),
        lambda: applying.apply_for(record, what_was_done="已缴清", papers=mending.PAPERS, **who),
    ):
        with pytest.raises(ListRefused, match="您现在不能代表这个主体"):
            act()


def test_nobody_at_all_is_not_somebody():
    """Without an officer and without a representative there is no door."""
    people = making.staff()
    case = by_claim(claimed(people=people), people)
    with pytest.raises(ListRefused, match="不能代表"):
        filing.withdraw(case, actor=making.acting(people.office), on=DAY)


def test_an_application_is_not_given_up_by_who_may_no_more():
    people = making.staff()
    claim = claimed(people=people, on=mending.START)
    who = by_person(claim.representative, mending.START)
    repair = mending.filed(people, mending.penalty(people, claim.subject))
    Repair.objects.filter(pk=repair.pk).update(filed_by=None, representative=claim.representative)
    ended(claim, people, mending.START)
    for act in (deciding.withdraw, applying.add_papers):
        more = {"papers": mending.PAPERS} if act is applying.add_papers else {}
        with pytest.raises(ListRefused, match="不能代表"):
            act(repair, **more, **who)


def test_it_is_held_until_the_act_is_over_and_follows_a_merge():
    kept, merged = factories.subject(), factories.subject()
    person = representative()
    claimed(merged, person=person)
    merged.merged_into = kept
    merged.save()
    with CaptureQueriesContext(connection) as asked:
        assert may_act_for(person, kept, DAY)
        assert may_act_for(person, merged, DAY)
    assert all("FOR NO KEY UPDATE" in query["sql"] for query in asked.captured_queries)
    assert not may_act_for(person, factories.subject(), DAY)
    person.closed_on = DAY
    person.save()
    assert not may_act_for(person, kept, DAY)
