"""检索信用主体: finds public subjects by code, by a piece of a current or former name, or by its first letters; best match first.

Names that hold the query come in the order of by_name.py, after them those whose first letters do. Source: G1, G2, G6, A2; how it
works and what it costs: design §7.
"""

import logging
import re
import unicodedata
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

from django.db import DatabaseError, connection

from credit_platform.statements import Statement, array

from . import by_code, by_initials, by_name, narrowing
from .by_name import COUNTED
from .grams import grams_for_reading
from .initials import initials, may_be_initials
from .models import FormerName
from .naming import LONGEST_NAME, normalise
from .narrowing import ALL, Only
from .tiers import Common, Rare, plan

log = logging.getLogger(__name__)

LONGEST_QUERY = 100  # characters
_CODE = re.compile(r"[0-9A-HJ-NPQRTUWXY]{6,18}")  # the alphabet of codes has no I, O, S, V, Z


class QueryRefused(ValueError):
    """The text cannot be searched for; the message says why and what to do."""


class QueryTooShort(QueryRefused):
    """Fewer than two characters."""

    def __init__(self):
        super().__init__("检索内容太短：请至少输入名称中的两个字，或统一社会信用代码的前六位。")


class QueryTooLong(QueryRefused):
    """More than LONGEST_QUERY characters."""

    def __init__(self):
        super().__init__(f"检索内容太长：请不要超过 {LONGEST_QUERY} 个字，输入名称中的一部分即可。")


class Why(StrEnum):
    """匹配方式: why a subject was found."""

    NAME = "name"
    FORMER = "former"  # a name of the past
    INITIALS = "initials"  # the first letters of its name, or of a name of the past
    CODE = "code"


@dataclass(frozen=True)
class Hit:
    """检索结果: one subject. `matched`: the name, as written, or the code that was found."""

    subject_id: int
    public_id: uuid.UUID
    name: str
    code: str
    matched: str
    why: Why


@dataclass(frozen=True)
class Found:
    """检索结果页: the hits, and how many there are in all.

    Counting looks at up to a thousand rows and costs several times what the hits cost, so it is done when it is asked
    for. It is never kept for a later call: what was withdrawn must not be counted. Out of `count`: how many, and whether there are more.
    """

    hits: list[Hit]
    count: Callable[[], tuple[int, bool]]

    @cached_property
    def _counted(self) -> tuple[int, bool]:
        number, more = self.count()
        return min(number, COUNTED), more or number > COUNTED

    @property
    def total(self) -> int:
        """Exact where there are not more."""
        return self._counted[0]

    @property
    def more(self) -> bool:
        """Whether there are more than `total`: beyond COUNTED, or, of a search that was narrowed, beyond where it stopped looking."""
        return self._counted[1]


def find(text: str, *, limit: int = 20, offset: int = 0, only: Only = ALL) -> Found:
    """检索: public subjects that `text` names, by code, beginning of a code, one or more pieces of a name, or first letters of one.

    In: text as typed; how many hits, from the how manieth on (beyond COUNTED there are none); what it is narrowed to.
    Raises QueryTooShort, QueryTooLong. Source: G2.
    """
    offset = min(max(offset, 0), COUNTED)
    fragments = fragments_of(text)
    code = "".join(fragments)
    if looks_like_code(code):
        found = _by_code(code, limit, offset) if not only else _by_code_narrowed(code, limit, offset, only)
        if found.hits or (offset and found.total):
            return found
    return _by_name(fragments, limit, offset) if not only else _by_name_narrowed(fragments, limit, offset, only)


def explain(text: str) -> dict[str, Any]:
    """检索说明: how `text` is read and looked for: pieces, whether as a code or as first letters, and the grams that are probed."""
    fragments = fragments_of(text)
    common = grams_for_reading()
    steps = plan(fragments, common)
    asked = {fragment[at : at + 2] for fragment in fragments for at in range(len(fragment) - 1)}
    return {
        "fragments": fragments,
        "code": looks_like_code("".join(fragments)),
        "initials": _letters(fragments),
        "walk": "rare" if isinstance(steps, Rare) else "common",
        "probes": 1 if isinstance(steps, Rare) else len(steps.opening_tiers) + len(steps.tiers),
        "grams": {gram: common.frequency.get(gram, 0) for gram in sorted(asked)},
    }


def warm_up() -> None:
    """预热: load what searching needs before the first request. Does without a database that is not there yet."""
    try:
        find("预热")
    except DatabaseError as reason:
        log.warning("search is not warmed up: %s", reason)
    finally:
        connection.close()  # of the thread that loads the process, which answers no requests


def fragments_of(text: str) -> list[str]:
    """The normalised pieces of a query. A single character belongs to the piece before it, at the front to the next.

    So "A B 公司" is one piece, as in names, where spaces do not count. Raises QueryTooShort, QueryTooLong.
    """
    if len(text) > LONGEST_QUERY:
        raise QueryTooLong
    pieces: list[str] = []
    for piece in filter(None, map(normalise, unicodedata.normalize("NFKC", text).split())):
        if pieces and (len(piece) == 1 or len(pieces[-1]) == 1):
            pieces[-1] += piece
        else:
            pieces.append(piece)
    if not pieces or len(pieces[0]) < 2:
        raise QueryTooShort
    return pieces


