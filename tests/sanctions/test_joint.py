"""Joint action: set going once, out of the published list, decided by two, carried out with evidence, gone with its entry.
Source: E2, E3, E4, D6.
"""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from blacklists import leaving
from blacklists.deciding import Document
from blacklists.refusals import ListRefused
from ledger.models import Event
from records.models import Record
from rules.models import CaseClock, MeasureItem
from sanctions import executing, ordering, triggering
from sanctions.models import JointAction, Measure
from subjects.models import KeyPerson
from tests import factories
from tests.blacklists.walking import SCAN, honoured, penalty, published
from tests.records import making
from tests.sanctions.walking import (
    LISTED,
    MINUTES,
    acknowledged,
    again,
    assigned,
    by,
    day,
    executed,
    implementer,
    item,
    planned,
    triggered,
)  # fmt: skip

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return making.staff()


@pytest.fixture
def who(people):
    return implementer(people)


def in_force(measure, on):
    return Measure.objects.in_force(on).filter(pk=measure.pk).exists()


# --- set going -------------------------------------------------------------------------------------------------------


def test_an_entry_in_force_sets_one_action_going_and_no_more(people):
    entry = published(people)
    assert triggering.trigger(day(12)) == 0, "not before it is in force"
    assert triggering.trigger(LISTED) == 1
    assert triggering.trigger(LISTED) == 0
    action = JointAction.objects.get()
    assert (action.entry, action.subject, action.department) == (entry, entry.subject, entry.department)
    assert Event.objects.filter(object_id=action.public_id).values_list("move", "state").get() == (
        "trigger",
        "triggered",
    )


def test_a_red_entry_sets_incentives_going(settings, people, who):
    row = honoured(people)
    settings.JURISDICTION = "hua_county"
    triggering.trigger(row.public_from)
    action = JointAction.objects.get()
    assert action.incentive
    on = row.public_from
    with pytest.raises(ListRefused, match="清单以外"):
        triggering.plan(action, item=item(on).public_id, department=who.body, **by(people.clerk, on))
    given = item(on, kind="incentive")
    measure = triggering.plan(action, item=given.public_id, department=who.body, **by(people.clerk, on))
    triggering.propose(action, **by(people.clerk, on))
    minutes = Document("领导小组会议纪要", "虚信纪〔2026〕4号", on, SCAN)
    ordering.decide(action, document=minutes, **by(people.approver, on))
    assert again(measure).until == row.until


# --- nothing outside the list ----------------------------------------------------------------------------------------


def test_only_what_the_published_list_has(people, who):
    action = triggered(people)
    with pytest.raises(ListRefused, match="清单以外"):
        triggering.plan(action, item=uuid4(), department=who.body, **by(people.clerk, LISTED))
    over = item()
    elsewhere = MeasureItem.objects.filter(version__jurisdiction__name="yingkou", kind="sanction").first()
    with pytest.raises(ListRefused, match="清单以外"):
        triggering.plan(action, item=elsewhere.public_id, department=who.body, **by(people.clerk, LISTED))
    made = triggering.plan(action, item=over.public_id, department=who.body, **by(people.clerk, LISTED))
    assert made.item.version == over.version
    with pytest.raises(ListRefused, match="已选定"):
        triggering.plan(action, item=over.public_id, department=who.body, **by(people.clerk, LISTED))


def test_people_behind_the_subject_only_by_role_tenure_and_certificate(people, who):
    entry = published(people)
    triggering.trigger(LISTED)
    action = JointAction.objects.get()
    boss = factories.subject("戊某", kind="person", public=False)

    def person(**fields):
        return KeyPerson.objects.create(
            subject=entry.subject, name="戊某", **{"role": "controller", "person": boss} | fields
        )

    rows = [person(person=None), person(role="director"), person(until=day(-300)), person(role="principal")]
    for one in rows[:3]:
        with pytest.raises(ListRefused, match="在任、身份已核实"):
            triggering.plan(action, item=item().public_id, department=who.body, person=one, **by(people.clerk, LISTED))
    made = triggering.plan(
        action, item=item().public_id, department=who.body, person=rows[3], **by(people.clerk, LISTED)
    )
    assert (made.subject, made.role) == (boss, "principal")


