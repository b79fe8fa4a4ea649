"""What the clock does for joint action and lesser acts: set going what has its ground, note what has lost it. Idempotent."""

from datetime import date

from . import disclosing, executing, reminding, triggering, urging


def sweep(on: date) -> int:
    """(day) → rows moved."""
    steps = (executing.note_over, triggering.trigger, reminding.note_baseless, urging.settle, disclosing.note_over)
    return sum(step(on) for step in steps)
