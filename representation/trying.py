"""登录尝试: name and password, counted in the database before they are looked at. Source: F1.

Five wrong ones for a name from one address within a quarter of an hour and the door stays shut for both; more of them for
a name from anywhere, or from an address for any names, shut it as well. Unknown names count like known ones.
"""

from datetime import datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.db import transaction

from credit_platform.codes import normalise_code
from credit_platform.locks import Lock, hold
from credit_platform.sealing import keyed_hash

from .models import Representative, WrongTry
from .registering import MOBILE

MINUTES = 15
OF_BOTH, OF_A_NAME, OF_AN_ADDRESS = 5, 30, 100  # wrong tries within MINUTES


class LockedOut(Exception):
    """Too many wrong tries; nothing was looked at."""


def enter(username: str, password: str, address: str, now: datetime) -> Representative | None:
    """Whose name (or mobile) and password they are; None: nobody's. Raises LockedOut."""
    key = _count(username.strip().lower(), address, now)
    found = named(username.strip())
    if found is None:
        make_password(password)  # as long as a wrong password takes
        return None
    if not found.check_password(password):
        return None
    forgive(key, now)
    return found


def try_factor(row: Representative, address: str, now: datetime) -> tuple[str, str]:
    """Count a try of the second factor; `forgive` what it returns where the code was right. Raises LockedOut."""
    return _count(f"factor {row.public_id}", address, now)


def try_reset(username: str, address: str, now: datetime) -> None:
    """Count an asking for a new password, of a known name like of an unknown one. Raises LockedOut."""
    _count(f"reset {username.strip().lower()}", address, now)


def forgive(key: tuple[str, str], now: datetime) -> None:
    """The right one after all: the wrong ones before it count no more; nor does what is older than a day, anybody's."""
    WrongTry.objects.filter(username_key=key[0], address_key=key[1]).delete()
    WrongTry.objects.filter(at__lt=now - timedelta(days=1)).delete()


def named(text: str) -> Representative | None:
    """The account of a log-in name or mobile number; None of nobody's, or of more than one's."""
    rows = Representative.objects.filter(closed_on__isnull=True)
    number = normalise_code(text)
    if MOBILE.fullmatch(number):
        found = list(rows.filter(mobile_key=keyed_hash("mobile", number))[:2])
        return found[0] if len(found) == 1 else None
    return rows.filter(username=text).first()


def _count(name: str, address: str, now: datetime) -> tuple[str, str]:
    name_key, address_key = keyed_hash("try", name), keyed_hash("try from", address)
    recent = WrongTry.objects.filter(at__gt=now - timedelta(minutes=MINUTES))
    with transaction.atomic():
        hold(Lock.SUBJECT_TRIES)
        of_name, of_address = recent.filter(username_key=name_key), recent.filter(address_key=address_key)
        if (
            of_name.filter(address_key=address_key).count() >= OF_BOTH
            or of_name.count() >= OF_A_NAME
            or of_address.count() >= OF_AN_ADDRESS
        ):
            raise LockedOut
        WrongTry.objects.create(username_key=name_key, address_key=address_key, at=now)
    return name_key, address_key
