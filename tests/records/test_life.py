"""One record's life at random: whatever people and the clock do in whatever order, these sentences stay true.

Public on a day means: let out by two persons or by the clock on its day, text included; no person, not minor, not hidden,
within its dates. Source: design sentences 2 and 3, §4.
"""

from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger.models import Event
from records import clock, hiding, intake
from records.hiding import HideRefused
from records.models import Hide, Proposal, Record, Release
from records.proposing import accept, decline
from records.releasing import ReleaseRefused, hold, release_record, release_submission, resume
from records.submitting import SubmissionRefused, receive_row, take_back
from tests.records.making import FRIDAY, acting, id_number, licence, penalty, person, staff

REFUSALS = (ReleaseRefused, HideRefused, SubmissionRefused)
PEOPLE = ["clerk", "reviewer", "office", "approver", "auditor"]
CHANGES = {
    "licence": [{}, {"XK_NR": "另一内容"}, {"XK_ZT": "0"}, {"XK_YXQZI": "2026/12/05"}, {"XK_YXQZI": "2099/12/31"},
                {"XK_XDR_MC": "另一名称有限公司"}],
    "penalty": [{}, {"CF_SY": "另一事实"}, {"CF_CFLB": "警告", "CF_NR_FK": ""}, {"CF_NR_FK": "20000"}, {"CF_NR_FK": "0.1"},
                {"CF_CFLB": "责令停产停业", "CF_NR_FK": ""}, {"CF_GSJZQ": "2026/12/05"}, {"CF_CFLB": "吊销许可证件", "CF_NR_FK": ""}],
    "person": [{}, {"CF_SY": "另一事实"}],
}  # fmt: skip
STEPS = st.tuples(
    st.sampled_from(["wait", "send", "release all", "release", "publish", "end", "effects", "hold", "resume", "hide",
                     "confirm", "show", "lift", "accept", "decline", "take back"]),
    st.integers(0, 7), st.sampled_from(PEOPLE), st.sampled_from(["", "minor", "general", "serious"]),
)  # fmt: skip


class Life:
    """One record, the people around it, and the day it is."""

    def __init__(self, kind):
        self.people, self.day, self.submissions = staff(), FRIDAY, []
        self.kind, make = kind, {"licence": licence, "penalty": penalty}.get(kind)
        self.row = make(self.people.body) if make else person(self.people.body, id_number())
        self.send(0)

    @property
    def record(self):
        return Record.objects.get()

    def send(self, number):
        changes = CHANGES[self.kind][number % len(CHANGES[self.kind])]
        clerk = self.people.clerk
        submission = receive_row(
            self.kind if self.kind == "licence" else "penalty", self.row | changes,
            department=self.people.body, clerk=clerk, actor=acting(clerk), on=self.day,
        )  # fmt: skip
        report = intake.run(submission.pk)
        assert report.counts["rejected"] == 0
        assert sum(report.counts[name] for name in ("new", "unchanged", "changed")) == 1
        self.submissions.append(submission)

    def step(self, what, number, who, word):
        officer = getattr(self.people, who)
        by = {"actor": acting(officer), "on": self.day}
        record = self.record
        proposal, hidden = Proposal.objects.last(), Hide.objects.last()
        match what:
            case "wait":
                self.day += timedelta(days=(1, 1, 2, 3, 7, 30, 200, 400)[number])
            case "send":
                self.send(number)
            case "release all":
                release_submission(record.submission, reviewer=officer, **by)
            case "release":
                release_record(
                    record, reviewer=officer, seriousness=word if self.kind == "penalty" else "", note="理由", **by
                )
            case "publish":
                clock.publish_due(self.day)
            case "end":
                clock.end_publication(self.day)
            case "effects":
                clock.end_effects(self.day)
            case "hold":
                hold(record, reviewer=officer, reason="checking", note="核对", **by)
            case "resume":
                resume(record, reviewer=officer, note="核对完毕", **by)
            case "hide":
                hiding.hide(record, officer=officer, reason="有误", **by)
            case "confirm" if hidden:
                hiding.confirm(hidden, officer=officer, **by)
            case "show" if hidden:
                hiding.show_again(hidden, officer=officer, reason="无误", **by)
            case "lift":
                hiding.lift_unconfirmed(self.day)
            case "accept" if proposal:
                accept(proposal, reviewer=officer, reason="录入有误", **by)
            case "decline" if proposal:
                decline(proposal, reviewer=officer, reason="不符", **by)
            case "take back":
                take_back(self.submissions[number % len(self.submissions)], clerk=officer, **by)

    def check(self):
        record = self.record
        assert Event.objects.filter(object_id=record.public_id).latest("pk").state == record.state
        if Record.objects.public(self.day).exists():
            self.check_public(record)
        for release in Release.objects.all():
            assert release.approver_id != release.proposer_id
            if release.approver_id is None:
                assert release.released_on >= FRIDAY + timedelta(
                    days=4
                )  # the second working day after the first arrival

    def check_public(self, record):
        release = Release.objects.get()
        taken = Proposal.objects.filter(state="accepted", approver__isnull=False).values_list("version", flat=True)
        assert record.version_id in {release.version_id, *taken}
        assert record.subject.kind != "person"
        assert (record.state, record.publishable) == ("released", True)
        assert record.public_from <= self.day <= (record.public_until or self.day)
        assert record.version.content.get("XK_ZT", "1") == "1"
        if self.kind == "penalty":
            assert record.seriousness in ("general", "serious")
            assert record.public_until is not None
        for hidden in Hide.objects.filter(lifted_on__isnull=True):
            assert hidden.approver_id is None
            assert hidden.confirm_by < self.day


@pytest.mark.django_db
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.sampled_from(["licence", "penalty", "licence", "penalty", "person"]), st.lists(STEPS, min_size=3, max_size=25)
)
def test_whatever_happens(kind, steps):
    with transaction.atomic():
        life = Life(kind)
        life.check()
        for step in steps:
            with suppress(*REFUSALS), transaction.atomic():
                life.step(*step)
            life.check()
        transaction.set_rollback(True)
