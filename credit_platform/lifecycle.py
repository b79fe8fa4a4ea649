"""Move tables (状态流转表): which state may follow which, by which named move. Pure: no Django.

Every model with a state has one `Lifecycle`; `ledger.moves` is the only place that acts on it. Source: design sentence 2.
"""

from collections.abc import Iterable
from dataclasses import dataclass


class IllegalMove(ValueError):
    """The move does not lead on from the state that the row is in."""


@dataclass(frozen=True)
class Move:
    """One line of the table. `target` None: the move leaves the state as it is (a date or a version changes)."""

    name: str
    sources: frozenset[str]
    target: str | None
    title: str
    needs_reason: bool = False


class Lifecycle:
    """A move table. `initial`: states in which a row may be born."""

    def __init__(self, initial: Iterable[str], moves: Iterable[Move]):
        self.initial = frozenset(initial)
        self.moves = {move.name: move for move in moves}

    @property
    def states(self) -> set[str]:
        named = {state for move in self.moves.values() for state in (*move.sources, move.target) if state}
        return named | self.initial

    def move(self, name: str) -> Move:
        """Raises IllegalMove for a name that the table does not have."""
        try:
            return self.moves[name]
        except KeyError:
            raise IllegalMove(f"no move {name!r}; the table has {', '.join(self.moves)}") from None

    def after(self, name: str, state: str) -> str:
        """State after the move. Raises IllegalMove where the move does not start from `state`."""
        move = self.move(name)
        if state not in move.sources:
            raise IllegalMove(f"{name!r} leads on from {', '.join(sorted(move.sources))}, not from {state!r}")
        return move.target or state


def move(name: str, sources: str, target: str | None, title: str, needs_reason: bool = False) -> Move:
    """A line of a table; `sources` separated by spaces."""
    return Move(name, frozenset(sources.split()), target, title, needs_reason)
