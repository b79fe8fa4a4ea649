"""Intake of 100,000 rows about 20,000 subjects, half of them new, against raw COPY of the same rows (the limit) and
django-import-export on a part (the peer), in one run: `.venv/bin/python -m bench.intake`.
"""

import argparse
import csv
import io
import json
import os
import random
import subprocess
import sys
from datetime import timedelta
from statistics import median

from bench.ground import TODAY, fresh, people, say, stopwatch, verdict
from bench.workbooks import workbook

TURNS = 3  # of raw COPY before intake, and as many after: a second of this machine is not like the next


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rows", type=int, default=100_000)
    arguments.add_argument("--subjects", type=int, default=20_000)
    arguments.add_argument("--part", type=int, default=2_000, help="rows for the peer")
    given = arguments.parse_args()
    with fresh("intake"):
        _measure(given)


def _measure(given) -> None:
    from records.inventing import companies, penalty

    department, body, clerk, reviewer = people()
    everyone, lot = list(companies(given.subjects)), random.Random(3)
    known = [
        penalty(lot, company, body, number, TODAY - timedelta(days=30))
        for number, company in enumerate(everyone[::2], 10_000_000)
    ]
    _intake(known, department, clerk)
    rows = [
        penalty(lot, everyone[number % len(everyone)], body, number, TODAY - timedelta(days=3 + number % 20))
        for number in range(given.rows)
    ]
    columns, lines = _table(rows)
    copies = [_raw_copy(columns, lines) for _ in range(TURNS)]
    done = _intake(rows, department, clerk)
    copies += [_raw_copy(columns, lines) for _ in range(TURNS)]
    copy = median(copies)
    took, peak, counts = done["seconds"], done["peak"], done["counts"]
    with stopwatch() as released:
        public = _release(reviewer)
    book = workbook(rows)
    child = _child_peak(book)
    peer = _peer(columns, rows[: given.part]) / given.part
    say("rows, of them new", f"{counts['rows']}, {counts['new']}")
    several = f"{min(copies):.2f} to {max(copies):.2f}"
    say(f"raw COPY of the same rows into an indexed table, the median of {len(copies)}", f"{copy:.2f} s", several)
    say("intake", f"{took:.2f} s")
    say("intake / raw COPY", f"{took / copy:.1f} ×", verdict(took <= 10 * copy, "≤ 10, goal 6"))
    say("django-import-export, a row", f"{peer * 1e3:.2f} ms")
    ratio = peer / (took / given.rows)
    say("peer / intake, per row", f"{ratio:.1f} ×", verdict(ratio >= 12, "≥ 12"))
    say("working process, highest memory", f"{peak:.0f} MB", verdict(peak <= 150, "≤ 150"))
    say("parsing child, .xlsx of the same rows, highest memory", f"{child:.0f} MB", verdict(child <= 512, "≤ 512"))
    say(f"release of all of them ({public} public) with search rows", f"{released[0]:.2f} s")


def _table(rows) -> tuple[list[str], list[list[str]]]:
    from records.kinds import KINDS

    columns = [column.code for column in KINDS["penalty"].columns]
    return columns, [[row.get(code, "") for code in columns] for row in rows]


def _raw_copy(columns: list[str], lines: list[list[str]]) -> float:
    """The limit, in seconds: text columns, a key and the three indexes that any table of records has."""
    from django.db import connection

    from credit_platform import roles

    out = io.StringIO()
    csv.writer(out).writerows(lines)
    with roles.as_owner(), connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TABLE bench_raw (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,"
            f" {', '.join(f'{code} text' for code in columns)})"
        )
        cursor.execute("CREATE UNIQUE INDEX ON bench_raw (cf_cfjgdm, cf_wsh, cf_xdr_shxym)")
        cursor.execute("CREATE INDEX ON bench_raw (cf_xdr_shxym)")
        cursor.execute("CREATE INDEX ON bench_raw (cf_jdrq)")
        out.seek(0)
        with stopwatch() as took:
            cursor.copy_expert(f"COPY bench_raw ({', '.join(columns)}) FROM STDIN (FORMAT csv)", out)
        cursor.execute("DROP TABLE bench_raw")
    return took[0]


def _intake(rows, department, clerk) -> dict:
    """The submission's way from the kept file to its end, in a process of its own, as in a worker."""
    from accounts.acting import actor_of
    from records.submitting import receive_file

    actor = actor_of(clerk, "command")
    submission = receive_file(workbook(rows), "bench.xlsx", department=department, clerk=clerk, actor=actor, on=TODAY)
    command = [sys.executable, "-c", WORK, str(submission.pk)]
    worker = os.environ | {"MALLOC_ARENA_MAX": "1"}  # as deploy/entrypoint.sh has it
    done = subprocess.run(command, env=worker, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


WORK = """
import json, sys, time
from pathlib import Path
import django
import redis  # a worker has it from its start, for its broker
django.setup()
from records import intake
from credit_platform import celery
start = time.perf_counter()
report = intake.run(int(sys.argv[1]))
took = time.perf_counter() - start
# not ru_maxrss, which a new process inherits from the one that forked it
peak = int(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0]) / 1024
print(json.dumps({"seconds": took, "peak": peak, "counts": report.counts}))
"""


def _release(reviewer) -> int:
    from accounts.acting import actor_of
    from records.models import Submission
    from records.releasing import release_submission

    submission = Submission.objects.order_by("-pk").first()
    actor = actor_of(reviewer, "command")
    return release_submission(submission, reviewer=reviewer, actor=actor, on=TODAY)["released"]


def _child_peak(book: bytes) -> float:
    """Highest resident memory of the parsing child, as the kernel counts it, in MB."""
    from records.reading.parsing import CHILD

    code = (
        "import resource, subprocess, sys; subprocess.run([sys.executable, '-I', sys.argv[1], 'workbook'],"
        " stdin=sys.stdin, stdout=subprocess.DEVNULL, check=True);"
        " print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(CHILD)], input=book, capture_output=True, check=True)
    return int(done.stdout) / 1024


def _peer(columns, rows) -> float:
    """Seconds of django-import-export for these rows, into the same shape of table, with its own checks only."""
    from django.db import connection, models
    from import_export import resources
    from tablib import Dataset

    from credit_platform import roles

    fields = {code.lower(): models.TextField(blank=True) for code in columns}
    meta = type(
        "Meta",
        (),
        {
            "app_label": "workbench",
            "db_table": "bench_peer",
            "unique_together": [("cf_cfjgdm", "cf_wsh", "cf_xdr_shxym")],
        },
    )
    model = type("Peer", (models.Model,), {"__module__": "bench", "Meta": meta, **fields})
    with roles.as_owner(), connection.schema_editor() as editor:
        editor.create_model(model)
    keys = ("cf_cfjgdm", "cf_wsh", "cf_xdr_shxym")
    options = type("Meta", (), {"model": model, "import_id_fields": keys, "exclude": ("id",), "use_transactions": True})
    resource_ = type("PeerResource", (resources.ModelResource,), {"Meta": options})()
    data = Dataset(
        *[[row.get(code, "") for code in columns] for row in rows], headers=[code.lower() for code in columns]
    )
    with roles.as_owner():
        with stopwatch() as took:
            result = resource_.import_data(data, raise_errors=True)
        assert result.totals["new"] == len(rows)
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE bench_peer")
    return took[0]


if __name__ == "__main__":
    sys.exit(main())
