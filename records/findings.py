"""Findings (校验结果): what a check says of a cell: where, what was found, why, what to do. Pure."""

from typing import NamedTuple

ERROR, WARNING = "error", "warning"


class Finding(NamedTuple):
    """One sentence about one cell. `column`: national code such as CF_JDRQ; "" for the whole row or file."""

    column: str
    code: str
    message: str
    verdict: str = ERROR
    grave: bool = False

    def as_json(self, row: int | None = None) -> dict:
        """As commands and rejected rows keep it; `grave` only where it holds."""
        found: dict = {"column": self.column, "code": self.code, "message": self.message, "verdict": self.verdict}
        if row is not None:
            found = {"row": row, **found}
        return found | ({"grave": True} if self.grave else {})


def warning(column: str, code: str, message: str) -> Finding:
    """Odd but possible."""
    return Finding(column, code, message, WARNING)


def grave(column: str, code: str, message: str) -> Finding:
    """Goes in, but is never published by the clock: a person must look first."""
    return Finding(column, code, message, WARNING, grave=True)
