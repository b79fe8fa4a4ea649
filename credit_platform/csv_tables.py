"""CSV tables (数据表, .csv): what spreadsheets open with a double click. Nothing in them can act as a formula. Design §3, cells.

`sheets.py` makes .xlsx; this is for what is long, or read by programs as well.
"""

import csv
import io
from collections.abc import Iterable, Iterator

BOM = "\ufeff"  # else spreadsheets take it for another encoding
CSV = "text/csv; charset=utf-8"


def guarded(value: object) -> str:
    """A cell that no spreadsheet takes for a formula; nothing for None. Numbers stay numbers."""
    if value is None or isinstance(value, int | float):
        return "" if value is None else str(value)
    said = str(value)
    return f"'{said}" if said[:1] in ("=", "+", "-", "@", "\t", "\r") else said


def csv_line(cells: Iterable[object], first: bool = False) -> str:
    """One row. `first`: of the file, with the mark of its encoding before it."""
    line = io.StringIO()
    csv.writer(line).writerow([guarded(cell) for cell in cells])
    return (BOM if first else "") + line.getvalue()


def csv_lines(rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """The file row by row, of any length."""
    for place, row in enumerate(rows):
        yield csv_line(row, first=place == 0)
