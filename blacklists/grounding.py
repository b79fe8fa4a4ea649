"""Grounds (列入依据): what an entry may rest on, what it weighs, and whether it is about the behaviour that is charged. Source: D3.

That a decision is of another field than the behaviour is a warning, never a refusal: the words of decisions are free, so only a
person can say. Whoever issues the notice and whoever decides sees it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from accounts.models import Officer
from records.models import Record
from rules.measures import PERSONAL
from subjects.models import Subject

from .models import Entry, ReportedAct
from .procedure import Behaviour, procedure
from .querysets import GONE

KINDS = ("penalty", "ruling", "debtor", "abnormal", "inspection", "coercion")
PENDING = ("awaiting", "escalated", "held")  # no second person has let it through yet
MOST = 100
# 领域 → words by which behaviours and decisions name it. What names none of them is compared with nothing.
FIELDS = {
    "食品药品": ("食品", "药品", "化妆品", "医疗器械", "疫苗"),
    "生态环境": ("环境", "排污", "污染", "废水", "废气", "固体废物", "环评"),
    "安全生产": ("安全生产", "生产安全", "危险化学品", "矿山安全"),
    "消防": ("消防", "火灾"),
    "工程建设": ("工程质量", "建设工程", "施工", "建筑市场", "招标", "投标"),
    "税收": ("税",),
    "劳动保障": ("欠薪", "农民工工资", "劳动报酬", "劳动保障", "社会保险"),
    "金融": ("非法集资", "贷款", "融资担保", "债务"),
    "广告": ("广告",),
    "知识产权": ("专利", "商标", "知识产权"),
    "交通": ("道路运输", "交通运输", "超限", "醉酒驾驶", "交通违章"),
    "国防": ("兵役", "国防", "民用资源征用"),
    "统计": ("统计",),
    "政府采购": ("政府采购",),
    "司法执行": ("拒不履行", "被执行人", "拒执", "逃避执行"),
}
SAID_BY = ("CF_WFXW", "CF_SY", "CF_YJ", "CP_AY", "YC_YY", "QZ_LB", "JC_MC", "SX_XW")


@dataclass(frozen=True)
class Grounds:
    """可作依据的决定 of a subject within somebody's reach."""

    records: list[Record]
    acts: list[ReportedAct]


def within_reach(officer: Officer, subject: Subject | None) -> Grounds:
    """Records and confirmed determinations that the officer may rest a proposal on, the latest first."""
    if subject is None:
        return Grounds([], [])
    same = Subject.objects.one_with(subject)
    records = Record.objects.visible_to(officer).filter(subject__in=same, kind__in=KINDS).exclude(state__in=GONE)
    acts = ReportedAct.objects.visible_to(officer).standing().filter(subject__in=same)
    return Grounds(
        list(records.select_related("department").order_by("-decided_on", "-pk")[:MOST]),
        list(acts.select_related("department").order_by("-decided_on", "-pk")[:MOST]),
    )


def may_ground(record: Record) -> bool:
    """Whether it is of a kind and state that an entry may rest on."""
    return record.kind in KINDS and record.state not in GONE


def standing(subject: Subject | None, officer: Officer, on: date) -> list[Entry]:
    """已在列或正在办理: entries in force that everybody may see, and those under way within the officer's reach."""
    if subject is None:
        return []
    shown = Q(pk__in=Entry.objects.public(on).about(subject).values("pk"))
    mine = Q(pk__in=Entry.objects.visible_to(officer).about(subject).values("pk"))
    open_ = ~Q(state__in=["left", "dropped", "taken_back", "published", "filed"])
    forced = Q(pk__in=Entry.objects.in_force(on).about(subject).values("pk"))
    rows = Entry.objects.filter(shown | mine & (open_ | forced))
    return list(rows.select_related("department").order_by("-pk"))


def offered(on: date, officer: Officer, subject: Subject) -> list[Behaviour]:
    """现行行为清单 as a form offers it: each once, none that only a natural person can commit to a unit."""
    found: dict[str, Behaviour] = {}
    for one in procedure(on, officer.department).behaviours.values():
        if fits(one, person=subject.kind == "person"):
            found.setdefault("".join(one.title.split()), one)
    return list(found.values())


def fits(behaviour: Behaviour, *, person: bool) -> bool:
    """Whether such a subject can have committed it."""
    only_persons = bool(behaviour.targets) and all(
        any(one.endswith(word) for word in PERSONAL) for one in behaviour.targets
    )
    return person or not only_persons


def fields_of(*texts: str) -> set[str]:
    """领域 that the texts name."""
    said = "".join(texts)
    return {name for name, words in FIELDS.items() if any(word in said for word in words)}


def of_another_field(title: str, field: str, grounds: Iterable[Record | ReportedAct]) -> list[str]:
    """Document numbers of those that name fields, but none of the behaviour's."""
    wanted = fields_of(title, field)
    if not wanted:
        return []
    found = []
    for one in grounds:
        said = _said(one)
        named = fields_of(*said)
        if named and not named & wanted:
            found.append(
                f"{one.document_number if isinstance(one, Record) else one.document}（{'、'.join(sorted(named))}）"
            )
    return found


def odd_grounds(entry: Entry) -> list[str]:
    """The same of an entry's grounds, for who decides on it."""
    rows = entry.grounds.select_related("record__version", "act")
    every = [one.record or one.act for one in rows]
    return of_another_field(entry.behaviour_title, entry.field, [one for one in every if one is not None])


def _said(one: Record | ReportedAct) -> list[str]:
    if isinstance(one, ReportedAct):
        return [one.basis, one.facts]
    return [str(one.version.content.get(code, "")) for code in SAID_BY]
