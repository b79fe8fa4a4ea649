"""Pages as a visitor gets them, by wrk from gunicorn with two processes as deploy/entrypoint.sh has them, at three million public subjects
and ten million records, beside the same page by Django's `icontains` and a bare view on the same server: `.venv/bin/python -m bench.portal
[--subjects 3000000] [--records 10000000]`.

Makes a database of its own (var/bench-portal; kept for the next run). Needs wrk (Debian: apt-get install wrk).
"""

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlencode

os.environ.setdefault("EMBEDDED_NAME", "bench-portal")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.portal_settings")

BIND = "127.0.0.1:8765"
PAGES, RECORDS = 100, 6  # subjects with so many public records each
TARGET_TIMES, TARGET_P99_MS, TARGET_RATE, TARGET_SHARE, TARGET_SUGGEST_MS = 100, 12.0, 500, 0.35, 20.0


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--subjects", type=int, default=3_000_000)
    arguments.add_argument("--records", type=int, default=10_000_000)
    arguments.add_argument("--fill-only", action="store_true", help="make the database and measure nothing")
    arguments.add_argument("--seconds", type=int, default=15)
    arguments.add_argument("--connections", type=int, nargs="+", default=[2, 4], help="the targets are for the first")
    given = arguments.parse_args()
    if not shutil.which("wrk"):
        print("wrk is missing: apt-get install wrk", file=sys.stderr)
        return 1
    import django

    django.setup()
    from django.conf import settings

    from bench.ground import give_memory

    with settings.EMBEDDED.running():
        give_memory(settings.EMBEDDED.run_dir)
    with settings.EMBEDDED.running():  # begun anew, for it to count
        _measure(given)
    return 0


