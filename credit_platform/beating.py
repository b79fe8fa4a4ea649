"""Beat's memory (定时器): when a sweep last ran is what its heartbeat says, not what a file of a container said.

So a machine that was off at half past two runs the night's sweep as soon as it is on, and a fresh one runs everything once.
"""

import logging
from datetime import timedelta

from celery.beat import PersistentScheduler

from rules.schedule import SCHEDULE

log = logging.getLogger(__name__)


class Remembering(PersistentScheduler):
    """Celery's own scheduler, told at the start what ran when."""

    def setup_schedule(self):
        super().setup_schedule()
        for name, at in _last_runs().items():
            if name in self.schedule:
                self.schedule[name].last_run_at = at


def _last_runs() -> dict:
    from django.db import Error, connection
    from django.utils import timezone

    from rules.models import Heartbeat

    long_ago = timezone.localtime() - timedelta(days=2)
    try:
        # In local time: celery compares its hours with those of the schedule.
        ran = {beat.name: timezone.localtime(beat.at) for beat in Heartbeat.objects.all()}
    except Error:
        log.warning("beat found no database: it goes by its own file")
        return {}
    finally:
        connection.close()
    return {job.name: ran.get(job.name, long_ago) for job in SCHEDULE}
