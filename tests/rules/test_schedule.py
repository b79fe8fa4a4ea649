"""The one table of sweeps: what runs, when, and how long each may be silent."""

from datetime import timedelta

import pytest

from credit_platform.celery import app
from credit_platform.sweeps import SWEEPS
from rules.schedule import SCHEDULE, Job


def test_table_runner_and_beat_agree():
    names = [job.name for job in SCHEDULE]
    assert list(SWEEPS) == names
    assert list(app.conf.beat_schedule) == names
    assert [entry["args"] for entry in app.conf.beat_schedule.values()] == [[name] for name in names]
    assert len({job.title for job in SCHEDULE}) == len(names)


@pytest.mark.parametrize(
    ("job", "pause", "limit"),
    [
        (Job("x", "", every=3), timedelta(seconds=3), timedelta(minutes=10)),
        (Job("x", "", every=90), timedelta(seconds=90), timedelta(minutes=15)),
        (Job("x", "", minute="*/10"), timedelta(minutes=10), timedelta(minutes=100)),
        (Job("x", "", minute="5,35"), timedelta(minutes=30), timedelta(hours=5)),
        (Job("x", "", minute="2,12"), timedelta(minutes=50), timedelta(minutes=500)),
        (Job("x", "", minute="15"), timedelta(hours=1), timedelta(hours=10)),
        (Job("x", "", minute="30", hour="7-18"), timedelta(hours=13), timedelta(hours=15)),
        (Job("x", "", minute="40", hour="8"), timedelta(hours=24), timedelta(hours=26)),
    ],
)
def test_limits_follow_from_the_times(job, pause, limit):
    assert (job.longest_pause, job.limit) == (pause, limit)


@pytest.mark.parametrize("job", [job for job in SCHEDULE if not job.every], ids=lambda job: job.name)
def test_celery_reads_the_times_as_we_do(job):
    schedule = app.conf.beat_schedule[job.name]["schedule"]
    times = sorted(60 * hour + minute for hour in schedule.hour for minute in schedule.minute)
    pauses = [b - a for a, b in zip(times, [*times[1:], times[0] + 24 * 60], strict=True)]
    assert timedelta(minutes=max(pauses)) == job.longest_pause
