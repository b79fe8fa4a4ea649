"""Whatever anybody tries, in any order, on any day: no promise without a signature, none broken by one person, every breach on record,
no paper of the law late. Source: E7, H2, D6.
"""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase
from hypothesis import settings as short
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from blacklists.refusals import ListRefused
from commitments import accepting, breaking, making
from commitments.at_counter import Applicant
from commitments.green_channel import standing_of
from commitments.models import Commitment, LatePapers
from commitments.recording import record_of
from records.models import Record
from records.releasing import ReleaseRefused, release_record
from rules.models import CaseClock
from tests import factories
from tests.commitments.promising import SCAN, START, by, identified, matter, template
from tests.records import making as records

ROLES = ("clerk", "reviewer", "reviewer", "office", "office_approver", "auditor")
WHO = st.integers(0, 7)


class Promises(RuleBasedStateMachine):
    """One company at the counter of one department; everybody tries everything."""

    def __init__(self):
        super().__init__()
        self.before = transaction.savepoint()

    def teardown(self):
        """Stories begin on the same day, so the clock of one must not meet what another left on a later one."""
        transaction.savepoint_rollback(self.before)

    @initialize(bad=st.booleans())
    def begin(self, bad):
        self.people = records.staff()
        self.day = START
        self.subject = identified(factories.subject(public=False))
        self.matter, self.form = matter(self.people), template(self.people)
        office = self.people.office.department
        homes = {"office": office, "office_approver": office}
        self.officers = [factories.officer(role, department=homes.get(role, self.people.body)) for role in ROLES]
        self.officers += [
            factories.officer("clerk", "reviewer", department=self.people.body),
            factories.officer("clerk"),
        ]
        if bad:
            factories.record("penalty", subject=self.subject, decided_on=START - timedelta(days=1090))

    def attempt(self, use_case, *args, who: int, **fields):
        try:
            return use_case(*args, **fields, **by(self.officers[who], self.day))
        except (ListRefused, ReleaseRefused):
            return None

    def cases(self):
        return [*LatePapers.objects.filter(subject=self.subject), *Commitment.objects.filter(subject=self.subject)]

    @rule(days=st.sampled_from([1, 3, 8, 30]))
    def time_passes(self, days):
        self.day += timedelta(days=days)

    @rule(who=WHO, names=st.lists(st.sampled_from(["申请书", "营业执照", "场所平面图", "设备清单"]), min_size=1, unique=True),
          days=st.sampled_from([1, 4, 20]))  # fmt: skip
    def draft_late(self, who, names, days):
        papers = [one.pk for one in self.matter.papers.filter(name__in=names)]
        self.attempt(
            accepting.draft, Applicant(code=self.subject.code), matter=self.matter, papers=papers, application="1号",
            promised_by=self.day + timedelta(days=days), who=who,
        )  # fmt: skip

    @rule(who=WHO, days=st.sampled_from([0, 4]))
    def draft_commitment(self, who, days):
        self.attempt(
            making.draft, self.subject, template=self.form, department=self.people.body, matter="事由",
            fulfil_by=self.day + timedelta(days=days) if days else None, who=who,
        )  # fmt: skip

    @rule(who=WHO, signed=st.sampled_from([SCAN, SCAN, None]))
    def sign(self, who, signed):
        for case in self.cases():
            admitted = standing_of(self.subject, self.day).admitted
            late = isinstance(case, LatePapers)
            before = case.state
            self.attempt(accepting.accept if late else making.receive, case, signed=signed, who=who)
            case.refresh_from_db()
            if late and before == "drafted" and case.state == "accepted":
                assert admitted

    @rule(who=WHO)
    def keep(self, who):
        for case in self.cases():
            if isinstance(case, LatePapers):
                papers = [one.pk for one in case.papers.filter(delivered_on__isnull=True)]
                self.attempt(accepting.deliver, case, papers=papers, who=who)
            else:
                self.attempt(making.fulfil, case, wording="已履行", fulfilled_on=self.day, who=who)

    @rule(who=WHO)
    def give_up(self, who):
        for case in self.cases():
            use_case = accepting.cancel if isinstance(case, LatePapers) else making.withdraw
            self.attempt(use_case, case, reason="不办了", who=who)

    @rule(who=WHO)
    def accuse(self, who):
        for case in self.cases():
            self.attempt(breaking.propose, case, reason="未履行承诺", who=who)

    @rule(who=WHO, confirm=st.booleans())
    def judge(self, who, confirm):
        for case in self.cases():
            if confirm:
                self.attempt(breaking.confirm, case, who=who)
            else:
                self.attempt(breaking.decline, case, reason="再等", who=who)

    @rule(who=WHO)
    def release(self, who):
        for record in Record.objects.filter(subject=self.subject, kind__in=["commitment", "breach"]):
            self.attempt_release(record, who)

    def attempt_release(self, record, who):
        officer = self.officers[who]
        try:
            release_record(record, reviewer=officer, actor=by(officer)["actor"], on=self.day)
        except ReleaseRefused:
            return

    @invariant()
    def nothing_runs_without_a_signature_nor_is_broken_by_one(self):
        for case in self.cases():
            late = isinstance(case, LatePapers)
            if case.state not in ("drafted", "cancelled", "withdrawn"):
                assert case.signed_path
            open_clock = CaseClock.objects.open().filter(case_id=case.public_id).exists()
            running = case.state in ("accepted", "performing", "breach_proposed")
            assert open_clock == (running and (late or case.fulfil_by is not None))
            if case.state == "breached":
                assert case.breach_proposer_id != case.breach_approver_id
                record = record_of(case, case.breach_submission)
                assert record.kind == "breach"
                assert record.subject_id == self.subject.pk
            if late:
                assert not case.papers.filter(paper__statutory=True).exists()
                assert not case.papers.filter(paper__late_days__isnull=True).exists()
                assert case.state != "completed" or not case.papers.filter(delivered_on__isnull=True).exists()

    @invariant()
    def what_is_public_was_let_out_by_another(self):
        for record in Record.objects.public(self.day).filter(subject=self.subject, kind__in=["commitment", "breach"]):
            assert record.release_row.approver_id != record.release_row.proposer_id

    @invariant()
    def a_public_breach_closes_the_green_channel(self):
        if Record.objects.public(self.day).filter(subject=self.subject, kind="breach").exists():
            assert not standing_of(self.subject, self.day).admitted


@pytest.mark.django_db
def test_no_order_of_steps_breaks_it(settings):
    settings.JURISDICTION = "yingkou"
    run_state_machine_as_test(
        Promises,
        settings=short(
            max_examples=12,
            stateful_step_count=20,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
            database=None,
        ),
    )


@pytest.mark.django_db
def test_the_machine_gets_as_far_as_public_breaches(settings):
    """Else it would prove nothing: the straight way, by its own rules."""
    settings.JURISDICTION = "yingkou"
    story = Promises()
    story.begin(bad=False)
    story.draft_late(0, ["设备清单"], 4)
    story.draft_commitment(0, 4)
    story.sign(0, SCAN)
    story.time_passes(8)
    story.accuse(0)
    story.judge(0, True)
    assert {case.state for case in story.cases()} == {"breach_proposed"}
    story.judge(1, True)
    assert {case.state for case in story.cases()} == {"breached"}
    story.release(1)
    assert Record.objects.public(story.day).filter(kind="breach").count() == 2
    story.nothing_runs_without_a_signature_nor_is_broken_by_one()
    story.what_is_public_was_let_out_by_another()
    story.a_public_breach_closes_the_green_channel()
