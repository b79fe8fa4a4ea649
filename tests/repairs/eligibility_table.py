"""The table of eligibility cases: each row asked of the rules as the national pack states them."""

import csv
from datetime import date
from pathlib import Path

from repairs.eligibility_rules import Answer, Procedure, by_period
from rules.periods import PeriodBook

KINDS = {
    "fine": "罚款",
    "confiscation": "没收",
    "warning": "警告",
    "notice_of_criticism": "通报批评",
    "simple_procedure": "简易程序",
}
FIELDS = {"食品": "food", "药品": "drugs", "特种设备": "special_equipment", "安全生产": "safety", "消防": "fire"}
GIVEN = {"performed": "performance", "commitment": "commitment"}


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def answered(row: dict[str, str], book: PeriodBook) -> Answer:
    decided_on, field = date.fromisoformat(row["decided_on"]), FIELDS.get(row["domain"], "")
    rules = book.rules_for(decided_on, field)
    assert rules is not None
    assert rules.key == row["rule_set"]
    return by_period(
        rules, procedure=Procedure(rules.key), clause="", seriousness=row["class"] or rules.seriousness([KINDS[row["kind"]]], None),
        field=field, start=decided_on, given=[paper for name, paper in GIVEN.items() if row[name] == "yes"],
        on=date.fromisoformat(row["as_of"]),
    )  # fmt: skip


def expected(row: dict[str, str]) -> tuple[str, str, set[str]]:
    return row["expected"], row["earliest"], set(filter(None, row["missing"].split("+")))


def said(found: Answer) -> tuple[str, str, set[str]]:
    return found.verdict.value, found.earliest.isoformat() if found.earliest else "", set(found.missing)
