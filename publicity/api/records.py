"""信用记录、名单条目与修复结果 by API: a page of them, or one by its id. Source: I4."""

import uuid
from collections.abc import Collection
from datetime import date
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import Department
from exchange.sight import ENTRY, MODELS, RECORD, REPAIR, TITLE
from records.kinds.shown import ALLOWED
from subjects.models import Subject

from ..opendata import items
from ..places import behind
from .base import PublicView
from .shapes import CURSOR, DEPARTMENT, ITEMS, example, one_of, page_of

PAGE = 100
TYPES = sorted(key for key, shown in ALLOWED.items() if shown)


class Paged(PublicView):
    """A page of one kind, what was published last first. `day`: the column that says when."""

    kind: ClassVar[str] = ""
    day: ClassVar[str] = "public_from"

    def narrowed(self, rows: QuerySet, types: Collection[str]) -> QuerySet:
        """By `type`, one of `types`, and by `department`, where they are given. Raises ValidationError."""
        asked = self.request.query_params.get("type")
        if asked is not None:
            if asked not in types:
                raise ValidationError({"type": [f"只能是：{'、'.join(types)}。"]})
            rows = rows.filter(kind=asked)
        if department := self.department():
            rows = rows.filter(department__in=Department.objects.tree(department))
        return rows

    def page(self, rows: QuerySet, cursor: str | None) -> Response:
        """`cursor`: the id of the last item read; it need not be public any more. By day and id, as the columns are read: there is an
        index that begins with the kind, while a walk by primary key would pass over all rows of other kinds.
        """
        model, day, place = MODELS[self.kind], self.day, None
        if cursor is not None:
            place = model.objects.filter(public_id=self.uuid_of("cursor")).values_list(day, "public_id").first()
            if place is None or place[0] is None:
                raise ValidationError({"cursor": ["cursor 无效，请从第一页重新开始。"]})
        found = [items.made(self.kind, row) for row in behind(rows, place, day=day)[: PAGE + 1]]
        onward = found[PAGE - 1]["id"] if len(found) > PAGE else None
        return self.told({"next": onward, "results": found[:PAGE]})


class Records(Paged):
    """Of a subject, or of a type."""

    kind = RECORD
    parameters = ("subject", "type", "department", "cursor")

    @extend_schema(
        operation_id="list_records",
        summary="信用记录",
        tags=["记录"],
        parameters=[
            OpenApiParameter("subject", OpenApiTypes.UUID, description="信用主体的公开标识；与 type 至少给一个"),
            OpenApiParameter("type", OpenApiTypes.STR, enum=TYPES, description="信息类别；与 subject 至少给一个"),
            DEPARTMENT,
            CURSOR,
        ],
        responses=page_of("RecordPage", ITEMS[RECORD](many=True)),
        examples=[example(RECORD, page=True)],
    )
    def get(self, request: Request) -> Response:
        """公示中的，最近公示的在前，每页100条。"""
        sent, rows = request.query_params, items.rows(RECORD, timezone.localdate())
        if "subject" not in sent and "type" not in sent:
            raise ValidationError({"type": ["请给 subject 或者 type；要全部数据的请用批量文件和变更流。"]})
        if "subject" in sent:
            rows = rows.filter(subject__in=list(Subject.objects.one_with_id(self.uuid_of("subject"))))
        return self.page(self.narrowed(rows, TYPES), sent.get("cursor"))


class Repairs(Paged):
    """Granted lately."""

    kind = REPAIR
    day = "result_from"
    parameters = ("cursor",)

    @extend_schema(
        operation_id="list_repair_results",
        summary="信用修复结果",
        tags=["记录"],
        parameters=[CURSOR],
        responses=page_of("RepairPage", ITEMS[REPAIR](many=True)),
        examples=[example(REPAIR, page=True)],
    )
    def get(self, request: Request) -> Response:
        """公示中的，新的在前，每页100条；原决定的内容不再公开。"""
        return self.page(items.rows(REPAIR, timezone.localdate()), request.query_params.get("cursor"))


class OneRecord(PublicView):
    """One record."""

    @extend_schema(
        operation_id="get_record", summary="一条信用记录", tags=["记录"], responses=one_of("RecordAnswer", ITEMS[RECORD]()),
        examples=[example(RECORD, page=False)],
    )  # fmt: skip
    def get(self, request: Request, public_id: uuid.UUID) -> Response:
        """公示中的；其他的返回404。"""
        return self.told({"item": item_of(public_id, RECORD, timezone.localdate())})


class OneBlackEntry(PublicView):
    """One entry of the black list."""

    @extend_schema(
        operation_id="get_black_entry", summary="严重失信主体名单的一条（本地认定）", tags=["名单"], responses=one_of("BlackEntryAnswer", ITEMS[ENTRY]()),
        examples=[example(ENTRY, page=False)],
    )  # fmt: skip
    def get(self, request: Request, public_id: uuid.UUID) -> Response:
        """公示中的；其他的返回404。外来名单的条目见 /records/。"""
        return self.told({"item": item_of(public_id, ENTRY, timezone.localdate())})


class OneRedEntry(PublicView):
    """One title."""

    @extend_schema(
        operation_id="get_red_entry", summary="守信红名单的一条（本地认定）", tags=["名单"], responses=one_of("RedEntryAnswer", ITEMS[TITLE]()),
        examples=[example(TITLE, page=False)],
    )  # fmt: skip
    def get(self, request: Request, public_id: uuid.UUID) -> Response:
        """公布中的；其他的返回404。外来名单的条目见 /records/。"""
        return self.told({"item": item_of(public_id, TITLE, timezone.localdate())})


def item_of(public_id: uuid.UUID, kind: str, on: date) -> dict[str, Any]:
    """Raises NotFound, the same for what never was and what is public no longer."""
    found = items.by_id(kind, [public_id], on).get(public_id)
    if found is None:
        raise NotFound("没有这一条，或者它已不再公示。")
    return found
