"""Fairly serious acts: measures of their own grade until a day, key inspection, told to a named audience while it lasts.
Source: E5, E9; Hua 二(四)2.
"""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from blacklists import reporting
from blacklists.models import ReportedAct
from blacklists.refusals import ListRefused
from records.models import Mark
from rules.models import CaseClock
from sanctions import disclosing, executing, ordering, triggering
from sanctions.models import Disclosure, JointAction, Measure
from sanctions.sweeping import sweep
from tests import factories
from tests.blacklists.offering_here import outsider
from tests.blacklists.walking import again, by, graded_here
from tests.records import making
from tests.sanctions import minor_walking as walk
from tests.sanctions.minor_walking import IGNORED, UNTIL, item_of
from tests.sanctions.walking import implementer, item

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def here(settings):
    graded_here(settings)


@pytest.fixture
def people():
    return making.staff()


@pytest.fixture
def who(people):
    return implementer(people)


FOUR = ("列为日常监督检查或者抽查重点", "适当范围公示", "减少享受政府性资金扶持的机会", "一定期限内禁止参加政府采购")


def test_hua_sanctions_by_grade_with_since_and_until_and_gone_on_the_day(people, who):
    rows = sanctioned = walk.sanctioned(people, who, *FOUR)
    assert [one.item.title for one in sanctioned] == list(FOUR)
    assert {(one.since, one.until, one.state) for one in rows} == {(IGNORED, UNTIL, "assigned")}
    assert Measure.objects.in_force(UNTIL).count() == 4
    assert not Measure.objects.in_force(UNTIL + DAY).exists(), "nobody has to take it off"
    assert Measure.objects.key_inspection(UNTIL).get().item.title == FOUR[0]
    assert not Measure.objects.key_inspection(UNTIL + DAY).exists()
    assert CaseClock.objects.open().filter(case_kind="feedback", step="acknowledge").count() == 4
    sweep(UNTIL + DAY)
    sweep(UNTIL + DAY)
    assert JointAction.objects.get().state == "closed"
    assert sweep(UNTIL + DAY) == 0


def test_only_measures_of_the_grade_no_longer_than_the_rule_and_by_two(people, who):
    action = walk.graded(people)
    office = by(people.office, IGNORED)
    with pytest.raises(ListRefused, match="适用于较重失信"):
        triggering.plan(action, item=item(IGNORED).public_id, department=who.body, until=UNTIL, **office)
    wanted = item_of(FOUR[3]).public_id
    for until in (None, IGNORED, IGNORED + timedelta(days=400)):
        with pytest.raises(ListRefused, match="截止日期"):
            triggering.plan(action, item=wanted, department=who.body, until=until, **office)
    triggering.plan(action, item=wanted, department=who.body, until=UNTIL, **office)
    triggering.propose(action, **office)
    assert ordering.decided_by(IGNORED)[0] == "leading_group"
    with pytest.raises(ListRefused):
        ordering.decide(action, **by(people.office, IGNORED))
    with pytest.raises(ListRefused, match="会议纪要"):
        ordering.decide(action, **by(people.approver, IGNORED))
    assert not Measure.objects.in_force(IGNORED).exists()


def test_what_it_rests_on_is_withdrawn_and_everything_ends_at_that_moment(people, who):
    shown = walk.disclosed(people, who, [people.body])
    assert Disclosure.objects.told_to(people.clerk, IGNORED).get() == shown
    act = ReportedAct.objects.get(ground="ignored")
    reporting.withdraw_act(act, reason="认定有误", **by(people.clerk, IGNORED))
    assert not Measure.objects.in_force(IGNORED).exists()
    assert not Disclosure.objects.told_to(people.clerk, IGNORED).exists()
    sweep(IGNORED)
    assert again(shown).state == "ended"
    assert again(shown.measure).state == "lapsed"


def test_an_act_beside_the_reasoning_changes_nothing(people, who):
    walk.sanctioned(people, who, FOUR[0])
    minor = ReportedAct.objects.get(ground="filing_late")
    reporting.withdraw_act(minor, reason="另行认定", **by(people.clerk, IGNORED))
    assert Measure.objects.in_force(IGNORED).exists()


