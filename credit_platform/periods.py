"""Publication periods (公示期): the class of a penalty and how long it is public, by dated rules given as data. Pure.

A record is judged by the rule set of its decision date. Sources: 国家发展改革委令第36号 (2026-04-01), 第58号, 市场监管总局令
第45号; domain.md §3; C4.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache

from .workdays import months_later

ORDER = ("minor", "general", "serious")  # 轻微, 一般, 严重

# 处罚类别 as departments write them, in the vocabularies of 2016, 2018 and of the 2021 law → the words of the rule tables.
PENALTY_KINDS = {
    "警告": ("警告",),
    "通报批评": ("通报批评",),
    "警告、通报批评": ("警告", "通报批评"),
    "罚款": ("罚款",),
    "没收违法所得": ("没收",),
    "没收非法财物": ("没收",),
    "没收违法所得、没收非法财物": ("没收",),
    "罚款、没收违法所得、没收非法财物": ("罚款", "没收"),
    "暂扣许可证件": ("暂扣许可证件",),
    "降低资质等级": ("降低资质等级",),
    "吊销许可证件": ("吊销许可证件",),
    "暂扣许可证件、降低资质等级、吊销许可证件": ("吊销许可证件",),
    "暂扣或者吊销许可证、暂扣或者吊销执照": ("吊销许可证件",),
    "暂扣或者吊销许可证": ("吊销许可证件",),
    "暂扣或者吊销执照": ("吊销许可证件",),
    "限制开展生产经营活动": ("限制开展生产经营活动",),
    "责令停产停业": ("责令停产停业",),
    "责令关闭": ("责令关闭",),
    "限制从业": ("限制从业",),
    "限制开展生产经营活动、责令停产停业、责令关闭、限制从业": ("限制从业",),
    "行政拘留": ("行政拘留",),
}


@lru_cache(maxsize=4_096)
def penalty_kinds(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """处罚类别 as written (joined by ; ； or 、) → words of the rule tables, and the parts that are in no list.

    其他 and 其他-补充说明 are known and give "其他".
    """
    known: list[str] = []
    unknown: list[str] = []
    for part in filter(None, (part.strip() for part in re.split("[;；]", unicodedata.normalize("NFKC", text)))):
        _read_part(part, known, unknown)
    return tuple(dict.fromkeys(known)), tuple(unknown)


def _read_part(part: str, known: list[str], unknown: list[str]) -> None:
    if part in PENALTY_KINDS:
        known.extend(PENALTY_KINDS[part])
    elif re.fullmatch(r"其他([\-—－:：(（].+)?", part):
        known.append("其他")
    elif "、" in part:
        for piece in part.split("、"):
            known.extend(PENALTY_KINDS.get(piece, ()))
            if piece not in PENALTY_KINDS:
                unknown.append(piece)
    else:
        unknown.append(part)


@dataclass(frozen=True)
class ClassRule:
    """A penalty of `kind` above `above` (万元; None: of any amount) is of this class."""

    kind: str
    above: Decimal | None
    seriousness: str


@dataclass(frozen=True)
class Period:
    """How long a class is public, in months."""

    public: bool
    shortest: int
    longest: int


@dataclass(frozen=True)
class Rules:
    """期限规则 of one legal text: classes, and periods by (class, field); field "" is every field without its own."""

    key: str
    from_publication: bool
    classes: Sequence[ClassRule]
    periods: Mapping[tuple[str, str], Period]

    def seriousness(self, kinds: Iterable[str], fine: Decimal | None) -> str:
        """Class of a penalty of these kinds; the most serious decides. Empty: not derivable, a person must say.

        `fine`: 万元, None where unknown.
        """
        found = [self._of_kind(kind, fine) for kind in kinds]
        if "serious" in found:
            return "serious"
        if not found or "" in found:
            return ""
        return max(found, key=ORDER.index)

    def _of_kind(self, kind: str, fine: Decimal | None) -> str:
        rules = [rule for rule in self.classes if rule.kind == kind]
        if any(rule.above is not None for rule in rules) and fine is None:
            return ""
        fitting = [rule for rule in rules if rule.above is None or (fine is not None and fine > rule.above)]
        if not fitting:
            return ""
        return max(fitting, key=lambda rule: rule.above if rule.above is not None else Decimal(-1)).seriousness

    def period(self, seriousness: str, field: str) -> Period | None:
        """Period of the class in the field; None where the rules know no such class."""
        return self.periods.get((seriousness, field)) or self.periods.get((seriousness, ""))

    def public_until(self, seriousness: str, field: str, decided_on: date, public_from: date | None) -> date | None:
        """Last day in public: start plus the longest period. None where the rules set no end, or where a text counts
        from publication and that day is not known yet.
        """
        period = self.period(seriousness, field)
        start = public_from if self.from_publication else decided_on
        if period is None or not period.longest or start is None:
            return None
        return months_later(start, period.longest) - timedelta(days=1)