# --- decided by two --------------------------------------------------------------------------------------------------


def test_nobody_decides_what_they_proposed(people, who):
    measure = planned(people, who)
    action = measure.action
    with pytest.raises(ListRefused, match="状态"):
        ordering.decide(action, **by(people.approver, LISTED))
    triggering.propose(action, **by(people.clerk, LISTED))
    JointAction.objects.filter(pk=action.pk).update(proposer=people.approver)
    with pytest.raises(ListRefused, match="另一位"):
        ordering.decide(action, document=MINUTES, **by(people.approver, LISTED))
    with pytest.raises(ListRefused, match="另一位"):
        triggering.drop(action, reason="不采取", **by(people.approver, LISTED))
    with pytest.raises(IntegrityError), transaction.atomic():
        JointAction.objects.filter(pk=action.pk).update(approver=people.approver)
    assert again(measure).state == "planned"


def test_nobody_decides_on_measures_they_chose(people, who):
    measure = planned(people, who)
    Measure.objects.filter(pk=measure.pk).update(planner=people.approver)
    triggering.propose(measure.action, **by(people.office, LISTED))
    with pytest.raises(ListRefused, match="您选定的"):
        ordering.decide(measure.action, document=MINUTES, **by(people.approver, LISTED))
    with pytest.raises(IntegrityError), transaction.atomic():
        Measure.objects.filter(pk=measure.pk).update(approver=people.approver)


def test_minutes_older_than_the_case_decide_nothing(settings, people, who):
    measure = planned(people, who)
    settings.JURISDICTION = "hua_county"
    triggering.propose(measure.action, **by(people.clerk, LISTED))
    old = Document("领导小组会议纪要", "虚信纪〔2025〕3号", day(12), SCAN)
    with pytest.raises(ListRefused, match="触发"):
        ordering.decide(measure.action, document=old, **by(people.approver, LISTED))


def test_without_a_measure_nothing_is_proposed(people):
    action = triggered(people)
    with pytest.raises(ListRefused, match="还没有选定"):
        triggering.propose(action, **by(people.clerk, LISTED))


@pytest.mark.parametrize(
    ("pack", "decider"),
    [("hua_county", "leading_group"), ("suining_anju", "conference"), ("", "body"), ("harbin_new_area", "body")],
)
def test_who_decides_is_what_the_text_says(settings, people, who, pack, decider):
    measure = planned(people, who)
    settings.JURISDICTION = pack
    triggering.propose(measure.action, **by(people.clerk, LISTED))
    if decider == "body":
        ordering.decide(measure.action, **by(people.reviewer, LISTED))
    else:
        with pytest.raises(ListRefused, match="信用办审批办理"):
            ordering.decide(measure.action, document=MINUTES, **by(people.reviewer, LISTED))
        with pytest.raises(ListRefused, match="纪要"):
            ordering.decide(measure.action, document=Document(), **by(people.approver, LISTED))
        ordering.decide(measure.action, document=MINUTES, **by(people.approver, LISTED))
    assert again(measure.action).decider == decider
    assert again(measure).state == "assigned"