def test_three_minor_acts_of_a_year_are_one_ground_together(people, who):
    """Escalation by number: the line of reasoning holds only while all three stand."""
    from blacklists import grading_records
    from tests.blacklists.walking import reported

    subject = factories.subject(public=False)
    acts = [
        reported(people, subject, ground="filing_late", on=IGNORED - timedelta(days=number)) for number in (9, 6, 3)
    ]
    proposal = grading_records.propose_grade(subject, people.office.department, on=IGNORED)
    assert proposal.grade == "fairly"
    grading_records.answer_grade(proposal, take_up=True, **by(people.office, IGNORED))
    triggering.trigger(IGNORED)
    action = JointAction.objects.get()
    assert set(action.grade_grounds.values_list("act", flat=True)) == {one.pk for one in acts}
    assert JointAction.objects.founded(IGNORED).exists()
    reporting.withdraw_act(acts[1], reason="认定有误", **by(people.clerk, IGNORED))
    assert not JointAction.objects.founded(IGNORED).exists()


def test_a_mark_on_the_act_suspends_the_measure_and_hides_it_from_the_audience(people, who):
    shown = walk.disclosed(people, who, [people.body])
    act = ReportedAct.objects.get(ground="ignored")
    Mark.objects.create(target_id=act.public_id, kind="objection", suspends=True, since=IGNORED, case_id=act.public_id)
    assert not Measure.objects.in_force(IGNORED).exists()
    assert not Disclosure.objects.lasting(IGNORED).exists()
    assert not Disclosure.objects.over(IGNORED).exists(), "it rests, it has not ended"
    assert again(shown).state == "shown"


# --- a named audience ------------------------------------------------------------------------------------------------


def test_the_named_audience_sees_it_others_do_not_and_it_is_gone_on_the_day(people, who):
    association = outsider(people)
    beside = factories.officer("clerk", department=factories.department(parent=people.office.department))
    shown = walk.disclosed(people, who, [people.body, association.department])
    last = shown.until
    for officer in (people.clerk, people.reviewer, association):
        assert Disclosure.objects.told_to(officer, IGNORED).get() == shown
        assert Disclosure.objects.told_to(officer, last).exists()
        assert not Disclosure.objects.told_to(officer, last + DAY).exists()
        assert not Disclosure.objects.told_to(officer, IGNORED - DAY).exists()
    for officer in (beside, making.staff().clerk, people.office):
        assert not Disclosure.objects.told_to(officer, IGNORED).exists()
    assert {one.name for one in shown.named()} == {people.body.name, association.department.name}
    sweep(last + DAY)
    assert again(shown).state == "ended"


def test_two_persons_by_name_within_the_days_of_the_measure(people, who):
    [measure, other] = walk.sanctioned(people, who, FOUR[1], FOUR[2])
    asked = {"wording": "较重失信", "audience": [people.body], "since": IGNORED, "until": UNTIL}
    for wrong in (
        {"audience": []}, {"until": UNTIL + DAY}, {"since": IGNORED - DAY}, {"until": IGNORED - DAY}, {"wording": " "},
        {"wording": f"法定代表人{making.id_number(2)}"}, {"audience": [people.body] * 51},
    ):  # fmt: skip
        with pytest.raises(ListRefused):
            disclosing.propose(measure, **asked | wrong, **by(who.clerk, IGNORED))
    with pytest.raises(ListRefused, match="不是措施清单中"):
        disclosing.propose(other, **asked, **by(who.clerk, IGNORED))
    with pytest.raises(ListRefused, match="由实施"):
        disclosing.propose(measure, **asked, **by(people.clerk, IGNORED))
    made = disclosing.propose(measure, **asked, **by(who.clerk, IGNORED))
    assert not Disclosure.objects.told_to(people.clerk, IGNORED).exists(), "not before a second person agreed"
    with pytest.raises(ListRefused):
        disclosing.decide(made, agree=True, **by(who.clerk, IGNORED))
    with pytest.raises(IntegrityError), transaction.atomic():
        Disclosure.objects.filter(pk=made.pk).update(approver=who.clerk)
    disclosing.decide(made, agree=True, **by(who.reviewer, IGNORED))
    assert Disclosure.objects.told_to(people.clerk, IGNORED).exists()
    disclosing.withdraw(made, reason="已整改", **by(who.clerk, IGNORED))
    assert not Disclosure.objects.told_to(people.clerk, IGNORED).exists()


def test_a_proposal_whose_measure_has_ended_is_not_shown_any_more(people, who):
    [measure] = walk.sanctioned(people, who, FOUR[1])
    made = disclosing.propose(
        measure, wording="较重失信", audience=[people.body], since=IGNORED, until=UNTIL, **by(who.clerk, IGNORED)
    )
    executing.refuse(measure, reason="无此职权", **by(who.clerk, IGNORED))
    sweep(UNTIL + DAY)
    assert again(made).state == "declined"
    with pytest.raises(ListRefused):
        disclosing.decide(made, agree=True, **by(who.reviewer, UNTIL + DAY))
