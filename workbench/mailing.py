"""Mailing notices (通知邮件): the outbox is the notices themselves, emptied after their commit, one transaction a mail.

The row is locked (others skip it), handed to the server, marked, committed. A worker killed before the server took the mail
leaves it waiting; one killed after that and before the commit, some milliseconds, sends it again: no mail server takes part
in our transaction. The second copy has the same Message-ID and Date, by which receivers drop it. Source: C6.
"""

import re
from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from accounts.models import Officer
from credit_platform.mail_server import answer_of, composed, emptied, goes_on, hand_over, next_try
from credit_platform.telling import tell

from .models import Notice

NEW_NOTICE = "平台有一条新的通知，请登录后查看。"
# What no mail may carry whatever the sentence was meant to be: codes, ID numbers, mobile numbers.
NUMBERS = re.compile(r"[0-9A-Z]{15,}|1[3-9]\d{9}", re.IGNORECASE)


def wants_mail(officer: Officer) -> bool:
    """Whether notices of the officer are mailed: a server is configured, an address is given, the switch is on."""
    return bool(settings.MAIL_ON and officer.is_active and officer.email and officer.mail_notices)


def drain(now: datetime) -> int:
    """Send what waits, oldest first; returns mails sent. Raises ServerDown, after noting when to try again."""
    if not settings.MAIL_ON or not Notice.objects.to_mail(now).exists():
        return 0
    return emptied(lambda server: _send_next(server, now))


def _send_next(server: BaseEmailBackend, now: datetime) -> int | None:
    """1: sent; 0: settled without; None: nothing waits."""
    with transaction.atomic():
        rows = Notice.objects.to_mail(now).select_for_update(skip_locked=True, of=("self",))
        notice = rows.select_related("officer").first()
        if notice is None:
            return None
        if not wants_mail(notice.officer):
            notice.mail_wanted = False
            notice.save(update_fields=["mail_wanted"])
            return 0
        failure = hand_over(server, letter(notice))
        _mark(notice, failure, now)
    return answer_of(
        failure, lambda: f"{Notice.objects.filter(mail_wanted=True, mailed_at__isnull=True).count()}封通知邮件"
    )


def _mark(notice: Notice, failure: Exception | None, now: datetime) -> None:
    notice.mail_attempts = min(notice.mail_attempts + 1, 1000)
    if failure is None:
        notice.mailed_at, notice.mail_error = now, ""
    else:
        notice.mail_error = tell(failure)[:200]
        notice.mail_after = next_try(notice.mail_attempts, now)
        notice.mail_wanted = goes_on(failure, notice.mail_attempts)
    notice.save(update_fields=["mail_attempts", "mailed_at", "mail_error", "mail_after", "mail_wanted"])


def letter(notice: Notice) -> EmailMessage:
    """The mail: one sentence and a link. Always the same for the same notice."""
    sentence = notice.text if notice.plain and not NUMBERS.search(notice.text) else NEW_NOTICE
    lines = [sentence]
    if settings.SITE_URL and notice.link:
        lines.append(f"请登录办理：{settings.SITE_URL}{notice.link}")
    lines.append("本邮件由平台自动发出，请勿回复。不再接收的，可在工作台“我的账号”中关闭。")
    title = f"{'紧急：' if notice.urgent else ''}有一条新通知"
    return composed(title, lines, notice.officer.email, mark=f"notice-{notice.public_id}", at=notice.created_at)
