"""Heartbeats (心跳): each sweep says when it ran and what came of it; /status and the tests read them."""

from datetime import date

from .models import Heartbeat


def beat(name: str, day: date, moved: int, error: str = "") -> None:
    """Note a run of a sweep. `moved`: rows it moved."""
    Heartbeat.objects.update_or_create(name=name, defaults={"day": day, "moved": moved, "error": error[:500]})
