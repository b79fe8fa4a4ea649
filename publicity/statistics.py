"""公示统计: the figures of the home page and of the page of statistics, kept in Redis for ten minutes because counting millions of
rows costs. Source: G7.
"""

import json
from collections.abc import Callable
from datetime import date, datetime

import redis
from django.db.models import Count, Q
from django.utils import timezone

from credit_platform.volatile import store
from records.models import Record, RecordKind
from subjects.models import Subject

from .timely import ON_TIME, TIMED, published

KEPT = 10 * 60  # seconds


def count(on: date) -> dict:
    """{"subjects", "licences", "penalties", "on_time"}; `on_time` in per cent with one decimal, None without any case."""
    figures = Record.objects.public(on=on).aggregate(
        licences=Count("pk", filter=Q(kind=RecordKind.LICENCE)),
        penalties=Count("pk", filter=Q(kind=RecordKind.PENALTY)),
    )
    timely = published(on).aggregate(all=Count("pk", filter=TIMED), on_time=Count("pk", filter=ON_TIME))
    return figures | {
        "subjects": Subject.objects.public().count(),
        # Rounded down: 99.96 % is not 100 %.
        "on_time": timely["on_time"] * 1000 // timely["all"] / 10 if timely["all"] else None,
    }


def refresh(on: date, name: str = "statistics", counted: Callable[[date], dict] = count) -> dict:
    """Counts now and keeps it. Seconds at a million records: a timer that calls this spares a visitor the wait."""
    figures = counted(on) | {"as_of": timezone.now().isoformat(timespec="seconds")}
    store().set(_key(on, name), json.dumps(figures), ex=KEPT)
    return figures


def as_of(figures: dict) -> datetime:
    """At what moment they were counted; pages say so."""
    return datetime.fromisoformat(figures["as_of"])


def _key(on: date, name: str) -> str:
    return f"publicity:counted:{name}:{on}"


def recent(on: date, name: str = "statistics", counted: Callable[[date], dict] = count) -> dict | None:
    """What `counted` says, at most ten minutes old. None: just now there is none (no Redis, or another process is counting)."""
    key = _key(on, name)
    try:
        memory = store()
        kept = memory.get(key)
        if kept:
            return json.loads(kept)
        if not memory.set(f"{key}:counting", 1, nx=True, ex=30):
            return None  # one process counts, the others do not queue behind the same long query
        return refresh(on, name, counted)
    except redis.RedisError:
        return None
