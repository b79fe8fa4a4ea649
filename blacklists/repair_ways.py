"""修复路径查询: how each of many entries may be repaired, by values and periods that are read once for all of them. Source: F4, F8."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import cached_property
from typing import Any

from rules.jurisdictions import Value, find_for_all
from rules.periods import PeriodBook

from .repair_rules import Way, way_of

COLUMNS = ("department", "decided_on", "effective_from", "until", "correct_by")  # of an entry, that `of` needs
RECTIFICATION = "repair.rectification_months"


class Ways:
    """By the rules in force on a day."""

    def __init__(self, on: date) -> None:
        self._on = on

    @cached_property
    def _terms(self) -> Callable[[int], dict[str, Value]]:
        return find_for_all([RECTIFICATION], self._on)

    @cached_property
    def _book(self) -> PeriodBook:
        return PeriodBook()

    def of(self, row: Mapping[str, Any]) -> Way | None:
        """`row` has COLUMNS; department by its id."""
        months = self._terms(row["department"]).get(RECTIFICATION)
        return way_of(
            row["decided_on"], row["effective_from"], row["until"], row["correct_by"],
            rules=self._book.rules_for(row["decided_on"], ""), rectification=int(months.value) if months else 0,
        )  # fmt: skip
