"""Sheets (电子表格, .xlsx): tables for people to take away. Texts are written as texts: nothing in them can act as a formula."""

import io
from collections.abc import Iterable, Sequence

import xlsxwriter

SAFE = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Cell = str | int | float | None


def workbook(title: str, heads: Sequence[str], rows: Iterable[Sequence[Cell]], notes: Sequence[str] = ()) -> bytes:
    """One sheet: the title, the heads, the rows, and notes below them. Numbers stay numbers, ratios percentages."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, SAFE)
    sheet = book.add_worksheet("统计表")
    style = {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "head": book.add_format({"bold": True, "bg_color": "#DDE8F3", "text_wrap": True, "border": 1, "valign": "top"}),
        "text": book.add_format({"num_format": "@", "text_wrap": True, "valign": "top", "border": 1}),
        "count": book.add_format({"num_format": "#,##0", "valign": "top", "border": 1}),
        "ratio": book.add_format({"num_format": "0.0%", "valign": "top", "border": 1}),
    }
    sheet.write_string(0, 0, title, style["title"])
    for place, head in enumerate(heads):
        sheet.write_string(1, place, head, style["head"])
        sheet.set_column(place, place, 32 if place == 0 else max(12, min(30, 2 * len(head))))
    at = 2
    for row in rows:
        for place, cell in enumerate(row):
            _write(sheet, at, place, cell, style)
        at += 1
    for note in notes:
        sheet.write_string(at, 0, note)
        at += 1
    sheet.freeze_panes(2, 1)
    book.close()
    return out.getvalue()


def _write(sheet, row: int, place: int, cell: Cell, style: dict) -> None:
    if isinstance(cell, float):
        sheet.write_number(row, place, cell, style["ratio"])
    elif isinstance(cell, int):
        sheet.write_number(row, place, cell, style["count"])
    else:
        sheet.write_string(row, place, cell or "", style["text"])
