"""Celery's edge: ids in, one use case called."""

from contextlib import suppress

from celery import shared_task
from django.db import Error, transaction

from . import intake
from .models import Submission


@shared_task(autoretry_for=(Error,), max_retries=3, retry_backoff=2)
def run_intake(submission_id: int) -> None:
    """Process a submission; doing it twice does no harm."""
    intake.run(submission_id)


def start_intake(submission: Submission) -> None:
    """Send it to the worker once the caller's transaction is in. Without a broker the sweep `intake` finds it."""

    def send() -> None:
        with suppress(run_intake.OperationalError):
            run_intake.delay(submission.pk)

    transaction.on_commit(send)
