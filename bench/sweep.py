"""The night's sweeps at a million records and at ten times as many, with the same number due:
`.venv/bin/python -m bench.sweep [--records 1000000]`.

What is due is spread over the whole table; beside it lie released records whose periods go on, long-term ones, ended and
withdrawn ones, and a backlog that is due later. Filled as the owner, by SQL, with narrow contents.
"""

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

from bench.ground import TODAY, fresh, people, say, superuser, verdict

DUE = 1_000  # on each of the days that are measured
DAYS = 3
IDLE_SWEEPS = ("publish", "end", "effects")
TARGET_GROWTH, TARGET_IDLE_MS = 3.0, 2.0


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--records", type=int, default=1_000_000, help="and ten times as many")
    given = arguments.parse_args()
    with fresh("sweep"):
        submission = _submission()
        took, filled = [], 0
        for records in (given.records, 10 * given.records):
            _fill(filled + 1, records, submission)
            took.append(_measure(records, _first_day(filled + 1)))
            filled = records
    growth = took[1] / took[0]
    say("publish, ten times the records", f"{growth:.2f} ×", verdict(growth <= TARGET_GROWTH, f"≤ {TARGET_GROWTH} ×"))


def _submission():
    from records.models import Submission

    department, _, clerk, _ = people()
    return Submission.objects.create(
        department=department, clerk=clerk, state="done", file_name="bench.xlsx", file_sha256="0" * 64, file_size=0,
        arrived_on=TODAY, kind="penalty",
    )  # fmt: skip


# Of 1,000 rows: 900 released (a third without end), 88 ended, 1 withdrawn and run out, 11 due in the years to come.
RECORDS = """
INSERT INTO records_record (id, public_id, kind, subject_id, department_id, submission_id, body_code, body_name,
    document_key, number_key, document_number, decided_on, due, release_by, provisional, arrived_on, stock, state, grave,
    publishable, internal_reason, hold_reason, seriousness, derived, rule_set, field, valid_until, effect_ended,
    public_from, public_until, version_id)
SELECT id, gen_random_uuid(), 'penalty', 1 + id / 10, %(department)s, %(submission)s, '11000000000000000X', '甲局',
    'K' || id, '', 'K' || id, %(day)s::date - 30, %(day)s::date - 5,
    CASE WHEN due IS NOT NULL THEN due WHEN part >= 989 THEN %(day)s::date + 800 + part ELSE %(day)s::date - 5 END,
    false, %(day)s::date - 10, false,
    CASE WHEN due IS NOT NULL OR part >= 989 THEN 'awaiting' WHEN part < 900 THEN 'released' WHEN part < 988 THEN 'ended'
         ELSE 'withdrawn' END,
    false, true, '', '', 'general', 'general', 'order-58', '',
    CASE WHEN part < 300 THEN NULL WHEN part = 988 THEN %(day)s::date - 1 ELSE %(day)s::date + 900 + part END,
    part BETWEEN 900 AND 987,
    CASE WHEN due IS NULL AND part < 989 THEN %(day)s::date - 5 END,
    CASE WHEN part < 300 THEN NULL WHEN part BETWEEN 900 AND 987 THEN %(day)s::date - 1
         ELSE %(day)s::date + 900 + part END, id
FROM (SELECT id, id %% 1000 AS part, CASE WHEN id %% %(every)s < %(days)s THEN %(first)s::date + (id %% %(every)s)::integer END AS due
      FROM generate_series(%(low)s, %(high)s) AS id) rows
"""
VERSIONS = """
INSERT INTO records_version (id, record_id, number, content, sealed, sameness, salt, digest, warnings, submission_id, row,
    created_at)
SELECT id, id, 1, '{"CF_WSH": "K"}', '', repeat('0', 64), repeat('0', 32), repeat('0', 64), '[]', %(submission)s, id, now()
FROM generate_series(%(low)s, %(high)s) AS id
"""
# One of ten is not public before its record is.
SUBJECTS = """
INSERT INTO subjects_subject (id, public_id, kind, name, code, public_since, created_at)
SELECT id, gen_random_uuid(), 'organisation', '澜州' || id || '商行', '', CASE WHEN id %% 10 > 0 THEN %(day)s::date END, now()
FROM generate_series(%(low)s / 10 + 1, %(high)s / 10 + 1) AS id ON CONFLICT DO NOTHING
"""


def _fill(low: int, high: int, submission) -> None:
    """Records `low` to `high` with a version each. DUE of them on each of the days measured."""
    from django.conf import settings

    values = {
        "low": low, "high": high, "day": TODAY, "first": _first_day(low), "days": DAYS, "every": (high - low + 1) // DUE,
        "department": submission.department_id, "submission": submission.pk,
    }  # fmt: skip
    with superuser(settings.EMBEDDED.run_dir, "credit") as cursor:
        cursor.execute("SET session_replication_role = replica; SET synchronous_commit = off")  # foreign keys unchecked
        for step in (SUBJECTS, VERSIONS, RECORDS):
            cursor.execute(step, values)
        for table in ("subjects_subject", "records_version", "records_record"):
            cursor.execute(f"VACUUM (ANALYZE) {table}")
            if low == 1:  # what the app adds later comes behind
                cursor.execute(f"ALTER SEQUENCE {table}_id_seq RESTART 1000000000")
        cursor.execute("CHECKPOINT")


def _first_day(low: int) -> date:
    return TODAY + timedelta(days=100 if low > 1 else 0)


def _measure(records: int, first: date) -> float:
    """Milliseconds of a morning with DUE records, the middle one of DAYS mornings."""
    from credit_platform.sweeps import SWEEPS, run
    from records.models import Record

    mornings = []
    for day in (first + timedelta(days=number) for number in range(DAYS)):
        start = time.perf_counter()
        moved = run("publish", day)
        mornings.append((time.perf_counter() - start) * 1e3)
        assert moved == DUE, moved
    say(
        f"{records:,} records, publish of {DUE:,}",
        f"{statistics.median(mornings):.0f} ms",
        str([round(one) for one in mornings]),
    )
    last = first + timedelta(days=DAYS - 1)
    for name in IDLE_SWEEPS:
        idle = _middle(partial(SWEEPS[name], last))
        say(
            f"{records:,} records, {name} with nothing due",
            f"{idle:.2f} ms",
            verdict(idle <= TARGET_IDLE_MS, f"≤ {TARGET_IDLE_MS} ms"),
        )
    say(
        f"{records:,} records, the statement with nothing due",
        f"{_explained(Record.objects.due_for_release(last)):.3f} ms",
    )
    return statistics.median(mornings)


def _middle(call: Callable[[], object]) -> float:
    """Milliseconds of the middle one of 21 calls."""
    took = []
    for _ in range(21):
        start = time.perf_counter()
        call()
        took.append((time.perf_counter() - start) * 1e3)
    return statistics.median(took)


def _explained(rows) -> float:
    """Milliseconds that the database itself takes, planning included."""
    import json

    plan = json.loads(rows.explain(format="json", analyze=True))[0]
    return plan["Planning Time"] + plan["Execution Time"]


if __name__ == "__main__":
    sys.exit(main())
