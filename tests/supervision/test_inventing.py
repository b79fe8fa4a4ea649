"""What `make demo` shows of supervision is made by the ordinary use cases."""

import pytest
from django.core.management import call_command
from django.utils import timezone

from credit_platform.commands import Refused
from supervision.counting import Span, board
from supervision.inventing import invent
from supervision.models import (
    Finding,
    MonthlyReturn,
    ProgressReturn,
    RectificationOrder,
    RecurringTask,
    Scorecard,
    SecurityEntry,
)
from supervision.months import past
from supervision.rating import total

pytestmark = pytest.mark.django_db


def test_the_demo_shows_returns_waiting_late_and_missing_ones():
    from accounts.models import Department

    today = timezone.localdate()
    call_command("seed_demo", subjects=30, records=60)
    assert invent(today) > 15
    rows = MonthlyReturn.objects.all()
    assert {row.state for row in rows} == {"signed", "proposed"}
    assert any(row.late for row in rows)
    assert ProgressReturn.objects.filter(form="progress_shaanxi", state="signed").exists()
    months = past(today, 6)
    whole = total(board(Span(months[-1], months[0]), list(Department.objects.all()), today).values())
    assert whole.missing
    assert whole.produced
    assert 0 < whole.timely <= whole.reported
    assert set(Finding.objects.values_list("state", flat=True)) >= {"ordered"}
    assert {one.state for one in RectificationOrder.objects.all()} == {"issued", "settled"}
    assert RectificationOrder.objects.overdue(today).exists()
    assert {"published", "scored"} <= set(Scorecard.objects.values_list("state", flat=True))
    assert {"open", "done"} <= set(RecurringTask.objects.values_list("state", flat=True))
    assert set(SecurityEntry.objects.values_list("state", flat=True)) == {"open", "closed"}
    with pytest.raises(Refused, match="已有月报"):
        invent(today)