def test_yingkou_consults_every_implementing_department(settings, people, who):
    """(十五): the office with the initiator, consulting; four kinds of constraint stand in its list (十一)–(十四)."""
    other, action = implementer(people, "虚构市税务局"), triggered(people)
    settings.JURISDICTION = "yingkou"
    first = planned(people, who, action=action)
    second = planned(people, other, action=action)
    triggering.propose(first.action, **by(people.clerk, LISTED))
    with pytest.raises(ListRefused, match="商有关部门"):
        ordering.decide(first.action, **by(people.approver, LISTED))
    ordering.give_back(first.action, reason="先商有关部门", **by(people.approver, LISTED))
    triggering.take_opinion(first, agrees=True, reply="", **by(people.clerk, LISTED))
    with pytest.raises(ListRefused, match="理由"):
        triggering.take_opinion(second, agrees=False, reply=" ", **by(people.clerk, LISTED))
    triggering.take_opinion(second, agrees=False, reply="没有法定职权", **by(people.clerk, LISTED))
    triggering.propose(first.action, **by(people.clerk, LISTED))
    with pytest.raises(ListRefused, match="不采用该项"):
        ordering.decide(first.action, **by(people.approver, LISTED))
    ordering.give_back(first.action, reason="去掉不同意的", **by(people.approver, LISTED))
    triggering.strike(second, **by(people.clerk, LISTED))
    triggering.propose(first.action, **by(people.clerk, LISTED))
    ordering.decide(first.action, **by(people.approver, LISTED))
    assert (again(first).state, again(second).state) == ("assigned", "struck")
    means = {one.means for one in MeasureItem.objects.filter(version__jurisdiction__name="yingkou", kind="sanction")}
    assert means == {"administrative", "market", "industry", "social"}


def test_what_fell_meanwhile_is_not_decided(people, who):
    measure = planned(people, who)
    triggering.propose(measure.action, **by(people.clerk, LISTED))
    Record.objects.filter(subject=measure.subject).update(state="withdrawn")
    with pytest.raises(ListRefused, match="依据已撤销"):
        ordering.decide(measure.action, document=MINUTES, **by(people.approver, LISTED))


# --- carried out -----------------------------------------------------------------------------------------------------


def test_acknowledged_executed_with_evidence_on_its_clocks(people, who):
    measure = assigned(people, who)
    assert in_force(measure, LISTED)
    clock = CaseClock.objects.get(case_id=measure.public_id)
    assert (clock.step, clock.department, clock.state) == ("acknowledge", who.body, "running")
    with pytest.raises(ListRefused, match="本部门"):
        executing.acknowledge(measure, **by(people.clerk, day(14)))
    executing.acknowledge(measure, **by(who.clerk, day(14)))
    said = {"feedback": "已限制", "executed_on": day(15), "evidence": SCAN}
    for wrong, words in (
        ({"evidence": None}, "凭证"), ({"feedback": " "}, "执行情况"), ({"executed_on": day(30)}, "执行日期"),
        ({"executed_on": day(12)}, "执行日期"), ({"feedback": "身份证11010119900307803X"}, "个人信息"),
    ):  # fmt: skip
        with pytest.raises(ListRefused, match=words):
            executing.execute(measure, **said | wrong, **by(who.clerk, day(15)))
    executing.execute(measure, **said, **by(who.clerk, day(15)))
    assert again(measure).state == "executed"
    clocks = dict(CaseClock.objects.filter(case_id=measure.public_id).values_list("step", "state"))
    assert clocks == {"acknowledge": "met", "execute": "met"}


