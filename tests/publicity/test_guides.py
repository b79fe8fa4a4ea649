"""Guides lead where they say, show pictures that are there, and promise the days of the rules."""

import pytest
from django.conf import settings
from django.urls import reverse

from publicity.guides import guides
from rules.models import ClockRule
from tests.factories import DAY

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("topic", ["account", "objection", "repair", "complaint", "report", "counter"])
def test_each_opens_and_leads_on(client, topic):
    assert reverse("publicity:guide", args=[topic]) in client.get("/help/").content.decode()
    answer = client.get(reverse("publicity:guide", args=[topic]))
    assert answer.status_code == 200
    [guide] = [one for one in guides(DAY) if one.key == topic]
    assert reverse(guide.start) in answer.content.decode()
    for step in guide.steps:
        assert not step.picture or (settings.BASE_DIR / "static" / "img" / "help" / f"{step.picture}.png").exists()


def test_an_unknown_one_is_not_there(client):
    assert client.get("/help/nothing/").status_code == 404


def test_days_are_those_of_the_rules(client):
    ClockRule.objects.filter(case_kind="objection", step="reply").update(working_days=11)
    assert "11个工作日内书面答复" in client.get("/help/objection/").content.decode()
    ClockRule.objects.filter(case_kind="complaint", step="reply").update(working_days=13)
    assert "13个工作日内书面答复" in client.get("/help/complaint/").content.decode()
