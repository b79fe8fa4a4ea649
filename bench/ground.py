"""What the measurements share: a fresh database of their own, departments and people, and a line of output."""

import os
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

TODAY = date(2026, 11, 18)
# As deploy/entrypoint.sh has it, one process for each core of the machine that measures.
WEB = [sys.executable, "-m", "gunicorn", "credit_platform.wsgi", "-w", "2", "--no-control-socket"]


@contextmanager
def fresh(name: str) -> Iterator[None]:
    """Django on an empty, migrated database below var/bench-NAME, with the durability of production; gone afterwards."""
    os.environ["EMBEDDED_NAME"] = f"bench-{name}"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "credit_platform.settings")
    shutil.rmtree(Path(__file__).parents[1] / "var" / f"bench-{name}", ignore_errors=True)
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    with settings.EMBEDDED.running():
        give_memory(settings.EMBEDDED.run_dir)
    with settings.EMBEDDED.running():  # begun anew, for it to count
        call_command("migrate", verbosity=0)
        yield
    shutil.rmtree(settings.EMBEDDED.root, ignore_errors=True)


@contextmanager
def superuser(run_dir: Path, database: str = "postgres") -> Iterator:
    """A cursor of the embedded PostgreSQL's own superuser, each statement a transaction."""
    import psycopg2

    connection = psycopg2.connect(host=str(run_dir), user="postgres", dbname=database)
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            yield cursor
    finally:
        connection.close()


def give_memory(run_dir: Path) -> None:
    """What a database of this size is given in production, for us and the peers alike; PostgreSQL's default is 128 MB."""
    with superuser(run_dir) as cursor:
        cursor.execute("ALTER SYSTEM SET shared_buffers = '2GB'")
        cursor.execute("ALTER SYSTEM SET max_wal_size = '8GB'")


def people():
    """(department, body, clerk, reviewer) for invented rows."""
    from accounts.appointing import add_officer, grant_role
    from accounts.departments import add_department
    from ledger.acts import command_line
    from records.inventing import Body, code_of

    by = command_line()
    department, _ = add_department(name="云州市生态环境局", code=code_of("11", 1), by=by, on=TODAY)
    made = []
    for role in ("clerk", "reviewer"):
        officer, _ = add_officer(username=role, name=role, department=department, by=by, on=TODAY)
        grant_role(officer, role, by=by, on=TODAY)
        made.append(officer)
    return department, Body(department.name, department.code, "云环"), made[0], made[1]


@contextmanager
def stopwatch() -> Iterator[list[float]]:
    """Seconds, in a list of one."""
    took: list[float] = []
    start = time.perf_counter()
    yield took
    took.append(time.perf_counter() - start)


def verdict(met: bool, target: str) -> str:
    """The target and whether it is met."""
    return f"target {target}: {'met' if met else 'MISSED'}"


def say(what: str, value: str, target: str = "") -> None:
    print(f"{what:<58} {value:>18}  {target}", flush=True)
