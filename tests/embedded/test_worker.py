"""A real worker and a real beat, as the app, over Valkey's unix socket."""

import os
import re
import sys
import time
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import time_machine
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from credit_platform.celery import app
from credit_platform.keys import new_keys
from credit_platform.processes import child
from ledger.models import Act
from rules.heartbeats import beat as heartbeat
from rules.models import Heartbeat
from rules.schedule import SCHEDULE
from subjects.models import Subject
from tests.embedded.probe import announce, clash, clash_again

CELERY = [sys.executable, "-m", "celery", "-A", "tests.embedded.probe"]


def add_subject(name):
    """A use case that leaves the rest to a task."""
    subject = Subject.objects.create(kind="organisation", name=name)
    # Sent when the outermost transaction commits, never when it rolls back.
    announce.delay_on_commit(subject.pk)


@pytest.fixture
def environment(transactional_db):
    """What production gives a process. It must not start servers, nor know the owner."""
    app.control.purge()
    database = settings.DATABASES["default"]["NAME"]  # this xdist worker's test database
    return {key: value for key, value in os.environ.items() if not key.startswith("EMBEDDED_")} | {
        "DJANGO_SETTINGS_MODULE": "credit_platform.settings",
        "DATABASE_URL": urlsplit(settings.DATABASE_URL)._replace(path=f"/{database}").geturl(),
        "REDIS_URL": settings.REDIS_URL,
        "ALLOWED_HOSTS": "credit.example.cn",
        "PROBE_BEAT": "1",
        **new_keys(),
    }


@pytest.fixture
def worker(environment, tmp_path):
    """After `transactional_db`, so that it is gone before the database is cleaned."""
    with child(*CELERY, "worker", "-c", "1", "-l", "INFO", env=environment, log=tmp_path / "worker.log") as process:
        yield process


@pytest.fixture
def beat(environment, tmp_path):
    schedule = ["-s", str(tmp_path / "schedule"), "--pidfile="]
    with child(*CELERY, "beat", *schedule, "-l", "INFO", env=environment, log=tmp_path / "beat.log") as process:
        yield process


def eventually(found, seconds=30):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if result := found():
            return result
        time.sleep(0.05)
    raise AssertionError(f"not within {seconds} s")


def test_broker_is_a_unix_socket():
    assert settings.CELERY_BROKER_URL.startswith("redis+socket:///")


def test_task_is_sent_on_commit_and_not_on_rollback(worker):
    class Change(Exception):
        pass

    with pytest.raises(Change), transaction.atomic():  # noqa: PT012
        add_subject("rolled back")
        raise Change
    with transaction.atomic():
        add_subject("committed")
        time.sleep(0.5)
        assert not Act.objects.filter(what="announced").exists()
    eventually(lambda: Act.objects.filter(what="announced").exists())
    assert [act.reason for act in Act.objects.filter(what="announced")] == ["committed"]


def test_beat_sends_and_worker_runs(worker, beat):
    eventually(Heartbeat.objects.filter(name="probe").exists)


def test_the_log_of_a_failure_holds_no_values(worker, tmp_path):
    log = tmp_path / "worker.log"
    clash.delay("PRIVATE-VALUE")
    clash_again.delay("PRIVATE-VALUE")
    eventually(lambda: log.read_text().count("raised unexpected") == 2)
    said = log.read_text()
    assert "retry: Retry in 1s: Told('IntegrityError（accounts_department_code_key）')" in said
    assert "probe.py" in said  # where it happened
    assert "PRIVATE-VALUE" not in said
    assert "DETAIL" not in said


def test_beat_makes_up_for_what_was_missed(environment, tmp_path):
    """A machine that was off in the night: the heartbeat says so, and beat has no file of its own left."""
    with time_machine.travel(timezone.now() - timedelta(days=1, hours=1)):
        heartbeat("grams", timezone.localdate(), 0)
    heartbeat("calendar", timezone.localdate(), 0)
    environment = {key: value for key, value in environment.items() if key != "PROBE_BEAT"}
    log = tmp_path / "beat.log"
    schedule = ["-s", str(tmp_path / "schedule"), "--pidfile="]
    with child(*CELERY, "beat", *schedule, "-l", "INFO", env=environment, log=log):
        missed = {job.name for job in SCHEDULE} - {"calendar"}
        eventually(lambda: missed <= set(re.findall(r"Sending due task (\w+) ", log.read_text())))
        assert "Sending due task calendar" not in log.read_text()
    app.control.purge()


def test_nobody_is_left_behind(environment, tmp_path):
    with child(*CELERY, "worker", "-c", "2", "-l", "INFO", env=environment, log=tmp_path / "w.log") as process:
        eventually(lambda: "ready." in (tmp_path / "w.log").read_text())
        assert len(group(process.pid)) == 3  # a parent and its pool
    assert group(process.pid) == []
    assert process.returncode == 0  # a warm shutdown, not a kill


def group(number: int) -> list[str]:
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[2]) == number and fields[0] != "Z":
            found.append(stat.parent.name)
    return found
