"""规则预演: what a value would change, computed and not written: the tables are changed inside a transaction that is rolled back.

What would be treated differently lies above us (records, entries): each layer comes as a parameter. Source: K.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any, Protocol

from django.db import transaction

from .rule_targets import UnknownRule, target

SHOWN = 200
Outcome = dict[str, Any]


class Layer(Protocol):
    """受影响的一类对象. A group is what its outcome depends on, so that rows alike are judged once."""

    kind: str  # of the objects: record, entry …
    title: str

    def wants(self, key: str) -> bool:
        """Whether the rule can make a difference here."""
        ...

    def outcomes(self, on: date) -> Mapping[Hashable, Outcome]:
        """By group, under the rules as the tables have them now. JSON-ready."""
        ...

    def members(self, groups: Iterable[Hashable]) -> Iterator[tuple[Hashable, Any, Any, str]]:
        """(group, public id, subject, title) of every object in the groups."""
        ...


class BadValue(ValueError):
    """The value cannot be; the message says why."""


class _Done(Exception):
    def __init__(self, found: dict[str, Any]):
        super().__init__()
        self.found = found


def dry_run(key: str, value: Any, on: date, layers: Iterable[Layer] = ()) -> dict[str, Any]:
    """{"key", "before", "value", "on", "count", "subjects", "layers": [{"kind", "title", "count", "subjects"}], "items"}.

    Everything on file is judged as if the rule of the day had always said `value`; adopted, it holds from its own day on.
    `items`: the first 200, each {"kind", "public_id", "title", "before", "after"}. Raises UnknownRule, BadValue.
    """
    try:
        with transaction.atomic():
            raise _Done(_rehearsed(key, value, on, list(layers)))
    except _Done as done:
        return done.found


def _rehearsed(key: str, value: Any, on: date, layers: list[Layer]) -> dict[str, Any]:
    rule = target(key, on)
    if fault := rule.fault(value):
        raise BadValue(f"“{key}”不能是 {value}：{fault}。")
    before, value = rule.value, rule.whole(value)
    touched = [layer for layer in layers if layer.wants(key)]
    earlier = [layer.outcomes(on) for layer in touched]
    rule.replace(value)
    found: dict[str, Any] = {"key": key, "before": before, "value": value, "on": on.isoformat()}
    lines: list[dict[str, Any]] = []
    items: list[dict[str, Any]] = []
    subjects: set[Any] = set()
    for layer, old in zip(touched, earlier, strict=True):
        new = layer.outcomes(on)
        changed = {group: (old[group], new[group]) for group in old if group in new and old[group] != new[group]}
        count = 0
        theirs: set[Any] = set()
        for group, public_id, subject, title in layer.members(changed) if changed else ():
            count += 1
            theirs.add(subject)
            if len(items) < SHOWN:
                was, becomes = changed[group]
                items.append(
                    {"kind": layer.kind, "public_id": str(public_id), "title": title, "before": was, "after": becomes}
                )
        subjects |= theirs
        lines.append({"kind": layer.kind, "title": layer.title, "count": count, "subjects": len(theirs)})
    total = sum(line["count"] for line in lines)
    return found | {"count": total, "subjects": len(subjects), "layers": lines, "items": items}


__all__ = ["BadValue", "Layer", "UnknownRule", "dry_run"]
