"""Names with one slip of the pen: every one is found, nothing that differs more, nobody who is not public. Source: G2."""

import random
from datetime import date

import pytest

from bench.names import names
from subjects.grams import rebuild
from subjects.indexing import index_subjects
from subjects.models import Subject
from subjects.naming import normalise
from subjects.nearly import nearly
from subjects.search import find
from tests import factories

DAY = date(2026, 3, 2)
pytestmark = pytest.mark.django_db


def near(text):
    return [hit.name for hit in nearly(text)]


@pytest.mark.parametrize("written", [
    "青石美业有限公司", "青石业有限公司", "青石镁镁业有限公司", "青镁石业有限公司", "清石镁业有限公司", "青石镁业有限公四", "青石美业",
])  # fmt: skip
def test_one_slip_is_forgiven(written):
    factories.subject("虚构市青石镁业有限公司")
    factories.subject("虚构市红旗镁业有限公司")
    assert find(written).hits == []
    assert near(written) == ["虚构市青石镁业有限公司"]


def test_two_slips_are_another_name_and_three_characters_too_few():
    factories.subject("虚构市青石镁业有限公司")
    for written in ("清石美业有限公司", "青美业", "司公限有业镁石青", "虚构 美业", "91210800"):
        assert near(written) == []


def test_nobody_who_is_not_public_and_former_names_too():
    factories.subject("虚构市青石镁业有限公司", public=False)
    factories.subject("甲某某某", kind="person", public=False)
    factories.subject("虚构市新石材有限公司", former=("虚构市青石材有限公司",))
    assert near("青石美业有限公司") == []
    assert near("甲某某甲") == []
    assert near("虚构市清石材") == ["虚构市新石材有限公司"]


def slipped(lot, name):
    at = lot.randrange(len(name))
    return lot.choice((name[:at] + "鑫" + name[at + 1 :], name[:at] + name[at + 1 :], name[:at] + "鑫" + name[at:]))


@pytest.mark.parametrize("common", [20, 10_000])
def test_whoever_is_meant_is_among_the_first(common):
    lot, given = random.Random(4), names(400, 8)
    rows = [Subject(kind="organisation", name=name, public_since=DAY) for name in given]
    Subject.objects.bulk_create(rows)
    index_subjects([row.pk for row in rows])
    rebuild(common)
    first = 0
    for row in lot.sample(rows, 40):
        written = slipped(lot, normalise(row.name))
        if find(written).hits:
            continue
        found = near(written)
        assert row.name in found, (row.name, written)
        first += found[0] == row.name
    assert first >= 30
