"""Handing mails to the server (发信): one at a time, and what a refusal means. The outboxes are rows of those who write mails."""

import smtplib
from collections.abc import Callable
from datetime import datetime, timedelta
from email.utils import format_datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from .telling import Told, tell

BATCH = 200  # mails a run
REFUSALS = 5  # of an address, then it is left alone
LONGEST_WAIT = timedelta(minutes=30)


class ServerDown(Told):
    """The mail server does not take mails now; they wait."""


def emptied(send_next: Callable[[BaseEmailBackend], int | None]) -> int:
    """One run over an outbox by one connection; returns mails sent. `send_next` gives 1: sent, 0: settled without, None: nothing waits;
    what it raises (ServerDown) ends the run.
    """
    server, sent = get_connection(), 0
    try:
        for _ in range(BATCH):
            done = send_next(server)
            if done is None:
                break
            sent += done
    finally:
        server.close()
    return sent


def answer_of(failure: Exception | None, still: Callable[[], str]) -> int:
    """1: sent; 0: this mail was refused. Raises ServerDown, saying what is `still` unsent."""
    if failure is None:
        return 1
    if of_the_server(failure):
        raise ServerDown(f"邮件服务器没有收下邮件（{tell(failure)}），{still()}稍后自动重发。")
    return 0


def composed(title: str, lines: list[str], to: str, *, mark: str, at: datetime) -> EmailMessage:
    """A mail by the platform; the same `mark` and moment give the same Message-ID and Date, by which receivers drop a second copy."""
    return EmailMessage(
        subject=f"【{settings.SITE_NAME}】{title}",
        body="\n\n".join(["您好：", *lines]) + "\n",
        to=[to],
        headers={
            "Message-ID": f"<{mark}@{urlsplit(settings.SITE_URL).hostname or 'notices.invalid'}>",
            "Date": format_datetime(at),
            "Auto-Submitted": "auto-generated",
        },
    )


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
