"""错字检索: names that differ from the query by one slip of the pen: the second step, where nothing holds the query. Source: G2; design §7.

One character wrong, missing or too many, or two next to each other the wrong way round. Each place of the query is left out once, and
what stands before and behind it is looked for as any two pieces are; so every such name is found, by the same index, unless what is
left holds nothing but the commonest pairs of characters (“有限公司”).
"""

import re
from collections.abc import Iterator
from itertools import accumulate, islice

from credit_platform.statements import Statement, array

from . import narrowing
from .grams import grams_for_reading
from .narrowing import ALL, Only
from .search import Hit, fragments_of, hits_of, looks_like_code
from .tiers import PROBES, rarest
from .tokens import cut, grams, hashed

SHORTEST, LONGEST = 4, 30  # characters: of three with one wrong too little is left
LOOKED_AT = 50  # names for each of the rarest grams, best first
COMMONEST = 3_000  # names that hold the rarest gram of what is left; where more do, the place is passed over, for it would cost seconds
SHOWN = 10


_NEAR = Statement("SELECT * FROM search_near($1, $2, $3, $4)", "integer[]", "text[]", "integer[]", "integer")


def nearly(text: str, *, only: Only = ALL) -> list[Hit]:
    """相近名称: public subjects of which a name nearly holds `text`, at most SHOWN, the likeliest first; for one piece of SHORTEST to
    LONGEST characters that is no code. Raises QueryTooShort, QueryTooLong.
    """
    fragments = fragments_of(text)
    query = fragments[0]
    if len(fragments) > 1 or not SHORTEST <= len(query) <= LONGEST or looks_like_code(query):
        return []
    turned = _turned(query)
    near = re.compile("|".join(_slips(query, turned)))
    held = [row for row in _candidates(query, turned) if near.search(row[1])]
    kept = narrowing.public_among(list({key for key, _ in held}), only)
    names: dict[int, str] = {}
    for key, name in sorted((row for row in held if row[0] in kept), key=lambda row: _rank(query, row[1], row[0])):
        names.setdefault(key, name)
    hits, _ = hits_of(dict(islice(names.items(), SHOWN)), "")
    return hits


def _slips(query: str, turned: list[str]) -> Iterator[str]:
    """Patterns of what is meant by nearly: at each place a character wrong, missing or too many; two the wrong way round."""
    for at in range(len(query)):
        before, here, behind = re.escape(query[:at]), re.escape(query[at]), re.escape(query[at + 1 :])
        yield f"{before}(?:.?|.{here}){behind}"
    yield from map(re.escape, turned)


def _turned(query: str) -> list[str]:
    """The query with two characters next to each other the wrong way round."""
    every = [query[:at] + query[at + 1] + query[at] + query[at + 2 :] for at in range(len(query) - 1)]
    return [one for one in every if one != query]


def _candidates(query: str, turned: list[str]) -> list[tuple[int, str]]:
    """(Subject, name) of all that may be near. Slips with the same rarest grams are looked for together, and all in one question."""
    common = grams_for_reading()
    parts = [(query[:at], query[at + 1 :]) for at in range(len(query))] + [(one,) for one in turned]
    together: dict[tuple[int, ...], list[str]] = {}
    for part in parts:
        asked: set[str] = set().union(*map(grams, part))
        if not asked or min(common.frequency.get(gram, 0) for gram in asked) > COMMONEST:
            continue
        probe = [hashed(gram) for gram in rarest(asked, common)]
        together.setdefault((*probe, *[probe[0]] * (PROBES - len(probe))), []).append(f"%{'%'.join(part)}%")
    if not together:
        return []
    patterns = [pattern for group in together.values() for pattern in group]
    ends = list(accumulate(map(len, together.values())))
    return list(_NEAR.rows(array([list(probe) for probe in together]), patterns, array(ends), LOOKED_AT))


def _rank(query: str, name: str, key: int) -> tuple:
    """As long as the query, begins as it does, shorter; then the fixed lot."""
    return abs(len(name) - len(query)) > 1, name[:1] != query[:1], len(name), cut(key), key
