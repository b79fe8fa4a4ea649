"""运行状况: whether the parts answer and the sweeps run. No secrets: an error is a yes or no, never its text."""

from contextlib import suppress
from datetime import datetime

import redis
from django.db import Error, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone

from credit_platform.declaring import get_only, open_to_all
from credit_platform.volatile import store
from records.freezing import frozen
from rules.models import Heartbeat
from rules.schedule import CATCHING_UP, SCHEDULE, Job

from .apps import STARTED


def state(now: datetime, started: datetime = STARTED) -> dict:
    """{"ok", "database", "redis", "frozen", "sweeps": [{"name", "title", "at", "day", "moved", "state", "ok"}]}.

    `ok`: the database answers, and no sweep failed at its last run or is silent for longer than its limit. `started`:
    when this process began; what was missed before may be caught up for a few minutes from then.
    """
    sweeps: list[dict] = []
    database, stopped = True, False
    try:
        connection.ensure_connection()
        beats = {beat.name: beat for beat in Heartbeat.objects.all()}
        stopped = frozen() is not None
        sweeps = [_sweep(job, beats.get(job.name), now, now - started < CATCHING_UP) for job in SCHEDULE]
    except Error:
        database = False
    fast = False
    with suppress(redis.RedisError):
        fast = bool(store().ping())
    fine = database and all(sweep["ok"] for sweep in sweeps)
    return {"ok": fine, "database": database, "redis": fast, "frozen": stopped, "sweeps": sweeps}


def _sweep(job: Job, beat: Heartbeat | None, now: datetime, catching_up: bool) -> dict:
    """`state`: fine | never | failed | silent."""
    last = beat.at if beat else None
    found = "never" if beat is None else "failed" if beat.error else "silent" if job.silent(last, now) else "fine"
    return {
        "name": job.name,
        "title": job.title,
        "at": last,
        "day": beat.day if beat else None,
        "moved": beat.moved if beat else None,
        "state": found,
        "ok": found == "fine" or (found in ("never", "silent") and catching_up),
    }


@open_to_all()
@get_only
def page(request: HttpRequest) -> HttpResponse:
    """The page for people."""
    now = timezone.now()
    found = state(now)
    known = {"state": found, "now": now, "punctual": all(sweep["ok"] for sweep in found["sweeps"])}
    return render(request, "publicity/status.html", known, status=200 if found["ok"] else 503)


@open_to_all()
@get_only
def data(request: HttpRequest) -> HttpResponse:
    """The same for machines: 503 where something wants looking after."""
    found = state(timezone.now())
    return JsonResponse(found, status=200 if found["ok"] else 503)
