"""Problems (出错信息): every refusal of the API as application/problem+json, in Chinese (RFC 9457). Source: B4."""

from collections.abc import Iterator
from typing import Any

from rest_framework import exceptions, serializers, status
from rest_framework.response import Response
from rest_framework.views import exception_handler

from ..columns import show

TITLES = {
    400: "请求有误",
    401: "未通过认证",
    403: "没有权限",
    404: "没有找到",
    405: "不支持这个方法",
    406: "不支持这种响应格式",
    409: "与已有请求冲突",
    413: "请求过大",
    415: "不支持这种内容格式",
    422: "不能办理",
    429: "请求过于频繁",
}
DETAILS = {
    400: "请求不符合接口说明，请按 errors 中的提示改正后重发。",
    401: "请在 Authorization 头中提供有效的系统令牌：Bearer 令牌。",
    404: "没有这个地址或对象，或者它不属于本部门。",
    405: "这个地址不支持所用的方法，请查看接口说明。",
    406: "接口只返回 application/json，请调整 Accept 头。",
    415: "接口只接受 application/json（UTF-8），请调整 Content-Type 头。",
}
MEDIA_TYPE = "application/problem+json"
MOST = 50  # faults named in one answer


class FaultSerializer(serializers.Serializer):
    """One fault: where and what."""

    field = serializers.CharField(help_text="出错的位置，如 rows[0].XK_NR；整个请求的错误为空。")
    message = serializers.CharField(help_text="错在哪里，怎么改。")


class ProblemSerializer(serializers.Serializer):
    """出错信息."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    errors = FaultSerializer(many=True)


class Conflict(exceptions.APIException):
    status_code = status.HTTP_409_CONFLICT


class TooLarge(exceptions.APIException):
    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE


class Unprocessable(exceptions.APIException):
    """Understood and refused; `faults` are (field, message)."""

    status_code = status.HTTP_422_UNPROCESSABLE_ENTITY

    def __init__(self, detail: str, faults: list[tuple[str, str]] | None = None):
        super().__init__(detail)
        self.faults = faults or []


def answer(exc: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler; None for what is our own fault, which Django answers with 500."""
    response = exception_handler(exc, context)
    if response is None:
        return None
    code = response.status_code
    faults = list(getattr(exc, "faults", []))
    detail = DETAILS.get(code, "")
    if isinstance(exc, exceptions.ValidationError):
        faults = list(flat(exc.detail))[:MOST]
    elif isinstance(exc, exceptions.NotFound) and str(exc.detail) != str(exceptions.NotFound.default_detail):
        detail = str(exc.detail)  # of an address that says itself what there is instead
    elif isinstance(exc, exceptions.Throttled):
        detail = f"本分钟的请求已达上限，请在{int(exc.wait or 60)}秒后再试。"
    elif isinstance(exc, exceptions.APIException) and not isinstance(
        exc,
        exceptions.NotFound | exceptions.MethodNotAllowed | exceptions.NotAcceptable | exceptions.UnsupportedMediaType,
    ):
        told = not isinstance(exc, exceptions.NotAuthenticated)
        detail = str(exc.detail) if told else detail
    body = {"type": "about:blank", "title": TITLES.get(code, "请求有误"), "status": code, "detail": detail}
    body["errors"] = [{"field": field, "message": message} for field, message in faults]  # type: ignore[assignment]
    headers = {name: response[name] for name in ("WWW-Authenticate", "Retry-After") if name in response}
    return Response(body, status=code, headers=headers, content_type=MEDIA_TYPE)


def flat(detail: Any, where: str = "") -> Iterator[tuple[str, str]]:
    """(field, message) of DRF's nested errors. Names that the sender made up are shortened, and hidden where they look
    like somebody's number.
    """
    if isinstance(detail, dict):
        for name, inner in detail.items():
            yield from flat(inner, _join(where, name))
    elif isinstance(detail, list):
        for place, inner in enumerate(detail):
            deeper = isinstance(inner, dict | list)
            yield from flat(inner, f"{where}[{place}]" if deeper else where)
    else:
        yield where, str(detail)


def _join(where: str, name: Any) -> str:
    if isinstance(name, int):
        return f"{where}[{name}]"
    if name == "non_field_errors":
        return where
    named = show(str(name))
    return f"{where}.{named}" if where else named
