"""What `make demo` shows of the lists is made by the ordinary use cases: every state, both letters, nobody twice."""

import pytest
from django.core.management import call_command
from django.utils import timezone

from blacklists.inventing import invent
from blacklists.models import (
    Announcement,
    Benefit,
    Campaign,
    Copy,
    Entry,
    GradeProposal,
    Letter,
    Nomination,
    ReportedAct,
)
from credit_platform.commands import Refused
from ledger.models import Act

pytestmark = pytest.mark.django_db


def test_the_demo_shows_every_state(settings):
    settings.JURISDICTION = "hua_county"
    today = timezone.localdate()
    call_command("seed_demo", subjects=120, records=400)
    assert invent(today) > 18
    states = set(Entry.objects.values_list("state", flat=True))
    assert states >= {
        "proposed", "noticed", "delivered", "heard", "reviewed", "decided", "served", "published", "left", "dropped"
    }  # fmt: skip
    assert set(Nomination.objects.values_list("state", flat=True)) >= {
        "nominated", "stopped", "in_notice", "settled", "published", "withdrawn"
    }  # fmt: skip
    assert Entry.objects.public(today).count() >= 3
    assert Nomination.objects.public(today).exists()
    assert Nomination.objects.in_notice(today).exists()
    assert set(Announcement.objects.public(today).values_list("which", flat=True)) == {"red", "black"}
    assert {one.state for one in Campaign.objects.all()} == {"open", "closed"}
    assert Benefit.objects.filter(reclaimed__gt=0).exists()
    assert GradeProposal.objects.filter(state="open", grade="fairly").exists()
    assert ReportedAct.objects.filter(state="reported").exists()
    assert Copy.objects.filter(acknowledged_on__isnull=True).exists()
    assert Entry.objects.filter(leavings__state="open").exists()
    letters = Letter.objects.all()
    assert {one.kind for one in letters} == {"notice", "decision", "drop", "removal", "red", "red_notice", "red_off"}
    assert all(one.pdf_sha256 and not one.undrawn for one in letters)
    assert letters.exclude(proof_path="").exists()
    assert not Act.objects.filter(day__gt=today).exists(), "nothing is done tomorrow"
    with pytest.raises(Refused):
        invent(today)


@pytest.mark.long
def test_other_places_are_shown_too(settings):
    settings.JURISDICTION = "yingkou"
    call_command("seed_demo", subjects=120, records=400)
    assert invent(timezone.localdate()) > 10
