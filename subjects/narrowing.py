"""筛选: the part of the public subjects that a search is narrowed to, and how many of a few there are. Source: G2.

Whatever narrows is asked of the day, never of the search tables: county and kind of the subjects; who is listed of a note that the
subject holds, and then of the lists themselves (`stands`), for a ground may be gone before the note is.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from credit_platform.codes import AUTHORITIES
from credit_platform.statements import Statement, array, literal

from .by_code import Row, beginning_with
from .models import Subject


@dataclass(frozen=True)
class Only:
    """筛选条件. `county`: division number of the code (its third to eighth character); `kind`: of SubjectKind; `listed`: on a public
    list on that day; `stands`: which of so many subjects really are, given by whoever knows the lists.
    """

    county: str = ""
    kind: str = ""
    listed: date | None = None
    stands: Callable[[list[int]], set[int]] | None = field(default=None, compare=False, repr=False)

    def __bool__(self) -> bool:
        return bool(self.county or self.kind or self.listed)


ALL = Only()


def _among() -> str:
    """SQL of the public subjects among these; the QuerySet says who is public."""
    sql, parameters = (
        Subject.objects.public().values_list("id", "public_id", "name", "code", "kind").query.sql_with_params()
    )
    return (
        f"SELECT id, public_id, name, code FROM ({sql % tuple(map(literal, parameters))}) AS public WHERE id = ANY ($1)"
    )


# Two, for one of everything would be planned anew each time.
_AMONG = Statement(_among, "bigint[]")
_NARROWED = Statement(
    lambda: (
        f"{_among()} AND ($2 = '' OR substr(code, 3, 6) = $2) AND ($3 = '' OR kind = $3)"
        " AND ($4::date IS NULL OR EXISTS (SELECT FROM subjects_subject l WHERE l.listed_until >= $4"
        " AND (l.id = public.id OR l.merged_into_id = public.id)))"
    ),
    *("bigint[]", "text", "text", "date"),
)


def public_among(subject_ids: list[int], only: Only = ALL) -> dict[int, Row]:
    """Of these subjects those that the public may find today and that are not filtered out, by id."""
    if not subject_ids:
        return {}
    if not only:
        return {row[0]: row for row in _AMONG.rows(array(subject_ids))}
    found = {row[0]: row for row in _NARROWED.rows(array(subject_ids), only.county, only.kind, only.listed)}
    if only.listed and only.stands is not None and found:
        still = only.stands(list(found))
        return {key: row for key, row in found.items() if key in still}
    return found


def small_part(only: Only, most: int) -> list[int] | None:
    """Ids of all subjects on a list that day, or with codes of the county, where they are no more than `most`; None where there are
    more, or neither is asked. Whoever asks filters them still.
    """
    if only.listed:
        listed = Subject.objects.listed(only.listed).values_list("id", "merged_into_id")[: most + 1]
        if len(listed) <= most:
            return sorted({merged_into or subject_id for subject_id, merged_into in listed})
    if only.county:
        return _of_county(only.county, most)
    return None


def _of_county(county: str, most: int) -> list[int] | None:
    found: list[int] = []
    for authority, kinds in AUTHORITIES.items():
        for kind in kinds:
            found += [row[0] for row in beginning_with(f"{authority}{kind}{county}", most + 1 - len(found))]
            if len(found) > most:
                return None
    return found
