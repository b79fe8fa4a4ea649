"""A department with its people, and one thing late for every reason there is."""

import pytest
from django.test import Client

from exchange.models import Line
from records.models import Delivery, Proposal, Record, RejectedRow
from rules.models import CaseClock, ClockRule
from tests import factories
from tests.exchange.conftest import born, follow, settled
from tests.records import making

TODAY, PAST = factories.DAY, factories.ago(1)


def enter(officer) -> Client:
    client = Client()
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def people():
    return making.staff()


def late(people, **fields) -> Record:
    usual = {"state": "awaiting", "public_from": None, "due": PAST, "release_by": PAST, "arrived_on": factories.ago(5)}
    return factories.record(**({"department": people.body} | usual | fields))


@pytest.fixture
def everything(people):
    """One thing late for each reason, and beside each one that is not late."""
    factories.submission(people.body, arrived_on=factories.ago(100))  # returns are owed from then on
    gated = factories.submission(people.body, gated=True, odd=["行数明显多于以往"])
    late(people)
    late(people, due=TODAY)
    late(people, publishable=False)
    late(people, stock=True, due=None, release_by=None)
    late(people, state="escalated", grave=True)
    late(people, state="held", hold_reason="checking")
    late(people, submission=gated, state="escalated")
    RejectedRow.objects.create(submission=gated, row=1, due=PAST, findings=[])
    RejectedRow.objects.create(submission=gated, row=2, due=TODAY, findings=[])
    revoked = late(people, state="released", public_from=PAST, due=TODAY)
    proposal = Proposal.objects.create(
        record=revoked, kind="withdrawal", ground="revoked", reason="复议撤销", proposer=people.clerk, proposed_on=PAST
    )
    rule = ClockRule.objects.filter(case_kind="revocation").first()
    other = ClockRule.objects.exclude(case_kind="revocation").first()
    for one, case in ((rule, proposal.public_id), (other, revoked.public_id)):
        CaseClock.objects.create(
            rule=one, case_kind=one.case_kind, case_id=case, step=one.step, department=people.body, started_on=PAST,
            working_days=1, due=PAST,
        )  # fmt: skip
    registration = late(people, state="internal", kind="registration")
    Delivery.objects.create(
        record=registration, version=registration.version, department=people.body, delivered_on=PAST, due=PAST
    )
    settled(people)
    born(people)
    follow()
    Line.objects.update(due=PAST)
    return people
