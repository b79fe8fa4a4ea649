"""信用主体 by API: search by name or code, one subject with its lists and how many records it has. Source: I4, G2, G6."""

import uuid
from typing import ClassVar

from django.db.models import Count, Q
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from credit_platform.personal import personal_number_in
from exchange.sight import ENTRY, SUBJECT, TITLE
from records.models import Record
from subjects.models import Subject
from subjects.search import COUNTED, QueryRefused, Why, find

from ..opendata import items
from .base import SEARCH, PublicView
from .shapes import CURSOR, ITEMS, one_of, page_of

PAGE = 20


class FoundSerializer(serializers.Serializer):
    """检索到的一个主体."""

    id = serializers.UUIDField(help_text="公开标识")
    name = serializers.CharField(help_text="现在的名称")
    code = serializers.CharField(help_text="统一社会信用代码；没有的为空")
    matched = serializers.CharField(help_text="与检索内容相符的名称或者代码")
    why = serializers.ChoiceField(choices=[(one.value, one.value) for one in Why], help_text="怎样相符")
    page = serializers.CharField(help_text="主体页地址")


class CountSerializer(serializers.Serializer):
    """一类信息的条数."""

    type = serializers.CharField(help_text="信息类别")
    count = serializers.IntegerField(help_text="条数")


FoundPage = page_of("FoundPage", FoundSerializer(many=True))
WholeSubject = type(
    "WholeSubject", (one_of("SubjectAnswer", ITEMS[SUBJECT]()),),
    {
        "records": CountSerializer(many=True, help_text="公示中的信用记录，按信息类别；内容见 /records?subject="),
        "black_entries": ITEMS[ENTRY](many=True, help_text="严重失信主体名单（本地认定）"), "red_entries": ITEMS[TITLE](many=True, help_text="守信红名单（本地认定）"), "__doc__": "一个主体.",
    },
)  # fmt: skip


class Search(PublicView):
    """Search."""

    parameters = ("q", "code", "cursor")
    purpose: ClassVar[str] = SEARCH

    @extend_schema(
        operation_id="search_subjects",
        summary="按名称或者代码查主体",
        tags=["主体"],
        parameters=[
            OpenApiParameter("q", OpenApiTypes.STR, description="名称的一部分（两个字以上，可用空格分开两段）、曾用名，或者代码的前几位"),
            OpenApiParameter("code", OpenApiTypes.STR, description="完整的统一社会信用代码；与 q 只给一个"),
            CURSOR,
        ],
        responses=FoundPage,
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        """最相符的在前，每页20个，最多列出1000个。检索有单独的频率上限，见 RateLimit 头；要全部数据的请用批量文件。"""
        sent = request.query_params
        if ("q" in sent) == ("code" in sent):
            raise ValidationError({"q": ["请给 q 或者 code，只给一个。"]})
        name = "q" if "q" in sent else "code"
        text = sent[name].strip()
        if personal_number_in(text):
            raise ValidationError({name: ["自然人信息不对外查询，请勿输入身份证号、手机号或银行卡号。"]})
        skip = self.number_of("cursor", 0, COUNTED, 0)
        try:
            found = find(text, limit=PAGE + 1, offset=skip)
        except QueryRefused as reason:
            raise ValidationError({name: [str(reason)]}) from reason
        hits = [one for one in found.hits if name == "q" or one.code == text.upper()]
        onward = str(skip + PAGE) if len(hits) > PAGE and skip + PAGE < COUNTED else None
        rows = [
            {"id": str(one.public_id), "name": one.name, "code": one.code, "matched": one.matched, "why": one.why.value,
             "page": f"/subject/{one.public_id}/"}
            for one in hits[:PAGE]
        ]  # fmt: skip
        return self.told({"next": onward, "results": rows})


class OneSubject(PublicView):
    """One."""

    @extend_schema(
        operation_id="get_subject", summary="一个主体", tags=["主体"], responses=WholeSubject,
    )  # fmt: skip
    def get(self, request: Request, public_id: uuid.UUID) -> Response:
        """名称、曾用名、在列的名单，以及各类信用记录的条数。"""
        today = timezone.localdate()
        found = items.by_id(SUBJECT, [public_id], today).get(public_id)
        if found is None:
            raise NotFound("没有这个主体，或者它已没有公示中的信息。")
        about = Q(subject__in=list(Subject.objects.one_with_id(public_id)))
        counts = Record.objects.public(today).filter(about).order_by("kind").values_list("kind").annotate(Count("pk"))
        lists = {
            name: [
                items.made(kind, row) for row in items.rows(kind, today).filter(about).order_by("-public_from", "-pk")
            ]
            for name, kind in (("black_entries", ENTRY), ("red_entries", TITLE))
        }
        records = [{"type": kind, "count": number} for kind, number in counts]
        return self.told({"item": found, "records": records, **lists})
