"""Verification: measures rest in the same transaction, the supplier answers, another person closes. Source: E4."""

import uuid

import pytest
from django.db import IntegrityError, transaction

from blacklists.models import Entry
from blacklists.refusals import ListRefused
from ledger.acts import CLOCK, record_act
from records.marking import mark, unmark
from records.models import Mark, Record
from rules.models import CaseClock, PackValue
from sanctions import executing, resting, verifying
from sanctions.models import JointAction, Measure, Verification
from tests.blacklists.walking import SCAN
from tests.records import making
from tests.sanctions.walking import acknowledged, again, by, day, executed, implementer

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return making.staff()


@pytest.fixture
def who(people):
    return implementer(people)


def in_force(measure, on):
    return Measure.objects.in_force(on).filter(pk=measure.pk).exists()


def opened(measure, officer, on=None):
    return verifying.open_verification(
        measure.action.entry, facts="当事人出示的判决书与列入决定不符", **by(officer, on or day(16))
    )


@pytest.mark.parametrize(
    ("pack", "rests", "clause"),
    [
        ("suining_anju", True, "二(三)2"), ("harbin_new_area", True, "13"), ("", True, "本平台默认"), ("yingkou", True, "本平台默认"),
    ],
)  # fmt: skip
def test_own_discovery_suspends_at_once_and_the_entry_stays(settings, people, who, pack, rests, clause):
    """Suining 二(三)2 and Harbin 13: what the implementing body itself finds opens a verification."""
    measure = acknowledged(people, who)
    settings.JURISDICTION = pack
    case = opened(measure, who.clerk)
    assert case.suspends == rests
    assert clause in case.clause
    assert not in_force(measure, day(16))
    assert Measure.objects.standing(day(16)).filter(pk=measure.pk).exists()
    assert Entry.objects.public(day(16)).filter(pk=case.entry_id).exists(), "the entry is in doubt, not gone"
    with pytest.raises(ListRefused, match="暂停执行"):
        executing.execute(measure, feedback="已办", executed_on=day(16), evidence=SCAN, **by(who.clerk, day(16)))
    clock = CaseClock.objects.get(case_id=case.public_id)
    assert (clock.step, clock.department) == ("answer", case.supplier)


def test_where_the_rule_says_so_measures_go_on_meanwhile(people, who):
    PackValue.objects.filter(key="verification.suspends").update(value=False, mandatory=False)
    measure = acknowledged(people, who)
    case = opened(measure, who.clerk)
    assert not case.suspends
    assert in_force(measure, day(16))
    assert Mark.objects.open(day(16)).count() == 1


def test_who_opened_it_does_not_close_it(people, who):
    measure = executed(people, who)
    case = opened(measure, people.reviewer)
    verifying.answer(case, stands=False, wording="有误", **by(people.clerk, day(17)))
    with pytest.raises(ListRefused, match="另一位"):
        verifying.close(case, reason="有误", **by(people.reviewer, day(18)))
    assert again(case.entry).state == "published"
    with pytest.raises(IntegrityError), transaction.atomic():
        Verification.objects.filter(pk=case.pk).update(closer=people.reviewer)


def test_a_department_cannot_suspend_without_end(people, who):
    measure = acknowledged(people, who)
    case = opened(measure, who.clerk)
    verifying.answer(case, stands=True, wording="无误", **by(people.clerk, day(17)))
    verifying.close(case, **by(people.reviewer, day(17)))
    with pytest.raises(ListRefused, match="报信用办"):
        opened(measure, who.clerk, day(18))
    assert opened(measure, people.office, day(18)).suspends


def test_a_verification_ends_with_its_entry_even_without_an_action(people, who):
    measure = acknowledged(people, who)
    JointAction.objects.filter(pk=measure.action_id).update(state="dropped")
    case = opened(measure, people.office)
    Record.objects.filter(subject=measure.subject).update(state="withdrawn")
    executing.note_over(day(17))
    assert again(case).state == "lapsed"
    assert not Mark.objects.open(day(17)).exists()


def test_confirmed_by_another_the_measures_go_on(people, who):
    measure = executed(people, who)
    case = opened(measure, who.clerk)
    with pytest.raises(ListRefused, match="提供信息的部门"):
        verifying.answer(case, stands=True, wording="无误", **by(who.clerk, day(17)))
    verifying.answer(case, stands=True, wording="已核对案卷，列入无误", **by(people.reviewer, day(17)))
    with pytest.raises(ListRefused, match="另一位"):
        verifying.close(case, **by(people.reviewer, day(18)))
    assert not in_force(measure, day(18))
    verifying.close(case, **by(people.approver, day(18)))
    assert again(case).state == "kept"
    assert in_force(measure, day(18))
    assert Mark.objects.get().until == day(18)
    assert not CaseClock.objects.open().filter(case_id=case.public_id).exists()


