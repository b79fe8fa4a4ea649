"""Data rows (数据行): cells of the one sheet that has a header, by national column code. Streams; holds no file."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain, groupby, islice
from operator import itemgetter

from ..columns import Cell
from .formats import Unreadable
from .headers import WITHIN, Layout, recognise

_NOTE = re.compile(
    r"^\s*(注|备注|说明|填写说明|填报说明|填表说明|填表人|填报人|审核人|制表|联系电话|合计|示例)\s*([:：、.\d]|$)"
)


@dataclass
class Sheet:
    """One data sheet: its layout, and `rows` to iterate once: (data row from 1, cells by code, token)."""

    layout: Layout
    above: int  # rows of the sheet above data row 1
    rows: Iterator[tuple[int, dict[str, Cell], str]] = field(repr=False)


def data_sheet(lines: Iterator[tuple[str, list[Cell]]]) -> Sheet:
    """The one sheet that has a header and rows under it; a header alone counts where no sheet has more.

    Raises Unreadable: none has a header; another sheet has rows too (when the rows were read).
    """
    empty: Sheet | None = None
    name = None
    sheets = groupby(lines, key=itemgetter(0))
    for name, group in sheets:
        cells = (cells for _, cells in group)
        head = list(islice(cells, WITHIN + 1))
        if (layout := recognise(head)) is None:
            continue
        rows = _data(layout, chain(head[max(layout.header_rows) + 1 :], cells))
        first = next(rows, None)
        if first is not None:
            return Sheet(layout, max(layout.header_rows) + 1, chain([first], rows, _nothing_else(sheets, name)))
        empty = empty or Sheet(layout, 0, iter(()))
    if empty is None:
        raise Unreadable("empty" if name is None else "nothing")
    return empty


def _data(layout: Layout, lines: Iterator[list[Cell]]) -> Iterator[tuple[int, dict[str, Cell], str]]:
    places = [(place, code) for place, code in enumerate(layout.places) if code]
    token = layout.token_place
    for number, cells in enumerate(lines, 1):
        if _is_note(cells):
            continue
        width = len(cells)
        row = {code: cells[place] for place, code in places if place < width and cells[place] != ""}
        if row:
            yield number, row, str(cells[token]) if token is not None and token < width else ""


def _nothing_else(sheets: Iterator, name: str) -> Iterator[tuple[int, dict[str, Cell], str]]:
    """Yields nothing. Reading one of two data sheets would lose the other without a word."""
    for other, group in sheets:
        cells = (cells for _, cells in group)
        head = list(islice(cells, WITHIN + 1))
        try:
            layout = recognise(head)
            full = bool(layout and next(_data(layout, chain(head[max(layout.header_rows) + 1 :], cells)), None))
        except Unreadable:  # a header, if not one that could be read
            full = True
        if full:
            raise Unreadable(
                "two_sheets",
                f"文件中有两个数据工作表（“{name[:31]}”和“{other[:31]}”），为免遗漏，请拆成两个文件分别报送；示例表请删除。",
            )
    yield from ()


def _is_note(cells: list[Cell]) -> bool:
    """A remark under or above the data: one cell only, beginning with a word of remarks."""
    if len(cells) - cells.count("") > 2:
        return False
    filled = [cell for cell in cells if cell != ""]
    return bool(filled) and bool(_NOTE.match(str(filled[0])))
