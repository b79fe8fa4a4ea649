"""检索入库: writes the names under which public subjects are found. Source: A2, G2, design §7."""

import io
from collections.abc import Iterable, Sequence

from django.db import connection, transaction

from .grams import grams_for_writing
from .initials import initials
from .models import FormerName, SearchName, Subject
from .naming import LONGEST_NAME, normalise
from .tokens import CommonGrams, tokens

CHUNK = 20_000  # subjects at a time


def index_subjects(subject_ids: Sequence[int]) -> int:
    """更新检索名称: current and former names of these subjects; those that are not public lose theirs.

    Call it in the transaction that changed them, after the change; READ COMMITTED, as everywhere. Repeating does no
    harm and writes nothing. In: ids of subjects. Out: rows written and removed. Source: A2.
    """
    ids = sorted(set(subject_ids))
    return sum(_index(ids[at : at + CHUNK]) for at in range(0, len(ids), CHUNK))


def clean_pending() -> int:
    """整理检索索引: moves what the GIN has set aside to its place; searches get slow while much lies there.

    `index_subjects` does so itself. Out: pages of the pending list that were emptied.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT search_clean_pending()")
        return cursor.fetchone()[0]


def copy_rows(rows: Iterable[tuple[int, int, str]], common: CommonGrams) -> int:
    """Insert (subject id, number, normalised name) with their tokens, by COPY. Out: how many.

    `common` must come from `grams_for_writing` of the same transaction, or the table be the caller's alone.
    """
    names, letters = io.StringIO(), io.StringIO()
    count = 0
    for subject_id, number, name_n in rows:
        # A set of integers is printed as SQL writes an array; a normalised name has nothing that COPY wants escaped.
        names.write(f"{subject_id}\t{number}\t{name_n}\t{len(name_n)}\t{tokens(name_n, subject_id, common)}\n")
        letters.write(f"{subject_id}\t{number}\t{initials(name_n)}\n")
        count += 1
    names.seek(0)
    letters.seek(0)
    with connection.cursor() as cursor, connection.wrap_database_errors:  # Django wraps those of `execute` only
        cursor.copy_expert("COPY subjects_searchname (subject_id, n, name_n, nlen, tok) FROM STDIN", names)
        cursor.copy_expert("COPY subjects_searchinitials (subject_id, n, letters) FROM STDIN", letters)
    return count


def _index(ids: list[int]) -> int:
    with transaction.atomic():
        _lock(ids)
        common = grams_for_writing()
        wanted = _wanted(ids)
        stale, kept, used = [], set(), dict.fromkeys(ids, -1)
        for subject_id, number, name_n in (
            SearchName.objects.filter(subject_id__in=ids)
            .order_by("subject_id", "n")
            .values_list("subject_id", "n", "name_n")
        ):
            used[subject_id] = number
            key = (subject_id, name_n)
            if key in wanted and key not in kept:
                kept.add(key)
            else:
                stale.append((subject_id, number))
        _remove(stale)
        rows = []
        for subject_id, name_n in wanted:
            if (subject_id, name_n) not in kept:
                used[subject_id] += 1
                rows.append((subject_id, used[subject_id], name_n))
        if rows:
            copy_rows(rows, common)
            clean_pending()
        return len(rows) + len(stale)


def _lock(ids: list[int]) -> None:
    """Two writers of one subject's names go one after the other; in the order of ids, so that neither waits in a ring."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM (SELECT id FROM subjects_subject WHERE id = ANY (%s) ORDER BY id FOR NO KEY UPDATE) l",
            [ids],
        )


def _wanted(ids: list[int]) -> dict[tuple[int, str], None]:
    """(subject, normalised name) that should be on file, current names first. A single character finds nobody."""
    public = Subject.objects.public().filter(id__in=ids)
    written = list(public.order_by("id").values_list("id", "name"))
    former = FormerName.objects.filter(subject__in=public).order_by("id").values_list("subject_id", "name")
    pairs = ((subject_id, normalise(name)[:LONGEST_NAME]) for subject_id, name in (*written, *former))
    return {pair: None for pair in pairs if len(pair[1]) > 1}


def _remove(keys: list[tuple[int, int]]) -> None:
    if not keys:
        return
    these = [[subject_id for subject_id, _ in keys], [number for _, number in keys]]
    with connection.cursor() as cursor:
        for table in ("subjects_searchname", "subjects_searchinitials"):
            cursor.execute(
                f"DELETE FROM {table} s USING unnest(%s::bigint[], %s::smallint[]) AS k (subject_id, n)"
                " WHERE s.subject_id = k.subject_id AND s.n = k.n",
                these,
            )
