"""公开的文稿: what everybody may read of an article, and nothing else: for its page, the columns, the feeds. Source: G4, sentence 10."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from .markup import Block, blocks
from .models import Article, Version

COLUMNS = (
    "public_id", "kind", "department__name", "department__code", "public_from", "replaced", "version__title", "version__body",
    "version__index_number", "version__document_type", "version__issuer", "version__document_number", "version__made_on",
    "version__valid_until",
)  # fmt: skip


AS_REGISTERED = frozenset({"索引号", "发文机构", "发布机构", "文号"})  # facts that no other script changes


@dataclass(frozen=True)
class Shown:
    """一份文稿 as it is read. `facts`: (label, value, whether it stays as registered); `lasting`: whether it is in force, None where that says nothing."""

    id: UUID | None
    kind: str
    kind_title: str
    title: str
    issuer: str
    public_from: date | None
    facts: tuple[tuple[str, str, bool], ...]
    body: tuple[Block, ...]
    lasting: bool | None
    validity: str


def shown(row: Mapping[str, Any], on: date) -> Shown:
    """A row of `with_validity(on).values(*COLUMNS)`."""
    said = {name.removeprefix("version__"): value for name, value in row.items()}
    return _shown(said, row["public_id"], row["kind"], row["public_from"], on, replaced=row["replaced"])


def previewed(kind: str, said: Mapping[str, Any], on: date) -> Shown:
    """预览: what is typed, as it would look if it were published today."""
    return _shown(said, None, kind, on, on, replaced=False)


def _shown(
    said: Mapping[str, Any], public_id: UUID | None, kind: str, public_from: date | None, on: date, *, replaced: bool
) -> Shown:
    policy = kind == Article.Kind.POLICY
    words, lasting = validity(said["valid_until"], replaced, on)
    facts: list[tuple[str, str]] = [("发布机构" if not policy else "发文机构", said["issuer"])]
    if policy:
        document_type = said["document_type"]
        facts = [
            ("索引号", said["index_number"]),
            ("文件种类", str(Version.DocumentType(document_type).label) if document_type else ""),
            *facts,
            ("文号", said["document_number"]),
            ("成文日期", _day(said["made_on"])),
        ]
    facts.append(("发布日期", _day(public_from)))
    if policy:
        facts.append(("有效性", words))
    return Shown(
        public_id, kind, str(Article.Kind(kind).label), said["title"], said["issuer"], public_from,
        tuple((label, value, label in AS_REGISTERED) for label, value in facts if value), tuple(blocks(said["body"])), lasting if policy else None,
        words if policy else "",
    )  # fmt: skip


def validity(valid_until: date | None, replaced: bool, on: date) -> tuple[str, bool]:
    """有效性 in words, and whether it is in force on the day."""
    if replaced:
        return "已被新文件代替", False
    if valid_until is None:
        return "有效", True
    if valid_until < on:
        return f"已失效（有效期至{_day(valid_until)}）", False
    return f"有效（至{_day(valid_until)}）", True


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
