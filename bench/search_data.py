"""What bench/search.py measures on: the filled database, the mix of queries, the peers, the brute force."""

import io
import random
import time
from collections import Counter
from collections.abc import Callable
from datetime import date

from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone
from opencc import OpenCC

from bench.names import codes, names
from credit_platform.roles import app_role, as_owner
from subjects.grams import COMMON, SPLIT, grams_for_writing
from subjects.indexing import copy_rows
from subjects.models import CommonGram, SearchInitials, SearchName
from subjects.naming import normalise
from subjects.search import COUNTED, find, fragments_of
from subjects.tokens import cut, grams, opening

BATCH = 100_000
FORMER = 20  # every so manieth subject has a former name


def prepare(count: int, *, peers: bool = True) -> list[tuple[int, str]]:
    """A database with `count` names on file, made if it is not there. Out: (subject id, normalised name) of each.

    `peers`: also the tables and indexes of the other ways to search.
    """
    step("migrate")
    call_command("migrate", verbosity=0)
    subjects = count * FORMER // (FORMER + 1)
    written = list(names(count))
    on_file = [(at + 1, normalise(name)) for at, name in enumerate(written[:subjects])]
    former = [(1 + number * FORMER % subjects, name) for number, name in enumerate(written[subjects:])]
    on_file += [(subject, normalise(name)) for subject, name in former]
    if not _is_filled(count):
        with as_owner():
            _fill(written[:subjects], former, on_file)
            if peers:
                _fill_peers()
            sql("CREATE TABLE bench_ready AS SELECT %s AS names", [count])
            sql(f"GRANT SELECT ON bench_ready TO {app_role()}")
    return on_file


