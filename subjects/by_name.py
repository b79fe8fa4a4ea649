"""按名称片段检索: names that hold every piece of a query, in their order. Source: G2; what is asked of the index: tiers.py.

Order: the whole name, names that begin with the query, shorter names; then a fixed lot, so that it never changes from call to call.
"""

import re
from collections.abc import Callable, Iterable, Sequence

from credit_platform.statements import Statement, array

from .models import SearchName
from .tiers import NO_END, Common, Rare
from .tokens import cut

COUNTED = 1_000  # subjects are counted and shown up to here

_RARE = Statement("SELECT * FROM search_rare($1, $2, $3, $4, $5)", "integer[]", "text[]", "text", "text", "integer")
_COMMON = Statement(
    "SELECT * FROM search_common($1, $2, $3, $4, $5, $6)",
    *("integer[]", "integer[]", "text[]", "text", "text", "integer"),
)
_COUNT = Statement("SELECT * FROM search_count($1, $2, $3, $4)", "integer[]", "integer[]", "text[]", "integer")


def ranked(fragments: list[str], steps: Rare | Common, want: int) -> tuple[dict[int, str], bool]:
    """The best name of each subject, best first, at least `want` of them; and whether these are all there are."""
    asked = _patterns(fragments), fragments[0], "".join(fragments)
    if isinstance(steps, Rare):
        probe = array(steps.probe)
        return best_names(lambda rows: _RARE.rows(probe, *asked, rows), want)
    tiers = array(steps.opening_tiers), array(steps.tiers)
    return best_names(lambda rows: _COMMON.rows(*tiers, *asked, rows), want)


def best_names(ask: Callable[[int], Sequence[tuple]], want: int) -> tuple[dict[int, str], bool]:
    """The best name of each subject out of `ask`, which gives so many (subject, name) at most, best first; and whether these are all."""
    rows = want
    while True:
        found = ask(rows)
        names: dict[int, str] = {}
        for subject_id, name_n in found:
            names.setdefault(subject_id, name_n)
        if len(found) < rows:
            return names, True
        if len(names) >= want:
            return names, False
        rows *= 2  # subjects with several such names took the places of others


def count(fragments: list[str], steps: Rare | Common) -> int:
    """Subjects, exactly up to COUNTED, more than that beyond: or where a part drawn by lot holds so many that there must be."""
    if isinstance(steps, Common) and steps.plenty:
        return COUNTED + 1
    walk = [(steps.probe, NO_END)] if isinstance(steps, Rare) else steps.count_tiers
    tiers, enough = array([tokens for tokens, _ in walk]), array([most for _, most in walk])
    rows = COUNTED + COUNTED // 8  # room for subjects that two names match
    while True:
        [(names, subjects, plenty)] = _COUNT.rows(tiers, enough, _patterns(fragments), rows)
        if plenty:
            return COUNTED + 1
        if names < rows or subjects > COUNTED:
            return subjects
        rows *= 2


def _patterns(fragments: list[str]) -> list[str]:
    # Normalised text has none of LIKE's characters; escaped still, for whoever changes normalising.
    return ["%" + re.sub(r"([%_\\])", r"\\\1", fragment) + "%" for fragment in fragments]


def ranked_among(fragments: list[str], subject_ids: Iterable[int]) -> dict[int, str]:
    """The same of these subjects only, all that match: for few of them, whatever the pieces."""
    exact = "".join(fragments)
    rows = SearchName.objects.filter(subject_id__in=list(subject_ids)).values_list("subject_id", "name_n", "n")
    held = [row for row in rows if all(fragment in row[1] for fragment in fragments)]
    held.sort(
        key=lambda row: (row[1] != exact, not row[1].startswith(fragments[0]), len(row[1]), cut(row[0]), row[0], row[2])
    )
    names: dict[int, str] = {}
    for subject_id, name_n, _ in held:
        names.setdefault(subject_id, name_n)
    return names
