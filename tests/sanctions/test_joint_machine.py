"""Whatever anybody tries, in any order, on any day: no measure without a listed entry and two persons, none while in doubt, none
outlives its entry. Source: E2–E4, D6.
"""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from blacklists import leaving
from blacklists.models import Entry
from blacklists.refusals import ListRefused
from records.models import Mark, Record
from sanctions import executing, ordering, triggering, verifying
from sanctions.models import JointAction, Measure, Verification
from tests import factories
from tests.blacklists.walking import SCAN, by, published
from tests.records import making
from tests.sanctions.walking import LISTED, implementer, item

ROLES = ("clerk", "clerk", "reviewer", "reviewer", "office", "office_approver", "auditor")


class Joint(RuleBasedStateMachine):
    """One entry on the list; the department, the office and an implementer who try everything."""

    def __init__(self):
        super().__init__()
        self.before = transaction.savepoint()

    def teardown(self):
        """Stories begin on the same day, so the clock of one must not meet what another left on a later one."""
        transaction.savepoint_rollback(self.before)

    @initialize(reached=st.sampled_from([0, 1, 2, 2, 3, 3]))
    def begin(self, reached):
        self.people = making.staff()
        self.who = implementer(self.people)
        self.entry = published(self.people)
        self.day = LISTED
        self.item = item().public_id
        homes = {"office": self.people.office.department, "office_approver": self.people.office.department}
        self.officers = [factories.officer(role, department=homes.get(role, self.people.body)) for role in ROLES]
        self.officers += [self.who.clerk, self.who.reviewer, factories.officer("reviewer")]  # the last: a stranger
        self.the_clock()
        if reached >= 1:
            self.plan(0)
            self.propose(0)
        if reached >= 2:
            self.decide(5)
        if reached >= 3:
            self.carry_out(7)

    def attempt(self, use_case, *args, who: int, **fields):
        try:
            return use_case(*args, **fields, **by(self.officers[who], self.day))
        except ListRefused:
            return None

    def measures(self):
        return Measure.objects.filter(action__entry=self.entry)

    def doubts(self):
        return Verification.objects.filter(entry=self.entry)

    def action(self):
        return JointAction.objects.filter(entry=self.entry).first()

    @rule(days=st.sampled_from([1, 5, 400, 800]))
    def time_passes(self, days):
        self.day += timedelta(days=days)

    @rule(who=st.integers(0, 9))
    def plan(self, who):
        if action := self.action():
            self.attempt(triggering.plan, action, item=self.item, department=self.who.body, who=who)

    @rule(who=st.integers(0, 9))
    def propose(self, who):
        if action := self.action():
            self.attempt(triggering.propose, action, who=who)

    @rule(who=st.integers(0, 9))
    def decide(self, who):
        if action := self.action():
            self.attempt(ordering.decide, action, who=who)

    @rule(who=st.integers(0, 9), what=st.sampled_from([ordering.give_back, triggering.drop]))
    def send_back(self, who, what):
        if action := self.action():
            self.attempt(what, action, reason="理由", who=who)

    @rule(who=st.integers(0, 9))
    def carry_out(self, who):
        for measure in self.measures():
            before = measure.state
            self.attempt(executing.acknowledge, measure, who=who)
            self.attempt(executing.execute, measure, feedback="已办", executed_on=self.day, evidence=SCAN, who=who)
            resting = Measure.objects.suspended(self.day).filter(pk=measure.pk).exists()
            measure.refresh_from_db()
            assert not (resting and measure.state in ("acknowledged", "executed") and measure.state != before)

    @rule(who=st.integers(0, 9), excused=st.booleans())
    def refuse_or_judge(self, who, excused):
        for measure in self.measures():
            self.attempt(executing.refuse, measure, reason="无职权", who=who)
            self.attempt(executing.judge, measure, excused=excused, reason="理由", who=who)

    @rule(who=st.integers(0, 9))
    def lift(self, who):
        for measure in self.measures():
            self.attempt(executing.lift, measure, who=who)

    @rule(who=st.integers(0, 9))
    def doubt(self, who):
        if self.attempt(verifying.open_verification, self.entry, facts="有疑问", who=who):
            assert not self.measures().in_force(self.day).exists()

    @rule(
        who=st.integers(0, 9),
        stands=st.booleans(),
        what=st.sampled_from(["answer", "answer", "close", "close", "give_back"]),
    )
    def settle_doubt(self, who, stands, what):
        for case in self.doubts().open():
            if what == "answer":
                self.attempt(verifying.answer, case, stands=stands, wording="已核", who=who)
            else:
                self.attempt(getattr(verifying, what), case, reason="理由", who=who)

    @rule(how=st.sampled_from(["leave", "withdraw", "nothing", "nothing"]))
    def the_entry_goes(self, how):
        entry = Entry.objects.get(pk=self.entry.pk)
        if how == "withdraw":
            Record.objects.filter(subject=entry.subject).update(state="withdrawn")
        elif how == "leave" and entry.state == "published":
            leaving.leave_by_case(
                entry, exit="repaired", case_id=uuid4(), reason="准予修复", happened_on=self.day, proposer=self.people.office,
                approver=self.people.approver, actor=by(self.people.office, self.day)["actor"], on=self.day,
            )  # fmt: skip

    @rule()
    def the_clock(self):
        triggering.trigger(self.day)
        executing.note_over(self.day)
        assert executing.note_over(self.day) == 0

    @invariant()
    def nothing_is_in_force_without_a_listed_entry_and_two_persons(self):
        listed = set(Entry.objects.in_force(self.day).values_list("pk", flat=True))
        for measure in self.measures().in_force(self.day).select_related("action", "item"):
            action = measure.action
            assert action.entry_id in listed
            assert action.state == "decided"
            assert action.proposer_id != action.approver_id
            assert measure.since <= self.day <= measure.until
            assert measure.item.version.items.filter(pk=measure.item_id).exists()
        if self.doubts().open().filter(suspends=True).exists():
            assert not self.measures().in_force(self.day).exists()
        for case in self.doubts().filter(state__in=["kept", "upheld"]):
            assert case.closer_id not in (case.answered_by_id, case.opened_by_id)
            assert not Mark.objects.open(self.day).filter(case_id=case.public_id).exists()
        initiating = {officer.pk for officer in self.officers[:7]}
        for measure in self.measures().exclude(judge=None):
            assert measure.judge_id in initiating
            assert measure.judge_id != measure.refuser_id
        for measure in self.measures().exclude(approver=None):
            assert measure.approver_id != measure.planner_id
        for case in self.doubts().filter(state="upheld"):
            assert case.entry_id not in listed


@pytest.mark.django_db
def test_no_order_of_steps_breaks_it():
    run_state_machine_as_test(
        Joint,
        settings=settings(
            max_examples=8,
            stateful_step_count=20,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
            database=None,
        ),
    )


@pytest.mark.django_db
def test_the_machine_gets_as_far_as_measures_in_force():
    """Else it would prove nothing: the straight way, by its own rules."""
    story = Joint()
    story.begin(reached=3)
    assert story.measures().in_force(story.day).count() == 1
    assert story.measures().get().state == "executed"
    story.doubt(7)
    assert not story.measures().in_force(story.day).exists()
    story.settle_doubt(0, False, "answer")
    story.settle_doubt(2, False, "close")
    story.the_clock()
    story.nothing_is_in_force_without_a_listed_entry_and_two_persons()
    assert story.measures().get().state == "ending"
