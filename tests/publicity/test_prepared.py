"""Statements kept in the database say what the QuerySets say."""

import uuid

import pytest
from django.db import connection

from credit_platform.prepared import Prepared
from publicity import subject_page
from subjects.models import Subject
from tests import factories
from tests.factories import DAY, ago

pytestmark = pytest.mark.django_db


def test_the_same_rows_as_the_querysets():
    subject = factories.subject(former=("虚构市旧名字厂", "虚构市更旧名字厂"))
    other = factories.subject(merged_into=subject)
    batch = factories.submission()
    for number in range(25):
        factories.record(subject=subject, submission=batch, decided_on=ago(12 + number % 3))
    factories.record("penalty", subject=other, submission=batch)
    factories.record("penalty", subject=subject, submission=batch, state="ended")
    asked = {"subject": subject.pk, "on": DAY, "licences": 20, "penalties": 0, "turned": "honour", "skip": 20}
    for _ in range(8):  # PostgreSQL may change to a general plan after the fifth
        found = subject_page.RECORDS.rows(**asked)
        assert found == list(subject_page._records(**asked))
        assert [row["total"] for row in found] == [25] * 5 + [1]
        named = subject_page.SUBJECT.rows(public_id=subject.public_id)
        assert named == list(subject_page._subject(subject.public_id))
    assert named[0]["names"] == ["虚构市更旧名字厂", "虚构市旧名字厂"]
    assert subject_page.SUBJECT.rows(public_id=uuid.uuid4()) == []


@pytest.mark.django_db(transaction=True)
def test_a_new_connection_learns_the_statement():
    subject = factories.subject()
    for _ in range(2):
        assert subject_page.find_subject(subject.public_id)["name"] == subject.name
        connection.close()


def test_an_argument_that_the_sql_does_not_ask_for_is_refused():
    frozen = Prepared(lambda number: Subject.objects.filter(pk=number + 1).values("pk"), number=int)
    with pytest.raises(TypeError, match="does not ask"):
        frozen.rows(number=1)
