"""Workers killed and Redis emptied in the middle: afterwards nothing is missing and nothing is twice. Source: design §4."""

import os
import signal
import sys
import time
from datetime import date, timedelta

import pytest
import redis
from django.conf import settings
from django.utils import timezone

from credit_platform import sweeps
from credit_platform.celery import app
from credit_platform.processes import child
from ledger.models import Event
from records import intake
from records.models import Record, Release, Submission, Version
from records.tasks import start_intake
from subjects.models import Identifier, SearchName, Subject
from tests.records.making import licence, receive, send, staff, table

pytestmark = pytest.mark.django_db(transaction=True)
WORKER = [sys.executable, "-m", "celery", "-A", "credit_platform", "worker", "-c", "1", "-l", "INFO"]
ARRIVED = date(2026, 11, 10)  # decided on the 2nd, so the clock publishes on the 12th: any real day is later


@pytest.fixture
def environment(process_environment):
    app.control.purge()
    return process_environment


def eventually(found, seconds=60):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if result := found():
            return result
        time.sleep(0.005)
    raise AssertionError(f"not within {seconds} s")


def kill(process):
    """Parent and pool at once, without a word."""
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def empty_redis():
    redis.Redis.from_url(settings.REDIS_URL).flushdb()


def rows(people, count):
    return [licence(people.body, JDRQ="2026/11/02", YXQZ="2026/11/02", YXQZI="2099/12/31") for _ in range(count)]


def test_an_intake_killed_in_the_middle_is_done_once(environment, tmp_path):
    people, count = staff(), 3 * intake.CHUNK
    submission = receive(people, table(rows(people, count)), name="大批.csv", on=ARRIVED)
    with child(*WORKER, env=environment, log=tmp_path / "first.log") as worker:
        start_intake(submission)
        eventually(lambda: intake.progress_of(submission))  # one part of three is written, none committed
        kill(worker)
    submission.refresh_from_db()
    assert submission.state == "received", "killed too late to show anything"
    empty_redis()
    assert not Record.objects.exists()
    assert not Subject.objects.exists()
    with child(*WORKER, env=environment, log=tmp_path / "second.log"):
        Submission.objects.update(arrived_at=timezone.now() - timedelta(minutes=1))
        time.sleep(1)
        eventually(lambda: sweep_sent("intake") and Submission.objects.filter(state="done").exists())
    submission.refresh_from_db()
    assert (submission.rows, submission.new, submission.attempts) == (count, count, 2)
    assert Record.objects.count() == Version.objects.count() == Subject.objects.count() == count
    assert Identifier.objects.count() == count
    assert Event.objects.filter(object_kind="record", move="submit").count() == count
    assert Event.objects.filter(object_kind="submission", move="finish").count() == 1


def sweep_sent(name):
    """Beat's message, every half second until it is of use: a killed worker's transaction takes a moment to end."""
    sweeps.run_sweep.delay(name)
    time.sleep(0.5)
    return True


def test_a_sweep_killed_in_the_middle_publishes_each_once(environment, tmp_path):
    people, count = staff(), 3_000
    send(people, table(rows(people, count)), name="大批.csv", on=ARRIVED)
    kills = 0
    for attempt in range(2):
        before = Record.objects.filter(state="released").count()
        with child(*WORKER, env=environment, log=tmp_path / f"{attempt}.log") as worker:
            sweeps.run_sweep.delay("publish")
            eventually(lambda before=before: Record.objects.filter(state="released").count() > before)
            kill(worker)
        empty_redis()
        kills += Record.objects.filter(state="awaiting").exists()
    assert kills, "killed too late to show anything"
    eventually(lambda: sweeps.run("publish", timezone.localdate()) == 0)
    assert Record.objects.filter(state="released").count() == Release.objects.count() == count
    events = Event.objects.filter(object_kind="record", move="release")
    assert events.count() == events.values("object_id").distinct().count() == count
    assert Subject.objects.public().count() == SearchName.objects.count() == count
    assert not Record.objects.exclude(state="released").exists()
    sweeps.run("sequence", timezone.localdate())
    from ledger.sequencer import missing

    assert missing() == []
