"""Resuming (续处理): submissions whose worker was killed, or whose message was lost with Redis. Source: design sentence 1."""

import logging
from datetime import date, timedelta

from django.utils import timezone

from .intake import run
from .models import Submission

PATIENCE = timedelta(seconds=30)  # the ordinary way gets that long
log = logging.getLogger(__name__)


class NotResumed(RuntimeError):
    """Some submissions could not be processed; all others were."""


def resume(on: date) -> int:
    """Process what was received and not done; rows that a living worker holds are left to it. Returns how many.

    One that fails keeps none behind it waiting. Raises NotResumed at the end, with their number.
    """
    waiting = Submission.objects.filter(state=Submission.State.RECEIVED, arrived_at__lt=timezone.now() - PATIENCE)
    done, failed = 0, 0
    for pk in list(waiting.order_by("pk").values_list("pk", flat=True)):
        try:
            done += run(pk) is not None
        except Exception as reason:  # whatever it is, it must not stop the next department's file
            log.error("submission %s was not processed: %s", pk, type(reason).__name__)
            failed += 1
    if failed:
        raise NotResumed(f"{failed} submissions were not processed")
    return done
