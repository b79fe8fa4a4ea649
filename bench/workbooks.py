"""Invented rows as a workbook of the national layout, its texts kept once (shared strings), as Excel and WPS save them."""

import io

import xlsxwriter


def workbook(rows: list[dict[str, str]]) -> bytes:
    """.xlsx of the rows, with a head of national codes: those that any row has."""
    columns = list(dict.fromkeys(code for row in rows for code in row))
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"strings_to_numbers": False})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, columns)
    for number, row in enumerate(rows, 1):
        sheet.write_row(number, 0, [row.get(code, "") for code in columns])
    book.close()
    return out.getvalue()
