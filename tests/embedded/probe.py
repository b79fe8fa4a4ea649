"""A Celery app with two tasks of its own: what test_worker's processes run."""

import os
from datetime import date

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


@app.task(name="probe.beat")
def beat():
    from rules.models import Heartbeat

    Heartbeat.objects.update_or_create(name="probe", defaults={"day": DAY})
