"""规则预演 of joint action: exactly what stands open, before and after; nothing is written. Source: K; E2, E4."""

import pytest

from rules.rehearsing import dry_run
from sanctions import inventing, ordering, triggering
from sanctions.models import Verification
from sanctions.rehearsing import LAYERS
from tests.records import making
from tests.sanctions.test_verifying import opened
from tests.sanctions.walking import LISTED, MINUTES, acknowledged, again, by, day, implementer, planned, triggered
from workbench.rehearsals import LINKS, within_reach

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return making.staff()


@pytest.fixture
def who(people):
    return implementer(people)


def test_who_decides_concerns_only_what_is_not_decided(people, who):
    acknowledged(people, who)  # decided long ago
    waiting = triggered(people)
    found = dry_run("joint.decided_by", "government", LISTED, LAYERS)
    [item] = found["items"]
    assert (item["kind"], item["public_id"]) == ("joint_action", str(waiting.public_id))
    assert item["after"]["decider"] == "本级人民政府"
    assert found["count"] == 1
    assert within_reach(people.office, found["items"]) == found["items"]
    assert within_reach(making.staff().office, found["items"]) == []
    assert {layer.kind for layer in LAYERS} <= set(LINKS)


def test_whether_measures_rest_while_their_entry_is_verified(people, who):
    measure, other = acknowledged(people, who), acknowledged(people, who)
    assert dry_run("verification.suspends", False, day(16), LAYERS)["items"] == []
    opened(measure, who.clerk)
    [item] = dry_run("verification.suspends", False, day(16), LAYERS)["items"]
    assert (item["public_id"], item["before"], item["after"]) == (
        str(measure.public_id),
        {"rests": True},
        {"rests": False},
    )
    assert Verification.objects.get().suspends
    assert str(other.public_id) not in str(item)


def test_the_demo_consults_where_the_text_wants_it(settings, people, who):
    """Yingkou (十五): nothing is decided before every implementing department has been asked."""
    measure = planned(people, who)
    settings.JURISDICTION = "yingkou"
    inventing.agreed(measure.action, people.clerk, LISTED)
    triggering.propose(measure.action, **by(people.clerk, LISTED))
    ordering.decide(measure.action, document=MINUTES, **by(people.approver, LISTED))
    assert again(measure).agrees is True
