"""Whatever anybody disputes, decides and hides, in any order: what is public is what the ledger says, nothing disputed is enforced, no
decision is one person's, and what was kept is as it was. Source: F2, F3, D6; design §5.
"""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from blacklists.models import Entry
from blacklists.refusals import ListRefused
from disputes import deciding, filing, handling, reviewing
from disputes.models import Dispute
from publicity.replaying import replay
from records import hiding
from records.hiding import HideRefused
from records.models import Mark, Record
from sanctions.models import Measure
from sanctions.sweeping import sweep
from tests import factories
from tests.blacklists.walking import day
from tests.disputes.walking import public_penalty
from tests.records import making
from tests.records.making import acting
from tests.representation.making import by_person, by_staff, claimed, representative
from tests.sanctions.walking import acknowledged, implementer

ROLES = ("clerk", "clerk", "reviewer", "office", "office", "office_approver", "office_approver", "auditor")
WHO = st.integers(0, len(ROLES))


class Disputes(RuleBasedStateMachine):
    """One listed company with a measure and a penalty that came in as penalties do; its people, the office's, a stranger."""

    @initialize()
    def begin(self):
        self.alone = transaction.atomic()
        self.alone.__enter__()
        self.people = making.staff()
        self.measure = acknowledged(self.people, implementer(self.people))
        self.entry = self.measure.action.entry
        self.record = public_penalty(self.people)
        self.day = max(day(16), making.FRIDAY)
        self.officers = [self.officer(role) for role in ROLES] + [factories.officer("reviewer")]
        self.persons = {}
        for subject in (self.entry.subject, self.record.subject):
            self.persons[subject.pk] = representative()
            claimed(subject, self.people, self.persons[subject.pk], on=self.day)

    def officer(self, role):
        place = self.people.office if role.startswith("office") else self.people.clerk
        return factories.officer(role, department=place.department)

    def teardown(self):
        transaction.set_rollback(True)
        self.alone.__exit__(None, None, None)

    def attempt(self, use_case, *args, **fields):
        try:
            return use_case(*args, **fields)
        except (ListRefused, HideRefused):
            return None

    def cases(self):
        return list(Dispute.objects.order_by("pk"))

    @rule(days=st.sampled_from([1, 3, 9]))
    def time_passes(self, days):
        self.day += timedelta(days=days)

    @rule(what=st.sampled_from(["record", "entry", "measure"]))
    def object(self, what):
        target = {"record": self.record, "entry": self.entry, "measure": self.measure}[what]
        self.attempt(
            filing.file_dispute, kind="objection", subject=target.subject, target_kind=what, target_id=target.public_id,
            ground="facts", statement="与事实不符", wish="删除", **by_person(self.persons[target.subject_id], self.day),
        )  # fmt: skip

    @rule(who=WHO, what=st.sampled_from(["accept", "accept", "propose_decline"]))
    def take_up(self, who, what):
        for case in self.cases():
            more = {"reason": "重复"} if what == "propose_decline" else {}
            self.attempt(getattr(handling, what), case, **more, **by_staff(self.officers[who], self.day))

    @rule(who=WHO, agree=st.booleans())
    def decide_decline(self, who, agree):
        for case in self.cases():
            self.attempt(handling.decide_decline, case, agree=agree, **by_staff(self.officers[who], self.day))

    @rule(who=WHO, outcome=st.sampled_from(["keep", "delete", "correct"]))
    def answer(self, who, outcome):
        for case in self.cases():
            who_is = by_staff(self.officers[who], self.day)
            self.attempt(handling.answer, case, outcome=outcome, wording="已核对", **who_is)
            self.attempt(reviewing.answer_review, case, outcome=outcome, wording="已复核", **who_is)

    @rule(who=WHO, send_back=st.booleans())
    def decide(self, who, send_back):
        for case in self.cases():
            who_is = by_staff(self.officers[who], self.day)
            if send_back:
                self.attempt(handling.give_back, case, reason="补充", **who_is)
                continue
            self.attempt(deciding.decide, case, reason="理由", **who_is)
            self.attempt(reviewing.decide_review, case, reason="理由", **who_is)

    @rule(give_up=st.booleans())
    def the_subject_goes_on(self, give_up):
        for case in self.cases():
            who = by_person(self.persons[case.subject_id], self.day)
            if give_up:
                self.attempt(filing.withdraw, case, **who)
            else:
                self.attempt(reviewing.ask_review, case, reason="不服", **who)

    @rule(who=WHO)
    def hide(self, who):
        who_is = {"officer": self.officers[who], "actor": acting(self.officers[who]), "on": self.day}
        self.attempt(hiding.hide, self.record, reason="核对", **who_is)

    @rule()
    def the_clock(self):
        sweep(self.day)

    @invariant()
    def what_is_public_is_what_the_ledger_says(self):
        found = [one for one in replay(self.day).differences if one.id in self.ours()]
        assert not found, found

    def ours(self):
        marks = Mark.objects.values_list("public_id", flat=True)
        return {self.record.public_id, *marks} | {
            self.entry.public_id for _ in [0] if Entry.objects.get(pk=self.entry.pk).state != "published"
        }

    @invariant()
    def nothing_disputed_is_enforced_and_nothing_is_one_persons(self):
        disputed = Dispute.objects.filter(state__in=["forwarded", "returned", "answered"])
        held = set(disputed.values_list("target_id", flat=True))
        if {self.entry.public_id, self.measure.public_id} & held:
            assert not Measure.objects.in_force(self.day).filter(pk=self.measure.pk).exists()
        for case in Dispute.objects.all():
            open_marks = Mark.objects.filter(case_id=case.public_id, until__isnull=True).count()
            assert open_marks == (1 if case.is_open else 0), (case.state, open_marks)
            assert case.closer_id is None or case.closer_id not in (case.answered_by_id, case.taken_by_id)
            assert case.review_closer_id is None or case.review_closer_id not in (case.reviewed_by_id, case.closer_id)
            upheld = case.state == "upheld"
            if upheld and case.target_kind == "record":
                assert not Record.objects.public(self.day).filter(public_id=case.target_id).exists()
            if upheld and case.target_kind == "entry":
                assert not Entry.objects.in_force(self.day).filter(public_id=case.target_id).exists()
                assert not Measure.objects.standing(self.day).filter(pk=self.measure.pk).exists()


@pytest.mark.django_db
def test_no_order_of_steps_breaks_it():
    run_state_machine_as_test(
        Disputes,
        settings=settings(
            max_examples=12,
            stateful_step_count=14,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
            database=None,
        ),
    )
