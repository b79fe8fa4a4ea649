"""The demo's outside bodies and court's list: every state by the ordinary use cases, once only."""

import pytest

from blacklists import inventing_outside
from blacklists.models import Candidate, ListFile
from credit_platform.commands import Refused
from records.models import Record
from tests import factories
from tests.factories import DAY
from tests.records import making

pytestmark = pytest.mark.django_db


def test_every_state_is_there():
    making.staff()
    for _ in range(12):
        subject = factories.subject(public=False)
        subject.identifiers.create(type="uscc", value=subject.code)
    assert inventing_outside.invent(DAY) == 5
    assert set(Candidate.objects.values_list("state", flat=True)) == {"offered", "declined", "withdrawn"}
    assert sorted(ListFile.objects.values_list("state", flat=True)) == ["released", "waiting"]
    assert Record.objects.public(DAY).filter(kind="debtor").count() == 4
    waiting = ListFile.objects.get(state="waiting")
    assert waiting.submission.rejected == 1
    with pytest.raises(Refused):
        inventing_outside.invent(DAY)
