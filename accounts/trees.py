"""部门树: departments as nested lists of any depth, by territory or by the lines of trades. Source: A4."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .models import Department, Tie


@dataclass(frozen=True)
class Node:
    """One department in the order of reading. `opens`: a list begins before it; `closes`: what ends after it, "li" or "ul"."""

    department: Department
    depth: int
    opens: bool
    closes: list[str]
    said: str = ""  # the trade, at the top of its line


def by_territory(departments: Iterable[Department]) -> list[Node]:
    """Parents before children; one whose parent is not among them stands at the root."""
    rows = list(departments)
    here = {one.pk for one in rows}
    return list(_nodes(rows, {one.pk: one.parent_id for one in rows if one.parent_id in here}))


def by_line(ties: Iterable[Tie]) -> list[Node]:
    """The departments that stand in a line, each below the one above it, trade after trade."""
    nodes: list[Node] = []
    trades: dict[str, list[Tie]] = {}
    for tie in ties:
        trades.setdefault(tie.trade, []).append(tie)
    for trade, lines in sorted(trades.items()):
        rows = {one.pk: one for tie in lines for one in (tie.other, tie.department)}
        ordered = sorted(rows.values(), key=lambda one: one.name)
        nodes += _nodes(ordered, {tie.department_id: tie.other_id for tie in lines}, trade)
    return nodes


def _nodes(rows: list[Department], above: dict[int, int | None], said: str = "") -> Iterator[Node]:
    children: dict[int | None, list[Department]] = {}
    for one in rows:
        children.setdefault(above.get(one.pk), []).append(one)
    order: list[tuple[Department, int]] = []
    waiting = [(one, 0) for one in reversed(children.get(None, []))]
    while waiting:  # no recursion: the tree is as deep as it likes
        one, depth = waiting.pop()
        order.append((one, depth))
        waiting += [(child, depth + 1) for child in reversed(children.get(one.pk, []))]
    for place, (one, depth) in enumerate(order):
        before = order[place - 1][1] if place else -1
        after = order[place + 1][1] if place + 1 < len(order) else -1
        closes = ["li", *(["ul", "li"] * (depth - after))] if depth >= after else []
        if after < 0:
            closes.pop()  # the outermost list stands in no item
        yield Node(one, depth, depth > before, closes, said if not depth else "")
