"""措施清单: the measures that hold here on a day; nothing that is not in it may be done to anybody. Source: E1, E2."""

import re
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from .jurisdictions import names_in_use
from .models import MeasureItem, MeasureList


def versions_in_use(on: date) -> QuerySet[MeasureList]:
    """Of the packs that hold here the version of the day, the national first."""
    return MeasureList.objects.filter(jurisdiction__name__in=names_in_use()).current(on)


def measures(on: date, *, text: str = "", kind: str = "", means: str = "", grade: str = "") -> QuerySet[MeasureItem]:
    """Items of those versions, with `text` in title, content, ground, area or clause; `kind`, `means`: as MeasureItem has them."""
    rows = MeasureItem.objects.filter(version__in=list(versions_in_use(on)))
    if text:
        named = Q(title__icontains=text) | Q(content__icontains=text) | Q(ground__icontains=text)
        rows = rows.filter(named | Q(area__icontains=text) | Q(basis__icontains=text) | Q(clause__icontains=text))
    for name, wanted in (("kind", kind), ("means", means), ("grade", grade)):
        if wanted:
            rows = rows.filter(**{name: wanted})
    return rows.select_related("version__jurisdiction").order_by("version__jurisdiction__pk", "position")


def citable(public_id: UUID, on: date) -> MeasureItem | None:
    """The item where a measure of the day may rest on it: of a version in use, by a rule in force."""
    rows = measures(on).filter(status__in=["in_force", "default"])
    found = rows.filter(public_id=public_id).first()
    return None if found is None or names_nothing(found) else found


# 兜底条款: whatever other rules allow. It says no measure, so none can rest on it: the rule itself must first be on a list.
CATCH_ALL = re.compile(r"(规定|允许|依法)[^，。]{0,6}的?其[他它](激励|惩戒|奖励|约束|措施)")


def names_nothing(item: MeasureItem) -> bool:
    """Whether it is a catch-all: published with its list, chosen by nobody."""
    return bool(CATCH_ALL.search(item.title))


# Words of the texts for targets that only a natural person can be. A title of a unit (企业, 会员, 供应商 …) is none of them.
PERSONAL = (
    "个人",
    "法定代表人",
    "负责人",
    "责任人",
    "相关人员",
    "注册执业人员",
    "高级管理人员",
    "董事",
    "股东",
    "实际控制人",
)
SERIOUS = "严重"


def of_persons_only(item: MeasureItem) -> bool:
    """Whether the text aims it at natural persons alone."""
    return bool(item.targets) and all(any(one.endswith(word) for word in PERSONAL) for one in item.targets)


def of_units_only(item: MeasureItem) -> bool:
    """Whether the text aims it at units alone: 企业, 机构."""
    return bool(item.targets) and set(item.targets) <= {"企业", "机构", "市场主体"}


def suits(item: MeasureItem, *, person: bool) -> bool:
    """Whether it can be done to such a subject because of a serious breach: of its kind, and no measure of a lesser grade."""
    if item.kind == MeasureItem.Kind.SANCTION and item.grade not in ("", SERIOUS):
        return False
    return not (of_units_only(item) if person else of_persons_only(item))


def choosable(on: date, *, kind: str, text: str = "", people: bool) -> list[MeasureItem]:
    """Measures of the day for a case of a unit: none of a lesser grade; those of natural persons alone only where persons
    answer for it (`people`).
    """
    rows = measures(on, text=text, kind=kind).filter(status__in=["in_force", "default"])
    named = [one for one in rows if not names_nothing(one)]
    return [one for one in named if suits(one, person=False) or (people and suits(one, person=True))]


def fitting(on: date, *, kind: str, person: bool) -> list[MeasureItem]:
    """Measures of the day that an entry may cite and that suit its subject."""
    rows = measures(on, kind=kind).filter(status__in=["in_force", "default"])
    return [one for one in rows if suits(one, person=person) and not names_nothing(one)]
