"""检索信用主体: finds public subjects by code or by a piece of a current or former name, best match first.

Order: the whole name, names that begin with the query, shorter names; then a fixed lot, so that it never changes from
call to call. Source: G1, G2, G6, A2; how it works and what it costs: design §7.
"""

import logging
import re
import unicodedata
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from django.db import DatabaseError, connection
from django.db.models.functions import Collate

from credit_platform.statements import Statement, array, literal

from .grams import grams_for_reading
from .models import FormerName, Subject
from .naming import LONGEST_NAME, normalise
from .tiers import Common, Rare, plan

log = logging.getLogger(__name__)

COUNTED = 1_000  # hits are counted and shown up to here
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


@dataclass(frozen=True)
class Hit:
    """检索结果: one subject. `matched`: the name, as written, or the code that was found; `former`: a name of the past."""

    subject_id: int
    public_id: uuid.UUID
    name: str
    code: str
    matched: str
    former: bool


@dataclass(frozen=True)
class Found:
    """检索结果页: the hits, and how many there are in all.

    Counting looks at up to a thousand rows and costs several times what the hits cost, so it is done when it is asked
    for. It is never kept for a later call: what was withdrawn must not be counted.
    """

    hits: list[Hit]
    count: Callable[[], int]

    @cached_property
    def _counted(self) -> int:
        return self.count()

    @property
    def total(self) -> int:
        """Exact up to COUNTED; beyond it COUNTED."""
        return min(self._counted, COUNTED)

    @property
    def more(self) -> bool:
        """Whether there are more than COUNTED."""
        return self._counted > COUNTED


def find(text: str, *, limit: int = 20, offset: int = 0) -> Found:
    """检索: public subjects that `text` names, by code, beginning of a code, or one or more pieces of a name.

    In: text as typed; how many hits, from the how manieth on (beyond COUNTED there are none).
    Raises QueryTooShort, QueryTooLong. Source: G2.
    """
    offset = min(max(offset, 0), COUNTED)
    fragments = fragments_of(text)
    code = "".join(fragments)
    if _looks_like_code(code):
        found = _by_code(code, limit, offset)
        if found.hits or (offset and found.total):
            return found
    return _by_name(fragments, limit, offset)


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


def _looks_like_code(text: str) -> bool:
    digits = sum(char.isdigit() for char in text)
    return bool(_CODE.fullmatch(text)) and (len(text) >= 8 or digits * 2 > len(text))


def _public_codes() -> str:
    """SQL of the public subjects whose code begins so; the QuerySet says who is public."""
    beginning, end = "<beginning>", "<end>"
    public = (
        Subject.objects.public()
        .annotate(ordered=Collate("code", "C"))
        .filter(ordered__gte=beginning, ordered__lt=end)
        .order_by("ordered", "id")
        .values_list("id", "public_id", "name", "code")
    )
    sql, parameters = public.query.sql_with_params()
    places = {beginning: "$1", end: "$2"}
    return sql % tuple(places.get(str(value)) or literal(value) for value in parameters)


_CODES = Statement(lambda: f"{_public_codes()} LIMIT $3 OFFSET $4", "text", "text", "integer", "integer")
_CODES_COUNTED = Statement(
    lambda: f"SELECT count(*) FROM ({_public_codes()} LIMIT {COUNTED + 1}) AS counted", "text", "text"
)


def _by_code(code: str, limit: int, offset: int) -> Found:
    end = code + "~"  # every character of a code sorts before it
    rows = _CODES.rows(code, end, max(min(limit, COUNTED - offset), 0), offset)
    hits = [Hit(key, public_id, name, code, code, False) for key, public_id, name, code in rows]
    if not offset and len(hits) < limit:
        return Found(hits, lambda: len(hits))
    return Found(hits, lambda: _CODES_COUNTED.rows(code, end)[0][0])


