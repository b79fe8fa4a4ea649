"""Celery's edge: ids in, one use case called."""

import smtplib
from contextlib import suppress

from celery import shared_task
from django.db import transaction
from django.utils import timezone

from . import mailing
from .models import MailLink


@shared_task
def send_link(link_id: int) -> None:
    """Mail a one-time link. What the mail server did not take is not tried again: whoever waits asks anew."""
    with suppress(smtplib.SMTPException, OSError, ValueError):
        mailing.send(link_id, now=timezone.now())


def start_sending(link: MailLink) -> None:
    """Send it to the worker once the caller's transaction is in; the page answers as fast as where there is nothing to send."""

    def send() -> None:
        with suppress(send_link.OperationalError):
            send_link.delay(link.pk)

    transaction.on_commit(send)
