"""Handing mails to the server (发信): one at a time, and what a refusal means. The outboxes are rows of those who write mails."""

import smtplib
from datetime import datetime, timedelta

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from .telling import Told

BATCH = 200  # mails a run
REFUSALS = 5  # of an address, then it is left alone
LONGEST_WAIT = timedelta(minutes=30)


class ServerDown(Told):
    """The mail server does not take mails now; they wait."""


def hand_over(server: BaseEmailBackend, mail: EmailMessage) -> Exception | None:
    """None: the server has it; else why not."""
    try:
        server.open()  # nothing where it is open already
        server.send_messages([mail])
    except (smtplib.SMTPException, OSError, ValueError) as reason:  # the last: an address that cannot be written
        server.close()
        return reason
    return None


def of_the_server(failure: Exception) -> bool:
    """Not of this one mail: its address or text refused."""
    of_the_mail = smtplib.SMTPRecipientsRefused | smtplib.SMTPDataError | smtplib.SMTPNotSupportedError | ValueError
    return not isinstance(failure, of_the_mail)


def goes_on(failure: Exception, attempts: int) -> bool:
    """Whether it is tried again after so many attempts: for ever while the server is away, an address five times."""
    return of_the_server(failure) or attempts < REFUSALS


def next_try(attempts: int, now: datetime) -> datetime:
    """After 1, 2, 4 … 30 minutes."""
    return now + min(timedelta(minutes=2 ** min(attempts - 1, 10)), LONGEST_WAIT)
