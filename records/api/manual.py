"""Manual (接口说明页): the operations as a page of our own, read off the same schema; no script, nothing from elsewhere."""

from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.views import APIView

BASE = "/api/department/v1"


@require_safe
def manual(request: HttpRequest) -> HttpResponse:
    """接口说明."""
    return render(request, "records/api.html", {"operations": operations(), "base": BASE})


@lru_cache(maxsize=1)
def operations() -> list[dict[str, Any]]:
    """Every operation: method, path, summary, description, parameters, body, answers."""
    return operations_of(SchemaGenerator().get_schema(request=None, public=True), BASE)


def operations_of(schema: dict[str, Any], base: str) -> list[dict[str, Any]]:
    """Those of the schema below `base`."""
    schemas = schema["components"]["schemas"]
    return [
        _operation(method, path.removeprefix(base), said, schemas)
        for path, methods in schema["paths"].items()
        if path.startswith(base)
        for method, said in methods.items()
    ]


def _operation(method: str, path: str, said: dict[str, Any], schemas: dict[str, Any]) -> dict[str, Any]:
    body = said.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    answers = said["responses"]
    good = next(code for code in answers if code.startswith("2"))
    content = answers[good].get("content", {}).get("application/json", {}).get("schema", {})
    return {
        "id": said["operationId"],
        "method": method.upper(),
        "path": path,
        "summary": said.get("summary", ""),
        "description": " ".join(said.get("description", "").split()),
        "parameters": [
            (one["name"], {"query": "查询参数", "header": "请求头", "path": "路径"}[one["in"]], one.get("required", False),
             one.get("description", "").split("\n\n")[0])
            for one in said.get("parameters", [])
        ],
        "fields": _fields(body, schemas),
        "answer": _fields(content, schemas),
        "codes": [(code, answer.get("description", "")) for code, answer in sorted(answers.items())],
    }  # fmt: skip


def _fields(schema: dict[str, Any], schemas: dict[str, Any]) -> list[tuple[str, str, bool, str]]:
    """(name, type, required, description) of an object; of a list's items, where it is one."""
    schema = _resolved(schema, schemas)
    if "results" in schema.get("properties", {}) and "next" in schema["properties"]:
        schema = _resolved(schema["properties"]["results"], schemas)
    if schema.get("type") == "array":
        schema = _resolved(schema["items"], schemas)
    wanted = set(schema.get("required", []))
    return [
        (name, _type(one, schemas), name in wanted, one.get("description", "").split("\n\n")[0])
        for name, one in schema.get("properties", {}).items()
    ]


def _resolved(schema: dict[str, Any], schemas: dict[str, Any]) -> dict[str, Any]:
    while True:
        if "$ref" in schema:
            schema = schemas[schema["$ref"].rpartition("/")[2]]
        elif len(schema.get("allOf", [])) == 1:
            schema = schema["allOf"][0]
        else:
            return schema


def _type(schema: dict[str, Any], schemas: dict[str, Any]) -> str:
    found = _resolved(schema, schemas)
    if "enum" in found:
        return "、".join(str(one) for one in found["enum"] if one not in ("", None))
    names = {"string": "字符串", "integer": "整数", "boolean": "布尔", "object": "对象", "array": "数组"}
    return {"date": "日期", "uuid": "标识", "date-time": "时间"}.get(
        found.get("format", ""), names.get(str(found.get("type")), "")
    )


@extend_schema(exclude=True)
class Elsewhere(APIView):
    """Any other address below: 404 as the API says it."""

    authentication_classes: list = []
    permission_classes: list = []

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        raise NotFound
