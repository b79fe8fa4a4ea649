"""邮箱与忘记口令: an e-mail confirmed by a link, a new password by another. Both links are used once, within half an hour; who asks is
never told whether there is such an account. Mails name nobody. Source: F1; design sentence 9.
"""

import secrets
from datetime import date, datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse
from django.utils.crypto import constant_time_compare

from credit_platform.mail_server import composed
from credit_platform.sealing import keyed_hash
from ledger.acts import Actor

from .acting import actor_of
from .addresses import available, forget_mail, owe_farewell
from .models import MailLink, Representative
from .refusals import Refused
from .registering import locked, noted, set_password
from .trying import named

MINUTES, AN_HOUR = 30, 3  # a link lasts; links of a kind for an account in an hour
GONE = "这个链接已经失效：超过30分钟、用过一次，或者后来又要过新的。请重新申请。"
TEXTS = {
    MailLink.Purpose.CONFIRM: (
        "请确认您的邮箱",
        "有人在本平台把这个邮箱登记为自己账号的邮箱。是您本人的，请登录后打开下面的链接确认：",
    ),
    MailLink.Purpose.RESET: (
        "重设口令",
        "有人申请重设用这个邮箱登记的账号的口令。是您本人的，请打开下面的链接，设置新的口令：",
    ),
}
PAGES = {MailLink.Purpose.CONFIRM: "representation:mail", MailLink.Purpose.RESET: "representation:forgotten"}


@transaction.atomic
def ask_to_confirm(row: Representative, email: str, *, now: datetime) -> MailLink:
    """登记邮箱: it counts once the link in the mail was opened. Raises Refused."""
    if not available():
        raise Refused("平台没有接通邮件服务，暂不能登记邮箱。")
    row = locked(row)
    if _often(row, MailLink.Purpose.CONFIRM, now):
        raise Refused("一小时内已经发过几封邮件，请先到邮箱里（包括垃圾邮件）找一找，过一小时再试。")
    return _ask(row, MailLink.Purpose.CONFIRM, email.strip(), now)


@transaction.atomic
def ask_to_reset(username: str, email: str, *, now: datetime) -> MailLink | None:
    """忘记口令: a link, where name and confirmed e-mail belong together; None else, which nobody is told."""
    row = named(username.strip())
    if row is None or not available():
        return None
    row = locked(row)
    if (
        not row.sealed_email
        or not constant_time_compare(_plain(row.email), _plain(email))
        or _often(row, MailLink.Purpose.RESET, now)
    ):
        return None
    return _ask(row, MailLink.Purpose.RESET, row.email, now)


def send(link_id: int, *, now: datetime) -> bool:
    """Make the token, keep its hash, mail it. Not twice: another mail is another link. Lets errors of the mail server through."""
    with transaction.atomic():
        link = MailLink.objects.select_for_update(of=("self",)).select_related("representative").get(pk=link_id)
        if link.token_key or link.used_at:
            return False
        token = secrets.token_urlsafe(32)
        link.token_key, link.until = keyed_hash("mail link", token), now + timedelta(minutes=MINUTES)
        link.save(update_fields=["token_key", "until"])
    letter(link, token, now).send()
    return True


def letter(link: MailLink, token: str, at: datetime) -> EmailMessage:
    """The mail: no name, no code, nothing of any case."""
    purpose = MailLink.Purpose(link.purpose)
    title, words = TEXTS[purpose]
    address = f"{settings.SITE_URL}{reverse(PAGES[purpose], query={'link': token})}"
    lines = [
        words,
        address,
        f"链接{MINUTES}分钟内有效，只能用一次。不是您本人申请的，不用理会，账号没有变化。",
    ]
    return composed(title, lines, link.email, mark=f"link-{secrets.token_hex(8)}", at=at)


@transaction.atomic
def confirm(row: Representative, token: str, *, actor: Actor, now: datetime, on: date) -> None:
    """确认邮箱, by whoever is logged in to the account that it was asked for. Raises Refused."""
    row = locked(row)
    link = _standing(MailLink.Purpose.CONFIRM, token, now)
    if link is None or link.representative_id != row.pk:
        raise Refused(GONE)
    if row.email != link.email:
        owe_farewell(row)
    row.mail_notices = row.mail_notices or not row.sealed_email  # the page of a first address says so
    row.sealed_email, row.email_since = link.sealed_email, on
    row.save(update_fields=["sealed_email", "email_since", "mail_notices"])
    _void(row, now)
    noted("confirm_subject_mail", row, actor, on)


@transaction.atomic
def give_up(row: Representative, *, actor: Actor, now: datetime, on: date) -> None:
    """停用邮箱. Raises Refused."""
    row = locked(row)
    forget_mail(row)
    row.save(update_fields=["sealed_email", "email_since"])
    _void(row, now)
    noted("forget_subject_mail", row, actor, on)


def whose(token: str, now: datetime) -> Representative | None:
    """Whose password the link sets, while it holds."""
    link = _standing(MailLink.Purpose.RESET, token, now, lock=False)
    return link.representative if link and link.representative.email == link.email else None


@transaction.atomic
def reset(token: str, password: str, *, now: datetime, on: date) -> Representative:
    """重设口令: every session ends, every other link is void; the second factor is asked for as before. Raises Refused."""
    link = _standing(MailLink.Purpose.RESET, token, now, lock=False)
    if link is None:
        raise Refused(GONE)
    row = locked(link.representative)  # the account before its links, as everybody locks them
    link = _standing(MailLink.Purpose.RESET, token, now)
    if link is None or row.email != link.email:
        raise Refused(GONE)
    set_password(row, password)
    row.must_change_password = False
    row.access_version += 1
    row.save(update_fields=["password", "must_change_password", "access_version"])
    _void(row, now)
    noted("mail_reset_subject_password", row, actor_of(row), on)
    return row


def _standing(purpose: str, token: str, now: datetime, *, lock: bool = True) -> MailLink | None:
    rows = MailLink.objects.filter(
        purpose=purpose, token_key=keyed_hash("mail link", token), used_at=None, until__gte=now
    )
    rows = rows.filter(representative__closed_on=None).select_related("representative")
    return (rows.select_for_update(of=("self",)) if lock else rows).first()


def _ask(row: Representative, purpose: str, email: str, now: datetime) -> MailLink:
    return MailLink.objects.create(
        representative=row, purpose=purpose, sealed_email=row.seal_email(email), asked_at=now
    )


def _void(row: Representative, now: datetime) -> None:
    row.mail_links.filter(used_at=None).update(used_at=now)


def _often(row: Representative, purpose: str, now: datetime) -> bool:
    return row.mail_links.filter(purpose=purpose, asked_at__gt=now - timedelta(hours=1)).count() >= AN_HOUR


def _plain(email: str) -> str:
    return email.strip().lower()
