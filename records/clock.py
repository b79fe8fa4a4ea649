"""The clock (法定时限): what happens on its day without anybody's hand. Each is one set-based statement pattern, idempotent,
safe to run twice, at once, or late. Source: C2, C3, design §4.
"""

from collections.abc import Callable
from datetime import date

from django.db import transaction
from django.db.models import Q, QuerySet

from ledger.acts import CLOCK, record_act
from ledger.models import Act
from ledger.moves import apply_set

from .freezing import frozen
from .models import RUNNING, Record
from .releasing import release_set
from .retiring import settle_publicity

BATCH = 500


def publish_due(on: date) -> int:
    """到期公示: publish what is valid and due, keep what is not public, escalate the rest. Returns rows moved."""
    due = Record.objects.due_for_release(on).order_by("release_by")
    if not _any(due):
        return 0
    stopped = Q(grave=True) | Q(submission__gated=True)
    # Frozen: what is fit to go out waits where it is; the office still learns of what is not.
    moved = (
        0
        if frozen()
        else _in_batches(
            due.exclude(stopped),
            "publish_due",
            on,
            lambda rows, act: sum(release_set(rows, act, on, approver=None, limit=BATCH)),
        )
    )
    return moved + _in_batches(
        due.filter(stopped), "escalate", on, lambda rows, act: len(apply_set(rows, "escalate", act, limit=BATCH))
    )


def end_publication(on: date) -> int:
    """公示期满: note the end of what has not been in public since the day after `public_until`. Returns rows moved."""
    over = Record.objects.filter(state="released", public_until__lt=on).order_by("public_until")
    return _in_batches(over, "end", on, lambda rows, act: _end(rows, act, on))


def _end(rows: QuerySet[Record], act: Act, on: date) -> int:
    ended = apply_set(rows, "end", act, limit=BATCH)
    settle_publicity(Record.objects.filter(public_id__in=ended).values_list("subject_id", flat=True), on)
    return len(ended)


def end_effects(on: date) -> int:
    """效力届满: note that a licence or penalty has run out. Returns rows moved."""
    # In the words of the index `record_effect`, which so leaves out what was withdrawn and never ends.
    over = Record.objects.filter(RUNNING, valid_until__lt=on).order_by("valid_until")
    return _in_batches(
        over,
        "end_effect",
        on,
        lambda rows, act: len(apply_set(rows, "end_effect", act, limit=BATCH, effect_ended=True)),
    )


def _in_batches(rows: QuerySet[Record], what: str, on: date, move: Callable[[QuerySet[Record], Act], int]) -> int:
    """A transaction and an act a batch: a killed worker loses the batch it was in, and the next run does it."""
    total = 0
    while _any(rows):
        with transaction.atomic():
            moved = move(rows, record_act(what, CLOCK, on))
            if not moved:  # all of them are locked by somebody else, or in a state that does not move
                transaction.set_rollback(True)
                return total
        total += moved
    return total


def _any(rows: QuerySet[Record]) -> bool:
    """Whether there is one, asked in the order of the index.

    Not `exists()`, which drops the order: most rows whose end is past have ended, the planner does not know that, expects
    to meet a released one at once, and reads the whole table.
    """
    return bool(rows.values_list("pk")[:1])
