"""错字检索: names that differ from the query by one slip of the pen: the second step, where nothing holds the query. Source: G2; design §7.

One character wrong, missing or too many, or two next to each other the wrong way round. Each place of the query is left out once, and
what stands before and behind it is looked for as any two pieces are; so every such name is found, by the same index, unless what is
left holds nothing but the commonest pairs of characters (“有限公司”).
"""

import re

from . import by_name, narrowing
from .grams import grams_for_reading
from .narrowing import ALL, Only
from .search import Hit, fragments_of, hits_of, looks_like_code
from .tiers import plan
from .tokens import CommonGrams, cut, grams

SHORTEST, LONGEST = 4, 30  # characters: of three with one wrong too little is left
LOOKED_AT = 50  # names for each place, best first
COMMONEST = 3_000  # names that hold the rarest gram of what is left; where more do, the place is passed over, for it would cost seconds
SHOWN = 10


def nearly(text: str, *, only: Only = ALL) -> list[Hit]:
    """相近名称: public subjects of which a name nearly holds `text`, at most SHOWN, the likeliest first; for one piece of SHORTEST to
    LONGEST characters that is no code. Raises QueryTooShort, QueryTooLong.
    """
    fragments = fragments_of(text)
    query = fragments[0]
    if len(fragments) > 1 or not SHORTEST <= len(query) <= LONGEST or looks_like_code(query):
        return []
    names = _with_one_left_out(query)
    for key, name in _turned(query).items():
        names.setdefault(key, name)
    kept = narrowing.public_among(list(names), only)
    order = sorted((key for key in names if key in kept), key=lambda key: _rank(query, names[key], key))
    hits, _ = hits_of({key: names[key] for key in order[:SHOWN]}, "")
    return hits


def _with_one_left_out(query: str) -> dict[int, str]:
    common, names = grams_for_reading(), {}
    for at in range(len(query)):
        left, right = query[:at], query[at + 1 :]
        pieces = [piece for piece in (left, right) if len(piece) > 1]
        if _too_common(pieces, common):
            continue
        found, _ = by_name.ranked(pieces, plan(pieces, common), LOOKED_AT, pattern=f"%{left}%{right}%")
        before, here, behind = re.escape(left), re.escape(query[at]), re.escape(right)
        near = re.compile(f"{before}(?:.?|.{here}){behind}")  # wrong or too many; missing
        names.update({key: name for key, name in found.items() if key not in names and near.search(name)})
    return names


def _turned(query: str) -> dict[int, str]:
    common, names = grams_for_reading(), {}
    for at in range(len(query) - 1):
        turned = query[:at] + query[at + 1] + query[at] + query[at + 2 :]
        if turned != query and not _too_common([turned], common):
            found, _ = by_name.ranked([turned], plan([turned], common), LOOKED_AT)
            names.update(found)
    return names


def _too_common(pieces: list[str], common: CommonGrams) -> bool:
    asked: set[str] = set().union(*map(grams, pieces))
    return all(common.frequency.get(gram, 0) > COMMONEST for gram in asked)


def _rank(query: str, name: str, key: int) -> tuple:
    """As long as the query, begins as it does, shorter; then the fixed lot."""
    return abs(len(name) - len(query)) > 1, name[:1] != query[:1], len(name), cut(key), key
