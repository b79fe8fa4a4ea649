"""排版: a typst source and data into the bytes of a PDF, with the fonts that ship; which characters they cannot draw. Ground.

Data reach typst as one JSON input and are shown as text, so that nobody's name can be read as markup; the source reads no file
outside its folder, and nothing is downloaded. The same source, data, day and versions give the same bytes; what must stay the
same for ever is kept as made (credit_platform/keeping.py).
"""

import json
import struct
import unicodedata
from bisect import bisect_right
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

import pylopdf_fonts_zh_cn
import typst

SERIF, SANS = pylopdf_fonts_zh_cn.serif_path(), pylopdf_fonts_zh_cn.sans_path()
UNSEEN = {"Cc", "Cf", "Zs", "Zl", "Zp", "Mn"}  # categories of characters that leave no mark of their own


class NotTypeset(ValueError):
    """The source cannot be typeset with these data; the message is typst's."""


def pdf(source: Path, data: Mapping[str, Any], *, on: date) -> bytes:
    """排版成 PDF. `source`: a .typ file, which may import others of its folder; `on`: the day that the file says it was made.
    A character that no font has is printed as an empty box. Raises NotTypeset.
    """
    compiler = typst.Compiler(str(source), root=str(source.parent), font_paths=_fonts())
    said = {"data": json.dumps(data, ensure_ascii=False)}
    made = datetime.combine(on, time(), UTC)
    try:
        typeset = compiler.compile(sys_inputs=said, timestamp=made, format="pdf")
    except typst.TypstError as reason:
        raise NotTypeset(str(reason)) from reason
    assert isinstance(typeset, bytes)  # of a PDF it is; only pictures come as a list
    return typeset


def undrawable(text: str) -> str:
    """The characters that no font can draw, each once, in their order."""
    found = [
        one for one in dict.fromkeys(text)
        if unicodedata.category(one) not in UNSEEN and not any(_has(font, ord(one)) for font in (SERIF, SANS))
    ]  # fmt: skip
    return "".join(found)


@cache
def _fonts() -> typst.Fonts:
    """Ours alone: what a machine happens to have would make other pages there."""
    folders = {str(SERIF.parent), str(SANS.parent)}
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=sorted(folders))


def _has(font: Path, point: int) -> bool:
    firsts, lasts = _drawn(font)
    place = bisect_right(firsts, point) - 1
    return place >= 0 and point <= lasts[place]


@cache
def _drawn(font: Path) -> tuple[list[int], list[int]]:
    """First and last code points of the ranges that the font's character map holds (OpenType cmap, format 12)."""
    with font.open("rb") as file:
        start = _table(file, b"cmap")
        file.seek(start)
        _, count = struct.unpack(">HH", file.read(4))
        places = [struct.unpack(">HHI", file.read(8))[2] for _ in range(count)]
        for place in places:
            file.seek(start + place)
            if struct.unpack(">H", file.read(2))[0] == 12:
                file.seek(start + place + 12)
                groups = struct.unpack(">I", file.read(4))[0]
                ranges = [struct.unpack(">III", file.read(12)) for _ in range(groups)]
                return [first for first, _, _ in ranges], [last for _, last, _ in ranges]
    raise NotTypeset(f"{font.name} has no full character map")


def _table(file: Any, name: bytes) -> int:
    _, count = struct.unpack(">4sH", file.read(6))
    file.seek(12)
    for _ in range(count):
        tag, _, start, _ = struct.unpack(">4sIII", file.read(16))
        if tag == name:
            return start
    raise NotTypeset(f"no table {name!r}")