def _by_name(fragments: list[str], limit: int, offset: int) -> Found:
    steps = plan(fragments, grams_for_reading())
    last = min(offset + limit, COUNTED)
    names, complete = _ranked(fragments, steps, last + 1)  # one more than shown tells whether that is all
    hits, gone = _hits(dict(list(names.items())[offset:last]))
    if complete:
        return Found(hits, lambda: len(names) - gone)
    return Found(hits, lambda: _count(fragments, steps) - gone)


_RARE = Statement("SELECT * FROM search_rare($1, $2, $3, $4, $5)", "integer[]", "text[]", "text", "text", "integer")
_COMMON = Statement(
    "SELECT * FROM search_common($1, $2, $3, $4, $5, $6)",
    *("integer[]", "integer[]", "text[]", "text", "text", "integer"),
)
_COUNT = Statement("SELECT * FROM search_count($1, $2, $3)", "integer[]", "text[]", "integer")


def _ranked(fragments: list[str], steps: Rare | Common, want: int) -> tuple[dict[int, str], bool]:
    """The best name of each subject, best first, at least `want` of them; and whether these are all there are."""
    exact, patterns = "".join(fragments), _patterns(fragments)
    rows = want
    while True:
        if isinstance(steps, Rare):
            found = _RARE.rows(array(steps.probe), patterns, fragments[0], exact, rows)
        else:
            tiers = array(steps.opening_tiers), array(steps.tiers)
            found = _COMMON.rows(*tiers, patterns, fragments[0], exact, rows)
        names: dict[int, str] = {}
        for subject_id, name_n in found:
            names.setdefault(subject_id, name_n)
        if len(found) < rows:
            return names, True
        if len(names) >= want:
            return names, False
        rows *= 2  # subjects with several such names took the places of others


def _count(fragments: list[str], steps: Rare | Common) -> int:
    """Subjects, exactly up to COUNTED, more than that beyond."""
    tiers = [steps.probe] if isinstance(steps, Rare) else steps.count_tiers
    rows = COUNTED + COUNTED // 8  # room for subjects that two names match
    while True:
        [(names, subjects)] = _COUNT.rows(array(tiers), _patterns(fragments), rows)
        if names < rows or subjects > COUNTED:
            return subjects
        rows *= 2


def _patterns(fragments: list[str]) -> list[str]:
    # Normalised text has none of LIKE's characters; escaped still, for whoever changes normalising.
    return ["%" + re.sub(r"([%_\\])", r"\\\1", fragment) + "%" for fragment in fragments]


def _public_subjects() -> str:
    """SQL of the public ones among the subjects asked for; the QuerySet says who is public."""
    sql, parameters = Subject.objects.public().values_list("id", "public_id", "name", "code").query.sql_with_params()
    return f"SELECT * FROM ({sql % tuple(map(literal, parameters))}) AS public WHERE id = ANY ($1)"


_SUBJECTS = Statement(_public_subjects, "bigint[]")
_FORMER = Statement(
    f"SELECT subject_id, name FROM {FormerName._meta.db_table} WHERE subject_id = ANY ($1) ORDER BY id DESC", "bigint[]"
)


def _hits(names: dict[int, str]) -> tuple[list[Hit], int]:
    """The subjects with the name that matched as it was written; and how many are public no more (sentence 4, G6)."""
    if not names:
        return [], 0
    subjects = {row[0]: row for row in _SUBJECTS.rows(array(list(names)))}
    renamed = {key for key, row in subjects.items() if normalise(row[2])[:LONGEST_NAME] != names[key]}
    written = {}
    if renamed:
        former = _FORMER.rows(array(list(renamed)))
        written = {key: name for key, name in former if normalise(name)[:LONGEST_NAME] == names[key]}
    hits = []
    for key in [key for key in names if key in subjects]:
        _, public_id, name, code = subjects[key]
        matched = written.get(key, names[key]) if key in renamed else name
        hits.append(Hit(key, public_id, name, code, matched, key in renamed))
    return hits, len(names) - len(hits)
