"""公开接口（名单）: the lists and their update log for programs, read-only and for everybody, as the pages show them. Source: D8, I4.

Nothing undeclared is read; what is public on the day of asking is answered, so that nothing left behind in a cache of ours.
"""

import uuid
from collections.abc import Callable
from datetime import date
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from drf_spectacular.renderers import OpenApiJsonRenderer
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from drf_spectacular.views import SpectacularAPIView
from rest_framework import serializers
from rest_framework.exceptions import NotFound, Throttled, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.models import Department
from credit_platform.addresses import client_address
from credit_platform.codes import normalise_code
from credit_platform.declaring import get_only, open_to_all
from records.api.strict import check_query, read_day

from . import library, library_log
from .library import BLACK, DEBTOR, RED, TITLES, Chosen
from .places import place_of, text_of
from .visits import allowed, limited

PAGE = 100
LISTS, WHAT = list(TITLES.items()), list(library_log.WHAT.items())
Q = OpenApiParameter("q", OpenApiTypes.STR, description="名称的一部分，或统一社会信用代码")
DEPARTMENT = OpenApiParameter(
    "department", OpenApiTypes.STR, description="部门的统一社会信用代码；信用办的代码包括所辖部门"
)
SINCE = OpenApiParameter("since", OpenApiTypes.DATE, description="公示日期不早于，如 2026-04-01")
CURSOR = OpenApiParameter("cursor", OpenApiTypes.STR, description="上一页应答中的 next")
LIST = OpenApiParameter("list", OpenApiTypes.STR, enum=list(TITLES), description="只要这个名单；不给为全部")


class ListedSerializer(serializers.Serializer):
    """名单中的一条."""

    id = serializers.UUIDField()
    subject = serializers.UUIDField(allow_null=True, help_text="主体页 /subject/{subject}/；没有主体页的为空")
    name = serializers.CharField()
    code = serializers.CharField(help_text="统一社会信用代码")
    title = serializers.CharField(help_text="失信行为、称号，或被执行人的履行情况")
    field = serializers.CharField(help_text="领域；没有的为空")
    facts = serializers.CharField()
    basis = serializers.CharField()
    body = serializers.CharField(help_text="认定单位或执行法院")
    document_number = serializers.CharField()
    decided_on = serializers.DateField(allow_null=True)
    public_from = serializers.DateField()
    until = serializers.DateField(allow_null=True, help_text="列入或有效期限的最后一天；长期的为空")
    elsewhere = serializers.BooleanField(help_text="外来名单，由其他机关认定")
    marks = serializers.CharField(help_text="标注，如“异议处理中”；没有的为空")


class ListedPageSerializer(serializers.Serializer):
    """一页."""

    as_of = serializers.DateField(help_text="截至日期；次日起可能已有移出，请重新读取")
    next = serializers.CharField(allow_null=True, help_text="下一页的 cursor；没有下一页的为空")
    results = ListedSerializer(many=True)


class LineSerializer(serializers.Serializer):
    """更新日志的一行."""

    id = serializers.UUIDField()
    day = serializers.DateField()
    list = serializers.ChoiceField(choices=LISTS, source="which")
    what = serializers.ChoiceField(choices=WHAT)
    name = serializers.CharField()
    code = serializers.CharField()
    body = serializers.CharField()
    title = serializers.CharField()
    reason = serializers.CharField(help_text="移出或更正的原因；列入的为空")


class LinesSerializer(serializers.Serializer):
    """一页."""

    as_of = serializers.DateField()
    next = serializers.CharField(allow_null=True)
    results = LineSerializer(many=True)


