"""What `make demo` shows of joint action is made by the ordinary use cases: carried out, refused, resting, still to be planned."""

import pytest
from django.core.management import call_command
from django.utils import timezone

from blacklists.inventing import invent as invent_lists
from credit_platform.commands import Refused
from sanctions.inventing import invent
from sanctions.inventing_cases import invent as invent_cases
from sanctions.inventing_lesser import invent as invent_lesser
from sanctions.models import Disclosure, JointAction, Measure, MinorCase, TypicalCase, Verification

pytestmark = pytest.mark.django_db


def test_the_demo_shows_every_step(settings):
    settings.JURISDICTION = "hua_county"
    today = timezone.localdate()
    call_command("seed_demo", subjects=120, records=400)
    invent_lists(today)
    assert invent(today) >= 6
    assert set(JointAction.objects.values_list("state", flat=True)) >= {"triggered", "decided"}
    assert set(Measure.objects.values_list("state", flat=True)) >= {"executed", "acknowledged", "refused"}
    assert Measure.objects.in_force(today).exists()
    assert Measure.objects.standing(today).suspended(today).exists()
    assert Verification.objects.open().exists()
    with pytest.raises(Refused):
        invent(today)
    assert invent_lesser(today) >= 5
    states = set(MinorCase.objects.values_list("state", flat=True))
    assert states >= {"proposed", "issued", "running", "closed", "pressed", "risen"}
    assert MinorCase.objects.late(today).exists()
    assert Measure.objects.key_inspection(today).exists()
    assert Disclosure.objects.lasting(today).exists()
    with pytest.raises(Refused):
        invent_lesser(today)
    assert invent_cases(today) >= 4
    assert TypicalCase.objects.public(today).count() == 2
    with pytest.raises(Refused):
        invent_cases(today)
