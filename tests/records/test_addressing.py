"""谁认定、谁负责: one rule for objections and repairs, over dissolved bodies, bodies without anybody here, and those reported for."""

from datetime import timedelta

import pytest

from accounts.models import Department, Tie
from disputes.targets import find_target
from records.addressing import addressee_of
from records.models import Record
from repairs.applying import _handler
from tests import factories
from tests.factories import DAY

pytestmark = pytest.mark.django_db
LATER = DAY + timedelta(days=30)


def working(**fields) -> Department:
    """A department with a clerk."""
    made = factories.department(**fields)
    factories.officer("clerk", department=made)
    return made


def reported(by: Department, decided: Department | None = None):
    made = factories.record("penalty", department=by, body_code=decided.code if decided else factories.code())
    return Record.objects.get(pk=made.pk)  # its departments as they are now


def end(department: Department, successor: Department) -> None:
    Department.objects.filter(pk=department.pk).update(until=DAY, successor=successor)


def test_the_body_that_decided_even_where_another_reported():
    body, reporter = working(), working()
    assert addressee_of(reported(reporter, body), LATER) == body


def test_a_body_without_a_place_here_answers_through_whoever_reported():
    reporter = working()
    assert addressee_of(reported(reporter), LATER) == reporter


def test_a_dissolved_body_answers_through_its_successors_successor():
    old, newer, newest = factories.department(), factories.department(), working()
    end(old, newer)
    end(newer, newest)
    assert addressee_of(reported(old, old), LATER) == newest
    assert addressee_of(reported(old), LATER) == newest


def test_nobody_works_there_so_who_reports_on_its_behalf_answers():
    """The one of today, not the one that reported it then."""
    idle, reporter, behalf = factories.department(), working(), working()
    clerk, approver = factories.officer("office"), factories.officer("office_approver")
    record = reported(reporter, idle)
    assert addressee_of(record, LATER) == reporter
    Tie.objects.create(
        kind="on_behalf", department=behalf, other=idle, basis="代报协议", since=DAY, until=LATER + timedelta(days=1), state="adopted",
        proposer=clerk, proposed_on=DAY, approver=approver, decided_on=DAY,
    )  # fmt: skip
    assert addressee_of(record, LATER) == behalf
    assert addressee_of(record, LATER + timedelta(days=1)) == reporter, "the tie has ended"


def test_nobody_at_all_leaves_it_to_the_office_above():
    idle = factories.department()
    assert addressee_of(reported(idle, idle), LATER) == idle


def test_objection_and_repair_ask_the_same_rule():
    body, reporter = working(), working()
    record = reported(reporter, body)
    target = find_target(record.subject, "record", record.public_id, LATER)
    assert target is not None
    assert target.department == _handler(record, LATER) == body