class PublicView(APIView):
    """One address of the public API. `parameters`: of the query; any other is refused."""

    http_method_names = ["get", "head"]
    authentication_classes: ClassVar[list] = []
    permission_classes: ClassVar[list] = []
    parameters: ClassVar[tuple[str, ...]] = ()

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        address = client_address(request)
        if address is not None and not allowed("lists", address, timezone.now()):
            raise Throttled(wait=60)
        check_query(request, self.parameters)

    def finalize_response(self, request, response, *args, **kwargs):
        response = super().finalize_response(request, response, *args, **kwargs)
        response["Cache-Control"] = "no-cache"  # what left must be gone at the next look
        return response

    def place(self) -> tuple[date, uuid.UUID] | None:
        """Raises ValidationError."""
        sent = self.request.query_params.get("cursor")
        found = place_of(sent) if sent else None
        if sent and found is None:
            raise ValidationError({"cursor": ["cursor 无效，请从第一页重新开始。"]})
        return found


class Listed(PublicView):
    """Rows of one list."""

    which: ClassVar[str] = ""
    parameters = ("q", "department", "since", "cursor")

    def get(self, request: Request) -> Response:
        """新的在前，每页100条。"""
        today, chosen = timezone.localdate(), self._chosen()
        keys = library.after(self.which, today, chosen, self.place(), PAGE + 1)
        rows = library.rows(self.which, keys[:PAGE], today)
        onward = text_of(*keys[PAGE - 1][:2]) if len(keys) > PAGE else None
        return Response(ListedPageSerializer({"as_of": today, "next": onward, "results": rows}).data)

    def _chosen(self) -> Chosen:
        sent = self.request.query_params
        department = None
        if "department" in sent:
            department = Department.objects.filter(code=normalise_code(sent["department"])).first()
            if department is None:
                raise ValidationError({"department": ["没有这个部门，请填部门的统一社会信用代码。"]})
        since = None
        if "since" in sent:
            try:
                since = read_day(sent["since"])
            except ValidationError as wrong:
                raise ValidationError({"since": wrong.detail}) from None
        return Chosen(q=sent.get("q", "").replace("\0", "").strip()[:100], department=department, since=since)


def _one(which: str, operation: str) -> type[Listed]:
    asked = extend_schema(
        operation_id=operation,
        summary=TITLES[which],
        parameters=[Q, DEPARTMENT, SINCE, CURSOR],
        responses=ListedPageSerializer,
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
        lines = library_log.after([which] if which else list(TITLES), today, self.place(), PAGE + 1)
        onward = text_of(lines[PAGE - 1].day, lines[PAGE - 1].id) if len(lines) > PAGE else None
        return Response(LinesSerializer({"as_of": today, "next": onward, "results": lines[:PAGE]}).data)


def only_public(endpoints, **kwargs):
    """Preprocessing hook: the addresses of this API."""
    return [one for one in endpoints if one[0].startswith("/api/public/")]


def only_departments(endpoints, **kwargs):
    """Preprocessing hook: the addresses of the department API."""
    return [one for one in endpoints if one[0].startswith("/api/department/")]


@extend_schema(exclude=True)
class Schema(SpectacularAPIView):
    """OpenAPI 3 of this API."""

    renderer_classes = [OpenApiJsonRenderer]
    http_method_names = ["get", "head"]
    custom_settings = {
        "TITLE": "公共信用信息平台 公开接口",
        "DESCRIPTION": "红名单、黑名单、失信被执行人名单及其更新日志。只读，不用登录；没有声明的参数不接受。",
        "SCHEMA_PATH_PREFIX": "/api/public/v1",
        "PREPROCESSING_HOOKS": ["publicity.list_api.only_public"],
        "POSTPROCESSING_HOOKS": [],
    }


class Nothing(PublicView):
    """Any other address below: 404 as the API says it."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        raise NotFound(
            "没有这个地址。可用的地址和参数见公开接口说明：/api/public/v1/，机器可读的见 /api/public/v1/schema.json。"
        )


@open_to_all()
@get_only
@limited("lists")
def manual(request: HttpRequest) -> HttpResponse:
    """公开接口说明."""
    return render(request, "publicity/list_api.html", {"lists": list(TITLES.items()), "page": PAGE})


BlackList, RedList, DebtorList = (_one(which, f"{which}_list") for which in (BLACK, RED, DEBTOR))
