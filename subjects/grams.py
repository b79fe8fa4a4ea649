"""常见二元组: which grams have tier tokens, for readers and for writers, and how new ones join without hiding a row.

A changing set must never hide a row (design §7). So:
1. `announce` enters new grams, not serving yet, under the exclusive lock. Writers hold the lock shared, from reading the
   set to their commit: whoever read the old set has committed by then, and whoever comes after gives the new tokens.
2. `retoken` gives them to the rows that are older.
3. `serve` lets readers use them. Nothing is ever taken away, so a reader with an older set misses nothing.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import NamedTuple

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Func

from credit_platform.locks import Lock, hold, share
from credit_platform.statements import Statement

from .models import CommonGram, SearchName
from .tokens import NO_COMMON_GRAMS, CommonGrams, grams, opening, tokens

COMMON = 1_000  # names from which on a gram is common
SPLIT = 8  # times that, from which on its tiers are cut in three
PAGE = 5_000  # rows read, tokenised and written in one transaction

# Another set, or the same counted anew.
_LATEST = Statement("SELECT max(serving_since), sum(frequency) FROM subjects_commongram")


class _Served(NamedTuple):
    latest: tuple[datetime | None, int | None]
    known: CommonGrams
    until: float


_served = _Served((None, None), NO_COMMON_GRAMS, 0.0)


def grams_for_reading(now: Callable[[], float] = time.monotonic) -> CommonGrams:
    """Those that serve. Loaded once a process and again when others have come to serve, which is looked up every
    settings.COMMON_GRAMS_SECONDS: whoever reads an older set meanwhile misses nothing.
    """
    global _served
    served = _served
    if now() < served.until:
        return served.known
    [latest] = _LATEST.rows()
    known = served.known
    if served.latest != latest:
        known = _load(CommonGram.objects.filter(serving_since__isnull=False))
    _served = _Served(latest, known, now() + settings.COMMON_GRAMS_SECONDS)
    return known


def grams_for_writing() -> CommonGrams:
    """All of them, and they stay all until the transaction ends. Call it inside one, before tokenising."""
    share(Lock.COMMON_GRAMS)
    return _load(CommonGram.objects.all())


def rebuild(threshold: int = COMMON) -> int:
    """更新常见二元组: grams that at least `threshold` names hold become common. Safe beside writers, readers and itself.

    Call it outside a transaction: it has several. Out: grams that came to serve. Source: design §7.
    """
    frequency = count_frequency()
    announce(frequency, threshold)
    waiting = list(CommonGram.objects.filter(serving_since__isnull=True))
    retoken({gram.gram for gram in waiting})
    return serve(waiting, frequency)


def count_frequency() -> Counter[str]:
    """In how many names each gram is."""
    frequency: Counter[str] = Counter()
    for page in _pages():
        for _, _, name_n in page:
            frequency.update(grams(name_n))
            frequency[opening(name_n)] += 1
    return frequency


def announce(frequency: Counter[str], threshold: int) -> None:
    """Enter the common ones, not serving yet. From the commit on every writer heeds them."""
    found = [
        CommonGram(gram=gram, split=split, frequency=count)
        for gram, count in frequency.items()
        for split in (False, True)
        if count >= (threshold * SPLIT if split else threshold)
    ]
    known = set(CommonGram.objects.values_list("gram", "split"))
    new = [gram for gram in found if (gram.gram, gram.split) not in known]
    if new:
        with transaction.atomic():
            hold(Lock.COMMON_GRAMS)  # first: it waits while holding nothing
            CommonGram.objects.bulk_create(new, batch_size=5_000, ignore_conflicts=True)


def retoken(among: set[str]) -> None:
    """Give the names on file that hold one of these grams the tokens that they lack by now."""
    if not among:
        return
    busy: list[tuple[int, int, str]] = []
    for page in _pages():
        affected = [row for row in page if opening(row[2]) in among or not among.isdisjoint(grams(row[2]))]
        busy += _write(affected)
    while busy:  # a writer is about to remove them, or not: look again until it is decided
        time.sleep(0.05)
        alive = set(SearchName.objects.filter(pk__in=[row[:2] for row in busy]).values_list("subject_id", "n"))
        busy = _write([row for row in busy if row[:2] in alive])


def serve(waiting: list[CommonGram], frequency: Counter[str]) -> int:
    """Let readers use them. Also renews the frequencies, by which readers choose the rarest gram of a query."""
    with transaction.atomic():
        known = list(CommonGram.objects.order_by("id").select_for_update())
        for gram in known:
            gram.frequency = max(frequency[gram.gram], 1)
        CommonGram.objects.bulk_update(known, ["frequency"], batch_size=2_000)
        # Not now(): two rebuilds in one transaction would be the same version to readers.
        moment = Func(function="clock_timestamp", output_field=CommonGram._meta.get_field("serving_since"))
        ids = [gram.pk for gram in waiting]
        return CommonGram.objects.filter(pk__in=ids, serving_since__isnull=True).update(serving_since=moment)


def _load(queryset) -> CommonGrams:
    rows = list(queryset.values_list("gram", "split", "frequency"))
    return CommonGrams(
        frequency={gram: frequency for gram, split, frequency in rows if not split},
        tiered=frozenset(gram for gram, split, _ in rows if not split),
        split=frozenset(gram for gram, split, _ in rows if split),
    )


def _pages() -> Iterator[list[tuple[int, int, str]]]:
    """All rows by key: (subject id, number, normalised name). Rows that come meanwhile may be in it or not."""
    after = (0, -1)
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT subject_id, n, name_n FROM subjects_searchname WHERE (subject_id, n) > (%s, %s)"
                " ORDER BY subject_id, n LIMIT %s",
                [*after, PAGE],
            )
            page = cursor.fetchall()
        if not page:
            return
        yield page
        after = page[-1][:2]


@transaction.atomic
def _write(rows: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Write the tokens of these rows. Out: those that another transaction has in hand; never waits, so no deadlock."""
    if not rows:
        return []
    common = grams_for_writing()
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH new AS (SELECT * FROM unnest(%s::bigint[], %s::smallint[], %s::text[]) AS v (subject_id, n, tok)),"
            " free AS (SELECT s.subject_id, s.n FROM subjects_searchname s JOIN new USING (subject_id, n)"
            "          FOR UPDATE OF s SKIP LOCKED)"
            " UPDATE subjects_searchname s SET tok = new.tok::integer[] FROM new JOIN free USING (subject_id, n)"
            " WHERE s.subject_id = new.subject_id AND s.n = new.n RETURNING s.subject_id, s.n",
            [
                [subject_id for subject_id, _, _ in rows],
                [number for _, number, _ in rows],
                [str(tokens(name, subject, common)) for subject, _, name in rows],  # "{1, 2}", as SQL writes arrays
            ],
        )
        written = set(cursor.fetchall())
        cursor.execute("SELECT search_clean_pending()")
    return [row for row in rows if row[:2] not in written]