def test_the_days_of_a_measure_stand_still_while_it_may_not_be_carried_out(people, who):
    """Paused by the mark, in the transaction that sets it; resumed with the days that were taken out; nobody is late meanwhile."""
    measure = acknowledged(people, who)  # on day 14; ten working days to carry it out
    clock = CaseClock.objects.get(case_id=measure.public_id, step="execute")
    case = opened(measure, who.clerk)  # on day 16
    assert again(clock).state == "paused"
    assert not CaseClock.objects.overdue(day(60)).filter(pk=clock.pk).exists()
    assert not Measure.objects.of(who.clerk).to_do(day(17)).exists()
    assert Measure.objects.of(who.clerk).resting(day(17)).get() == measure
    verifying.answer(case, stands=True, wording="无误", **by(people.clerk, day(17)))
    verifying.close(case, **by(people.reviewer, day(46)))
    assert again(clock).state == "running"
    assert again(clock).due > day(46)
    executing.execute(measure, feedback="已办", executed_on=day(47), evidence=SCAN, **by(who.clerk, day(47)))
    assert not CaseClock.objects.met_late().filter(case_id=measure.public_id).exists()


def test_a_mark_of_another_case_and_what_began_meanwhile_rest_by_the_sweep(people, who):
    """Whoever forgets to say so, the clock does; what is insisted on during the doubt does not run either."""
    measure = acknowledged(people, who)
    executing.refuse(measure, reason="没有职权", **by(who.clerk, day(15)))
    act = record_act("test", CLOCK, day(16), reason="异议")
    mark(measure.public_id, "objection", case_id=uuid.uuid4(), suspends=True, act=act)
    executing.judge(again(measure), excused=False, reason="有职权", **by(people.approver, day(16)))
    insisted = CaseClock.objects.get(case_id=measure.public_id, step="acknowledge", stopped_on=None)
    assert insisted.state == "paused"
    assert resting.pace(day(17)) == 0
    unmark(Mark.objects.get().case_id, act=record_act("test", CLOCK, day(20)))
    assert resting.pace(day(20)) == 1
    assert resting.pace(day(20)) == 0
    assert again(insisted).state == "running"


def test_found_wrong_the_entry_leaves_and_nothing_comes_into_force_again(people, who):
    measure = executed(people, who)
    case = opened(measure, who.clerk)
    verifying.answer(case, stands=False, wording="列入决定已被撤销", **by(people.clerk, day(17)))
    with pytest.raises(ListRefused, match="理由"):
        verifying.close(case, **by(people.reviewer, day(18)))
    verifying.close(case, reason="列入决定已被判决撤销", **by(people.reviewer, day(18)))
    entry = again(case.entry)
    assert (again(case).state, entry.state, entry.exit) == ("upheld", "left", "revoked")
    assert not in_force(measure, day(18))
    executing.note_over(day(18))
    assert again(measure).state == "ending"


def test_given_back_the_supplier_answers_again(people, who):
    case = opened(acknowledged(people, who), who.clerk)
    verifying.answer(case, stands=True, wording="无误", **by(people.clerk, day(17)))
    verifying.give_back(case, reason="没有附案卷", **by(people.reviewer, day(17)))
    assert again(case).state == "returned"
    assert CaseClock.objects.open().filter(case_id=case.public_id, step="answer").count() == 1
    verifying.answer(case, stands=True, wording="案卷已核", **by(people.clerk, day(18)))


def test_once_at_a_time_and_only_by_those_concerned(people, who):
    measure = acknowledged(people, who)
    foreign, other = making.staff(), implementer(people)
    for officer in (foreign.clerk, foreign.office, other.clerk):
        with pytest.raises(ListRefused, match="职责范围"):
            opened(measure, officer)
    assert in_force(measure, day(16))
    case = opened(measure, people.office)
    with pytest.raises(ListRefused, match="已在核实"):
        opened(measure, who.clerk)
    assert not Verification.objects.visible_to(foreign.office).exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        Verification.objects.filter(pk=case.pk).update(answered_by=people.clerk, closer=people.clerk)


def test_an_entry_that_leaves_otherwise_ends_the_verification(people, who):
    measure = acknowledged(people, who)
    case = opened(measure, who.clerk)
    Record.objects.filter(subject=measure.subject).update(state="withdrawn")
    executing.note_over(day(17))
    assert again(case).state == "lapsed"
    assert not Mark.objects.open(day(17)).exists()
    assert not CaseClock.objects.open().filter(case_id=case.public_id).exists()
