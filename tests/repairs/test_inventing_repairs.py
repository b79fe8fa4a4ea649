"""What `make demo` shows of repair is made by the ordinary use cases: granted, rejected, running; eligible and too early beside them."""

import pytest
from django.core.management import call_command
from django.utils import timezone

from credit_platform.commands import Refused
from records.models import Record
from repairs.eligibility import of
from repairs.inventing import invent
from repairs.models import HandedOver, Repair

pytestmark = pytest.mark.django_db


def test_the_demo_shows_every_answer():
    today = timezone.localdate()
    call_command("seed_demo", subjects=120, records=400)
    assert invent(today) >= 5
    assert set(Repair.objects.values_list("state", flat=True)) >= {"granted", "rejected", "proposed", "accepted"}
    assert Repair.objects.announced(today).exists()
    assert HandedOver.objects.exists()
    reorganised = Repair.objects.reorganising(today).get()
    assert not Record.objects.public(today).filter(pk=reorganised.record_id).exists()
    rows = Record.objects.public(today).filter(kind="penalty", repairs__isnull=True)
    answers = {of(one, today).verdict.value for one in rows.select_related("subject", "department", "version")[:200]}
    assert answers >= {"missing", "too_early"}
    with pytest.raises(Refused):
        invent(today)
