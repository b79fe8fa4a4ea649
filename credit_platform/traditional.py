"""繁體显示: the words of a page in traditional characters, its names, numbers, addresses and values as they were. Ground, pure.

What is between tags is converted, and the attributes that people read or hear. Not converted: `translate="no"` and all within (names
and numbers as registered; such a name stays as it is wherever else the page has it, too), what is typed (`value`, <textarea>), scripts,
styles, code, and an <option> without a value, whose words are sent.
Source: G8; opencc s2hk writes 為, 裏 and 着 as gov.cn does, but 閲 where gov.cn writes 閱.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from opencc import OpenCC

NOTE = '<p class="container converted" lang="zh-Hant" role="note">繁體顯示由系統轉換，以簡體為準；單獨列出的主體、機關、文件名稱和文號保留原文。</p>'
UNTOUCHED = 'translate="no"'
# Elements whose words are no words of ours to change.
_KEPT = frozenset({"script", "style", "textarea", "code", "pre"})
_READ = re.compile(r'(\s(?:alt|title|aria-label|placeholder|data-label|label|content)=")([^"]*)(")')
_TAG = re.compile(r"<!--.*?-->|<(/?)([a-zA-Z][a-zA-Z0-9]*)((?:[^>\"']|\"[^\"]*\"|'[^']*')*)>", re.DOTALL)
_VOID = frozenset({"input", "img", "meta", "link", "br", "hr", "source", "wbr"})  # nothing is within them
_BREAK = "\n\x1f\n"  # opencc makes no phrase across it
SHORTEST_NAME, FIRST_MARK = 4, 0xF0000  # characters; private ones that stand for names meanwhile


class _Piece(NamedTuple):
    text: str
    ours: bool  # to be converted
    name: bool = False  # within translate="no"


def page_in_traditional(page: str) -> str:
    """The same page for readers of traditional characters, with a line that says which text counts."""
    pieces = list(_pieces(page.replace("\x1f", "")))  # the sign of a break, which no reader sees
    words = _BREAK.join(one.text for one in pieces if one.ours)
    converted = iter(_but_names(words, _names(pieces)).split(_BREAK))
    whole = "".join(next(converted) if one.ours else one.text for one in pieces)
    whole = whole.replace('<html lang="zh-Hans">', '<html lang="zh-Hant">', 1)
    return re.sub(r"(<main [^>]*>)", lambda found: found[1] + NOTE, whole, count=1)


def _names(pieces: list[_Piece]) -> list[str]:
    found = {one.text.strip() for one in pieces if one.name and not one.text.isascii()}
    return sorted((one for one in found if len(one) >= SHORTEST_NAME), key=len, reverse=True)


def _but_names(words: str, names: list[str]) -> str:
    if not names:
        return _convert(words)
    marks = {name: chr(FIRST_MARK + place) for place, name in enumerate(names)}
    marked = re.sub("|".join(map(re.escape, names)), lambda found: marks[found[0]], words)
    return _convert(marked).translate({ord(mark): name for name, mark in marks.items()})


def _convert(words: str) -> str:
    return str(_converter().convert(words)).replace("閲", "閱")


@lru_cache(maxsize=1)
def _converter() -> OpenCC:
    return OpenCC("s2hk")


def _pieces(page: str) -> Iterator[_Piece]:
    at, name_of = 0, False
    kept, depth = "", 0  # the element left alone now; how many of its kind are open in it
    for tag in _TAG.finditer(page):
        if tag.start() > at:
            text = page[at : tag.start()]
            yield _Piece(text, not kept and not text.isascii(), name_of)
        at = tag.end()
        closing, name, attributes = tag[1], (tag[2] or "").lower(), tag[3] or ""
        if kept:
            yield _Piece(tag[0], False)
            if name == kept:
                depth += -1 if closing else 1
                kept, name_of = (kept, name_of) if depth else ("", False)
        elif name and not closing and _left_alone(name, attributes):
            if name not in _VOID:
                kept, depth, name_of = name, 1, UNTOUCHED in attributes
            yield _Piece(tag[0], False)
        else:
            yield from _tag_pieces(tag[0], name)
    yield _Piece(page[at:], not kept)


def _left_alone(name: str, attributes: str) -> bool:
    return name in _KEPT or UNTOUCHED in attributes or (name == "option" and "value=" not in attributes)


def _tag_pieces(tag: str, name: str) -> Iterator[_Piece]:
    """Of a tag only what people read: a <meta> of a robot's, an address or a value has nothing of it."""
    at = 0
    if not tag.isascii() and (name != "meta" or 'name="description"' in tag):
        for found in _READ.finditer(tag):
            yield _Piece(tag[at : found.start(2)], False)
            yield _Piece(found[2], True)
            at = found.end(2)
    yield _Piece(tag[at:], False)
