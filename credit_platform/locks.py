"""Advisory locks (咨询锁): every number that we lock in the database, in one list, so that no two uses meet. Ground.

Each is held until the caller's transaction ends.
"""

from collections.abc import Callable
from enum import IntEnum, unique

from django.db import connection


@unique
class Lock(IntEnum):
    """What is held, and by whom."""

    SEQUENCER = 7_305_001  # one process numbers the events of the ledger
    INTAKE = 7_305_002  # shared by intakes at their first try, held alone by whoever tries again
    FREEZE = 7_305_003  # shared by whoever publishes, held alone by whoever freezes: nothing slips out in between
    DELIVERY = 7_305_004  # one process hands out registrations
    TIES = 7_305_020  # whoever settles a line of trade: two at once could close a circle
    SCORECARDS = 7_305_021  # two offices drawing up the same department's card
    TASKS = 7_305_022  # one process lists recurring tasks
    LETTERS = 7_305_023  # whoever numbers an official letter of the lists: the site has one line of numbers
    CHECKS = 7_305_024  # whoever numbers receipts of credit checks
    PROMISES = 7_305_030  # whoever numbers a written promise: the site has one line of numbers a kind and year
    SUBJECT_TRIES = (
        7_305_040  # whoever counts a try to enter a subject's account: side by side they would all be the first
    )
    OWN_REPORTS = 7_305_041  # numbers under which own reports are being drawn, each alone
    PUBLIC_REPORTS = 7_305_046  # the same of credit reports of what is public
    SPECIAL_REPORTS = 7_305_047  # the same of special reports
    REPORT_SUBJECTS = 7_305_048  # whoever takes the public report of a subject: two at once get the same
    REPAIRS = 7_305_050  # whoever numbers an application for repair
    DISPUTES = 7_305_042  # whoever numbers an objection or a complaint
    DISHONESTY = 7_305_045  # whoever numbers a report of dishonesty, and counts those of an address
    ARTICLES = 7_305_049  # whoever looks whether an article may stand beside the public ones: index numbers, what replaces what
    OPEN_DATA = 7_305_060  # one process writes the files of open data
    COMMON_GRAMS = 7_236_240_901  # shared by whoever tokenises names, held alone by whoever adds common grams


def hold(lock: Lock) -> None:
    """Alone; waits for whoever has it. Call it inside a transaction."""
    _ask("pg_advisory_xact_lock", lock)


def share(lock: Lock) -> None:
    """Together with others who share it; waits for whoever holds it alone. Call it inside a transaction."""
    _ask("pg_advisory_xact_lock_shared", lock)


def try_to_hold(lock: Lock) -> bool:
    """Alone, or not at all. Call it inside a transaction."""
    return bool(_ask("pg_try_advisory_xact_lock", lock))


def hold_one(lock: Lock, key: int) -> None:
    """As `hold`, of one thing among many of its kind: whoever wants another does not wait."""
    _ask("pg_advisory_xact_lock", lock, _small(key))


def hold_next(lock: Lock, last: int, taken: Callable[[int], bool]) -> int:
    """A number that nobody has and nobody else is about to take, until the caller's transaction ends. Waits for nobody.

    `last`: the highest that is written; `taken`: whether one is by now. For what must know its number long before its row is written:
    a report is drawn for seconds. Whoever gives up leaves a gap. Call it inside a transaction.
    """
    number = last + 1
    while not _ask("pg_try_advisory_xact_lock", lock, _small(number)) or taken(number):
        number += 1
    return number


def _small(key: int) -> int:
    """The database locks pairs of four bytes; two keys that meet wait for each other, and no more."""
    return key % 2**31


def _ask(function: str, *keys: int):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}({', '.join(['%s'] * len(keys))})", [int(key) for key in keys])
        return cursor.fetchone()[0]
