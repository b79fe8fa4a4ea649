"""What the own file consists of: items under headings, as text; the pages and the report are made of the same. Source: F1, H3."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.urls import reverse

from subjects.models import Subject

SHORT = 22  # characters that fit into half the width of a card
FEW, MOST = 4, 4  # cells that stand open; labels that name what does not
# What is looked for first, in this order: days that run out, what is under way, who decided.
FIRST = (
    "公示截止", "期限", "列入期限", "纠正期限", "有效期至", "承诺补齐日期", "还要补交", "履行期限", "标注", "更正", "文书号", "决定机关",
    "决定日期",
)  # fmt: skip


@dataclass(frozen=True)
class Action:
    """What one can do about an item (异议、修复 …), as a link under it: `view` is opened with ?about=<public id>, or is
    the item's own page (`own`).
    """

    title: str
    view: str
    own: bool = False

    def address(self, item: "Item") -> str:
        if self.own:
            return reverse(self.view, args=[item.public_id])
        return reverse(self.view, query={"about": str(item.public_id)})


# Words of the trade among the headings, by section, as one would say them to somebody at the counter.
MEANINGS = {
    "entries": "因严重违法失信被认定机关列入的名单；列入期间在公开页面上能查到。",
    "measures": "部门因列入名单或者失信程度，依法对您采取的限制或者给予的便利。",
    "acts": "部门查明、经两人确认的失信行为，还没有形成处罚等决定书。",
    "minor_cases": "轻微失信只提醒、约谈、督促改正，不列入名单。",
    "verifications": "有单位对信息的真实性提出疑问，正在查；查的时候有关措施暂停。",
    "disclosures": "失信情况只告诉有关的单位，不向社会公开。",
    "standing": "信用好的办事可以走快捷通道，材料不齐也可以先受理、后补交。",
    "commitments": "您签过的、向社会公开的承诺书。",
    "late_papers": "先受理、后补交材料的承诺，到期要补齐。",
    "authorisations": "您书面同意哪些机构查询不公开的信息。",
}
# Whoever brings cases of those on record adds what their item pages begin: kind of the item (the model's object_kind) → links.
_OBJECTION, _REPAIR = Action("提出异议", "my_disputes:new"), Action("能不能修复", "my_repairs:cases")
ACTIONS: dict[str, tuple[Action, ...]] = {
    "record": (_REPAIR, _OBJECTION),
    "entry": (_REPAIR, _OBJECTION),
    "reported_act": (_REPAIR,),
    "measure": (_OBJECTION,),
    "check": (_OBJECTION,),
    "open_authorisation": (Action("撤回授权", "my:authorisation", own=True),),
}


@dataclass(frozen=True)
class Item:
    """One thing on record. `state` in words, `tone` of the stylesheet's states (good, bad, wait, info); `facts`: label, text."""

    kind: str
    public_id: UUID | None
    title: str
    state: str = ""
    tone: str = "info"
    facts: tuple[tuple[str, str], ...] = ()
    note: str = ""
    adverse: bool = True  # what is not is never to be repaired

    @property
    def cells(self) -> list[tuple[str, str, bool]]:
        """Label, text, whether it takes the whole width."""
        return [(label, words, len(words) > SHORT) for label, words in self.facts if words]

    @property
    def near(self) -> list[tuple[str, str]]:
        """What stands open on the page: until when, who, which document; where there is little, all that is short."""
        short = [(label, words) for label, words, wide in self.cells if not wide or label in SPANS]
        return short if len(short) <= FEW else sorted(short, key=_rank)[:FEW]

    @property
    def folded(self) -> list[tuple[str, str, bool]]:
        """The rest, under a line that one opens: the page is read on a telephone."""
        near = {label for label, _ in self.near}
        return [one for one in self.cells if one[0] not in near]

    @property
    def labels(self) -> str:
        """Of what is folded, as far as a line goes."""
        found = [label for label, _, _ in self.folded]
        return "、".join(found[:MOST]) + ("等" if len(found) > MOST else "")

    @property
    def actions(self) -> list[tuple[str, str]]:
        """Title and address of what can be done about it."""
        if self.public_id is None:
            return []
        return [
            (one.title, one.address(self)) for one in ACTIONS.get(self.kind, ()) if self.adverse or one is not _REPAIR
        ]


@dataclass
class Section:
    """One heading. `none`: the sentence where there is nothing; `total`: how many there are, `items` may be one page of them."""

    key: str
    title: str
    none: str
    items: list[Item] = field(default_factory=list)
    total: int | None = None
    words: str = ""

    @property
    def meaning(self) -> str:
        """What the heading's word means, for whoever meets it for the first time; empty where it says so itself."""
        return MEANINGS.get(self.key, "")

    @property
    def count(self) -> int:
        return len(self.items) if self.total is None else self.total


def same(subject: Subject) -> list[int]:
    """The subject and all that were merged into it: what was said of those counts as its own."""
    return list(Subject.objects.one_with(subject).values_list("pk", flat=True))


def day(value: date | None) -> str:
    return value.isoformat() if value else ""


def span(since: date | None, until: date | None) -> str:
    """起止, as a page says it."""
    if since and until:
        return f"{since.isoformat()} 至 {until.isoformat()}"
    return f"{since.isoformat()} 起" if since else f"至 {until.isoformat()}" if until else ""


SPANS = ("期限", "列入期限")  # from a day to a day: longer than half a card, and never folded


def _rank(cell: tuple[str, str]) -> int:
    return FIRST.index(cell[0]) if cell[0] in FIRST else len(FIRST)


Ids = Sequence[int]