def _is_filled(count: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('bench_ready') IS NOT NULL")
        if not cursor.fetchone()[0]:
            return False
        cursor.execute("SELECT names FROM bench_ready")
        return cursor.fetchone() == (count,)


def _fill(current: list[str], former: list[tuple[int, str]], on_file: list[tuple[int, str]]) -> None:
    step("subjects")
    sql("DROP TABLE IF EXISTS bench_ready, bench_peer")
    sql("TRUNCATE subjects_subject, subjects_commongram CASCADE")
    lot, now, day = random.Random(2), timezone.now().isoformat(), date(2026, 3, 2)
    lines = (
        f"{at}\t{lot.getrandbits(128):032x}\torganisation\t{name}\t{code}\t{day}\t{now}\n"
        for at, (name, code) in enumerate(zip(current, codes(len(current)), strict=True), 1)
    )
    _copy("subjects_subject (id, public_id, kind, name, code, public_since, created_at)", lines)
    sql("SELECT setval('subjects_subject_id_seq', (SELECT max(id) FROM subjects_subject))")
    _copy("subjects_formername (subject_id, name)", (f"{subject}\t{name}\n" for subject, name in former))
    step("common grams")
    frequency: Counter[str] = Counter()
    for _, name_n in on_file:
        frequency.update(grams(name_n))
        frequency[opening(name_n)] += 1
    moment = timezone.now()
    CommonGram.objects.bulk_create(
        CommonGram(gram=gram, split=split, frequency=held, serving_since=moment)
        for gram, held in frequency.items()
        for split in (False, True)
        if held >= (COMMON * SPLIT if split else COMMON)
    )
    step(
        f"{CommonGram.objects.filter(split=False).count()} common, {CommonGram.objects.filter(split=True).count()} split"
    )
    indexes = [(model, index) for model in (SearchName, SearchInitials) for index in model._meta.indexes]
    with connection.schema_editor() as editor:
        for model, index in indexes:
            editor.remove_index(model, index)
    step("search rows")
    numbers: Counter[int] = Counter()
    for at in range(0, len(on_file), BATCH):
        rows = []
        for subject, name_n in on_file[at : at + BATCH]:
            if numbers[subject] and current[subject - 1] == name_n:
                continue
            rows.append((subject, numbers[subject], name_n))
            numbers[subject] += 1
        with transaction.atomic():
            copy_rows(rows, grams_for_writing())
    for model, index in indexes:
        step(f"index {index.name}")
        with connection.schema_editor() as editor:
            editor.add_index(model, index)
    for table in (
        "subjects_searchname",
        "subjects_searchinitials",
        "subjects_subject",
        "subjects_formername",
        "subjects_commongram",
    ):
        sql(f"VACUUM (ANALYZE) {table}")


def _fill_peers() -> None:
    step("peers")
    sql("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    sql("SET maintenance_work_mem = '512MB'")
    sql(
        'CREATE TABLE bench_peer AS SELECT subject_id, n, name_n::text COLLATE "default" AS name_n, nlen, array_to_tsvector('
        " ARRAY(SELECT DISTINCT substr(name_n, at, 2) FROM generate_series(1, nlen - 1) at)) AS words FROM subjects_searchname"
    )
    step("peers: trigrams")
    sql("CREATE INDEX bench_peer_trigram ON bench_peer USING gin (name_n gin_trgm_ops)")
    step("peers: bigrams")
    sql("CREATE INDEX bench_peer_words ON bench_peer USING gin (words)")
    sql("VACUUM (ANALYZE) bench_peer")
    sql(f"GRANT SELECT ON bench_peer TO {app_role()}")
    for relation in (
        "subjects_searchname",
        "search_name_tok",
        "search_name_name",
        "search_initials_three",
        "search_initials_all",
        "bench_peer_trigram",
        "bench_peer_words",
    ):
        [(size,)] = sql("SELECT pg_size_pretty(pg_relation_size(%s))", [relation])
        step(f"size of {relation}: {size}")


def queries(on_file: list[tuple[int, str]], count: int) -> dict[str, list[str]]:
    """`count` queries of each kind, the same for the same names."""
    lot = random.Random(7)
    common = sorted(gram.gram for gram in CommonGram.objects.filter(split=False) if not gram.gram.startswith("^"))
    frequent = set(common)
    traditional = OpenCC("s2t")

    def name() -> str:
        return lot.choice(on_file)[1]

    def piece(low: int, high: int, of: str | None = None) -> str:
        of = of or name()
        length = lot.randint(low, high)
        at = lot.randrange(max(1, len(of) - length + 1))
        return of[at : at + length]

    def rare() -> str:
        while (found := piece(2, 2)) in frequent:
            pass
        return found

    def two() -> str:
        of = name()
        return f"{piece(2, 3, of)} {piece(2, 4, of)}"

    def miss() -> str:
        # Half of them of common grams only, one after the other, which no name holds: the dearest there is.
        return name()[-lot.randint(3, 5) :] + name()[:1] if lot.random() < 0.5 else name()[:3] + name()[3:5]

    def code() -> str:
        whole = lot.choice(list_of_codes)
        return lot.choice((whole, whole[: lot.randint(6, 14)]))

    list_of_codes = list(codes(10_000))
    makers: dict[str, Callable[[], str]] = {
        "2 common": lambda: lot.choice(common),
        "2 rare": rare,
        "3-4": lambda: piece(3, 4),
        "5-8": lambda: piece(5, 8),
        "prefix": lambda: name()[: lot.randint(3, 5)],
        "whole": name,
        "two pieces": two,
        "traditional": lambda: traditional.convert(piece(2, 5)),
        "miss": miss,
        "code": code,
    }
    return {kind: list(dict.fromkeys(make() for _ in range(count))) for kind, make in makers.items()}


def compare(on_file: list[tuple[int, str]], texts: list[str], shown: int) -> tuple[int, int, float]:
    """Against brute force: how often hits, order and total are the same, of how many, and the mean recall."""
    step("brute force")
    same, recalls = 0, []
    for text in texts:
        fragments = fragments_of(text)
        first, exact = fragments[0], "".join(fragments)
        hits = [row for row in on_file if first in row[1]]
        hits = [row for row in hits if all(fragment in row[1] for fragment in fragments)]
        hits.sort(key=lambda row: (row[1] != exact, not row[1].startswith(first), len(row[1]), cut(row[0]), row[0]))
        expected = list(dict.fromkeys(subject for subject, _ in hits))
        found = find(text)
        got = [hit.subject_id for hit in found.hits]
        same += got == expected[:shown] and (found.total, found.more) == (
            min(len(expected), COUNTED),
            len(expected) > COUNTED,
        )
        if expected:
            recalls.append(len(set(got) & set(expected[:shown])) / min(shown, len(expected)))
    return same, len(texts), sum(recalls) / len(recalls)


def peer(name: str, shown: int) -> Callable[[str], list]:
    """One of the usual ways, with the same order of hits."""
    step(f"peer {name}")
    order = (
        "ORDER BY (name_n = %(exact)s) DESC, starts_with(name_n, %(first)s) DESC, nlen,"
        f" (subject_id %% 64 > 0)::integer + (subject_id %% 64 > 7)::integer, subject_id, n LIMIT {shown}"
    )

    def ask(text: str) -> list:
        fragments = fragments_of(text)
        words = " & ".join(f"'{gram}'" for gram in sorted(set().union(*map(grams, fragments))))
        asked = {"exact": "".join(fragments), "first": fragments[0], "words": words}
        asked |= {f"like{at}": f"%{fragment}%" for at, fragment in enumerate(fragments)}
        where = " AND ".join(f"name_n LIKE %(like{at})s" for at in range(len(fragments)))
        if name == "tsvector":
            where = f"words @@ %(words)s::tsquery AND {where}"
        with transaction.atomic():
            if name == "scan":
                sql("SET LOCAL enable_bitmapscan = off")
            return sql(f"SELECT subject_id FROM bench_peer WHERE {where} {order}", asked)

    return ask


def sql(statement: str, parameters=None) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall() if cursor.description else []


def _copy(into: str, lines) -> None:
    with connection.cursor() as cursor:
        while True:
            text = "".join(line for _, line in zip(range(BATCH), lines, strict=False))
            if not text:
                return
            cursor.copy_expert(f"COPY {into} FROM STDIN", io.StringIO(text))


def step(what: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {what}", flush=True)
