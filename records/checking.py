"""Checking a row (逐行校验): cells by national code → values in one spelling, and findings. Pure.

The same way for a row of a workbook, a hand-typed form and, later, the API. Source: B2, B3.
"""

from collections.abc import Collection, Mapping
from datetime import date

from .columns import Cell, granted_uscc
from .findings import ERROR, Finding
from .kinds import Kind
from .kinds.base import ORGANISATION, PERSON, SOLE_TRADER, Row


def check_row(
    kind: Kind,
    cells: Mapping[str, Cell],
    today: date,
    *,
    categorised: bool = True,
    granted: Collection[str] = (),
) -> tuple[Row, list[Finding]]:
    """Values of the non-empty cells, and what was found. `categorised` False: the layout (G2) has no category column.

    `today`: the day of arrival; nothing is decided after it. `granted`: codes with a wrong check character that the credit
    office let in (overriding.granted_codes).
    """
    row: Row = {}
    findings: list[Finding] = []
    failed = set()
    for code, remembered, column in kind.readers:
        cell = cells.get(code)
        if cell is None:
            continue
        value, found = remembered(cell) or column.clean(cell)  # most is remembered, and a call costs more
        if found:
            if granted and not value:
                value, found = granted_uscc(column, cell, granted) or (value, found)
            findings += found
            if not value:
                failed.add(code)
        if value:
            row[code] = value
    if not categorised:
        row.setdefault(f"{kind.prefix}_XDR_LB", _category(kind, row))
    findings += _missing(kind, row, failed)
    for rule in kind.rules:
        findings += rule(kind, row, today)
    return row, _once(findings) if len(findings) > 1 else findings


def _category(kind: Kind, row: Row) -> str:
    """What G2 left to the reader: an ID number without a code is a person, 92 a sole trader, all else an organisation."""
    code = row.get(f"{kind.prefix}_XDR_SHXYM", "")
    if not code and row.get(f"{kind.prefix}_XDR_ZJHM"):
        return PERSON
    return SOLE_TRADER if code.startswith("92") else ORGANISATION


def _missing(kind: Kind, row: Row, failed: set[str]) -> list[Finding]:
    category = row.get(f"{kind.prefix}_XDR_LB", "")
    findings = []
    for column in kind.needed[category]:
        if column.code not in row and column.code not in failed:
            hint = f"（{column.hint}）" if column.hint else ""
            findings.append(Finding(column.code, "missing", f"没有填“{column.title}”，这一项必填，请补填{hint}。"))
    if category and category != PERSON and kind.numbers.isdisjoint(row) and kind.numbers.isdisjoint(failed):
        why = "没有填统一社会信用代码，单位和个体工商户必填；确无代码的，须填工商注册号等其他号码之一。"
        findings.append(Finding(f"{kind.prefix}_XDR_SHXYM", "missing", why))
    return findings


def _once(findings: list[Finding]) -> list[Finding]:
    """One error a column is enough to mend it; the first is the most basic."""
    seen: set[tuple[str, str]] = set()
    kept = []
    for finding in findings:
        mark = (finding.column, finding.verdict if finding.verdict == ERROR else finding.code)
        if mark not in seen:
            seen.add(mark)
            kept.append(finding)
    return kept


def has_error(findings: list[Finding]) -> bool:
    """Whether the row stays out."""
    return any(finding.verdict == ERROR for finding in findings)
