"""清单修订表: a behaviour or measure list as a workbook, and the revision that an edited one asks for. Source: D1, E1.

Whoever revises takes the list away, changes it in their own program and brings it back; what differs becomes one rule change
(rules/revising.py). A row left out is an item taken out; a row without 编号 is a new one.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import Choices
from django.utils.text import slugify

from credit_platform.sheets import workbook
from records.reading.formats import Unreadable
from records.reading.headers import WITHIN
from records.reading.parsing import sheets
from rules.models import BehaviourItem, BehaviourList, Jurisdiction, MeasureItem, MeasureList

FAMILIES: dict[str, tuple[Any, Any, str]] = {
    "behaviour_list": (BehaviourList, BehaviourItem, "行为清单"),
    "measure_list": (MeasureList, MeasureItem, "措施清单"),
}
COLUMNS = {
    "behaviour_list": {
        "key": "编号", "kind": "类别", "title": "行为", "field": "领域", "ground": "事由", "decided_by": "认定部门", "basis": "依据",
        "clause": "条款",
    },
    "measure_list": {
        "key": "编号", "kind": "类别", "means": "方式", "title": "措施", "content": "措施内容", "ground": "事由", "grade": "失信程度",
        "targets": "对象", "condition": "条件", "area": "适用范围", "period": "期限", "initiating": "发起部门", "implementing": "实施部门",
        "evidence": "证据材料", "basis": "依据", "clause": "条款",
    },
}  # fmt: skip
NEEDED = {"编号", "类别", "条款"}
PARTS = re.compile(r"[、,，;；\n]")


class RevisionRefused(ValueError):
    """The workbook cannot be read as this list; the message says where and what to do."""


def version_of(family: str, pack: Jurisdiction, on: date):
    """The list's version of the day; None: the pack has none."""
    return FAMILIES[family][0].objects.filter(jurisdiction=pack).current(on).first()


def sheet_of(family: str, pack: Jurisdiction, on: date) -> bytes:
    """修订表: the items of the day, to be edited."""
    version, columns = version_of(family, pack, on), COLUMNS[family]
    rows = FAMILIES[family][1].objects.filter(version=version).order_by("position") if version else []
    cells = [[_written(getattr(row, name), row, name) for name in columns] for row in rows]
    return workbook(f"{pack.title}{FAMILIES[family][2]}", list(columns.values()), cells)


def _written(value: Any, row: Any, name: str) -> str:
    if isinstance(value, list):
        return "、".join(value)
    return getattr(row, f"get_{name}_display")() if name in ("kind", "means") else str(value)


def revision_in(data: bytes, file_name: str, family: str, pack: Jurisdiction, on: date) -> dict[str, Any]:
    """{"add": [item …], "remove": [key …]}: what the workbook says differently. Raises RevisionRefused."""
    try:
        with sheets(data, file_name) as lines:
            rows = list(_rows(lines, COLUMNS[family]))
    except Unreadable as refused:
        raise RevisionRefused(refused.message) from refused
    version, model = version_of(family, pack, on), FAMILIES[family][1]
    names = [*COLUMNS[family], "status", "overridden_by"]
    held = {row["key"]: row for row in model.objects.filter(version=version).values(*names)} if version else {}
    said = _items(rows, held, model, pack)
    changed = [item for key, item in said.items() if item != held.get(key)]
    removed = [key for key in held if key not in said or said[key] != held[key]]
    if not changed and not removed:
        raise RevisionRefused("表中的内容与现行清单相同，没有要修订的。")
    if held and not said:
        raise RevisionRefused("表中没有一项内容。整个清单不能这样清空，请核对是否选错了文件。")
    return {"add": changed, "remove": removed}


def _rows(lines: Iterable[tuple[str, Sequence[Any]]], columns: dict[str, str]) -> Iterable[tuple[int, dict[str, str]]]:
    """(row number, {column: text}) below the header of the first sheet."""
    places: dict[str, int] | None = None
    first = ""
    for number, (sheet, cells) in enumerate(lines, 1):
        first = first or sheet
        if sheet != first:
            break
        texts = [unicodedata.normalize("NFC", str(cell)).strip() for cell in cells]
        if places is None:
            if set(texts) >= NEEDED:
                places = {name: texts.index(title) for name, title in columns.items() if title in texts}
                if lacking := [title for name, title in columns.items() if name not in places]:
                    raise RevisionRefused(f"表头缺少：{'、'.join(lacking)}。请用下载的修订表填写。")
            elif number > WITHIN:
                break
        elif any(texts):
            yield number, {name: texts[at] if at < len(texts) else "" for name, at in places.items()}
    if places is None:
        raise RevisionRefused(f"没有在前{WITHIN}行找到表头（{'、'.join(columns.values())}）。请用下载的修订表填写。")


def _items(rows: Iterable[tuple[int, dict[str, str]]], held: dict[str, dict], model: Any, pack: Jurisdiction) -> dict:
    found: dict[str, dict[str, Any]] = {}
    kept = {cells["key"] for _, cells in rows}
    for number, cells in rows:
        key = cells["key"] or _new_key(pack.name, {*held, *found, *kept})
        if slugify(key) != key.lower() or len(key) > 60:
            raise RevisionRefused(f"第{number}行：编号“{key[:20]}”只能用字母、数字和短横线；新增的项目可以不填。")
        if key in found:
            raise RevisionRefused(f"第{number}行：编号“{key}”在表中出现了两次。")
        before = held.get(key, {})
        item = {name: _read(text, model, name, number) for name, text in cells.items()} | {"key": key}
        if not item["title"] or not item["clause"]:
            raise RevisionRefused(f"第{number}行：没有填名称或条款。每一项都要写明依据的条款。")
        item["status"] = before.get("status", "in_force")
        item["overridden_by"] = before.get("overridden_by", "")
        found[key] = item
    return found


def _new_key(name: str, taken: set[str]) -> str:
    count = 1
    while (key := f"{name.replace('_', '-')}-new-{count}") in taken:
        count += 1
    return key


def _read(text: str, model: Any, name: str, number: int) -> Any:
    field = model._meta.get_field(name)
    if name in ("kind", "means"):
        choices: type[Choices] = {"kind": model.Kind, "means": getattr(model, "Means", None)}[name]
        value = next((value for value, title in choices.choices if title == text), None)
        if value is None:
            said = "、".join(str(title) for _, title in choices.choices)
            raise RevisionRefused(f"第{number}行：“{field.verbose_name}”应为{said}之一，表中是“{text[:20]}”。")
        return value
    if hasattr(field, "base_field"):
        parts = [part.strip() for part in PARTS.split(text) if part.strip()]
        if any(len(part) > field.base_field.max_length for part in parts):
            raise RevisionRefused(
                f"第{number}行：“{field.verbose_name}”中有超过{field.base_field.max_length}字的，请用顿号分开。"
            )
        return parts
    if len(text) > field.max_length:
        raise RevisionRefused(f"第{number}行：“{field.verbose_name}”超过{field.max_length}字，请缩短。")
    return text
