"""Marking (标注): opened and closed by the case that disputes something, in its own transaction. Source: design §1, E4, F2."""

from uuid import UUID

from ledger.models import Act
from ledger.moves import note

from .models import Mark


def mark(target_id: UUID, kind: str, *, case_id: UUID, suspends: bool, hides: bool = False, act: Act) -> Mark:
    """标注 from the act's day on; the same case marks a thing once. `hides`: 暂时屏蔽, where the law has it."""
    made, new = Mark.objects.get_or_create(
        target_id=target_id,
        case_id=case_id,
        until=None,
        defaults={"kind": kind, "suspends": suspends, "hides": hides, "since": act.day},
    )
    if new:
        note(
            act, made.object_kind, made.public_id, "mark", "hiding" if hides else "suspending" if suspends else "marked"
        )
    return made


def unmark(case_id: UUID, *, act: Act) -> int:
    """解除标注 of everything that the case marked; returns how many."""
    rows = Mark.objects.select_for_update().filter(case_id=case_id, until__isnull=True)
    for row in rows:
        row.until = act.day
        row.save(update_fields=["until"])
        note(act, row.object_kind, row.public_id, "unmark", "closed")
    return len(rows)
