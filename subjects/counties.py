"""登记地 (区县): in which counties the public subjects are registered, by their codes. Source: G2 (filter by county)."""

from functools import lru_cache
from time import monotonic

from credit_platform.divisions import division_name
from credit_platform.statements import Statement

FRESH = 600  # seconds: a new county may be missing among the choices for so long
# From one beginning of a code to the next, each step one look into the index: not one row of a county is read twice.
_BEGINNINGS = Statement("""
    WITH RECURSIVE public AS NOT MATERIALIZED (
        SELECT code COLLATE "C" AS code FROM subjects_subject
        WHERE merged_into_id IS NULL AND public_since IS NOT NULL AND NOT (kind = 'person')
    ), step (code) AS (
        (SELECT left(code, 8) FROM public WHERE code > '' ORDER BY code LIMIT 1)
        UNION ALL
        SELECT (SELECT left(p.code, 8) FROM public p WHERE p.code > step.code || '~' ORDER BY p.code LIMIT 1)
        FROM step WHERE step.code IS NOT NULL
    )
    SELECT DISTINCT substr(code, 3, 6) FROM step WHERE length(code) = 8
""")


def counties_here() -> tuple[tuple[str, str], ...]:
    """(number, name) of each, by number; some minutes old at most."""
    return _known(int(monotonic() // FRESH))


@lru_cache(maxsize=1)
def _known(_time: int) -> tuple[tuple[str, str], ...]:
    return tuple((number, division_name(number)) for (number,) in sorted(_BEGINNINGS.rows()))
