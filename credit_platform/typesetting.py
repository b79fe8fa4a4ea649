"""排版: a typst source and data into the bytes of a PDF, with the fonts that ship; which characters they cannot draw. Ground.

Data reach typst as one JSON input and are shown as text, so that nobody's name can be read as markup; the source reads no file
outside its folder, and nothing is downloaded. The same source, data, day and versions give the same bytes; what must stay the
same for ever is kept as made (credit_platform/keeping.py).

Characters that our fonts lack are rare names and places. A folder named by the environment as FONTS_DIR may hold further fonts
(.otf, .ttf) that have them; what still cannot be drawn is to be named before anything is printed (`spelt`).
"""

import json
import os
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
ACCESSIBLE = ("ua-1",)  # PDF/UA-1: headings, tables and pictures can be read aloud
UNSEEN = {"Cc", "Cf", "Zs", "Zl", "Zp", "Mn"}  # categories of characters that leave no mark of their own


class NotTypeset(ValueError):
    """The source cannot be typeset with these data; the message is typst's."""


def pdf(source: Path, data: Mapping[str, Any], *, on: date) -> bytes:
    """排版成 PDF. `source`: a .typ file, which may import others of its folder; `on`: the day that the file says it was made.
    A character that no font has is printed as an empty box, and then the file is no PDF/UA. Raises NotTypeset.
    """
    said = json.dumps(data, ensure_ascii=False)
    typeset = _compiled(source, said, on, format="pdf", pdf_standards=[] if undrawable(said) else list(ACCESSIBLE))
    assert isinstance(typeset, bytes)  # of a PDF it is; only pictures come as a list
    return typeset


def pictures(source: Path, data: Mapping[str, Any], *, on: date, ppi: float = 110) -> list[bytes]:
    """The same pages as PNG, for whoever wants to look at them. Raises NotTypeset."""
    drawn = _compiled(source, json.dumps(data, ensure_ascii=False), on, format="png", ppi=ppi)
    return [drawn] if isinstance(drawn, bytes) else list(drawn)


def _compiled(source: Path, said: str, on: date, **how: Any) -> bytes | list[bytes]:
    compiler = typst.Compiler(str(source), root=str(source.parent), font_paths=_fonts())
    made = datetime.combine(on, time(), UTC)
    try:
        typeset = compiler.compile(sys_inputs={"data": said}, timestamp=made, **how)
    except typst.TypstError as reason:
        raise NotTypeset(str(reason)) from reason
    assert typeset is not None  # no file was named to write to
    return typeset


def undrawable(text: str) -> str:
    """The characters that no font can draw, each once, in their order."""
    found = [
        one for one in dict.fromkeys(text)
        if unicodedata.category(one) not in UNSEEN and not any(_has(font, ord(one)) for font in (SERIF, SANS, *_further()))
    ]  # fmt: skip
    return "".join(found)


def spelt(said: Any) -> Any:
    """The same data with each character that no font can draw written out as 〔U+20BB7〕: a reader sees that one is missing, and
    which. `said`: what JSON can hold.
    """
    if isinstance(said, str):
        return "".join(code_point(one) if undrawable(one) else one for one in said) if undrawable(said) else said
    if isinstance(said, Mapping):
        return {name: spelt(value) for name, value in said.items()}
    return [spelt(one) for one in said] if isinstance(said, list | tuple) else said


def code_point(character: str) -> str:
    """「〔U+20BB7〕」."""
    return f"〔U+{ord(character):04X}〕"


@cache
def _further() -> tuple[Path, ...]:
    """Fonts that the place added; .ttc files are not read."""
    folder = os.environ.get("FONTS_DIR", "")
    return tuple(sorted(one for one in Path(folder).glob("*.[ot]tf"))) if folder else ()


@cache
def _fonts() -> typst.Fonts:
    """Ours and those that the place added, none else: what a machine happens to have would make other pages there."""
    folders = {str(font.parent) for font in (SERIF, SANS, *_further())}
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
