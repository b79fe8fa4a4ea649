"""文书格式: what a pack says of an official letter: who issues it, its heading, title, number and standing words. Pure. Source: D3.

{"issued_by": "department" | "office", "head", "title", "word", "opening", "closing", "receipt"}. The words may name places in
braces, which are filled when a letter is made: {部门}, {信用办}, {发文机关}, {主体} and what PLACES adds for each kind.
"""

import re
from collections.abc import Mapping
from typing import Any

COMMON = ("部门", "信用办", "发文机关", "主体")
PLACES: dict[str, tuple[str, ...]] = {
    "notice": (),
    "decision": ("决定文件",),
    "drop": ("告知书",),
    "removal": ("行为", "决定书", "移出日期"),
    "red": ("批准文件", "称号"),
    "red_notice": ("称号", "发文"),
    "red_off": ("称号", "发文", "告知书", "取消日期"),
    "red_kept": ("称号", "告知书"),
    "reminder": ("情形",),
    "interview": ("情形", "提醒函"),
    "urging": ("提醒函",),
    "repair_accept": ("事项", "申请编号"),
    "repair_refuse": ("事项", "申请编号"),
    "repair_permit": ("事项", "申请编号"),
    "repair_grant": ("事项", "申请编号"),
    "repair_mask": ("事项", "申请编号"),
    "repair_reject": ("事项", "申请编号"),
    "repair_end": ("事项", "申请编号"),
    "repair_revoke": ("事项", "申请编号", "决定书"),
    "objection_reply": ("类别", "编号", "提出日期", "事项"),
    "objection_declined": ("类别", "编号", "提出日期", "事项"),
    "objection_review": ("类别", "编号", "提出日期", "事项"),
    "objection_restored": ("类别", "编号", "提出日期", "事项"),
}
TEXTS = ("issued_by", "head", "title", "word", "opening", "closing")
NEEDED = ("head", "title", "word", "opening")
ISSUERS = ("department", "office")
LENGTHS = {"head": 60, "title": 60, "word": 20, "opening": 500, "closing": 300}
PLACE = re.compile(r"\{([^{}]*)\}")


def letter_fault(kind: str, said: Any) -> str:
    """Why the table cannot be a letter of the kind; empty where it can."""
    if not isinstance(said, dict) or set(said) != {*TEXTS, "receipt"}:
        return f"应为一个表，恰好有：{'、'.join([*TEXTS, 'receipt'])}"
    if not isinstance(said["receipt"], bool):
        return "receipt（附送达回证）应为 true 或 false"
    if any(not isinstance(said[name], str) for name in TEXTS):
        return "除 receipt 外都应为文字"
    if said["issued_by"] not in ISSUERS:
        return f"issued_by（发文机关）只能是：{'、'.join(ISSUERS)}"
    if empty := [name for name in NEEDED if not said[name].strip()]:
        return f"没有写：{'、'.join(empty)}"
    if long := [name for name, most in LENGTHS.items() if len(said[name]) > most]:
        return f"太长：{'、'.join(long)}"
    return _places_fault(kind, said)


def _places_fault(kind: str, said: Mapping[str, str]) -> str:
    known = {*COMMON, *PLACES[kind]}
    for name in ("head", "title", "opening", "closing"):
        strange = [place for place in PLACE.findall(said[name]) if place not in known]
        if strange or re.search(r"[{}]", PLACE.sub("", said[name])):
            return f"{name}中有不认识的占位“{'、'.join(strange) or '{'}”，可用：{'、'.join(sorted(known))}"
    return f"word（文号）中不能有占位“{said['word']}”" if re.search(r"[{}〔〕]", said["word"]) else ""


def fill(words: str, places: Mapping[str, str]) -> str:
    """The words with every place filled, in one go: what fills a place is never read as a place itself."""
    return PLACE.sub(lambda found: places.get(found[1], ""), words)
