"""Whatever anybody tries, in any order, on any day: no letter signed by who opened the case, nothing raised by one person, no
sanction without a grade taken up and two persons, nobody told who is not named. Source: E5, D6; Hua 二(四)1–2.
"""

from datetime import timedelta

import pytest
from django.db import transaction
from django.test import override_settings
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from blacklists import grading_records, reporting
from blacklists.models import Entry, GradeProposal, ReportedAct
from blacklists.refusals import ListRefused
from sanctions import case_letters, disclosing, executing, interviewing, ordering, reminding, triggering, urging
from sanctions.models import Disclosure, JointAction, Measure, MinorCase
from sanctions.sweeping import sweep
from tests import factories
from tests.blacklists.walking import SCAN, START, by, reported
from tests.records import making
from tests.sanctions import minor_walking as walk
from tests.sanctions.walking import MINUTES

ROLES = ("clerk", "clerk", "reviewer", "reviewer", "office", "office_approver", "auditor")
CLERK, REVIEWER, OFFICE, APPROVER = 0, 2, 4, 5


class Lesser(RuleBasedStateMachine):
    """One minor act; its department and office, who try everything, and a stranger."""

    @initialize(reached=st.sampled_from([0, 1, 2, 3, 3]))
    def begin(self, reached):
        self.alone = transaction.atomic()  # the clock goes over all rows: those of an earlier example lie in its future
        self.alone.__enter__()
        self.people = making.staff()
        self.day = START
        homes = {"office": self.people.office.department, "office_approver": self.people.office.department}
        self.officers = [factories.officer(role, department=homes.get(role, self.people.body)) for role in ROLES]
        self.officers.append(factories.officer("reviewer"))
        self.act = reported(self.people, ground="filing_late")
        self.item = walk.item_of("适当范围公示").public_id
        if reached >= 1:
            self.remind(CLERK)
            self.remind(REVIEWER)
            self.serve(CLERK)
        if reached >= 2:
            self.time_passes(40)
            self.press(REVIEWER, "urge")
            self.serve(CLERK)
            self.time_passes(40)
        if reached >= 3:
            self.press(CLERK, "escalate")
            self.answer(REVIEWER, True)
            self.judge(OFFICE, True)
            self.the_clock()
            self.sanction(OFFICE)
            self.sanction(APPROVER)

    def teardown(self):
        transaction.set_rollback(True)
        self.alone.__exit__(None, None, None)

    def attempt(self, use_case, *args, who: int, **fields):
        try:
            return use_case(*args, **fields, **by(self.officers[who], self.day))
        except ListRefused:
            return None

    def case(self):
        return MinorCase.objects.filter(act=self.act).order_by("-pk").first()

    @rule(days=st.sampled_from([1, 6, 40, 400]))
    def time_passes(self, days):
        self.day += timedelta(days=days)

    @rule(who=st.integers(0, 7))
    def remind(self, who):
        if self.case() is None or self.case().state == "dropped":
            self.attempt(reminding.open_case, self.act, demand="补办", who=who)
        elif self.case():
            self.attempt(reminding.issue, self.case(), who=who)

    @rule(who=st.integers(0, 7))
    def serve(self, who):
        case = self.case()
        for letter in case.letters.filter(delivered_on=None) if case else ():
            self.attempt(case_letters.deliver, letter, means="direct", delivered_on=self.day, proof=SCAN, who=who)

    @rule(who=st.integers(0, 7), what=st.sampled_from(["appoint", "hold", "absent", "absent"]))
    def interview(self, who, what):
        if case := self.case():
            met = case.interviews.filter(state="appointed").first()
            later = self.day + timedelta(days=3)
            if what == "appoint":
                self.attempt(interviewing.appoint, case, whom="head", appointed_on=later, place="一楼", who=who)
            elif met and what == "hold":
                self.attempt(interviewing.hold, met, record="已谈", held_on=self.day, paper=SCAN, who=who)
            elif met:
                self.attempt(interviewing.note_absence, met, excused=False, reason="未到", who=who)

    @rule(who=st.integers(0, 7), what=st.sampled_from(["urge", "escalate"]))
    def press(self, who, what):
        if case := self.case():
            self.attempt(getattr(urging, what), case, reason="未改", who=who)

    @rule(who=st.integers(0, 7), confirm=st.booleans())
    def answer(self, who, confirm):
        if case := self.case():
            self.attempt(urging.answer_escalation, case, confirm=confirm, reason="理由", who=who)

    @rule(who=st.integers(0, 7), take_up=st.booleans())
    def judge(self, who, take_up):
        for proposal in GradeProposal.objects.filter(subject=self.act.subject, state="open"):
            self.attempt(grading_records.answer_grade, proposal, take_up=take_up, reason="理由", who=who)

    @rule(who=st.integers(0, 7))
    def sanction(self, who):
        until = self.day + timedelta(days=60)
        document = type(MINUTES)(MINUTES.title, MINUTES.number, self.day, SCAN)
        for action in JointAction.objects.filter(subject=self.act.subject):
            self.attempt(triggering.plan, action, item=self.item, department=self.people.body, until=until, who=who)
            self.attempt(triggering.propose, action, who=who)
            self.attempt(ordering.decide, action, document=document, who=who)

    @rule(who=st.integers(0, 7))
    def tell(self, who):
        for measure in self.measures():
            self.attempt(executing.acknowledge, measure, who=who)
            self.attempt(
                disclosing.propose, measure, wording="较重失信", audience=[self.people.office.department],
                since=self.day, until=self.day + timedelta(days=20), who=who,
            )  # fmt: skip
            for case in measure.disclosures.all():
                self.attempt(disclosing.decide, case, agree=True, who=who)

    @rule(who=st.integers(0, 7), what=st.sampled_from(["close", "drop", "withdraw", "nothing"]))
    def it_ends(self, who, what):
        case = self.case()
        if case and what == "close":
            self.attempt(reminding.close, case, rectification="已备案", rectified_on=self.day, evidence=SCAN, who=who)
        elif case and what == "drop":
            self.attempt(reminding.drop, case, reason="理由", who=who)
        elif what == "withdraw":
            for act in ReportedAct.objects.filter(subject=self.act.subject, state="confirmed"):
                self.attempt(reporting.withdraw_act, act, reason="理由", who=who)

    @rule()
    def the_clock(self):
        sweep(self.day)
        sweep(self.day)
        assert sweep(self.day) == 0

    def measures(self):
        return Measure.objects.filter(subject=self.act.subject)

    @invariant()
    def nothing_burdens_anybody_by_one_persons_word(self):
        assert not Entry.objects.filter(subject=self.act.subject).exists()
        for case in MinorCase.objects.filter(act=self.act):
            assert case.issuer_id != case.proposer_id
            assert not case.letters.filter(signer=case.proposer).exists()
            if case.state == "risen":
                assert case.escalation.approver_id not in (None, case.escalation.proposer_id)
            if case.state in ("pressed", "escalating", "risen"):
                assert case.letters.filter(kind="urging", delivered_on__isnull=False).exists()
        standing = ReportedAct.objects.filter(subject=self.act.subject, ground="ignored", state="confirmed")
        for measure in self.measures().in_force(self.day).select_related("action__grading", "item"):
            assert measure.action.grading.state == "taken_up"
            assert standing.exists()
            assert measure.item.grade == "较重"
            assert measure.since <= self.day <= measure.until
            assert measure.approver_id != measure.planner_id
        told = Disclosure.objects.told_to(self.officers[OFFICE], self.day)
        assert not told.exclude(measure__in=self.measures().in_force(self.day)).exists()
        assert not told.exclude(since__lte=self.day, until__gte=self.day).exists()
        assert all(one.approver_id not in (None, one.proposer_id) for one in told)
        for place in (CLERK, REVIEWER, 7):  # not named
            assert not Disclosure.objects.told_to(self.officers[place], self.day).exists()


@pytest.mark.django_db
def test_no_order_of_steps_breaks_it():
    with override_settings(JURISDICTION="hua_county"):
        run_state_machine_as_test(
            Lesser,
            settings=settings(
                max_examples=6,
                stateful_step_count=20,
                deadline=None,
                phases=[Phase.generate],
                suppress_health_check=list(HealthCheck),
                database=None,
            ),
        )


@pytest.mark.django_db
def test_the_machine_gets_as_far_as_a_named_audience():
    """Else it would prove nothing: the straight way, by its own rules."""
    with override_settings(JURISDICTION="hua_county"):
        story = Lesser()
        story.begin(reached=3)
        assert story.measures().in_force(story.day).count() == 1
        story.tell(CLERK)
        story.tell(REVIEWER)
        assert Disclosure.objects.told_to(story.officers[OFFICE], story.day).count() == 1
        story.nothing_burdens_anybody_by_one_persons_word()
        story.time_passes(40)
        assert not Disclosure.objects.told_to(story.officers[OFFICE], story.day).exists()
        story.the_clock()
        assert story.case().state == "risen"
        story.teardown()
