"""What a report consists of: items under headings, as text, each with a digest by which it is known again. Pure. Source: H1."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field

ABOUT = "subject"  # key of the item that says who it is about
TOTAL = "total:"  # begins the key of what says how many there are of a kind


@dataclass(frozen=True)
class Item:
    """第 N 条. `key`: of what it tells ("record:…"); `facts`: label, text; `rights`: 权利告知 of a negative one; `domain`: key of
    the domain it was found in (special reports); `public`: everybody may see it today.
    """

    key: str
    title: str
    facts: tuple[tuple[str, str], ...]
    marks: str = ""
    rights: str = ""
    domain: str = ""
    public: bool = True

    @property
    def words(self) -> str:
        """All that is printed of it."""
        return json.dumps([self.title, self.facts, self.marks, self.rights], ensure_ascii=False)


@dataclass
class Group:
    """Items of one kind under their heading. `total`: how many there are where not all are printed."""

    title: str
    items: list[Item] = field(default_factory=list)
    total: int = 0

    @property
    def count(self) -> int:
        return self.total or len(self.items)


@dataclass
class Section:
    """One heading of the report; `empty`: the sentence where there is nothing."""

    title: str
    groups: list[Group] = field(default_factory=list)
    empty: str = "没有相关信息。"

    @property
    def items(self) -> list[Item]:
        return [item for group in self.groups for item in group.items]

    @property
    def totals(self) -> list[Item]:
        """How many there are of each kind, printed one by one or not: the page says so, too."""
        return [Item(TOTAL + group.title, group.title, (("总数", str(group.count)),)) for group in self.groups]


def digests(items: Iterable[Item], salt: str) -> dict[str, str]:
    """Key → what its words digest to. `salt`: of the report, so that nobody guesses words by their digest."""
    return {item.key: _digest(salt + item.words) for item in items}


def digest_of(contents: dict[str, str], salt: str) -> str:
    return _digest(salt + json.dumps(contents, sort_keys=True))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
