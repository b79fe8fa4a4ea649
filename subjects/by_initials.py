"""按拼音首字母检索: names whose first letters begin with those asked, shorter ones first. Source: G2; design §7."""

from string import ascii_uppercase, digits

from credit_platform.statements import Statement

from .by_name import COUNTED, best_names

_NAMES = "JOIN subjects_searchname s USING (subject_id, n)"
# Two letters: twenty of each third letter, and of names that have no third one. Each is one walk from short to long.
_FEW = """
    SELECT f.subject_id, f.n, length(f.letters) AS size FROM unnest($1::text[]) AS begins (with_three) CROSS JOIN LATERAL (
        SELECT subject_id, n, letters FROM subjects_searchinitials WHERE left(letters, 3) = with_three
        ORDER BY length(letters), subject_id, n LIMIT $2) AS f
    ORDER BY size, f.subject_id, f.n LIMIT $2
"""
_MANY = """
    SELECT subject_id, n, length(letters) AS size FROM subjects_searchinitials WHERE letters >= $1 AND letters < $1 || '~'
    ORDER BY size, subject_id, n LIMIT $2
"""
_SHORT = Statement(
    f"SELECT subject_id, s.name_n FROM ({_FEW}) AS f {_NAMES} ORDER BY size, subject_id, n", "text[]", "integer"
)
_LONG = Statement(
    f"SELECT subject_id, s.name_n FROM ({_MANY}) AS f {_NAMES} ORDER BY size, subject_id, n", "text", "integer"
)
_SHORT_COUNTED = Statement(f"SELECT subject_id FROM ({_FEW}) AS f", "text[]", "integer")
_LONG_COUNTED = Statement(f"SELECT subject_id FROM ({_MANY}) AS f", "text", "integer")


def ranked(letters: str, want: int) -> tuple[dict[int, str], bool]:
    """The best name of each subject, best first, at least `want` of them; and whether these are all there are. `letters`: two or
    more, in capitals.
    """
    if len(letters) < 4:
        return best_names(lambda rows: _SHORT.rows(_threes(letters), rows), want)
    return best_names(lambda rows: _LONG.rows(letters, rows), want)


def subjects(letters: str) -> set[int]:
    """Ids, exactly up to COUNTED, more than that beyond."""
    rows = COUNTED + COUNTED // 8
    while True:
        found = _SHORT_COUNTED.rows(_threes(letters), rows) if len(letters) < 4 else _LONG_COUNTED.rows(letters, rows)
        subject_ids = {subject_id for (subject_id,) in found}
        if len(found) < rows or len(subject_ids) > COUNTED:
            return subject_ids
        rows *= 2


def _threes(letters: str) -> list[str]:
    return [letters] if len(letters) == 3 else [letters, *(letters + third for third in ascii_uppercase + digits)]
