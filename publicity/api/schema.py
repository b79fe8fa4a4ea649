"""OpenAPI 3 of the public API, and the page that says the same to people. Source: I4."""

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiJsonRenderer
from drf_spectacular.settings import patched_settings
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView

from credit_platform.declaring import get_only, open_to_all
from records.api.manual import operations_of
from records.api.schema import PROBLEM, RATES

from ..visits import limited

BASE = "/api/v1"
# Parts of an address.
PLACES = {"public_id": "公开标识", "code": "统一社会信用代码"}
REFUSALS = {
    "400": "请求有误：有没有声明的参数（逐个指明），或者参数的值不对",
    "405": "不支持这个方法",
    "406": "只返回 application/json",
    "429": "请求过于频繁，见 Retry-After",
}
WITH_TOKEN = {"401": "没有令牌，或者令牌无效", "413": "请求体过大", "415": "只接受 application/json"}
WITH_OBJECT = {"404": "没有这一条，或者它已不再公示"}
UNCHANGED = {"304": {"description": "与 If-None-Match 所说的相同：没有变化，没有内容"}}
HEADERS = {name: {"description": said, "schema": {"type": "integer"}} for name, said in RATES.items()}
FRESH = {
    "ETag": {"description": "内容的版本（弱），下次以 If-None-Match 带回", "schema": {"type": "string"}},
    "Feed-Position": {"description": "应答时变更流的最新序号", "schema": {"type": "integer"}},
}


def only_public(endpoints, **kwargs):
    """Preprocessing hook: the addresses of this API."""
    return [one for one in endpoints if one[0].startswith(f"{BASE}/")]


def only_departments(endpoints, **kwargs):
    """Preprocessing hook: the addresses of the department API."""
    return [one for one in endpoints if one[0].startswith("/api/department/")]


def add_answers(result, generator, request, public):
    """Postprocessing hook: what every operation may answer with, and its headers."""
    for path, operations in result["paths"].items():
        for method, operation in operations.items():
            answers, refusals = operation["responses"], REFUSALS
            named = "{" in path
            for one in operation.get("parameters", ()):
                one.setdefault("description", PLACES.get(one["name"], ""))
            answers["200"]["headers"] = HEADERS | FRESH if method == "get" else HEADERS
            if method == "get":
                answers |= UNCHANGED
            if operation.get("security"):
                refusals = REFUSALS | WITH_TOKEN
            for code, said in (refusals | (WITH_OBJECT if named else {})).items():
                content = {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}}
                answers.setdefault(code, {"description": said, "content": content})
    return result


PUBLIC: dict[str, Any] = {
    "TITLE": "公共信用信息平台 公开接口",
    "DESCRIPTION": (
        "公示中的信用主体、信用记录、红黑名单、移出公告、信用修复结果、典型案例、信用服务机构、政策文件与通知公告，以及变更流和批量文件。读取不用登录；登记过的数据使用单位凭令牌另有撤下清单和回执；没有声明的参数不接受；"
        "每次应答都说明截至日期和变更流的位置。"
    ),
    "SCHEMA_PATH_PREFIX": BASE,
    "SERVERS": [{"url": "/", "description": "本平台"}],
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "PREPROCESSING_HOOKS": ["publicity.api.schema.only_public"],
    "POSTPROCESSING_HOOKS": ["publicity.api.schema.add_answers"],
}


@extend_schema(exclude=True)
class Schema(SpectacularAPIView):
    """OpenAPI 3 of this API."""

    renderer_classes = [OpenApiJsonRenderer]
    http_method_names = ["get", "head"]
    custom_settings = PUBLIC

    def finalize_response(self, request, response, *args, **kwargs):
        response = super().finalize_response(request, response, *args, **kwargs)
        response["Access-Control-Allow-Origin"] = "*"
        return response


@open_to_all()
@get_only
@limited("lists")
def manual(request: HttpRequest) -> HttpResponse:
    """公开接口说明."""
    context = {"operations": operations(), "base": BASE, "searches": settings.PUBLIC_SEARCHES_PER_MINUTE}
    return render(request, "publicity/api.html", context | {"reads": settings.VISITS_PER_MINUTE})


@lru_cache(maxsize=1)
def operations() -> list[dict[str, Any]]:
    """Every operation, read off the same schema."""
    with patched_settings(PUBLIC):
        return operations_of(SchemaGenerator().get_schema(request=None, public=True), BASE)
