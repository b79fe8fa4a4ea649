"""What the clock does for joint action and lesser acts: set going what has its ground, note what has lost it. Idempotent."""

from datetime import date

from . import disclosing, executing, reminding, resting, triggering, urging


def sweep(on: date) -> int:
    """(day) → rows moved."""
    steps = (
        executing.note_over, resting.pace, triggering.trigger, reminding.note_baseless, urging.settle, disclosing.note_over,
    )  # fmt: skip
    return sum(step(on) for step in steps)
