"""200 trivial database tests, to time."""

import pytest
from subjects.adding import add_subject

from subjects.models import Subject


@pytest.mark.django_db
@pytest.mark.parametrize("number", range(200))
def test_one_row(number):
    add_subject(f"subject {number}")
    assert Subject.objects.count() == 1
