"""`manage.py rates`: what others script against."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from tests.records import making as records
from tests.supervision import making

pytestmark = pytest.mark.django_db


def ask(*arguments: str) -> dict:
    out = io.StringIO()
    call_command("rates", *arguments, "--json", stdout=out)
    return json.loads(out.getvalue())


def test_three_rates_with_what_is_divided_by_what():
    people = making.staff()
    records.send(
        people,
        [records.licence(people.body, JDRQ="2026/09/18"), records.licence(people.body, WSH="无", JDRQ="2026/09/18")],
    )
    making.signed(people, 4, 0)
    found = ask("--month", "2026-09", "--department", people.body.code)
    licence = found["kinds"]["licence"]
    assert licence["reporting"] == {"numerator": 1, "denominator": 4, "rate": 0.25}
    assert licence["timeliness"] == {"numerator": 0, "denominator": 1, "rate": 0}
    assert licence["conformity"] == {"numerator": 1, "denominator": 2, "rate": 0.5}
    assert found["kinds"]["penalty"]["reporting"] == {"numerator": 0, "denominator": 0, "rate": None}
    assert found["total"] == licence
    assert found["departments_without_return"] == []
    office = ask("--month", "2026-09", "--department", people.office.department.code)
    assert office["total"]["timeliness"]["denominator"] == 0
    assert office["with_tree"]["total"] == licence
    assert ask("--month", "2026-09")["total"] == licence


def test_a_missing_return_is_unknown_and_named():
    people = making.staff()
    found = ask("--month", "2026-09", "--department", people.body.code)
    assert found["total"]["reporting"] == {"numerator": 0, "denominator": None, "rate": None}
    assert found["departments_without_return"] == [people.body.code]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--month", "2026-13"), "2026-13 不对"),
        (("--month", "202609"), "不对"),
        (("--month", "2099-01"), "还没有到"),
        (("--month", "2026-09", "--department", "X"), "没有统一社会信用代码为 X"),
        ((), "--month"),
    ],
)
def test_refused_with_one_sentence(arguments, said):
    with pytest.raises(CommandError, match=said):
        call_command("rates", *arguments)
