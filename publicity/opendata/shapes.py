"""公开数据的样式: the fields of each kind of public item, declared once: bulk files, change feed, API, JSON schema and tables are all
made of them (design sentence 10). What is not named here leaves by none of these doors. Pure. Source: I3, I4.

Never in any of them: natural persons, numbers of certificates, addresses, states and days that only staff know, who did what.
"""

from dataclasses import dataclass
from typing import Any

from exchange.sight import ARTICLE, CASE, ENTRY, EXIT, INSTITUTION, RECORD, REPAIR, SUBJECT, TITLE


@dataclass(frozen=True)
class Field:
    """One field. `type`: text, day, id, flag, number, texts (list of text), pairs (list of label and value); `empty`: may be null."""

    name: str
    type: str
    said: str
    example: Any
    empty: bool = False


_ID = Field("id", "id", "公开标识；批量文件、变更流、接口和页面用同一个", "5f0c7a52-7c0e-4c1b-9c6e-6f6d3b1f2a10")
_UNTIL = Field(
    "public_until",
    "day",
    "公示的最后一天；次日零时起须停止展示，不必等待删除通知；长期的为空",
    "2027-04-15",
    empty=True,
)
_COMMON = (
    Field("kind", "text", "条目种类", "record"),
    _ID,
    Field("subject", "id", "信用主体的公开标识，页面为 /subject/{subject}/；没有主体页的为空", "0b9e8f6e-52a1-4a63-8f0f-0e6f1f6d9c55", empty=True),
    Field("name", "text", "主体名称", "虚构市某某商贸有限公司"),
    Field("code", "text", "统一社会信用代码；没有的为空", "91410526MA00000000"),
    Field("department", "text", "报送、认定或者办理的部门", "虚构县市场监督管理局"),
    Field("department_code", "text", "该部门的统一社会信用代码", "11410526000000000X"),
    Field("public_from", "day", "公示日期", "2026-04-16"),
    _UNTIL,
    Field("marks", "texts", "标注，如“异议处理中”；展示时须一并展示", ["异议处理中"]),
    Field("rights", "text", "权利告知；不良信息都有，展示时须一并展示", "认为信息有误，可向认定部门或信用工作机构提出异议。"),
)  # fmt: skip
SHAPES: dict[str, tuple[Field, ...]] = {
    SUBJECT: (
        Field("kind", "text", "条目种类", "subject"),
        _ID,
        Field("type", "text", "主体类别：organisation 法人及非法人组织，sole_trader 个体工商户", "organisation"),
        Field("name", "text", "名称", "虚构市某某商贸有限公司"),
        Field("code", "text", "统一社会信用代码；没有的为空", "91410526MA00000000"),
        Field("former_names", "texts", "曾用名，新的在前", ["虚构市某某贸易商行"]),
        Field("page", "text", "主体页地址", "/subject/0b9e8f6e-52a1-4a63-8f0f-0e6f1f6d9c55/"),
    ),
    RECORD: (
        *_COMMON,
        Field("type", "text", "信息类别", "penalty"),
        Field("type_title", "text", "信息类别名称", "行政处罚"),
        Field("adverse", "flag", "是否不良信息", True),
        Field("title", "text", "事项", "未按规定公示"),
        Field("document_number", "text", "文书号", "虚市监罚〔2026〕1号"),
        Field("decided_on", "day", "决定日期", "2026-04-15"),
        Field("seriousness", "text", "失信程度；没有的为空", "一般"),
        Field("corrected_on", "day", "最近一次更正日期；没有更正的为空", None, empty=True),
        Field("corrected_because", "text", "更正原因的类别；没有的为空", ""),
        Field("fields", "pairs", "公开内容：各类别依次有哪些，见 JSON Schema", [{"label": "处罚机关", "value": "虚构县市场监督管理局"}]),
    ),
    ENTRY: (
        *_COMMON,
        Field("title", "text", "失信行为", "拒不履行生效法律文书"),
        Field("behaviour_list", "text", "所依据的行为清单版本", "失信行为清单（2026年版）"),
        Field("field", "text", "领域", "市场监管"),
        Field("reasons", "text", "列入事由", "经催告仍未履行"),
        Field("basis", "text", "列入依据", "《某某办法》第三条"),
        Field("document_number", "text", "决定文书号", "虚失信〔2026〕1号"),
        Field("decided_on", "day", "决定日期", "2026-04-10", empty=True),
        Field("exit_conditions", "text", "移出条件", "履行义务后可申请移出"),
        Field("remedies", "text", "救济途径", "可依法申请行政复议"),
    ),
    TITLE: (
        *_COMMON,
        Field("title", "text", "称号", "守信企业"),
        Field("deeds", "text", "守信事迹", "连续三年按期履约"),
        Field("basis", "text", "依据", "《某某办法》第二条"),
        Field("document_title", "text", "批准文件", "关于公布守信红名单的通知"),
        Field("document_number", "text", "批准文号", "虚政〔2026〕1号"),
        Field("decided_on", "day", "批准日期", "2026-04-10", empty=True),
    ),
    REPAIR: (
        *_COMMON,
        Field("what", "text", "修复的是什么：信息类别或者名单；原决定的内容不再公开", "行政处罚"),
        Field("document_number", "text", "修复申请编号", "虚修〔2026〕1号"),
        Field("decided_on", "day", "修复决定日期", "2026-04-20", empty=True),
    ),
    EXIT: (
        *_COMMON,
        Field("list", "text", "从哪个名单移出：black 严重失信主体名单，red 守信红名单", "black"),
        Field("words", "text", "公告内容", "移出严重失信主体名单，原因：期限届满。"),
    ),
    CASE: (
        Field("kind", "text", "条目种类", "typical_case"),
        _ID,
        Field("type", "text", "类别：incentive 守信激励，sanction 失信惩戒", "incentive"),
        Field("title", "text", "标题", "补齐材料，按期履约"),
        Field("story", "text", "案情", "某公司按期补齐材料。"),
        Field("measures", "text", "奖惩措施", "容缺受理"),
        Field("effect", "text", "成效", "办理时间缩短"),
        Field("subject", "id", "案例写明的主体；没有写明的为空", None, empty=True),
        Field("name", "text", "该主体的名称；没有写明的为空", ""),
        Field("code", "text", "该主体的统一社会信用代码；没有的为空", ""),
        Field("department", "text", "报送的部门", "虚构县发展和改革局"),
        Field("department_code", "text", "该部门的统一社会信用代码", "11410526000000000X"),
        Field("public_from", "day", "公布日期", "2026-04-16"),
        _UNTIL,
        Field("page", "text", "页面地址", "/cases/5f0c7a52-7c0e-4c1b-9c6e-6f6d3b1f2a10/"),
    ),
    INSTITUTION: (
        Field("kind", "text", "条目种类", "institution"),
        _ID,
        Field("name", "text", "信用服务机构名称", "虚构信用评级有限公司"),
        Field("code", "text", "统一社会信用代码", "91410526MA00000000"),
        Field("number", "text", "备案编号", "虚信服〔2026〕1号"),
        Field("business", "text", "业务范围", "企业信用评级"),
        Field("contact", "text", "对外联系方式；没有的为空", "0410-2801234"),
        Field("public_from", "day", "备案日期", "2026-04-16"),
        Field("page", "text", "页面地址", "/institutions/5f0c7a52-7c0e-4c1b-9c6e-6f6d3b1f2a10/"),
    ),
    ARTICLE: (
        Field("kind", "text", "条目种类", "article"),
        _ID,
        Field("type", "text", "栏目：policy 政策文件，notice 通知公告，knowledge 信用知识", "policy"),
        Field("title", "text", "标题", "告知承诺信用信息管理办法"),
        Field("index_number", "text", "索引号；没有的为空", "XG-2026-001"),
        Field("document_type", "text", "文件种类；没有的为空", "办法"),
        Field("issuer", "text", "发文（发布）机构", "虚构市信用办"),
        Field("document_number", "text", "文号；没有的为空", "虚信办〔2026〕1号"),
        Field("made_on", "day", "成文日期；没有的为空", "2026-04-10", empty=True),
        Field("valid_until", "day", "有效期至；长期有效的、不是政策文件的为空", None, empty=True),
        Field("replaced", "flag", "是否已被别的公开文件代替", False),
        Field("text", "text", "正文：空行分段，行首“# ”标题、“## ”小标题、“- ”列点、“1. ”编号", "# 一、适用范围\n适用于本市。"),
        Field("papers", "pairs", "附件：名称和下载地址", [{"label": "附件.pdf", "value": "/documents/papers/9d2b6f0a-4a52-4d0c-a0d1-2f4b8f1c7e33"}]),
        Field("department", "text", "起草的部门", "虚构市信用办"),
        Field("department_code", "text", "该部门的统一社会信用代码", "11410526000000000X"),
        Field("public_from", "day", "发布日期", "2026-04-16"),
        Field("page", "text", "页面地址", "/documents/5f0c7a52-7c0e-4c1b-9c6e-6f6d3b1f2a10/"),
    ),
}  # fmt: skip
TITLES = {
    SUBJECT: "信用主体",
    RECORD: "信用记录",
    ENTRY: "严重失信主体名单",
    TITLE: "守信红名单",
    REPAIR: "信用修复结果",
    EXIT: "移出公告",
    CASE: "典型案例",
    INSTITUTION: "信用服务机构",
    ARTICLE: "政策文件与通知公告",
}
NAMES = {kind: tuple(field.name for field in fields) for kind, fields in SHAPES.items()}
_PAIR = {
    "type": "object",
    "properties": {"label": {"type": "string"}, "value": {"type": "string"}},
    "required": ["label", "value"],
    "additionalProperties": False,
}
_TYPES: dict[str, dict[str, Any]] = {
    "text": {"type": "string"},
    "day": {"type": "string", "format": "date"},
    "id": {"type": "string", "format": "uuid"},
    "flag": {"type": "boolean"},
    "number": {"type": "integer"},
    "texts": {"type": "array", "items": {"type": "string"}},
    "pairs": {"type": "array", "items": _PAIR},
}


def of_field(field: Field) -> dict[str, Any]:
    """JSON Schema (2020-12) of one field."""
    said = _TYPES[field.type] | {"description": field.said}
    return said | {"type": [said["type"], "null"]} if field.empty else said


def of_kind(kind: str) -> dict[str, Any]:
    """JSON Schema of an item of the kind; no further field is possible."""
    properties = {field.name: of_field(field) for field in SHAPES[kind]}
    properties["kind"] = {"const": kind}
    return {
        "title": TITLES[kind],
        "type": "object",
        "properties": properties,
        "required": list(NAMES[kind]),
        "additionalProperties": False,
    }


def example_of(kind: str) -> dict[str, Any]:
    """An invented item."""
    return {field.name: field.example for field in SHAPES[kind]} | {"kind": kind}
