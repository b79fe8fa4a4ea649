"""规则用语: values of rules as people read them. A value that somebody typed comes the other way. Source: K."""

import json
import re
from typing import Any

from rules.keys import BODY_TITLES, key_of
from rules.models import BehaviourItem, MeasureItem

DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")

FAMILY_TITLES = {
    "duty": "报送公示义务",
    "clock": "办理期限",
    "period": "公示期",
    "penalty_class": "处罚的失信程度",
    "behaviour_list": "行为清单",
    "measure_list": "措施清单",
    "task": "定期任务",
}
UNITS = {"days": "天", "months": "个月", "number": ""}
CHOICES = BODY_TITLES | {
    "not_public": "不公示",
    "public": "公示",
    "practitioners_public": "公示从业人员",
    "site_or_body": "信用网站或认定单位",
    "reporting_body": "报送信息的单位",
    "deciding_body_first": "先向作出认定的部门",
    "may": "可以实施",
    "as_fits": "可根据实际情况实施",
    "shall": "应当设立",
}
WORDS = {
    "calendar_days": "日历日", "working_days": "工作日", "day_of_month": "次月几日前", "by_day": "每月几日前", "by": "期限",
    "kinds": "信息类别", "act": "义务", "start": "起算", "start_stated": "原文写明起算日", "channels": "渠道", "to": "报送对象",
    "what": "说明", "who": "责任单位", "title": "事项", "every": "频次", "of": "所属期", "text": "原文用语", "subjects": "主体",
    "promptly": "及时", "media": "公示渠道", "on_objection": "有异议时", "times": "次数", "within_months": "期间（月）", "window": "计算方式",
    "steps": "升级", "from": "由", "chosen": "说明", "grade": "程度", "grounds": "情形", "matter": "事项", "lead": "牵头", "with": "配合",
    "clause": "条款", "body": "单位", "does": "职责", "published_by": "公布", "pushed_by": "推送", "public": "公示",
    "shortest_months": "最短（月）", "longest_months": "最长（月）", "extension_days": "可延长（工作日）", "pausable": "可暂停",
    "add": "增加", "remove": "删去", "version": "版本", "items": "项数", "next_revision": "下次修订", "due": "法定公示期限",
    "release_by": "自动公示日", "class": "失信程度", "until": "公示至", "in_scope": "在公示范围内", "kind": "类别", "key": "编号", "graded": "失信程度",
    "decider": "决定机关", "rests": "核实期间暂停执行", "in_list": "在行为清单中", "statement": "陈述申辩期限", "valid_months": "有效期（月）", "notice_until": "公示截止",
}  # fmt: skip
SAID = {
    "publish": "公示", "submit": "报送", "forward": "转送", "decision": "作出决定之日", "generation": "信息产生之日", "receipt": "收到之日",
    "rolling": "滚动计算", "month": "每月", "regularly": "定期", "as_it_comes": "随时", "previous_month": "上月", "portal": "本网站",
    "office": "信用办", "minor": "轻微", "general": "一般", "serious": "严重", "licence": "行政许可", "penalty": "行政处罚",
    "registration": "登记", "qualification": "资质", "coercion": "行政强制", "confirmation": "行政确认", "reward": "行政奖励", "payment": "行政给付",
    "inspection": "检查", "abnormal": "经营异常", "debtor": "失信被执行人", "ruling": "裁判", "contract": "合同履约", "pledge": "抵押质押", "commitment": "信用承诺",
    "breach": "违背信用承诺",
    "annual_report": "年度报告", "honour": "荣誉", "grade": "等级", "rating": "信用评价", "monthly_return": "月报",
}  # fmt: skip


LETTER = {
    "title": "标题", "head": "发文机关标志", "issued_by": "发文单位", "word": "文号用字", "opening": "开头", "closing": "结尾",
    "receipt": "附送达回证",
}  # fmt: skip


def title_of(key: str) -> str:
    """What the rule is called."""
    known = key_of(key)
    family = key.partition(".")[0]
    if family in FAMILY_TITLES:
        return FAMILY_TITLES[family]
    return known.title if known else key


def spoken(key: str, value: Any) -> str:
    """The value in words."""
    known = key_of(key)
    if key.partition(".")[0] in ("behaviour_list", "measure_list") and isinstance(value, dict):
        return _revision(key, value)
    if known and known.kind == "letter" and isinstance(value, dict):
        said = value | {"issued_by": {"office": "信用办"}.get(value["issued_by"], "认定部门")}
        return "；".join(f"{title}：{in_words(said[name])}" for name, title in LETTER.items() if said.get(name) != "")
    if known and isinstance(value, int) and not isinstance(value, bool):
        return f"{value}{UNITS.get(known.kind, '')}"
    return in_words(value)


def _titles(key: str, wanted: list[str]) -> dict[str, str]:
    """Titles of lines of a list by their numbers, as its last version with them has them."""
    family, _, pack = key.partition(".")
    items = BehaviourItem if family == "behaviour_list" else MeasureItem
    rows = items._default_manager.filter(version__jurisdiction__name=pack, key__in=wanted).order_by("version__number")
    return dict(rows.values_list("key", "title"))


def _revision(key: str, value: dict[str, Any]) -> str:
    """A version of a list, or what a revision does to it."""
    if "version" in value:
        return f"第{value['version']}版，{value['items']}项"
    added, removed = {item["key"]: item["title"] for item in value.get("add", [])}, value.get("remove", [])
    titles_of = _titles(key, [one for one in removed if one not in added])
    said = {
        "增加": [title for key, title in added.items() if key not in removed],
        "修改": [title for key, title in added.items() if key in removed],
        "删去": [titles_of.get(one, one) for one in removed if one not in added],
    }
    parts = [f"{what}{len(titles)}项：{'、'.join(titles)}" for what, titles in said.items() if titles]
    if "next_revision" in value:
        parts.append(f"下次修订：{in_words(value['next_revision'])}")
    return "；".join(parts)


def differing(before: Any, after: Any) -> tuple[Any, Any]:
    """Of two tables what is not the same in both: nobody looks for the difference among what stays."""
    if not (isinstance(before, dict) and isinstance(after, dict)):
        return before, after
    names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    return tuple({name: one[name] for name in names if name in one} for one in (before, after))  # type: ignore[return-value]


def in_words(value: Any) -> str:
    """Any JSON value in words."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if value is None:
        return "—"
    if isinstance(value, list):
        if any(isinstance(one, dict) for one in value):
            return "；".join(map(in_words, value))
        return "、".join(map(in_words, value))
    if isinstance(value, dict):
        return "，".join(
            f"{WORDS.get(name, name)}：{in_words(one)}" for name, one in value.items() if one not in ("", [])
        )
    if isinstance(value, str) and (day := DAY.fullmatch(value)):
        return f"{day[1]}年{int(day[2])}月{int(day[3])}日"
    return CHOICES.get(value) or SAID.get(value) or str(value)


def value_of(key: str, text: str) -> Any:
    """What somebody typed for a rule, as its kind has it."""
    known = key_of(key)
    kind = known.kind if known else ""
    if kind == "texts" and not text.strip().startswith("["):
        return [line.strip() for line in text.splitlines() if line.strip()]
    if kind in ("text", "choice") and not text.strip().startswith('"'):
        return text.strip()
    return typed(text)


def typed(text: str) -> Any:
    """What somebody typed: JSON where it is, lines as a list, else the text."""
    text = text.strip()
    try:
        return json.loads(text)
    except ValueError:
        pass
    if text in ("是", "否"):
        return text == "是"
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines if len(lines) > 1 else text
