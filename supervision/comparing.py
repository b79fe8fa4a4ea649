"""Comparing (比对规则): two lists of documents against each other, and what differs field by field. Pure. Source: J3.

A document is known by its number in one spelling and its subject. The number found but the subject not: the two are held
against each other all the same, and the difference is told in the subject's columns.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from subjects.naming import normalise

PERSON = "自然人"
HIDDEN = "（不显示）"


@dataclass(frozen=True)
class Document:
    """文书 as one side has it. `person`: keyed hash of an ID number, never the number; `amounts`: 万元, more than one where
    the unit is not said; `place`: row of the list, or primary key of the record; None: on paper.
    """

    number: str
    key: str
    place: int | None
    decided_on: date | None
    code: str = ""
    person: str = ""
    is_person: bool = False
    name: str = ""
    former: tuple[str, ...] = ()
    amounts: tuple[Decimal, ...] = ()

    @property
    def shown_name(self) -> str:
        """What may stand in a finding: of a person nothing but that it is one."""
        return PERSON if self.is_person else self.name

    def same_subject(self, other: "Document") -> bool:
        """Both by their code, or both by their hash, or by a name they have or had."""
        if self.code and other.code:
            return self.code == other.code
        if self.person and other.person:
            return self.person == other.person
        return bool(_names(self) & _names(other))


@dataclass(frozen=True)
class Difference:
    """不一致的栏目."""

    column: str
    here: str
    there: str

    def as_json(self) -> dict[str, str]:
        return {"column": self.column, "here": self.here, "there": self.there}


@dataclass
class Compared:
    """比对结果. Pairs are (here, there)."""

    missing_here: list[Document] = field(default_factory=list)
    missing_there: list[Document] = field(default_factory=list)
    different: list[tuple[Document, Document, list[Difference]]] = field(default_factory=list)
    same: list[tuple[Document, Document]] = field(default_factory=list)


def compare(here: Iterable[Document], there: Iterable[Document]) -> Compared:
    """Every document of both sides comes out exactly once; a row that stands twice in the list counts once."""
    result = Compared()
    mine: dict[str, list[Document]] = defaultdict(list)
    theirs: dict[str, list[Document]] = defaultdict(list)
    for one in here:
        mine[one.key].append(one)
    seen = set()
    for one in there:
        said = (
            one.key,
            one.code or one.person or normalise(one.name),
            one.decided_on,
            one.amounts,
            normalise(one.name),
        )
        if said not in seen:
            seen.add(said)
            theirs[one.key].append(one)
    for key in [*mine, *(key for key in theirs if key not in mine)]:
        _pair(mine.get(key, []), theirs.get(key, []), result)
    return result


def _pair(mine: list[Document], theirs: list[Document], result: Compared) -> None:
    """The ones under one number: without a fault first, then by subject, then whatever is left, in order."""
    for fits in (lambda a, b: a.same_subject(b) and not differences(a, b), Document.same_subject, lambda a, b: True):
        left = []
        for one in mine:
            other = next((two for two in theirs if fits(one, two)), None)
            if other is None:
                left.append(one)
                continue
            theirs = [two for two in theirs if two is not other]
            found = differences(one, other)
            if found:
                result.different.append((one, other, found))
            else:
                result.same.append((one, other))
        mine = left
    result.missing_there += mine
    result.missing_here += theirs


def differences(here: Document, there: Document) -> list[Difference]:
    """Columns that say different things; what one side leaves out is not compared."""
    found = []
    if here.decided_on and there.decided_on and here.decided_on != there.decided_on:
        found.append(Difference("决定日期", here.decided_on.isoformat(), there.decided_on.isoformat()))
    private = here.is_person or there.is_person
    if here.name and there.name and not _names(here) & _names(there):
        found.append(Difference("名称", HIDDEN if private else here.name, HIDDEN if private else there.name))
    if private:
        if here.is_person != there.is_person and (here.code or there.code):
            found.append(Difference("主体类别", _kind(here), _kind(there)))
        elif here.person and there.person and here.person != there.person:
            found.append(Difference("证件号码", HIDDEN, HIDDEN))
    elif here.code and there.code and here.code != there.code:
        found.append(Difference("统一社会信用代码", here.code, there.code))
    if here.amounts and there.amounts and not set(here.amounts) & set(there.amounts):
        found.append(Difference("罚款金额（万元）", f"{here.amounts[0]:f}", f"{there.amounts[0]:f}"))
    return found


def _kind(one: Document) -> str:
    return PERSON if one.is_person else "法人或个体工商户"


def _names(one: Document) -> set[str]:
    return {normalise(name) for name in (one.name, *one.former) if name} - {""}
