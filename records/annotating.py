"""The annotated workbook (批注表): the clerk's own rows back, with what is wrong beside each and a token to mend it by.

Made on request from the kept file, never stored, for the submitting department only (design sentence 9). All cells are
text: nothing in them can act as a formula. Source: B2.
"""

import io

import xlsxwriter

from . import files
from .columns import plain_number
from .kinds import KINDS
from .mending import token_of
from .models import Submission, Version
from .reading.headers import ERRORS_TITLE, ROW_TITLE, TOKEN_TITLE
from .reading.parsing import sheets
from .reading.rows import data_sheet

TEXT_OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}


def annotated(submission: Submission, *, only_rejected: bool = False) -> bytes:
    """.xlsx of the submission's rows under the current headers, with error and token columns in front.

    Raises Unreadable where the file could not be read in the first place.
    """
    findings = {row.row: (row.findings, not row.open) for row in submission.rejected_rows.all()}
    warnings = dict(Version.objects.filter(submission=submission).exclude(warnings=[]).values_list("row", "warnings"))
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, TEXT_OPTIONS)
    sheet, styles = book.add_worksheet("数据"), _styles(book)
    kind = KINDS[submission.kind]
    columns = [column.code for column in kind.columns]
    _heads(sheet, styles, [ERRORS_TITLE, TOKEN_TITLE, ROW_TITLE, *(column.title for column in kind.columns)])
    with sheets(files.fetch(submission.file_path), submission.file_name) as lines:
        place = 0
        for number, cells, _ in data_sheet(lines).rows:
            said, mended = findings.get(number, ([], False))
            if only_rejected and (not said or mended):
                continue
            place += 1
            sentences = "\n".join(finding["message"] for finding in said or warnings.get(number, []))
            faulty = {finding["column"] for finding in said}
            sheet.write_string(place, 0, sentences, styles["error" if said else "plain"])
            sheet.write_string(place, 1, token_of(submission, number) if said else "", styles["token"])
            sheet.write_string(place, 2, str(number + submission.rows_above), styles["token"])
            for offset, code in enumerate(columns, 3):
                cell = cells.get(code, "")
                text = cell if isinstance(cell, str) else plain_number(cell)
                sheet.write_string(place, offset, text, styles["faulty" if code in faulty else "plain"])
    book.close()
    return out.getvalue()


def template(kind_key: str) -> bytes:
    """模板: the empty workbook of a kind with its columns, choices and instructions. Source: B1."""
    kind = KINDS[kind_key]
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, TEXT_OPTIONS)
    sheet, styles = book.add_worksheet(kind.title), _styles(book)
    titles = [f"*{column.title}" if column.required == "always" else column.title for column in kind.columns]
    _heads(sheet, styles, titles)
    for place, column in enumerate(kind.columns):
        sheet.set_column(place, place, max(14, min(36, 2 * len(column.title))), styles["plain"])
        if column.choices and column.title == "行政相对人类别":
            sheet.data_validation(1, place, 5000, place, {"validate": "list", "source": list(column.choices)})
    _instructions(book.add_worksheet("填写说明"), styles, kind)
    book.close()
    return out.getvalue()


def _instructions(sheet, styles, kind) -> None:
    sheet.set_column(0, 0, 40)
    sheet.set_column(1, 1, 12)
    sheet.set_column(2, 2, 80)
    need = {"always": "必填", "organisation": "单位必填", "person": "自然人必填", "": "选填"}
    sheet.write_string(0, 0, "填写说明", styles["head"])
    for row, column in enumerate(kind.columns, 1):
        sheet.write_string(row, 0, column.title, styles["plain"])
        sheet.write_string(row, 1, column.need or need[column.required], styles["plain"])
        choices = f"可填：{'、'.join(column.choices)}。" if column.choices else ""
        sheet.write_string(row, 2, choices + (f"{column.hint}。" if column.hint else ""), styles["plain"])


def _heads(sheet, styles, titles: list[str]) -> None:
    for place, title in enumerate(titles):
        sheet.write_string(0, place, title, styles["head"])
    sheet.freeze_panes(1, 0)
    for place, title in enumerate(titles):
        sheet.set_column(place, place, max(14, min(36, 2 * len(title))))
    if titles[0] == ERRORS_TITLE:
        sheet.set_column(0, 0, 60)
        sheet.set_column(1, 1, 50)


def _styles(book) -> dict:
    text = {"num_format": "@", "valign": "top", "font_size": 11}
    return {
        "plain": book.add_format(text),
        "token": book.add_format(text | {"font_color": "#888888", "font_size": 8}),
        "head": book.add_format(text | {"bold": True, "bg_color": "#DDE8F3", "text_wrap": True, "border": 1}),
        "error": book.add_format(text | {"text_wrap": True, "font_color": "#9C1C1C"}),
        "faulty": book.add_format(text | {"bg_color": "#FBE3E0"}),
    }
