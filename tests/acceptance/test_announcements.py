"""The notice's sentences against the calendars of the acceptance data. Source: C7."""

import pytest

from rules.announcements import exceptions, read_announcement
from tests.rules.notices import NOTICES

pytestmark = pytest.mark.acceptance


@pytest.mark.parametrize("year", [2019, 2023, 2024, 2025, 2026])
def test_sentences_and_data_say_the_same_days(data, year):
    said = read_announcement((data / "holiday-cn" / f"{year}.json").read_text(encoding="utf-8"))
    read = read_announcement(NOTICES[year])
    assert said.problems == read.problems == []
    assert {day: working for day, (working, _) in exceptions(read.days).items()} == {
        day: working for day, (working, _) in exceptions(said.days).items()
    }
