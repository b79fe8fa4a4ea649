"""Whatever anybody tries, in any order, on any day: due process before the list, two persons, gone on the day. Source: D3, D5, D6."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from accounts.models import Officer
from blacklists import deciding, hearing, leaving, listing, notifying, proposing
from blacklists.models import Announcement, Entry, Leaving, Letter
from blacklists.refusals import ListRefused
from records.models import Record
from rules.models import CaseClock
from tests import factories
from tests.blacklists.walking import BEHAVIOUR, REMEDIES, SCAN, START, by, lists_of_long_ago, penalty
from tests.records import making

ROLES = ("clerk", "clerk", "reviewer", "reviewer", "office", "office_approver", "auditor")
WHO = st.integers(0, len(ROLES) - 1)


class Case(RuleBasedStateMachine):
    """One subject, one record, one behaviour; several people who try everything."""

    @initialize(person=st.booleans(), reached=st.sampled_from([0, 3, 6, 10, 10, 10]))
    def begin(self, person, reached=0):
        lists_of_long_ago()
        self.people = making.staff()
        homes = {"office": self.people.office.department, "office_approver": self.people.office.department}
        self.officers = [factories.officer(role, department=homes.get(role, self.people.body)) for role in ROLES]
        self.officers += [factories.officer("reviewer")]  # a stranger
        kind = {"kind": "person"} if person else {}
        self.record = penalty(self.people, factories.subject(public=False, **kind), state="internal", public_from=None)
        self.day = START
        self.entry: Entry | None = None
        self.person = person
        if reached:  # many stories begin late, for the list is what matters most
            self.those_whose_it_is_go_on(reached)

    def attempt(self, use_case, *args, who: int, **fields):
        try:
            return use_case(*args, **fields, **by(self.officers[who], self.day))
        except ListRefused:
            return None

    @rule(days=st.sampled_from([1, 3, 9, 30, 364, 400]))
    def time_passes(self, days):
        self.day += timedelta(days=days)

    @rule(steps=st.integers(1, 10))
    def those_whose_it_is_go_on(self, steps):
        """The right person does the next step, so that the list is reached often; the rules below try everything else."""
        for _ in range(steps):
            if self.entry is None:
                self.propose(0)
            elif self.entry.state in ("proposed", "reviewed", "served"):
                {"proposed": self.issue_notice, "served": self.publish}.get(
                    self.entry.state, lambda who: self.decide(who, "decide")
                )(2)
            elif self.entry.state == "delivered":
                self.day = max(self.day, CaseClock.objects.get(case_id=self.entry.public_id).due + timedelta(days=1))
                self.close_hearing(0)
            elif self.entry.state in ("heard", "returned"):
                self.answer(0)
                self.review(1, 12)
            else:
                self.deliver(0, SCAN)
            self.entry = self.entry and Entry.objects.get(pk=self.entry.pk)

    @rule(who=WHO)
    def propose(self, who):
        made = self.attempt(
            proposing.propose, self.record.subject, records=[self.record], behaviour=BEHAVIOUR, reasons="事由", basis="依据",
            who=who,
        )  # fmt: skip
        self.entry = made or self.entry

    @precondition(lambda self: self.entry)
    @rule(who=st.integers(0, len(ROLES)))
    def issue_notice(self, who):
        self.attempt(notifying.issue_notice, self.entry, who=who)

    @precondition(lambda self: self.entry)
    @rule(who=WHO, proof=st.sampled_from([SCAN, SCAN, None]))
    def deliver(self, who, proof):
        letter = self.entry.letters.filter(delivered_on=None, kind__in=["notice", "decision"]).first()
        if letter:
            self.attempt(notifying.deliver, letter, means="direct", delivered_on=self.day, proof=proof, who=who)

    @precondition(lambda self: self.entry)
    @rule(who=WHO, last=st.booleans())
    def state(self, who, last):
        self.attempt(
            hearing.take_statement,
            self.entry,
            made_on=self.day,
            means="oral",
            text="不服",
            last=last,
            paper=SCAN,
            who=who,
        )

    @precondition(lambda self: self.entry)
    @rule(who=WHO)
    def close_hearing(self, who):
        self.attempt(hearing.close_hearing, self.entry, who=who)

    @precondition(lambda self: self.entry)
    @rule(who=WHO)
    def answer(self, who):
        for said in self.entry.statements.filter(answered_on=None):
            self.attempt(hearing.answer_statement, said, accepted=False, answer="不成立", who=who)

    @precondition(lambda self: self.entry)
    @rule(who=WHO, months=st.sampled_from([12, 36, 60]))
    def review(self, who, months):
        self.attempt(
            deciding.review, self.entry, findings="核实", months=months, exit_conditions="期满", remedies=REMEDIES,
            correct_by=self.day + timedelta(days=30), who=who,
        )  # fmt: skip

    @precondition(lambda self: self.entry)
    @rule(who=st.integers(0, len(ROLES)), what=st.sampled_from(["decide", "decide", "decide", "give_back", "drop"]))
    def decide(self, who, what):
        more = {} if what == "decide" else {"reason": "理由"}
        self.attempt(getattr(deciding, what), self.entry, **more, who=who)

    @precondition(lambda self: self.entry)
    @rule(who=st.integers(0, len(ROLES)))
    def publish(self, who):
        self.attempt(listing.publish, self.entry, who=who)

    @precondition(lambda self: self.entry)
    @rule(who=WHO, exit=st.sampled_from(["corrected", "revoked", "repaired"]))
    def propose_leaving(self, who, exit):
        self.attempt(leaving.propose, self.entry, exit=exit, reason="已改", happened_on=self.day, who=who)

    @precondition(lambda self: self.entry)
    @rule(who=WHO, agree=st.booleans())
    def decide_leaving(self, who, agree):
        for asked in self.entry.leavings.filter(state="open"):
            self.attempt(leaving.decide, asked, agree=agree, reason="意见", who=who)

    @rule()
    def the_clock(self):
        leaving.note_ended(self.day)
        assert leaving.note_ended(self.day) == 0

    @precondition(lambda self: self.entry and self.entry.state not in ("proposed", "left", "dropped"))
    @rule()
    def the_record_is_withdrawn(self):
        Record.objects.filter(pk=self.record.pk).update(state="withdrawn")
        self.record.refresh_from_db()

    @invariant()
    def everything_holds(self):
        for entry in Entry.objects.filter(subject=self.record.subject):
            self.two_persons(entry)
            self.due_process(entry)
        self.entry = self.entry and Entry.objects.get(pk=self.entry.pk)

    def two_persons(self, entry):
        for other in (entry.approver_id, entry.noticed_by_id, entry.publisher_id):
            assert other is None or other != entry.proposer_id
        assert entry.approver_id is None or entry.approver_id != entry.drafter_id
        stranger = self.officers[-1].pk
        assert stranger not in (entry.approver_id, entry.noticed_by_id, entry.publisher_id)
        for asked in Leaving.objects.filter(entry=entry, state="approved"):
            assert asked.approver_id not in (None, asked.proposer_id)
        assert not Officer.objects.filter(
            pk=entry.approver_id, grants__role__in=["clerk", "office", "auditor"]
        ).exists()

    def due_process(self, entry):
        public = Entry.objects.public(self.day).filter(pk=entry.pk).exists()
        in_force = Entry.objects.in_force(self.day).filter(pk=entry.pk).exists()
        assert not public or in_force
        assert not (public and self.person)
        stands = self.record.state != "withdrawn"
        listed = entry.state in ("published", "filed")
        assert in_force == (listed and stands and entry.until is not None and self.day <= entry.until)
        if not in_force:
            return
        notice, decision = entry.letters.get(kind=Letter.Kind.NOTICE), entry.letters.get(kind=Letter.Kind.DECISION)
        order = [
            entry.proposed_on, notice.made_on, notice.delivered_on, entry.hearing_closed_on, entry.decided_on,
            decision.delivered_on, entry.effective_from,
        ]  # fmt: skip
        assert order == sorted(order)
        assert notice.proof_path
        assert decision.proof_path
        assert not entry.statements.filter(answered_on=None).exists()
        clock = CaseClock.objects.get(case_id=entry.public_id)
        assert entry.hearing_closed_on > clock.due or entry.statements.filter(last=True).exists()

    @invariant()
    def who_left_a_public_list_is_announced_there(self):
        left = Entry.objects.filter(subject=self.record.subject, state="left")
        for entry in left:
            announced = Announcement.objects.filter(entry=entry).exists()
            assert announced == (entry.public_from is not None and not self.person)
            assert entry.letters.filter(kind=Letter.Kind.REMOVAL).exists()


@pytest.mark.django_db
def test_entries():
    run_state_machine_as_test(
        Case,
        settings=settings(
            max_examples=12,
            stateful_step_count=20,
            deadline=None,
            phases=[Phase.generate],  # a failing story is short enough to read; shortening it takes minutes
            suppress_health_check=list(HealthCheck),
            database=None,
        ),
    )


@pytest.mark.django_db
def test_the_machine_gets_as_far_as_the_list():
    """Else it would prove nothing: the straight way, by its own rules."""
    case = Case()
    case.begin(person=False)
    case.propose(0)
    case.issue_notice(2)
    case.deliver(0, SCAN)
    case.time_passes(9)
    case.close_hearing(0)
    case.review(0, 12)
    case.decide(2, "decide")
    case.deliver(0, SCAN)
    case.publish(2)
    assert case.entry.state in ("proposed", "published")
    case.everything_holds()
    assert case.entry.state == "published"
    assert Entry.objects.public(case.day).exists()
    case.the_record_is_withdrawn()
    case.everything_holds()
    assert not Entry.objects.public(case.day).exists()
    assert isinstance(case.day, date)