def test_a_refusal_is_judged_by_another_on_the_initiating_side(people, who):
    measure = acknowledged(people, who)
    with pytest.raises(ListRefused, match="理由"):
        executing.refuse(measure, reason=" ", **by(who.clerk, day(15)))
    executing.refuse(measure, reason="本部门没有这项职权", **by(who.clerk, day(15)))
    assert in_force(measure, day(15))
    assert not CaseClock.objects.open().filter(case_id=measure.public_id).exists()
    foreign = making.staff()
    other = implementer(people)
    for officer in (foreign.approver, who.reviewer, other.reviewer):
        with pytest.raises(ListRefused, match="由发起部门或其信用办核定"):
            executing.judge(measure, excused=True, reason="", **by(officer, day(16)))
    executing.judge(measure, excused=False, reason="三定方案载明由你局负责", **by(people.reviewer, day(16)))
    assert again(measure).state == "assigned"
    executing.refuse(measure, reason="职权已划转", **by(who.reviewer, day(17)))
    Measure.objects.filter(pk=measure.pk).update(refuser=people.approver)
    with pytest.raises(ListRefused, match="另一位"):
        executing.judge(measure, excused=True, reason="", **by(people.approver, day(18)))
    with pytest.raises(ListRefused, match="个人信息"):
        executing.judge(measure, excused=True, reason="请致电13800138000", **by(people.reviewer, day(18)))
    Measure.objects.filter(pk=measure.pk).update(refuser=who.reviewer)
    executing.judge(measure, excused=True, reason="", **by(people.approver, day(18)))
    assert again(measure).state == "excused"
    assert not in_force(measure, day(18))


# --- no measure outlives its entry -----------------------------------------------------------------------------------


def test_a_measure_ends_with_its_entry_before_any_clock_ran(people, who):
    measure = executed(people, who)
    entry = measure.action.entry
    assert in_force(measure, entry.until)
    assert not in_force(measure, entry.until + timedelta(days=1))
    Record.objects.filter(subject=measure.subject).update(state="withdrawn")
    assert not in_force(measure, day(16))


def test_what_is_over_is_noted_and_lifted_by_who_did_it(people, who):
    first = executed(people, who)
    second = planned(people, implementer(people), action=triggered(people, record=penalty(people)))
    entry = first.action.entry
    who_, on = {"actor": by(people.office, day(20))["actor"]}, day(20)
    leaving.leave_by_case(
        entry, exit="repaired", case_id=uuid4(), reason="准予修复", happened_on=on, proposer=people.office,
        approver=people.approver, on=on, **who_,
    )  # fmt: skip
    assert not in_force(first, on)
    assert executing.note_over(on) == 2  # the measure and its action
    assert executing.note_over(on) == 0
    assert (again(first).state, again(first.action).state) == ("ending", "closed")
    assert again(second).state == "planned"
    assert CaseClock.objects.open().get(case_id=first.public_id).step == "execute"
    with pytest.raises(ListRefused, match="本部门"):
        executing.lift(first, **by(people.clerk, on))
    executing.lift(first, **by(who.clerk, day(21)))
    assert (again(first).state, first.lifted_on) == ("lifted", day(21))
    assert not CaseClock.objects.open().filter(case_id=first.public_id).exists()


def test_what_was_not_done_yet_need_not_be_lifted(people, who):
    measure = acknowledged(people, who)
    Record.objects.filter(subject=measure.subject).update(state="withdrawn")
    with pytest.raises(ListRefused, match="不再执行"):
        executing.execute(measure, feedback="已办", executed_on=day(15), evidence=SCAN, **by(who.clerk, day(15)))
    executing.note_over(day(15))
    assert again(measure).state == "lapsed"
    assert again(measure.action).state == "closed"


# --- scope -----------------------------------------------------------------------------------------------------------


def test_the_implementer_sees_its_own_once_decided(people, who):
    other = implementer(people)
    measure = planned(people, who)
    assert not Measure.objects.visible_to(who.clerk).exists()
    assert not JointAction.objects.visible_to(who.clerk).exists()
    triggering.propose(measure.action, **by(people.clerk, LISTED))
    ordering.decide(measure.action, document=MINUTES, **by(people.approver, LISTED))
    assert Measure.objects.visible_to(who.clerk).get() == measure
    assert JointAction.objects.visible_to(who.clerk).exists()
    assert not Measure.objects.visible_to(other.clerk).exists()
    foreign = making.staff()
    for officer in (foreign.clerk, foreign.office, foreign.approver):
        assert not Measure.objects.visible_to(officer).exists()
        assert not JointAction.objects.visible_to(officer).exists()
