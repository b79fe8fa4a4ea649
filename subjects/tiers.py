"""检索步骤: what a query asks of the index, chosen by how common its grams are. Pure. Source: design §7."""

from collections.abc import Sequence
from dataclasses import dataclass

from .tokens import CUTS, LONGEST, CommonGrams, grams, hashed, opening, part_token, tier, tier_token

# Grams that are asked together: the rarest, and none that is this many times as frequent as the rarest one. Others cost
# more to walk through than they exclude (measured).
PROBES, SPREAD = 4, 24
# Counting: so many names among 1/64 of the subjects, or among 8/64, both drawn by lot, and there are more than a thousand. Of a thousand
# 16 and 125 are to be expected there; that so many more lie there by chance happens less often than once in 10^25 queries (and once
# in 10^6 of those, if there were any, whose every subject is found by two of its names).
ENOUGH = {0: 80, 1: 300}
# So many names held a gram when the common ones were counted, every night: more than a thousand subjects do today, for a third of the names
# cannot have gone since.
PLENTY = 1_500
NO_END = 2**31 - 1  # PostgreSQL's greatest integer: count on


@dataclass(frozen=True)
class Rare:
    """One probe finds few enough names to rank them all."""

    probe: list[int]


@dataclass(frozen=True)
class Common:
    """Tiers to walk: of names that begin with the query, of all names, and of all names as counting wants them, each with how many
    names up to there are enough to know that there are more than anybody counts.
    """

    opening_tiers: list[list[int]]
    tiers: list[list[int]]
    count_tiers: list[tuple[list[int], int]]
    plenty: bool = False  # that there are more than anybody counts is known without looking


def plan(fragments: Sequence[str], common: CommonGrams) -> Rare | Common:
    """How to look for names that hold all fragments, each normalised and of at least two characters."""
    asked: set[str] = set().union(*(grams(fragment) for fragment in fragments))
    if not asked <= common.tiered:
        return Rare([hashed(gram) for gram in rarest(asked, common)])
    shortest = tier(max(len(fragment) for fragment in fragments))  # fragments may overlap in a name
    begins = opening(fragments[0])
    opening_tiers = [[hashed(begins)]]
    if begins in common.tiered:
        opening_tiers, _ = _walk({*asked, begins}, shortest, common)
    tiers, count_tiers = _walk(asked, shortest, common)
    return Common(opening_tiers, tiers, count_tiers, plenty=len(asked) == 1 and common.frequency[min(asked)] >= PLENTY)


def rarest(asked: set[str], common: CommonGrams) -> list[str]:
    """最少见的二元组: those of `asked` that are probed together; of common ones only where there is no other."""
    rare = sorted(asked - common.tiered)
    if rare:
        return rare[:PROBES]
    found = sorted(asked, key=lambda gram: (common.frequency[gram], gram))[:PROBES]
    return [gram for gram in found if common.frequency[gram] <= SPREAD * common.frequency[found[0]]]


def _walk(asked: set[str], shortest: int, common: CommonGrams) -> tuple[list[list[int]], list[tuple[list[int], int]]]:
    """Tiers from the shortest name upward, and the same for counting: small parts of all lengths first."""
    probed = rarest(asked, common)
    lengths = range(shortest, LONGEST + 1)
    if not common.split.issuperset(probed):  # one that is not split bounds the work already
        tiers = [[tier_token(length, gram) for gram in probed] for length in lengths]
        return tiers, [(tokens, NO_END) for tokens in tiers]
    parts = {at: [part_token(*at, gram) for gram in probed] for at in ((n, cut) for n in lengths for cut in CUTS)}
    counted = [(parts[length, cut], ENOUGH.get(cut, NO_END)) for cut in CUTS for length in lengths]
    return list(parts.values()), counted
