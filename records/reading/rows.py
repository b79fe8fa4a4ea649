"""Data rows (数据行): cells of the one sheet that has a header, by national column code. Streams; holds no file."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain

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
    rows: Iterator[tuple[int, dict[str, Cell], str]] = field(repr=False)


def data_sheet(lines: Iterator[tuple[str, list[Cell]]]) -> Sheet:
    """The sheet with the header. Raises Unreadable: none has one; two have one (while the rows are read)."""
    name, head, checked = "", [], False
    for sheet, cells in lines:
        if not checked and (sheet != name or len(head) > WITHIN):
            checked = True
            if layout := recognise(head):
                return Sheet(layout, _data(layout, name, head, chain([(sheet, cells)], lines)))
        if sheet != name:
            name, head, checked = sheet, [], False
        if not checked:
            head.append(cells)
    if not checked and (layout := recognise(head)):
        return Sheet(layout, _data(layout, name, head, iter(())))
    raise Unreadable("nothing" if head or name else "empty")


def _data(layout: Layout, name: str, head: list, rest: Iterator) -> Iterator[tuple[int, dict[str, Cell], str]]:
    start = max(layout.header_rows) + 1
    places = [(place, code) for place, code in enumerate(layout.places) if code]
    own = ((name, cells) for cells in head[start:])
    others: list[list[Cell]] = []
    number = 0
    for sheet, cells in chain(own, rest):
        if sheet != name:
            _no_second_header(others, cells, name)
            continue
        number += 1
        if _is_note(cells):
            continue
        width = len(cells)
        row = {code: cells[place] for place, code in places if place < width and cells[place] != ""}
        if row:
            token = layout.token_place
            yield number, row, str(cells[token]) if token is not None and token < width else ""


def _no_second_header(head: list[list[Cell]], cells: list[Cell], name: str) -> None:
    """Reading one of two data sheets would lose the other without a word."""
    if len(head) <= WITHIN:
        head.append(cells)
        if len(head) > 1 and recognise(head[-2:]):
            raise Unreadable(
                "two_sheets", f"文件中有两个数据工作表（“{name}”及另一个），为免遗漏，请拆成两个文件分别报送。"
            )


def _is_note(cells: list[Cell]) -> bool:
    """A remark under or above the data: one cell only, beginning with a word of remarks."""
    filled = [cell for cell in cells if cell != ""]
    return len(filled) <= 2 and bool(filled) and bool(_NOTE.match(str(filled[0])))
