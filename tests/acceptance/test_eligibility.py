"""Eligibility for repair agrees with the whole table of cases. Source: F4."""

import pytest

from rules.periods import PeriodBook
from tests.repairs.eligibility_table import answered, expected, rows_of, said

pytestmark = [pytest.mark.acceptance, pytest.mark.django_db]


def test_every_case(data):
    rows, book = rows_of(data / "eligibility_cases.csv"), PeriodBook()
    assert len(rows) >= 80
    wrong = [(row, said(answered(row, book))) for row in rows if said(answered(row, book)) != expected(row)]
    assert not wrong
