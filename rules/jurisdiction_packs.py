"""规则包文件: reading packs/*.toml, and what is wrong with one. Pure: no database. Source: K.

A pack is `packs/NAME.toml`, or a folder `packs/NAME/` of such files taken together. Every value names its clause; in a local pack
that is the number in its own text, e.g. 二(二)3, several separated by ；. A table of items gives what its items share.
"""

import hashlib
import json
import tomllib
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from .keys import key_of

FOLDER = Path(__file__).parent / "packs"
STATUSES = ("in_force", "historic", "overridden", "default")
HEAD = {"name", "title", "text", "short", "source", "since", "note"}
VALUE = {"key", "value", "clause", "status", "since", "until", "overridden_by", "mandatory", "bound"}
ITEM = {"title", "ground", "basis", "clause", "status", "overridden_by"}
BEHAVIOUR = ITEM | {"kind", "field", "decided_by", "targets"}
MEASURE = ITEM | {
    "kind", "means", "content", "initiating", "implementing", "evidence", "grade", "targets", "condition", "area", "period",
}  # fmt: skip
LISTS = {"behaviours": BEHAVIOUR, "measures": MEASURE}


class BadPack(ValueError):
    """The file cannot be loaded; the message says which line of it is wrong."""


@dataclass
class Pack:
    """规则包 as read. `behaviours`, `measures`: one dict an item, whole, with its `key`."""

    head: dict[str, Any]
    values: list[dict[str, Any]] = field(default_factory=list)
    behaviours: list[dict[str, Any]] = field(default_factory=list)
    measures: list[dict[str, Any]] = field(default_factory=list)
    digest: str = ""

    @property
    def name(self) -> str:
        return self.head["name"]

    @property
    def since(self) -> date | None:
        return self.head.get("since")

    def cited(self, clause: str) -> str:
        """The clause as pages show it: of a local pack its text's short name stands before the number."""
        return clause if self.name == "national" else f"{self.head['short']} {clause}"


def names() -> list[str]:
    """Packs that ship, the national one first."""
    found = {path.stem for path in FOLDER.iterdir()}
    return sorted(filter(_has_head, found), key=lambda name: (name != "national", name))


def read_pack(name: str) -> Pack:
    """The pack as its files say it. Raises BadPack."""
    if name not in names():
        raise BadPack(f"没有规则包“{name}”，可用的有：{'、'.join(names())}。")
    head: dict[str, Any] = {}
    parts: dict[str, list[dict]] = {"value": [], "behaviours": [], "measures": []}
    for path in _paths(name):
        said = tomllib.loads(path.read_text(encoding="utf-8"))
        head |= said.get("pack", {})
        for part, rows in parts.items():
            rows.extend(said.get(part, []))
    _known(f"{name} [pack]", head, HEAD)
    pack = Pack(head, digest=pack_digest(name))
    pack.values = [_value(pack, row) for row in parts["value"]]
    pack.behaviours = _items(pack, "behaviours", parts["behaviours"])
    pack.measures = _items(pack, "measures", parts["measures"])
    seen = [(row["key"], row["since"]) for row in pack.values]
    if twice := next((one for one in seen if seen.count(one) > 1), None):
        raise BadPack(f"{name}：规则“{twice[0]}”同一日期写了两次。")
    return pack


def pack_digest(name: str) -> str:
    """SHA-256 of the pack's files; of nothing where it has none."""
    return hashlib.sha256(b"".join(path.read_bytes() for path in _paths(name))).hexdigest()


def items_digest(items: list[dict[str, Any]]) -> str:
    """By which two versions of a list are told apart."""
    return hashlib.sha256(json.dumps(items, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _paths(name: str) -> list[Path]:
    return sorted((FOLDER / name).glob("*.toml")) if (FOLDER / name).is_dir() else list(FOLDER.glob(f"{name}.toml"))


def _has_head(name: str) -> bool:
    return any("pack" in tomllib.loads(one.read_text(encoding="utf-8")) for one in _paths(name))


def _value(pack: Pack, row: dict[str, Any]) -> dict[str, Any]:
    where = f"{pack.name}：规则“{row.get('key', '?')}”"
    _known(where, row, VALUE)
    key = key_of(row.get("key", ""))
    if key is None:
        raise BadPack(f"{where}不在规则目录中。")
    if "value" not in row:
        raise BadPack(f"{where}没有写值。")
    if fault := key.fault(row["value"]):
        raise BadPack(f"{where}：{fault}。")
    made = {"since": pack.since, "until": None, "status": "in_force", "overridden_by": "", "bound": "exact"} | row
    made["mandatory"] = row.get("mandatory", False)
    _settled(where, made)
    if made["mandatory"] and pack.name != "national":
        raise BadPack(f"{where}：只有国家规则可以是强制的。")
    if made["status"] == "historic" and made["until"] is None:
        raise BadPack(f"{where}：已过期的须写明到哪一天。")
    return made


def _settled(where: str, row: dict[str, Any]) -> None:
    if not row.get("clause"):
        raise BadPack(f"{where}没有写条款。")
    if row["status"] not in STATUSES:
        raise BadPack(f"{where}的效力“{row['status']}”不可用。")
    if bool(row.get("overridden_by")) != (row["status"] == "overridden"):
        raise BadPack(f"{where}：被取代的须写明被何规定取代，其他的不写。")


def _items(pack: Pack, part: str, groups: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A group is a table with what its items share, a key and `items`: titles, or tables of what is their own."""
    found: list[dict[str, Any]] = []
    for group in groups:
        shared = {name: word for name, word in group.items() if name not in ("key", "items")}
        for number, item in enumerate(group["items"], 1):
            own = {"title": item} if isinstance(item, str) else item
            made = {"status": "in_force", **shared, **own}
            made["key"] = own.get("key", f"{group['key']}-{number:02}")
            where = f"{pack.name}：清单“{made['key']}”"
            _known(where, made, LISTS[part] | {"key"})
            _settled(where, made)
            found.append(made)
    keys = [item["key"] for item in found]
    if len(keys) != len(set(keys)):
        raise BadPack(f"{pack.name}：清单编号重复。")
    return found


def _known(where: str, row: dict[str, Any], allowed: set[str]) -> None:
    if strange := sorted(set(row) - allowed):
        raise BadPack(f"{where}中有不认识的项：{'、'.join(strange)}。")
