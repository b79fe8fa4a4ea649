"""Allow-table (允许表): where a value of a kind may stand, before whom, why, and by which article. Whatever is not here is a leak. Pure."""

import re
from dataclasses import dataclass

from .values import Kind


@dataclass(frozen=True)
class Rule:
    """`where`: pattern of the place: a URL name, table.column, log, mail, task, redis, file:…; `who`: pattern of the role, empty for stores."""

    key: str
    kinds: frozenset[Kind]
    where: str
    who: str
    why: str
    article: str

    def covers(self, kind: Kind, where: str, who: str) -> bool:
        return kind in self.kinds and bool(re.fullmatch(self.where, where) and re.fullmatch(self.who, who))


RULES: tuple[Rule, ...] = ()


def rule_for(kind: Kind, where: str, who: str) -> Rule | None:
    """The first rule that allows it; None: a leak."""
    return next((rule for rule in RULES if rule.covers(kind, where, who)), None)
