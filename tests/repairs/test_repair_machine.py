"""Whatever anybody tries, in any order, on any day: nothing is repaired by one person, before its day, without its papers, or in spite of a
new act; and what is public equals what the ledger's last event says. Source: F4, F5, D6.
"""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from blacklists.models import ReportedAct
from blacklists.refusals import ListRefused
from ledger.models import Event
from records.models import Mark, Record
from repairs import applying, deciding, falsehood, handling
from repairs.models import Dishonesty, Repair
from rules.models import CaseClock
from tests import factories
from tests.blacklists.walking import again, by
from tests.records import making
from tests.repairs import mending
from tests.repairs.mending import DECIDED, DONE, PAPERS, START

ROLES = ("clerk", "reviewer", "reviewer", "office", "office_approver", "auditor")
CLERK, REVIEWER = 0, 1


class Mending(RuleBasedStateMachine):
    """One penalty, or one act without a record; its department and office, who try everything, and a stranger."""

    @initialize(reached=st.sampled_from([0, 2, 2, 3]), recorded=st.sampled_from([True, True, False]))
    def begin(self, reached, recorded):
        self.alone = transaction.atomic()
        self.alone.__enter__()
        self.people = making.staff()
        self.day = START if reached else DECIDED + timedelta(days=30)
        homes = {"office": self.people.office.department, "office_approver": self.people.office.department}
        self.officers = [factories.officer(role, department=homes.get(role, self.people.body)) for role in ROLES]
        self.officers.append(factories.officer("reviewer"))
        self.target = mending.penalty(self.people) if recorded else mending.determined(self.people)
        if reached >= 2:
            self.ask(CLERK, True)
            self.handle(CLERK, "accept")
            self.opine(CLERK, "grant")
        if reached >= 3:
            self.decide(REVIEWER)

    def teardown(self):
        transaction.set_rollback(True)
        self.alone.__exit__(None, None, None)

    def attempt(self, use_case, *args, who: int, **fields):
        try:
            with transaction.atomic():
                return use_case(*args, **fields, **by(self.officers[who], self.day))
        except ListRefused:
            return None

    def case(self) -> Repair | None:
        return Repair.objects.of(self.target).order_by("-pk").first()

    @rule(days=st.sampled_from([1, 5, 70, 300]))
    def time_passes(self, days):
        self.day += timedelta(days=days)

    @rule(who=st.integers(0, 6), whole=st.booleans())
    def ask(self, who, whole):
        self.attempt(
            applying.apply_for, self.target, what_was_done=DONE, papers=PAPERS if whole else PAPERS[:1], who=who
        )

    @rule(who=st.integers(0, 6), how=st.sampled_from(["accept", "accept", "refuse"]))
    def handle(self, who, how):
        if case := self.case():
            self.attempt(getattr(handling, how), case, who=who, **({"reason": "材料不全"} if how == "refuse" else {}))

    @rule(who=st.integers(0, 6), ask=st.sampled_from(["grant", "grant", "reject"]))
    def opine(self, who, ask):
        if case := self.case():
            self.attempt(handling.propose, case, ask=ask, opinion="理由", who=who)

    @rule(who=st.integers(0, 6))
    def decide(self, who):
        if case := self.case():
            self.attempt(deciding.decide, case, who=who)

    @rule(who=st.integers(0, 6), how=st.sampled_from(["withdraw", "send_back"]))
    def turn_back(self, who, how):
        if case := self.case():
            fields = {"reason": "补充"} if how == "send_back" else {}
            self.attempt(getattr(deciding, how), case, who=who, **fields)

    @rule()
    def offend_again(self):
        mending.penalty(self.people, self.target.subject, decided_on=self.day, public_from=self.day)

    @rule(who=st.integers(0, 6), judge=st.integers(0, 6))
    def accuse(self, who, judge):
        if case := self.case():
            self.attempt(falsehood.propose, case, facts="凭证不实", who=who)
            for said in Dishonesty.objects.filter(state="proposed"):
                self.attempt(falsehood.confirm, said, who=judge)

    @rule()
    def the_morning(self):
        deciding.sweep(self.day)
        assert deciding.sweep(self.day) == 0

    @invariant()
    def nothing_is_repaired_wrongly(self):
        target, cases = again(self.target), Repair.objects.of(self.target)
        recorded = isinstance(target, Record)
        granted = cases.filter(state="granted").first()
        assert (target.state == "repaired") == (granted is not None)
        last = Event.objects.filter(object_id=target.public_id).order_by("-pk").first()
        assert last is None or last.state == target.state
        counted = ReportedAct.objects.standing().filter(pk=target.pk).exists()
        assert recorded or counted == (granted is None)
        for case in cases:
            if case.state in ("granted", "rejected", "revoked"):
                assert case.approver_id not in (None, case.proposer_id)
                assert case.department == self.people.body
            if case.state in ("granted", "revoked"):
                assert not recorded or case.decided_on >= DECIDED + timedelta(days=92)
                assert {"performance", "commitment"} <= set(case.proofs.values_list("kind", flat=True))
            running = CaseClock.objects.open().of("repair", case.public_id)
            marked = Mark.objects.filter(case_id=case.public_id, until__isnull=True)
            if case.state not in ("filed", "accepted", "proposed"):
                assert not running.exists()
                assert not marked.exists()
            assert marked.exists() == (case.state in ("accepted", "proposed"))
        for said in Dishonesty.objects.filter(state="confirmed"):
            assert said.approver_id != said.proposer_id
            assert not Repair.objects.filter(filed_on__gt=said.decided_on, filed_on__lte=said.until).exists()


@pytest.mark.django_db
def test_no_order_of_steps_breaks_it():
    run_state_machine_as_test(
        Mending,
        settings=settings(
            max_examples=12,
            stateful_step_count=12,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
            database=None,
        ),
    )
