"""邮件提醒: a mail to whoever acts for a subject that says that something waits at the platform, and nothing else; and one to an address
that was given up. Neither is a service of anything: no period begins with it. Source: F1; design sentences 1, 9.

The outbox is filled in the transaction of whoever has something to tell and emptied after its commit (`drain`), one transaction
a mail, as workbench/mailing.py does for officers: a server that is away delays mails and holds nobody up.
"""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.urls import reverse

from credit_platform.mail_server import answer_of, composed, emptied, goes_on, hand_over, next_try
from credit_platform.telling import tell
from ledger.acts import Actor

from .addresses import available
from .models import Claim, OwedMail, Representative
from .registering import locked, noted

QUIET = timedelta(hours=1)  # between two mails of news to one address; what comes meanwhile goes with the next
TEXTS = {
    OwedMail.About.NEWS: (
        "请登录查看",
        "本平台有新的文书或者待办事项，请登录“我的信用”查看：",
        "本邮件只是提醒，不是送达，期限不从本邮件起算。本平台不会用邮件索要口令、身份证号。"
        "不再接收的，登录后在“账号与安全”的“邮箱”里关闭。",
    ),
    OwedMail.About.MOVED: (
        "邮箱已更换或者停用",
        "这个邮箱原来登记在本平台的一个账号上，现在已经更换或者停用，不再用来重设口令、接收提醒。"
        "是您本人办的，不用理会。不是您本人办的，请马上登录并修改口令：",
        "登录不了的，请本人带身份证到信用办窗口办理。本平台不会用邮件索要口令、身份证号。",
    ),
}


def wants(row: Representative) -> bool:
    """Whether news are mailed: mails go out here, an address is confirmed, the person has not switched them off."""
    return bool(available() and row.sealed_email and row.mail_notices and not row.closed_on)


@transaction.atomic
def switch(row: Representative, on_or_off: bool, *, actor: Actor, on: date) -> None:
    """开启、关闭邮件提醒. Raises Refused."""
    row = locked(row)
    if row.mail_notices == on_or_off:
        return
    row.mail_notices = on_or_off
    row.save(update_fields=["mail_notices"])
    noted("turn_on_subject_mails" if on_or_off else "turn_off_subject_mails", row, actor, on)


def owe(things: Collection[tuple[int, str]], *, on: date) -> int:
    """Tell everybody who may act today for the subject (its id, unmerged) of the thing (its key), once; returns rows of the outbox that
    are new. For somebody who would not be told nothing is kept.
    """
    if not things or not available():
        return 0
    keys: dict[int, list[str]] = {}
    for subject, key in things:
        keys.setdefault(subject, []).append(key)
    return owe_to({(claim.representative, key) for claim, subject in _acting(keys, on) for key in keys[subject]})


def owe_to(things: Collection[tuple[Representative, str]]) -> int:
    """Tell these persons of the thing (its key), once, whether or not they may act for anybody; returns rows of the outbox that are
    new. For somebody who would not be told nothing is kept.
    """
    told = {(person, key) for person, key in things if wants(person)}
    before = OwedMail.objects.filter(representative__in={one for one, _ in told}, key__in={key for _, key in told})
    known = set(before.values_list("representative", "key"))
    rows = [
        OwedMail(representative=person, about=OwedMail.About.NEWS, key=key)
        for person, key in sorted(told, key=lambda one: (one[0].pk, one[1]))
        if (person.pk, key) not in known
    ]
    return len(OwedMail.objects.bulk_create(rows, ignore_conflicts=True))


def _acting(subjects: Collection[int], on: date) -> list[tuple[Claim, int]]:
    """Claims of the day on these subjects, or on what was merged into them."""
    rows = Claim.objects.active(on).select_related("representative", "subject")
    own = rows.filter(subject__in=subjects)
    merged = rows.filter(subject__merged_into__in=subjects)
    found = [(claim, claim.subject_id) for claim in own]
    found += [(claim, claim.subject.merged_into_id) for claim in merged if claim.subject]
    return [(claim, subject) for claim, subject in found if subject is not None]


def drain(now: datetime) -> int:
    """Send what waits; returns mails sent. Raises ServerDown, after noting when to try again."""
    if not settings.MAIL_ON or not OwedMail.objects.to_send(now).exists():
        return 0
    return emptied(lambda server: _send_next(server, now))


def _send_next(server: BaseEmailBackend, now: datetime) -> int | None:
    """1: sent; 0: settled or put off; None: nothing waits."""
    with transaction.atomic():
        first = OwedMail.objects.to_send(now).select_for_update(skip_locked=True, of=("self",)).first()
        if first is None:
            return None
        rows = _with(first, now)
        if rows is None:
            return 0
        failure = hand_over(server, letter(first))
        for row in rows:
            _mark(row, failure, now)
        _save(rows)
    return answer_of(failure, lambda: f"{OwedMail.objects.waiting().count()}条提醒")


def _with(first: OwedMail, now: datetime) -> list[OwedMail] | None:
    """What goes with it in one mail; None where none goes now."""
    person = first.representative
    if first.about == OwedMail.About.MOVED:
        return [first]
    rows = list(
        person.owed_mails.waiting().filter(about=OwedMail.About.NEWS).order_by("pk").select_for_update(skip_locked=True)
    )
    news = person.owed_mails.filter(about=OwedMail.About.NEWS, sent_at__gt=now - QUIET)
    last = news.order_by("-sent_at").values_list("sent_at", flat=True).first()
    if wants(person) and last is None:
        return rows
    for row in rows:
        if last is None or not wants(person):
            row.settle(now)
        else:
            row.after = last + QUIET
    _save(rows)
    return None


def _mark(row: OwedMail, failure: Exception | None, now: datetime) -> None:
    row.attempts = min(row.attempts + 1, 1000)
    if failure is None:
        row.error = ""
        row.settle(now, sent=True)
        return
    row.error, row.after = tell(failure)[:200], next_try(row.attempts, now)
    if not goes_on(failure, row.attempts):
        row.settle(now)


def _save(rows: list[OwedMail]) -> None:
    OwedMail.objects.bulk_update(rows, ["attempts", "error", "after", "sent_at", "settled_at", "sealed_email"])


def letter(row: OwedMail) -> EmailMessage:
    """The mail: always the same words, and the address of the site. No name, no code, no number, no link of one's own."""
    title, words, end = TEXTS[OwedMail.About(row.about)]
    email = row.old_email if row.about == OwedMail.About.MOVED else row.representative.email
    lines = [words, f"{settings.SITE_URL}{reverse('representation:log_in')}", end]
    return composed(title, lines, email, mark=f"told-{row.public_id}", at=row.made_at)