def _measure(given) -> None:
    from django.core.management import call_command
    from django.db import connection

    from bench import search_data as data
    from bench.ground import WEB
    from credit_platform.processes import child

    on_file = data.prepare(given.subjects * (data.FORMER + 1) // data.FORMER, peers=False)
    subjects = _with_records()
    _fill_records(given.records, given.subjects)
    if given.fill_only:
        return
    queries = [query for of_kind in data.queries(on_file, 20).values() for query in of_kind]
    del on_file
    random.Random(5).shuffle(queries)
    call_command("collectstatic", interactive=False, verbosity=0)
    connection.close()
    with tempfile.TemporaryDirectory() as folder, child(*WEB, "-b", BIND, log=Path(folder) / "web.log") as gunicorn:
        _wait()
        first, *others = given.connections
        ask = Asking(Path(folder), given.seconds, first, _servers(gunicorn.pid))
        found = _pages(ask, subjects, queries)
        peer = [f"/bench/icontains?{urlencode({'q': one})}" for one in queries]
        theirs = ask("results page by icontains", peer, slow=True)
        for number in others:
            _pages(replace(ask, connections=number), subjects, queries)
    _report(*found, theirs)


def _pages(ask: "Asking", subjects: list[str], queries: list[str]) -> tuple["Rate", "Rate", "Rate", "Rate"]:
    print(f"{ask.connections} connections, load average {os.getloadavg()[0]:.1f}")
    return (
        ask("bare view", ["/bench/bare"]),
        ask("subject page, six records", [f"/subject/{one}/" for one in subjects]),
        ask("results page", _results(queries), warm=40),  # long enough for each query to have been read from disk once
        ask("suggestions", [f"/suggest?{urlencode({'q': one})}" for one in queries], warm=20),
    )


def _results(queries: list[str]) -> list[str]:
    from publicity import passes

    return [f"/search?{urlencode({'q': query, 'pass': passes.issue(query)})}" for query in queries]


def _report(bare: "Rate", page: "Rate", ours: "Rate", suggested: "Rate", theirs: "Rate") -> None:
    from bench.ground import say, verdict

    times, share = ours.per_second / theirs.per_second, page.per_second / bare.per_second
    say("results page / the same by icontains", f"{times:.0f} ×", verdict(times >= TARGET_TIMES, f"≥ {TARGET_TIMES}"))
    say("results page, p99", f"{ours.p99:.1f} ms", verdict(ours.p99 <= TARGET_P99_MS, f"≤ {TARGET_P99_MS} ms"))
    rate = verdict(ours.per_second >= TARGET_RATE, f"≥ {TARGET_RATE}/s")
    say("results page, requests a second", f"{ours.per_second:.0f}/s", rate)
    typing = verdict(suggested.p99 <= TARGET_SUGGEST_MS, f"≤ {TARGET_SUGGEST_MS} ms")
    say("suggestions, p99", f"{suggested.p99:.1f} ms", typing)
    say("subject page / bare view", f"{share:.2f}", verdict(share >= TARGET_SHARE, f"≥ {TARGET_SHARE:.2f}"))
    say("the same by processor time", f"{bare.processor / page.processor:.2f}")
    say("results page by processor time", f"{theirs.processor / ours.processor:.0f} ×")


@dataclass(frozen=True)
class Rate:
    """What wrk saw: requests a second, milliseconds."""

    per_second: float
    p50: float
    p99: float
    processor: (
        float  # of gunicorn, PostgreSQL and Valkey, for one request: what others on the machine do not change much
    )


@dataclass(frozen=True)
class Asking:
    """wrk with a list of paths: first to warm up, then to measure. `servers`: processes whose time counts."""

    folder: Path
    seconds: int
    connections: int
    servers: set[int]

    def __call__(self, what: str, paths: list[str], *, warm: int = 5, slow: bool = False) -> Rate:
        from bench.ground import say

        asked = self.folder / "paths"
        asked.write_text("\n".join(paths))
        if not slow:
            self._wrk(asked, warm)
        found = self._wrk(asked, 60 if slow else self.seconds)
        times = f"p50 {found.p50:.1f} ms, p99 {found.p99:.1f} ms, processor {found.processor:.2f} ms"
        say(what, f"{found.per_second:.1f}/s", times)
        return found

    def _wrk(self, paths: Path, seconds: int) -> Rate:
        command = ["wrk", "-t1", f"-c{self.connections}", f"-d{seconds}s", "--timeout", "60s", "--latency"]
        script = Path(__file__).with_suffix(".lua")
        before = _processor_time(self.servers)
        done = subprocess.run(
            [*command, "-s", script, f"http://{BIND}", "--", paths], capture_output=True, text=True, check=True
        )
        result = next(line for line in done.stdout.splitlines() if line.startswith("RESULT"))
        requests, microseconds, p50, p99, bad = map(int, result.split()[1:])
        assert requests, done.stdout
        assert not bad, done.stdout
        processor = (_processor_time(self.servers) - before) / requests * 1e3
        return Rate(requests / microseconds * 1e6, p50 / 1e3, p99 / 1e3, processor)


def _servers(gunicorn: int) -> set[int]:
    """The processes whose children and themselves work for a page."""
    from django.conf import settings

    files = (settings.EMBEDDED.root / "pg" / "postmaster.pid", settings.EMBEDDED.root / "valkey.pid")
    return {gunicorn, *(int(file.read_text().split()[0]) for file in files)}


def _processor_time(servers: set[int]) -> float:
    """Seconds that these processes and their living children have had. (Linux)"""
    ticks = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            fields = stat.read_text().rpartition(")")[2].split()
            if int(stat.parent.name) in servers or int(fields[1]) in servers:
                ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def _wait() -> None:
    for _ in range(300):
        try:
            urllib.request.urlopen(f"http://{BIND}/bench/bare", timeout=5).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError("gunicorn does not answer")


def _with_records() -> list[str]:
    """Addresses of the subjects that have RECORDS public records, brought in by intake and released by a person."""
    from django.db.models import Count
    from django.utils import timezone

    from ledger.sequencer import sequence
    from records.models import Record

    today = timezone.localdate()
    if (
        not Record.objects.order_by().exists()
    ):  # never brought in, or gone with the subjects when other names were asked for
        _bring_in(today)
    sequence()  # as the worker does every few seconds
    public = Record.objects.public(on=today).values("subject__public_id").annotate(records=Count("pk"))
    found = [str(row["subject__public_id"]) for row in public if row["records"] == RECORDS]
    assert len(found) >= PAGES // 2, len(found)
    return found


# Copies of one public record, of its kind and version, spread over all subjects but those that are measured: what they say is never
# read; they are there for tables and indexes to be as large as they would be.
COPIES = """
INSERT INTO records_record ({columns}) SELECT {values} FROM records_record model, generate_series(%(low)s, %(high)s) AS n
WHERE model.id = %(model)s
"""


def _fill_records(count: int, subjects: int) -> None:
    """`subjects`: the first so many have no record of their own."""
    from django.conf import settings

    from bench.ground import superuser
    from bench.search_data import step
    from records.models import Record

    held = Record.objects.order_by().count()
    if held >= count:
        return
    model = Record.objects.filter(kind="penalty").order_by("pk").first()
    assert model is not None
    special = {
        "public_id": "gen_random_uuid()", "document_key": "'b' || n", "document_number": "'云批〔2026〕' || n || '号'", "number_key": "'b' || n",
        "subject_id": "1 + n %% %(subjects)s", "public_from": "model.public_from - (n %% 900)::integer",
    }  # fmt: skip
    columns = [field.column for field in Record._meta.concrete_fields if field.column not in ("id", "subject_id")]
    columns.append("subject_id")
    sql = COPIES.format(
        columns=", ".join(columns), values=", ".join(special.get(name, f"model.{name}") for name in columns)
    )
    with superuser(settings.EMBEDDED.run_dir, "credit") as cursor:
        cursor.execute("SET session_replication_role = replica; SET synchronous_commit = off")  # foreign keys unchecked
        for low in range(held, count, 1_000_000):
            step(f"records from {low:,}")
            high = min(low + 1_000_000, count) - 1
            cursor.execute(sql, {"low": low, "high": high, "model": model.pk, "subjects": subjects})
        cursor.execute("VACUUM (ANALYZE) records_record")


def _bring_in(today) -> None:
    from datetime import timedelta

    from accounts.acting import actor_of
    from bench.ground import people
    from bench.workbooks import workbook
    from records import intake
    from records.inventing import companies, licence, penalty
    from records.releasing import release_submission
    from records.submitting import receive_file

    department, body, clerk, reviewer = people()
    lot = random.Random(9)
    for make in (licence, penalty):
        rows = [
            make(lot, company, body, number * 10 + again, today - timedelta(days=2 + again))
            for number, company in enumerate(companies(PAGES * 2), 1_000)
            for again in range(RECORDS // 2)
        ]
        submission = receive_file(
            workbook(rows), "bench.xlsx", department=department, clerk=clerk, actor=actor_of(clerk, "command"), on=today
        )
        intake.run(submission.pk)
        submission.refresh_from_db()
        release_submission(submission, reviewer=reviewer, actor=actor_of(reviewer, "command"), on=today)


if __name__ == "__main__":
    sys.exit(main())
