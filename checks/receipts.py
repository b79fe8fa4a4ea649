"""Receipts (核查回执): the frozen answer in plain sentences, the same on the page, on paper and where a print is verified. Source: E6."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.utils import timezone

from credit_platform.typesetting import pdf
from records.models import Seriousness

from .answering import answers
from .models import Check

SOURCE = settings.BASE_DIR / "templates" / "typst" / "check_receipt.typ"
Line = Mapping[str, Any]


@dataclass(frozen=True)
class Section:
    """One heading with its sentences; `tone`: good, bad, wait or plain."""

    title: str
    lines: tuple[str, ...]
    tone: str = "plain"
    empty: bool = False  # its one line says that there is nothing
    anchor: str = ""  # where the subject's public page has them one by one


def sections(check: Check) -> list[Section]:
    """What the answer says, the weighty first; empty where no subject was found."""
    if check.outcome != Check.Outcome.FOUND:
        return []
    answer, staff = check.answer, check.told != Check.Told.PUBLIC
    found = [
        _section("失信名单", answer["black"], _listed, "bad", "未列入。", "black-list"),
        _section("守信红名单和荣誉", answer["red"], _praised, "good", "未列入。", "red-list"),
    ]
    if staff:
        resting = [line for line in answer["measures"] if line["suspended"]]
        sanctions = [line for line in answer["measures"] if not line["incentive"] and not line["suspended"]]
        incentives = [line for line in answer["measures"] if line["incentive"] and not line["suspended"]]
        found += [
            _section("有效的惩戒措施", sanctions, _measure, "bad", "没有。"),
            _section("有效的激励措施", incentives, _measure, "good", "没有。"),
            _section("暂停执行的措施（名单正在核实，现在不得采取）", resting, _measure, "wait", "没有。"),
            _section("正在核实", answer["verifications"], _verification, "wait", "没有。"),
            _section("信用评价", answer["grades"], _grade, "plain", "没有有效的评价结果。"),
            _section("分类监管", answer["classes"], _class, "plain", "部门没有确定监管类别。"),
        ]
    found.append(_section("公示中的行政处罚", answer["penalties"], _penalties, "bad", "没有。", "penalty"))
    if staff and "green" in answer:
        found.append(
            Section("绿色通道", tuple(answer["green"]["said"]), "good" if answer["green"]["admitted"] else "plain")
        )
    return found


def public_answer(check: Check, on: date) -> list[Section]:
    """What of the answer anybody may read on the day: the lists and the penalties that are public today as they were then. Whoever
    verifies a print compares the rest by its digest; measures, a disclosure to a named audience, gradings are nobody's else.
    """
    if check.outcome != Check.Outcome.FOUND or check.subject is None:
        return []
    subject = check.subject
    while subject.merged_into is not None:
        subject = subject.merged_into
    now = answers([subject], on, Check.Told.PUBLIC)[subject.pk]
    shown = {line["id"] for name in ("black", "red") for line in now[name]}
    left = {line["seriousness"]: line["count"] for line in now["penalties"]}
    still = {name: [line for line in check.answer[name] if line["id"] in shown] for name in ("black", "red")}
    still["penalties"] = [
        line | {"count": min(line["count"], left[line["seriousness"]])}
        for line in check.answer["penalties"]
        if line["seriousness"] in left
    ]
    found = [
        _section("失信名单", still["black"], _listed, "bad", ""),
        _section("守信红名单和荣誉", still["red"], _praised, "good", ""),
        _section("公示中的行政处罚", still["penalties"], _penalties, "bad", ""),
    ]
    return [one for one in found if not one.empty]


def advice(check: Check) -> str:
    """What to do with it, in a sentence."""
    if check.outcome != Check.Outcome.FOUND:
        return str(check.answer.get("note", ""))
    measured = [line for line in check.answer["measures"] if not line["suspended"]]
    if check.told == Check.Told.PUBLIC:
        return "以上只含公开的名单和处罚。没有主体的授权，不提供措施、评价和监管类别，不能理解为没有。"
    if any(line["suspended"] for line in check.answer["measures"]) and not measured:
        return "名单正在核实，措施已暂停执行：现在不得据以限制，核实完毕后请重新核查。"
    if check.black and not any(not line["incentive"] for line in measured):
        return "列在失信名单上，但没有可以执行的惩戒措施：不得自行增加限制，请按法律法规和本部门职责办理。"
    if check.black and check.red:
        return "既有惩戒依据又有激励依据，请逐项核对后依法办理；在列入严重失信主体名单期间一般不给予激励。"
    if check.black:
        return "有惩戒依据，请对照下列措施依法办理；不在措施清单内的限制，不得采取。"
    if check.red:
        if not measured:
            return "有激励依据，但没有确定的激励措施：可以按规定适用绿色通道等便利。"
        return "有激励依据，可以对照下列措施给予便利。"
    return "没有查到红黑名单和有效措施，按常规办理。"


def as_json(check: Check) -> dict[str, Any]:
    """The receipt for programs: what the page shows."""
    return {
        "number": check.number, "code": check.code, "checked_on": check.checked_on.isoformat(),
        "department": check.department.name, "matter": check.matter_title, "purpose": check.purpose, "told": check.told,
        "asked": check.asked, "outcome": check.outcome, "red": check.red, "black": check.black, "answer": check.answer,
        "digest": check.digest,
    }  # fmt: skip


def receipt_pdf(check: Check) -> bytes:
    """打印件, from the frozen answer. Raises NotTypeset."""
    found = check.outcome == Check.Outcome.FOUND
    subject = check.answer.get("subject", {})
    facts = [
        ["回执编号", check.number], ["验证码", check.code], ["核查单位", f"{check.department.name}，{check.officer.name}"],
        ["核查时间", f"{check.checked_on:%Y-%m-%d} {timezone.localtime(check.checked_at):%H:%M}"], ["办理事项", check.matter_title], ["用途或办件编号", check.purpose],
        ["所查内容", check.asked], ["结果", check.get_outcome_display()],
    ]  # fmt: skip
    if found:
        facts += [["主体名称", subject["name"]], ["统一社会信用代码", subject["code"] or "无"]]
    data = {
        "title": "公共信用信息核查回执",
        "facts": facts,
        "note": str(check.answer.get("note", "")),
        "advice": advice(check),
        "sections": [[one.title, list(one.lines)] for one in sections(check)],
        "digest": check.digest,
        "told": check.get_told_display(),
    }
    return pdf(SOURCE, data, on=check.checked_on)


def _section(
    title: str, lines: list[Line], words: Callable[[Line], str], tone: str, none: str, anchor: str = ""
) -> Section:
    if not lines:
        return Section(title, (none,), empty=True)
    return Section(title, tuple(words(line) for line in lines), tone, anchor=anchor)


def _listed(line: Line) -> str:
    parts = [
        f"“{line['title']}”",
        f"{line['body']}{'' if line['elsewhere'] else '认定'}",
        _numbered(line),
        _until(line["until"], "公示至"),
    ]
    if line["disputed"]:
        parts.append("有异议或正在核实")
    return _sentence(parts)


def _praised(line: Line) -> str:
    return _sentence([f"“{line['title']}”", f"{line['body']}认定", _numbered(line), _until(line["until"], "有效期至")])


def _measure(line: Line) -> str:
    parts = [
        f"“{line['title']}”", line["content"] if line["content"] != line["title"] else "", f"由{line['department']}实施",
        f"依据{line['basis']}" if line["basis"] else "", line["state"], f"清单依据{line['list']}",
        f"条件：{line['condition']}" if line["condition"] else "", f"范围：{line['area']}" if line["area"] else "",
        f"{line['since']}至{line['until']}",
    ]  # fmt: skip
    return _sentence(parts)


def _verification(line: Line) -> str:
    rests = "期间暂停执行措施" if line["suspends"] else "期间措施照常执行"
    return _sentence(
        [
            f"“{line['entry']}”（{line['number']}）",
            f"{line['opened_on']}因{line['trigger']}启动",
            f"由{line['supplier']}答复",
            rests,
        ]
    )


def _grade(line: Line) -> str:
    kind = "（第三方）" if line["third_party"] else ""
    year = f"{line['year']}年度" if line["year"] else ""
    return _sentence(
        [
            f"{year}{line['scheme']}{kind}：{line['grade']}",
            f"{line['body']}",
            _until(line["until"], "有效期至"),
            line["measures"],
        ]
    )


def _class(line: Line) -> str:
    return _sentence(
        [
            f"{line['department']}：{line['title']}",
            line["inspections"],
            f"依据{line['basis']}（{line['scheme']} {line['grade']}）",
        ]
    )


def _penalties(line: Line) -> str:
    degree = Seriousness(line["seriousness"]).label if line["seriousness"] else "未分"
    return f"{degree}失信 {line['count']} 条。"


def _numbered(line: Line) -> str:
    return "，".join(filter(None, (line["number"], line["decided_on"])))


def _until(day: str | None, words: str) -> str:
    return f"{words}{day}" if day else ""


def _sentence(parts: list[str]) -> str:
    return "，".join(part for part in parts if part) + "。"
