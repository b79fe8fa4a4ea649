"""规则预演 of lists: exactly those open cases and grades that the rule would treat differently; nothing is written. Source: K."""

import pytest

from blacklists.models import Entry
from blacklists.rehearsing import LAYERS
from rules.behaviours import versions_in_use
from rules.models import BehaviourItem, BehaviourList, PackValue
from rules.rehearsing import dry_run
from subjects.models import Subject
from tests import factories
from tests.blacklists.walking import (
    BEHAVIOUR,
    START,
    decided,
    delivered,
    graded_here,
    nominated,
    penalty,
    proposed,
    published,
)  # fmt: skip
from tests.records import making

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return making.staff()


def named(found, kind):
    return {item["title"] for item in found["items"] if item["kind"] == kind}


def test_grades_of_those_whose_fine_would_count(settings, people):
    graded_here(settings)
    small, large, clean = (factories.subject() for _ in range(3))
    penalty(people, small, content={"CF_CFLB": "罚款", "CF_NR_FK": "3"})
    penalty(people, large, content={"CF_CFLB": "罚款", "CF_NR_FK": "30"})
    penalty(people, clean, content={"CF_CFLB": "警告"})
    PackValue.objects.filter(key__in=["grading.fine_some", "grading.fine_large"]).delete()
    found = dry_run("grading.fine_some", 10, START, LAYERS)
    assert named(found, "subject") == {large.name}
    assert found["items"][0]["before"] == {"graded": "未见失信行为"}
    assert found["items"][0]["after"] == {"graded": "较重失信"}
    assert not PackValue.objects.filter(key="grading.fine_some").exists()


def test_who_decides_concerns_only_what_is_not_decided(people):
    waiting, done = proposed(people), decided(people)
    found = dry_run("black_list.decided_by", "government", START, LAYERS)
    assert [item["public_id"] for item in found["items"]] == [str(waiting.public_id)]
    assert found["items"][0]["after"]["decider"] == "本级人民政府"
    assert str(done.public_id) not in str(found)


def test_the_period_of_defence_concerns_only_whom_it_has_not_begun_for(people):
    waiting, told = proposed(people), delivered(people)
    found = dry_run("clock.list_notice.statement", {"working_days": 20}, START, LAYERS)
    assert [item["public_id"] for item in found["items"]] == [str(waiting.public_id)]
    assert str(told.public_id) not in str(found)


def test_a_behaviour_that_leaves_its_list(people):
    waiting, listed = proposed(people), published(people)
    versions = BehaviourList.objects.count()
    item = BehaviourItem.objects.filter(key=BEHAVIOUR, version__in=list(versions_in_use(START))).get()
    found = dry_run(f"behaviour_list.{item.version.jurisdiction.name}", {"remove": [BEHAVIOUR]}, START, LAYERS)
    assert [one["public_id"] for one in found["items"]] == [str(waiting.public_id)]
    assert found["items"][0]["after"]["in_list"] is False
    assert BehaviourList.objects.count() == versions
    assert Entry.objects.get(pk=listed.pk).state == "published"


def test_red_nominations(people):
    row = nominated(people)
    found = dry_run("red_list.valid_months", 24, START, LAYERS)
    assert [item["public_id"] for item in found["items"]] == [str(row.public_id)]
    assert (found["items"][0]["before"]["valid_months"], found["items"][0]["after"]["valid_months"]) == (12, 24)
    assert found["subjects"] == 1
    assert Subject.objects.filter(pk=row.subject_id).exists()
