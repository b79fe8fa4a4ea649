"""Headers (表头识别): which layout a sheet has, by the text of its header, columns in any order. Pure.

G3 (2019 on) and G2 (2018) are read; G1 (2016) is recognised and refused, for its 当前状态 means the reverse. Source: B1.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from ..columns import Cell
from ..kinds import KINDS, Kind
from .formats import TEMPLATE, Unreadable

WITHIN = 10  # rows in which the header must stand
TOKEN_TITLE = "行标识（请勿修改）"  # noqa: S105
ERRORS_TITLE = "校验结果（可删除）"
ROW_TITLE = "原表行号（可删除）"
_OURS = {"原表行号(可删除)": "row", "行标识(请勿修改)": "token", "校验结果(可删除)": "errors"}


@dataclass(frozen=True)
class Layout:
    """A recognised header: kind, generation ("G2", "G3"), column code by place (None: not ours), rows it takes."""

    kind: Kind
    generation: str
    places: tuple[str | None, ...]
    token_place: int | None
    errors_place: int | None
    unknown: tuple[str, ...]
    header_rows: tuple[int, ...]  # places from 0 within the sheet


def plain(cell: Cell) -> str:
    """A header cell as it is compared: NFKC, no white space, no marks of obligation."""
    text = re.sub(r"\s", "", unicodedata.normalize("NFKC", str(cell)))
    return re.sub(r"^[*★]+|[*★]+$|\((?:必填|选填|非必填)\)$", "", text)


@lru_cache
def _titles(key: str) -> dict[str, str]:
    """Header text → column code, for Chinese titles, national codes and the old names of G2."""
    kind = KINDS[key]
    names = {}
    for column in kind.columns:
        short = re.sub(r"\(.*\)$", "", plain(column.title))
        for name in (column.title, column.code, *column.aliases, *([short] if "代码_" in short else [])):
            names[plain(name).upper()] = column.code
    return names | {plain(old).upper(): new for old, new in kind.generation_2.items()}


def recognise(rows: Sequence[Sequence[Cell]]) -> Layout | None:
    """Layout of a sheet from its first rows (`WITHIN` and one more); None where there is no header.

    Raises Unreadable: the 2016 layout, a needed column missing, a column twice.
    """
    for place, row in enumerate(rows[:WITHIN]):
        cells = [plain(cell) for cell in row]
        kind = _kind_of(cells)
        if kind is None:
            continue
        following = [plain(cell) for cell in rows[place + 1]] if place + 1 < len(rows) else []
        both = _kind_of(following) is kind  # Chinese and codes, one under the other
        return _layout(kind, cells, (place, place + 1) if both else (place,))
    return None


def _kind_of(cells: Sequence[str]) -> Kind | None:
    """The kind that knows most of these headers, and misses least of what it needs: all share the columns of the subject."""
    best: tuple[int, int, Kind | None] = (0, 0, None)
    for kind in KINDS.values():
        titles = _titles(kind.key)
        known = [cell for cell in set(cells) if cell and (cell.upper() in titles or cell in kind.generation_1)]
        missing = {column.code for column in kind.needed[""]} - {titles.get(cell.upper()) for cell in known}
        best = max(best, (len(known), -len(missing), kind), key=lambda found: found[:2])
    return best[2] if best[0] >= 5 else None


def _layout(kind: Kind, cells: Sequence[str], header_rows: tuple[int, ...]) -> Layout:
    if len({cell for cell in cells if cell in kind.generation_1}) >= 2:
        raise Unreadable(
            "generation_1",
            f"这是2016年版的{kind.title}模板，其中“当前状态”的含义与现行模板相反，为避免登错不予接收。请下载现行模板，将数据填入后重报。",
        )
    titles = _titles(kind.key)
    places = tuple(titles.get(cell.upper()) for cell in cells)
    found = [code for code in places if code]
    twice = sorted({code for code in found if found.count(code) > 1})
    if twice:
        names = "、".join(kind.by_code[code].title for code in twice)
        raise Unreadable("column_twice", f"表头中“{names}”出现了两次，无法判断以哪一列为准。请删去多余的一列后重报。")
    generation = "G2" if kind.generation_2 and f"{kind.prefix}_XDR_LB" not in found else kind.generation
    _nothing_missing(kind, found, generation)
    ours = [_OURS.get(cell) for cell in cells]
    unknown = tuple(cell for cell, code, our in zip(cells, places, ours, strict=True) if cell and not code and not our)
    return Layout(
        kind,
        generation,
        places,
        ours.index("token") if "token" in ours else None,
        ours.index("errors") if "errors" in ours else None,
        unknown,
        header_rows,
    )


def _nothing_missing(kind: Kind, found: Sequence[str], generation: str) -> None:
    # G2 had no category column: the row's code says it. Persons' layouts have no codes, so those are never needed.
    spared = {f"{kind.prefix}_XDR_LB"} if generation == "G2" else set()
    missing = [
        column.title
        for column in kind.columns
        if column.required == "always" and column.code not in found and column.code not in spared
    ]
    if missing:
        raise Unreadable("column_missing", f"识别为{kind.title}表，但缺少必需的列：{'、'.join(missing)}。{TEMPLATE}")
