"""A department below an office, its people, and a destination of the office."""

from datetime import timedelta

import pytest

from accounts.acting import actor_of
from exchange.changing import approve_change, propose_change
from exchange.forwarding import forward
from ledger.acts import CLOCK, record_act
from ledger.moves import apply
from ledger.sequencer import sequence
from tests import factories
from tests.records import making

DAY = factories.DAY


@pytest.fixture
def people(transactional_db):
    return making.staff()


def by(officer, on=DAY):
    return {"officer": officer, "actor": actor_of(officer, "page"), "on": on}


def values(**more):
    return {
        "name": "上级平台（测试）", "kinds": ["licence", "penalty"], "subject_kinds": ["organisation", "sole_trader"],
        "start": "event", "length": "working_days", "working_days": 2, "day_of_month": None, "clause": "测试条款",
        "since": DAY - timedelta(days=60), "until": None,
    } | more  # fmt: skip


@pytest.fixture
def destination(people):
    return settled(people)


def settled(people, **more):
    asked = propose_change(None, values=values(**more), reason="对接", **by(people.office))
    return approve_change(asked, **by(people.approver))


def born(people, kind="licence", **fields):
    """A public record of the department, with the event that its release leaves."""
    record = factories.record(kind, department=people.body, state="awaiting", **{"public_from": None, **fields})
    happen(record, "release", public_from=DAY)
    return record


def happen(record, move, on=DAY, **changes):
    apply(record, move, record_act("test", CLOCK, on, reason="测试"), **changes)


def follow():
    sequence()
    return forward(DAY)
