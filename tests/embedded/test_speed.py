"""200 trivial database tests, to time what a test costs: `pytest tests/embedded/test_speed.py --durations=5`."""

import pytest

from subjects.models import Subject

pytestmark = [pytest.mark.long, pytest.mark.django_db]


@pytest.mark.parametrize("number", range(200))
def test_one_row(number):
    Subject.objects.create(kind="organisation", name=f"主体{number}")
    assert Subject.objects.count() == 1