def looks_like_code(text: str) -> bool:
    """Whether a normalised query can be meant as a code or the beginning of one."""
    digits = sum(char.isdigit() for char in text)
    return bool(_CODE.fullmatch(text)) and (len(text) >= 8 or digits * 2 > len(text))


def _by_code(code: str, limit: int, offset: int) -> Found:
    rows = by_code.beginning_with(code, max(min(limit, COUNTED - offset), 0), offset)
    hits = [Hit(key, public_id, name, code, code, Why.CODE) for key, public_id, name, code in rows]
    if not offset and len(hits) < limit:
        return Found(hits, lambda: (len(hits), False))
    return Found(hits, lambda: (by_code.count(code), False))


def _by_code_narrowed(code: str, limit: int, offset: int, only: Only) -> Found:
    rows = by_code.beginning_with(code, COUNTED + 1)
    left = narrowing.public_among([row[0] for row in rows], only)
    hits = [Hit(key, public_id, name, code, code, Why.CODE) for key, public_id, name, code in rows if key in left]
    return Found(hits[offset : offset + limit], lambda: (len(hits), len(rows) > COUNTED))


def _by_name(fragments: list[str], limit: int, offset: int) -> Found:
    steps, letters = plan(fragments, grams_for_reading()), _letters(fragments)
    last = min(offset + limit, COUNTED)
    # One more than shown tells whether that is all.
    names, complete, held = _looked_at(fragments, steps, letters, last + 1)
    hits, gone = hits_of(dict(list(names.items())[offset:last]), letters)
    if complete:
        return Found(hits, lambda: (len(names) - gone, False))
    if letters and held <= last:
        by_words = set(list(names)[:held])
        return Found(hits, lambda: (len(by_words | by_initials.subjects(letters)) - gone, False))
    return Found(hits, lambda: (by_name.count(fragments, steps) - gone, False))


# A search that was narrowed looks at so many names, best first; where that is too few, at those of a small part; then further.
_FIRST, _FURTHEST, _SMALL = 5_000, 40_000, 5_000


def _by_name_narrowed(fragments: list[str], limit: int, offset: int, only: Only) -> Found:
    steps, letters = plan(fragments, grams_for_reading()), _letters(fragments)
    last = min(offset + limit, COUNTED)
    names, complete, _ = _looked_at(fragments, steps, letters, _FIRST)
    kept = narrowing.public_among(list(names), only)
    if not complete and len(kept) <= last:
        few = None if letters else narrowing.small_part(only, _SMALL)
        if few is not None:
            names, complete = by_name.ranked_among(fragments, few), True
        else:
            names, complete, _ = _looked_at(fragments, steps, letters, _FURTHEST)
        kept = narrowing.public_among(list(names), only)
    left = {key: name for key, name in names.items() if key in kept}
    hits, _ = hits_of(dict(list(left.items())[offset:last]), letters)
    return Found(hits, lambda: (len(left), not complete))


def _looked_at(fragments: list[str], steps: Rare | Common, letters: str, want: int) -> tuple[dict[int, str], bool, int]:
    """Names that hold the pieces, then those whose first letters do; whether that is all; how many hold the pieces."""
    names, complete = by_name.ranked(fragments, steps, want)
    held = len(names)
    if complete and letters:
        more, complete = by_initials.ranked(letters, want)
        names |= {key: name for key, name in more.items() if key not in names}
    return names, complete, held


def _letters(fragments: list[str]) -> str:
    """首字母 that the query may be; empty where it cannot."""
    return fragments[0] if len(fragments) == 1 and may_be_initials(fragments[0]) else ""


_FORMER = Statement(
    f"SELECT subject_id, name FROM {FormerName._meta.db_table} WHERE subject_id = ANY ($1) ORDER BY id DESC", "bigint[]"
)


def hits_of(names: dict[int, str], letters: str) -> tuple[list[Hit], int]:
    """The subjects with the name that matched as it was written; and how many are public no more (sentence 4, G6)."""
    subjects = narrowing.public_among(list(names))
    renamed = {key for key, row in subjects.items() if normalise(row[2])[:LONGEST_NAME] != names[key]}
    written = {}
    if renamed:
        former = _FORMER.rows(array(list(renamed)))
        written = {key: name for key, name in former if normalise(name)[:LONGEST_NAME] == names[key]}
    hits = []
    for key in [key for key in names if key in subjects]:
        _, public_id, name, code = subjects[key]
        matched = written.get(key, names[key]) if key in renamed else name
        lettered = bool(letters) and letters not in names[key] and initials(names[key]).startswith(letters)
        why = Why.INITIALS if lettered else Why.FORMER if key in renamed else Why.NAME
        hits.append(Hit(key, public_id, name, code, matched, why))
    return hits, len(names) - len(hits)
