"""Serializers of the public API, made of the declared shapes (publicity/opendata/shapes.py): what the OpenAPI says is what is sent.
Source: I4.
"""

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, PolymorphicProxySerializer
from rest_framework import serializers

from exchange.sight import ARTICLE, CASE, ENTRY, EXIT, INSTITUTION, RECORD, REPAIR, SUBJECT, TITLE

from ..opendata.shapes import SHAPES, TITLES, Field, example_of

CURSOR = OpenApiParameter("cursor", OpenApiTypes.STR, description="上一页应答中的 next")
DEPARTMENT = OpenApiParameter(
    "department", OpenApiTypes.STR, description="部门的统一社会信用代码；信用办的代码包括所辖部门"
)


class Pair(serializers.Serializer):
    """公开内容的一项."""

    label = serializers.CharField(help_text="名称")
    value = serializers.CharField(help_text="内容")


class Fresh(serializers.Serializer):
    """How fresh an answer is."""

    as_of = serializers.DateField(help_text="截至日期")
    position = serializers.IntegerField(help_text="应答时变更流的最新序号：之后的变化请从这里接着读变更流")


def _field(one: Field) -> serializers.Field:
    options: dict[str, Any] = {"help_text": one.said, "allow_null": one.empty}
    if one.type == "texts":
        return serializers.ListField(child=serializers.CharField(), **options)
    if one.type == "pairs":
        return Pair(many=True, help_text=one.said)
    kinds = {
        "text": serializers.CharField, "day": serializers.DateField, "id": serializers.UUIDField,
        "flag": serializers.BooleanField, "number": serializers.IntegerField,
    }  # fmt: skip
    return kinds[one.type](**options)


def _item(kind: str, name: str) -> type[serializers.Serializer]:
    fields: dict[str, Any] = {one.name: _field(one) for one in SHAPES[kind]}
    return type(name, (serializers.Serializer,), fields | {"__doc__": TITLES[kind]})


ITEMS = {
    kind: _item(kind, name)
    for kind, name in {
        SUBJECT: "Subject", RECORD: "Record", ENTRY: "BlackEntry", TITLE: "RedEntry", REPAIR: "RepairResult",
        EXIT: "ExitAnnouncement", CASE: "TypicalCase", INSTITUTION: "Institution", ARTICLE: "Article",
    }.items()
}  # fmt: skip
ANY_ITEM = PolymorphicProxySerializer("Item", list(ITEMS.values()), resource_type_field_name=None)


def one_of(name: str, item: Any) -> type[serializers.Serializer]:
    """An answer with one item."""
    return type(name, (Fresh,), {"item": item, "__doc__": "一条."})


def page_of(name: str, results: Any) -> type[serializers.Serializer]:
    """An answer with a page of items."""
    fields = {
        "next": serializers.CharField(allow_null=True, help_text="下一页的 cursor；没有下一页的为空"), "results": results, "__doc__": "一页.",
    }  # fmt: skip
    return type(name, (Fresh,), fields)


def example(kind: str, *, page: bool) -> OpenApiExample:
    """An invented answer."""
    item = example_of(kind)
    said: dict[str, Any] = {"next": None, "results": [item]} if page else {"item": item}
    return OpenApiExample(TITLES[kind], {"as_of": "2026-04-20", "position": 1024} | said, response_only=True)
