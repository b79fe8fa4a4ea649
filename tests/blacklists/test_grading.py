"""Grading equals the cases on file; what the text does not say is asked, not guessed. Source: D4."""

import csv
import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blacklists.grading import Act, Grade, UnknownGround, grade
from blacklists.grading_rules import rules_from

CASES = list(csv.DictReader((Path(__file__).parents[1] / "data" / "grading_cases.csv").open(encoding="utf-8")))
PACK = tomllib.loads((Path(__file__).parents[2] / "rules" / "packs" / "hua_county.toml").read_text("utf-8"))
SAID = {row["key"].removeprefix("grading."): row for row in PACK["value"] if row["key"].startswith("grading.")}
RULES = rules_from(
    SAID["classes"]["value"], SAID["controllers"]["value"], SAID["escalation"]["value"],
    {name: row["clause"] for name, row in SAID.items()},
)  # fmt: skip
DAY = date(2026, 10, 15)


def acts_of(text: str) -> list[Act]:
    parts = [part.strip().split("@") for part in text.split(";") if part.strip()]
    return [Act(ground, date.fromisoformat(day)) for ground, day in parts]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['acts'] or 'none'}")
def test_equals_the_cases(case):
    found = grade(acts_of(case["acts"]), date.fromisoformat(case["as_of"]), RULES)
    assert found.grade.key == case["expected_grade"]
    if case["acts"]:
        assert found.steps[0].grade == found.grade  # what decides stands first
        assert all(step.words and step.clause and step.acts for step in found.steps)


def test_there_are_sixty_cases():
    assert len(CASES) == 60


def test_the_reasoning_names_acts_and_clause():
    found = grade(acts_of("filing_late@2026-09-14; duty_light@2026-05-29; warning@2026-03-24"), DAY, RULES)
    first = found.steps[0]
    assert [act.on for act in first.acts] == [date(2026, 3, 24), date(2026, 5, 29), date(2026, 9, 14)]
    assert "3次轻微失信" in first.words
    assert "二(一)2" in first.clause
    assert len(found.steps) == 4


def test_the_year_is_rolling_and_its_first_day_counts():
    acts = acts_of("warning@2025-10-15; warning@2026-01-01; warning@2026-10-15")
    assert grade(acts, DAY, RULES).grade == Grade.FAIRLY
    assert grade(acts, date(2026, 10, 16), RULES).grade == Grade.MINOR


def test_an_act_of_those_in_control_is_serious():
    found = grade([Act("controller_banned", date(2026, 1, 5))], DAY, RULES)
    assert found.grade == Grade.SERIOUS
    assert "法定代表人" in found.steps[0].words


def test_what_the_text_leaves_open_is_asked():
    three = "warning@2026-01-01; warning@2026-01-02; warning@2026-01-03"
    found = grade(acts_of(f"{three}; false_materials@2026-02-01; false_materials@2026-03-01"), DAY, RULES)
    assert found.grade == Grade.FAIRLY
    assert "由人认定" in found.open_questions[0]


def test_an_unknown_ground_is_refused():
    with pytest.raises(UnknownGround):
        grade([Act("invented", DAY)], DAY, RULES)


ACTS = st.lists(
    st.builds(Act, st.sampled_from(sorted(RULES.grounds)), st.dates(date(2024, 1, 1), date(2027, 1, 1))), max_size=12
)


@given(ACTS, st.dates(date(2025, 1, 1), date(2027, 1, 1)), st.randoms())
def test_order_is_nothing_and_more_acts_never_lower(acts, on, random):
    whole = grade(acts, on, RULES)
    random.shuffle(acts)
    assert grade(acts, on, RULES) == whole
    assert grade(acts[1:], on, RULES).grade <= whole.grade
    # No act that is not before the day speaks.
    assert all(act.on <= on for step in whole.steps for act in step.acts)


def test_every_ground_of_the_text_has_a_key_that_outlives_its_words():
    assert not [key for key in RULES.grounds if key.rpartition("_")[2].isdigit()]
    assert len(RULES.grounds) == 6 + 5 + 5 + 7
