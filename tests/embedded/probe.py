"""A Celery app with tasks of its own: what test_worker's processes run."""

import os
from datetime import date

from django.db import Error

from credit_platform.celery import app

DAY = date(2026, 11, 2)

if os.environ.get("PROBE_BEAT"):  # in the processes only
    app.conf.beat_schedule = {"probe": {"task": "probe.beat", "schedule": 0.5}}

# Models inside the tasks: celery imports this module before it sets Django up.


@app.task(name="probe.announce")
def announce(subject_id):
    """Ids travel, never data: the row is read when the task runs."""
    from ledger.acts import CLOCK, record_act
    from subjects.models import Subject

    record_act("announced", CLOCK, DAY, reason=Subject.objects.get(pk=subject_id).name)


@app.task(name="probe.clash")
def clash(name):
    _twice(name)


@app.task(name="probe.clash_again", autoretry_for=(Error,), max_retries=1, retry_backoff=1, retry_jitter=False)
def clash_again(name):
    _twice(name)


def _twice(name):
    """Two departments with one code: PostgreSQL's error quotes the row."""
    from accounts.models import Department

    for _ in range(2):
        Department.objects.create(name=name, code=name)


@app.task(name="probe.beat")
def beat():
    from rules.models import Heartbeat

    Heartbeat.objects.update_or_create(name="probe", defaults={"day": DAY})
