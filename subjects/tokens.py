"""检索词元: the numbers under which a name lies in the GIN index. Pure.

Of a normalised name: every bigram, `^` + its first two characters, and of those grams that are *common* also one token
for each (length, gram), so that a search can walk common grams from short names to long ones and stop early. Grams that
are so common that even one length is long ("split") have a further token each (length, cut, gram); `cut` is a fixed
lot by subject: 1/64, 7/64, 56/64 of them. Tokens are only ever added: a reader that knows fewer common grams than a
writer finds everything still. A hash met by two grams costs a comparison of the name, never a hit. Source: design §7.
"""

from dataclasses import dataclass
from functools import lru_cache
from zlib import crc32

SHORTEST, LONGEST = 2, 30  # length tiers; all longer names share the last
CUTS = (0, 1, 2)


@dataclass(frozen=True)
class CommonGrams:
    """常见二元组: those that have tier tokens. `frequency`: of each, how many names held it when last counted."""

    frequency: dict[str, int]
    tiered: frozenset[str]
    split: frozenset[str]


NO_COMMON_GRAMS = CommonGrams({}, frozenset(), frozenset())


def grams(name_n: str) -> set[str]:
    """二元组: the bigrams of a normalised name or fragment."""
    return {name_n[at : at + 2] for at in range(len(name_n) - 1)}


def opening(name_n: str) -> str:
    """首二字: the gram that says how a name begins. `^` is no letter, so no bigram is like it."""
    return "^" + name_n[:2]


def cut(subject_id: int) -> int:
    """抽签: which of the three parts of a split tier the subject lies in. The SQL functions say the same."""
    lot = subject_id % 64
    return (lot > 0) + (lot > 7)


def tier(length: int) -> int:
    """长度档: the length tier of a name of `length` characters."""
    return min(max(length, SHORTEST), LONGEST)


def tokens(name_n: str, subject_id: int, common: CommonGrams) -> set[int]:
    """All tokens of a normalised name of that subject."""
    every = grams(name_n)
    every.add(opening(name_n))
    found = {hashed(gram) for gram in every}
    length = tier(len(name_n))
    found.update(tier_token(length, gram) for gram in every & common.tiered)
    part = cut(subject_id)
    found.update(part_token(length, part, gram) for gram in every & common.split)
    return found


@lru_cache(maxsize=1 << 19)
def hashed(text: str) -> int:
    """CRC-32 as PostgreSQL's signed integer."""
    value = crc32(text.encode())
    return value - (1 << 32) if value >= 1 << 31 else value


@lru_cache(maxsize=1 << 18)
def tier_token(length: int, gram: str) -> int:
    """Token of a common gram in names of one length tier."""
    return hashed(f"{length}|{gram}")


@lru_cache(maxsize=1 << 18)
def part_token(length: int, part: int, gram: str) -> int:
    """Token of a split gram in one part of one length tier."""
    return hashed(f"{length}|{part}|{gram}")
