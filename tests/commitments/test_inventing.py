"""What `make demo` shows of promises is made by the ordinary use cases, in every state."""

import pytest
from django.core.management import call_command
from django.utils import timezone

from commitments.inventing import invent
from commitments.models import Commitment, LatePapers, Matter
from credit_platform.commands import Refused
from records.models import Record

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.mark.parametrize("pack", ["yingkou", pytest.param("hua_county", marks=pytest.mark.long)])
def test_the_demo_shows_every_state(settings, pack):
    settings.JURISDICTION = pack
    call_command("seed_demo", subjects=120, records=400)
    assert invent(TODAY) == 10
    states = set(Commitment.objects.values_list("state", flat=True))
    assert states == {"drafted", "performing", "fulfilled", "breach_proposed", "breached"}
    assert Commitment.objects.overdue(TODAY).exists()
    assert Record.objects.public(TODAY).filter(kind="commitment").count() >= 7
    assert Record.objects.filter(kind="breach").exists()
    assert set(Matter.objects.values_list("state", flat=True)) == {"adopted", "proposed"}
    late = set(LatePapers.objects.values_list("state", flat=True))
    assert late == ({"completed", "accepted", "breach_proposed"} if pack == "yingkou" else set())
    with pytest.raises(Refused):
        invent(TODAY)
