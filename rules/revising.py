"""清单修订: a new version of a behaviour or measure list is the one before with items added and taken out. Source: D1, E1.

Proposed and adopted as any rule change (changing.py), under the key behaviour_list.PACK or measure_list.PACK; the value is
{"add": [item …], "remove": [key …], "next_revision": "YYYY-MM-DD" or left out}.
"""

from datetime import date
from typing import Any

from credit_platform.workdays import months_later

from .jurisdiction_loading import revision_months
from .jurisdiction_packs import BEHAVIOUR, MEASURE, items_digest
from .models import BehaviourItem, BehaviourList, Jurisdiction, MeasureItem, MeasureList, RuleChange
from .rule_targets import Target

KINDS: dict[str, tuple[Any, Any, set[str]]] = {
    "behaviour_list": (BehaviourList, BehaviourItem, BEHAVIOUR),
    "measure_list": (MeasureList, MeasureItem, MEASURE),
}


class OfList(Target):
    """清单 of one pack, by its last version."""

    def __init__(self, family: str, jurisdiction: Jurisdiction):
        self.versions, self.items, self.columns = KINDS[family]
        self.jurisdiction = jurisdiction
        self.row = self.versions.objects.filter(jurisdiction=jurisdiction).order_by("-number").first()

    @property
    def value(self) -> dict[str, Any]:
        return {"version": self.row.number if self.row else 0, "items": self._held().count() if self.row else 0}

    def _held(self) -> Any:
        return self.items.objects.filter(version=self.row)

    def fault(self, value: Any) -> str:
        if not isinstance(value, dict) or set(value) - {"add", "remove", "next_revision"}:
            return "应为 {add、remove、next_revision}"
        added, removed = value.get("add", []), value.get("remove", [])
        if not isinstance(added, list) or not isinstance(removed, list) or not (added or removed):
            return "请写明要增加或删去的项目"
        if "next_revision" in value and not _is_day(value["next_revision"]):
            return "下次修订日期应写成 2027-06-30 的样子"
        keys = set(self._held().values_list("key", flat=True)) if self.row else set()
        if strange := [key for key in removed if key not in keys]:
            return f"清单中没有“{strange[0]}”"
        for item in added:
            if fault := self._item_fault(item, keys - set(removed)):
                return fault
            keys.add(item["key"])
        return ""

    def _item_fault(self, item: Any, keys: set[str]) -> str:
        needed = {"key", "title", "kind", "clause"} | ({"means"} if "means" in self.columns else set())
        if not isinstance(item, dict) or set(item) - self.columns - {"key"}:
            return "项目中有不认识的内容"
        if missing := sorted(name for name in needed if not item.get(name)):
            return f"项目缺少：{'、'.join(missing)}"
        if item["kind"] not in self.items.Kind.values:
            return f"类别“{item['kind']}”不可用"
        if "means" in self.columns and item["means"] not in self.items.Means.values:
            return f"方式“{item['means']}”不可用"
        return f"编号“{item['key']}”已经用过" if item["key"] in keys else ""

    def replace(self, value: Any) -> None:
        """One more version, for the rehearsal."""
        self._write(value, adopted_on=date.min, next_revision=date.min, basis="预演")

    def adopt(self, value: Any, change: RuleChange) -> None:
        said = value.get("next_revision")
        next_one = date.fromisoformat(said) if said else months_later(change.since, revision_months(change.since))
        self._write(
            value, since=change.since, adopted_on=change.decided_on, next_revision=next_one, basis=change.clause,
            change=change,
        )  # fmt: skip

    def _write(self, value: Any, **columns: Any) -> None:
        names = [*sorted(self.columns), "key"]
        removed = set(value.get("remove", []))
        held = list(self._held().exclude(key__in=removed).order_by("position").values(*names)) if self.row else []
        items = held + [{"status": "in_force"} | item for item in value.get("add", [])]
        version = self.versions.objects.create(
            jurisdiction=self.jurisdiction,
            number=self.row.number + 1 if self.row else 1,
            digest=items_digest(items),
            **columns,
        )
        self.items.objects.bulk_create(
            self.items(version=version, position=place, **item) for place, item in enumerate(items, 1)
        )


def _is_day(text: Any) -> bool:
    try:
        return isinstance(text, str) and bool(date.fromisoformat(text))
    except ValueError:
        return False


def list_target(family: str, name: str) -> OfList | None:
    """None: there is no such pack."""
    jurisdiction = Jurisdiction.objects.filter(name=name).first()
    return OfList(family, jurisdiction) if jurisdiction else None
