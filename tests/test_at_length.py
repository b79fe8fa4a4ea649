"""The random tests again, twenty times as long as in every run: `make test-long`, before a release."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.records.test_bad_files import test_any_damage_is_a_sentence_or_rows as damage
from tests.records.test_life import STEPS
from tests.records.test_life import test_whatever_happens as life

pytestmark = pytest.mark.long
AT_LENGTH = settings(max_examples=800, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.mark.django_db
@AT_LENGTH
@given(st.sampled_from(["licence", "penalty", "person"]), st.lists(STEPS, min_size=3, max_size=60))
def test_a_long_life(kind, steps):
    life.hypothesis.inner_test(kind, steps)


@AT_LENGTH
@given(st.data())
def test_much_damage(data):
    damage.hypothesis.inner_test(data)
