"""Sweeps (定时任务): all that happens without anybody's hand, by name. Celery beat and `manage.py sweep` run the same.

Each is idempotent, bounded, and a function of the day: (day) → rows moved. The order is that of a morning.
"""

import logging
from collections.abc import Callable
from datetime import date

from celery import shared_task
from django.utils import timezone

from ledger.acts import CLOCK
from ledger.sequencer import sequence
from publicity.sweeping import count_again, sweep_captchas
from records import clock, deadlines, hiding
from records.resuming import resume
from rules.heartbeats import beat
from subjects import grams
from workbench.noticing import remind, warn_of_missing_year

log = logging.getLogger(__name__)

SWEEPS: dict[str, Callable[[date], int]] = {
    "intake": resume,
    "reckon": lambda on: deadlines.reckon_again(actor=CLOCK, on=on),
    "publish": clock.publish_due,
    "end": clock.end_publication,
    "effects": clock.end_effects,
    "hides": hiding.lift_unconfirmed,
    "remind": remind,
    "calendar": warn_of_missing_year,
    "captchas": sweep_captchas,
    "sequence": lambda on: sequence(),
    "grams": lambda on: grams.rebuild(),
    "statistics": count_again,
}


def run(name: str, on: date) -> int:
    """Run one sweep and leave its heartbeat; returns rows moved. A failure leaves its sentence there and is raised."""
    try:
        moved = SWEEPS[name](on)
    except Exception as reason:
        beat(name, on, 0, error=f"{type(reason).__name__}: {reason}")
        raise
    beat(name, on, moved)
    if moved:
        log.info("sweep %s of %s moved %d", name, on, moved)
    return moved


@shared_task
def run_sweep(name: str) -> None:
    """A sweep of today, for Celery beat."""
    run(name, timezone.localdate())
