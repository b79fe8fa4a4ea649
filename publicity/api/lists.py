"""名单 by API: the lists and their update log as the pages show them, what was decided here together with what came from elsewhere.
Source: D8, I4.
"""

import uuid
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from typing import ClassVar

from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from records.api.strict import read_day

from .. import library, library_log
from ..library import BLACK, DEBTOR, RED, TITLES, Chosen
from ..places import place_of, text_of
from .base import PublicView
from .shapes import CURSOR, DEPARTMENT, Fresh

PAGE = 100
LISTS, WHAT = list(TITLES.items()), list(library_log.WHAT.items())
Q = OpenApiParameter("q", OpenApiTypes.STR, description="名称的一部分，或统一社会信用代码")
SINCE = OpenApiParameter("since", OpenApiTypes.DATE, description="公示日期不早于，如 2026-04-01")
EXAMPLE = {
    "as_of": "2026-04-20", "position": 1024, "next": None,
    "results": [{
        "id": "5f0c7a52-7c0e-4c1b-9c6e-6f6d3b1f2a10", "subject": None, "name": "虚构市某某商贸有限公司", "code": "91410526MA00000000",
        "title": "称号、行为或履行情况", "field": "", "facts": "事由或事迹", "basis": "依据", "body": "虚构县某局",
        "document_number": "虚〔2026〕1号", "decided_on": "2026-04-10", "public_from": "2026-04-16", "public_until": "2028-04-09",
        "elsewhere": False, "marks": [], "rights": "",
    }],
}  # fmt: skip
LIST = OpenApiParameter("list", OpenApiTypes.STR, enum=list(TITLES), description="只要这个名单；不给为全部")


def _said(choices: list[tuple[str, str]]) -> str:
    return "；".join(f"{key} {title}" for key, title in choices)


class ListedSerializer(serializers.Serializer):
    """名单中的一条."""

    id = serializers.UUIDField(help_text="公开标识")
    subject = serializers.UUIDField(allow_null=True, help_text="主体页 /subject/{subject}/；没有主体页的为空")
    name = serializers.CharField(help_text="主体名称")
    code = serializers.CharField(help_text="统一社会信用代码；没有的为空")
    title = serializers.CharField(help_text="失信行为、称号，或被执行人的履行情况")
    field = serializers.CharField(help_text="领域；没有的为空")
    facts = serializers.CharField(help_text="列入事由或者守信事迹")
    basis = serializers.CharField(help_text="列入依据")
    body = serializers.CharField(help_text="认定单位或执行法院")
    document_number = serializers.CharField(help_text="文书号")
    decided_on = serializers.DateField(allow_null=True, help_text="决定日期")
    public_from = serializers.DateField(help_text="公示日期")
    public_until = serializers.DateField(
        source="until", allow_null=True, help_text="列入或有效期限的最后一天，次日零时起须停止展示；长期的为空"
    )
    elsewhere = serializers.BooleanField(help_text="外来名单，由其他机关认定")
    marks = serializers.ListField(child=serializers.CharField(), help_text="标注，如“异议处理中”；展示时须一并展示")
    rights = serializers.CharField(help_text="权利告知；失信名单都有，展示时须一并展示")


class ListedPageSerializer(Fresh):
    """一页."""

    next = serializers.CharField(allow_null=True, help_text="下一页的 cursor；没有下一页的为空")
    results = ListedSerializer(many=True, help_text="名单中的条目")


class LineSerializer(serializers.Serializer):
    """更新日志的一行."""

    id = serializers.UUIDField(help_text="条目的公开标识")
    day = serializers.DateField(help_text="日期")
    list = serializers.ChoiceField(choices=LISTS, source="which", help_text=_said(LISTS))
    what = serializers.ChoiceField(choices=WHAT, help_text=_said(WHAT))
    name = serializers.CharField(help_text="主体名称")
    code = serializers.CharField(help_text="统一社会信用代码；没有的为空")
    body = serializers.CharField(help_text="认定单位或执行法院")
    title = serializers.CharField(help_text="失信行为、称号或履行情况")
    reason = serializers.CharField(help_text="移出或更正的原因；列入的为空")


class LinesSerializer(Fresh):
    """一页."""

    next = serializers.CharField(allow_null=True, help_text="下一页的 cursor；没有下一页的为空")
    results = LineSerializer(many=True, help_text="新的在前")


class Listed(PublicView):
    """Rows of one list."""

    which: ClassVar[str] = ""
    parameters = ("q", "department", "since", "cursor")

    def get(self, request: Request) -> Response:
        """新的在前，每页100条。"""
        today, chosen = timezone.localdate(), self._chosen()
        keys = library.after(self.which, today, chosen, _place(self), PAGE + 1)
        rows = library.rows(self.which, keys[:PAGE], today)
        onward = text_of(*keys[PAGE - 1][:2]) if len(keys) > PAGE else None
        told = (asdict(row) | {"marks": row.marks.split("、") if row.marks else []} for row in rows)
        return self.told({"next": onward, "results": ListedSerializer(told, many=True).data})

    def _chosen(self) -> Chosen:
        sent, department, since = self.request.query_params, self.department(), None
        if "since" in sent:
            try:
                since = read_day(sent["since"])
            except ValidationError as wrong:
                raise ValidationError({"since": wrong.detail}) from None
        return Chosen(q=sent.get("q", "").strip()[:100], department=department, since=since)


def _place(view: PublicView) -> tuple[date, uuid.UUID] | None:
    """Raises ValidationError."""
    sent = view.request.query_params.get("cursor")
    found = place_of(sent) if sent else None
    if sent and found is None:
        raise ValidationError({"cursor": ["cursor 无效，请从第一页重新开始。"]})
    return found


def _one(which: str, operation: str) -> type[Listed]:
    asked = extend_schema(
        operation_id=operation,
        summary=TITLES[which],
        parameters=[Q, DEPARTMENT, SINCE, CURSOR],
        responses=ListedPageSerializer,
        examples=[OpenApiExample(TITLES[which], EXAMPLE, response_only=True)],
    )
    return extend_schema(tags=["名单"])(type(operation, (Listed,), {"which": which, "get": asked(_copy(Listed.get))}))


def _copy(method: Callable) -> Callable:
    """A function of its own for each list, for what documents it is kept on the function."""

    def get(self, request):
        return method(self, request)

    get.__doc__ = method.__doc__
    return get


class Updates(PublicView):
    """The update log."""

    parameters = ("list", "cursor")

    @extend_schema(
        operation_id="list_updates",
        summary="名单更新日志",
        tags=["名单"],
        parameters=[LIST, CURSOR],
        responses=LinesSerializer,
    )
    def get(self, request: Request) -> Response:
        """列入、移出和更正，新的在前，每页100行。移出的只在公告期内列出。"""
        today = timezone.localdate()
        which = request.query_params.get("list")
        if which is not None and which not in TITLES:
            raise ValidationError({"list": [f"只能是：{'、'.join(TITLES)}。"]})
        lines = library_log.after([which] if which else list(TITLES), today, _place(self), PAGE + 1)
        onward = text_of(lines[PAGE - 1].day, lines[PAGE - 1].id) if len(lines) > PAGE else None
        return self.told({"next": onward, "results": LineSerializer(lines[:PAGE], many=True).data})


BlackList, RedList, DebtorList = (_one(which, f"{which}_list") for which in (BLACK, RED, DEBTOR))
