"""OpenAPI: what drf-spectacular cannot know by itself. Source: B4."""

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter

from .idempotence import HEADER, PATTERN

CURSOR = OpenApiParameter("cursor", OpenApiTypes.STR, description="上一页应答中 next 或 previous 所带的位置")
IDEMPOTENCY_KEY = OpenApiParameter(
    HEADER,
    {"type": "string", "pattern": PATTERN},
    OpenApiParameter.HEADER,
    required=True,
    description="幂等键，由报送系统自定。同键同内容重发得到同一回执；同键不同内容返回409，什么也不写入。",
)

PROBLEM = "application/problem+json"
RATES = {
    "RateLimit-Limit": "每分钟的请求上限",
    "RateLimit-Remaining": "本分钟剩余次数",
    "RateLimit-Reset": "多少秒后重新计数",
}
# Which refusals an operation may answer with, by what it has.
EVERYWHERE = {
    "400": "请求有误：有不认识的参数或字段，或内容不符合说明",
    "401": "没有令牌，或令牌无效",
    "403": "令牌没有这项权限，或不能从当前地址使用",
    "405": "不支持这个方法",
    "406": "只返回 application/json",
    "429": "请求过于频繁，见 Retry-After",
}
WITH_OBJECT = {"404": "没有这个对象，或它不属于本部门"}
WITH_BODY = {
    "409": "幂等键已用于内容不同的请求",
    "413": "请求体过大",
    "415": "只接受 application/json",
    "422": "内容可以理解但不能办理，理由见 detail",
}


def add_problems(result, generator, request, public):
    """Postprocessing hook: every operation's refusals and headers."""
    for path, operations in result["paths"].items():
        for operation in operations.values():
            if operation["operationId"] == "schema":
                continue
            refusals = dict(EVERYWHERE)
            if "{" in path:
                refusals |= WITH_OBJECT
            if "requestBody" in operation:
                refusals |= WITH_BODY
            answers = operation["responses"]
            for answer in answers.values():
                answer["headers"] = {
                    name: {"description": said, "schema": {"type": "integer"}} for name, said in RATES.items()
                }
            for code, said in refusals.items():
                answers[code] = {
                    "description": said,
                    "content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}},
                }
    return result
