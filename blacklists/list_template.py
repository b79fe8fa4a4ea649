"""名单模板: the empty workbook of a kind of list from elsewhere; what to fill in stands as a comment on each column. Source: I2."""

import io

import xlsxwriter

from .list_layouts import HEADINGS, TITLES


def template(kind: str) -> bytes:
    """.xlsx with the one row of headers. All cells are text, so that no code loses its last figures."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet(TITLES[kind])
    text, needed, open_ = (
        book.add_format(form)
        for form in (
            {"num_format": "@"},
            {"bold": True, "bg_color": "#dbe6f3", "border": 1, "num_format": "@"},
            {"bg_color": "#f1f4f7", "border": 1, "num_format": "@"},
        )
    )
    for place, one in enumerate(HEADINGS[kind]):
        sheet.set_column(place, place, 22, text)
        sheet.write_string(0, place, one.title, needed if one.needed else open_)
        words = "，".join(filter(None, ["必填" if one.needed else "选填", one.hint]))
        also = f"\n也认：{'、'.join(one.also)}" if one.also else ""
        sheet.write_comment(0, place, words + also)
    sheet.freeze_panes(1, 0)
    book.close()
    return out.getvalue()
