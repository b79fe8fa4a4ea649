"""Resuming (续处理): submissions whose worker was killed, or whose message was lost with Redis. Source: design sentence 1."""

from datetime import date, timedelta

from django.utils import timezone

from .intake import run
from .models import Submission

PATIENCE = timedelta(seconds=30)  # the ordinary way gets that long


def resume(on: date) -> int:
    """Process what was received and not done; rows that a living worker holds are left to it. Returns how many."""
    waiting = Submission.objects.filter(state=Submission.State.RECEIVED, arrived_at__lt=timezone.now() - PATIENCE)
    return sum(run(pk) is not None for pk in list(waiting.order_by("pk").values_list("pk", flat=True)))
