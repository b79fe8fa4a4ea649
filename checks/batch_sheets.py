"""Batch sheets (批量核查表): names and codes out of a workbook, answers into one. Read in the limited child. Source: E6."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence

from blacklists.refusals import ListRefused
from credit_platform.sheets import workbook
from records.columns import Cell, plain_number
from records.reading.formats import Unreadable
from records.reading.parsing import sheets

from .checking import MOST, Sheet
from .matching import Asked, asked_for
from .models import Batch, Check
from .receipts import advice, sections

# Titles of columns as people write them, without blanks, brackets and what stands in them.
WHO = (
    "",
    "主体",
    "企业",
    "单位",
    "公司",
    "机构",
    "市场主体",
    "信用主体",
    "行政相对人",
    "相对人",
    "当事人",
    "法人",
    "申请人",
    "投标人",
    "供应商",
    "经营者",
)
NAMES = {f"{one}{word}" for one in WHO for word in ("", "名称", "全称")} - {""}
CODES = {
    *(f"{one}{word}" for one in WHO for word in ("统一社会信用代码", "社会信用代码", "信用代码", "代码", "统一代码")),
    "统一信用代码", "纳税人识别号", "税号", "注册号", "组织机构代码",
}  # fmt: skip
SERIAL = {"序号", "编号", "行号"}
LEGAL = re.compile(r"(公司|厂|店|社|所|行|部|院|校|站|中心|集团|协会|局|会|户|园|馆|场|队|吧|屋|坊)$")
HEADS = (
    "行号",
    "所查名称或代码",
    "结果",
    "主体名称",
    "统一社会信用代码",
    "惩戒依据",
    "激励依据",
    "提示",
    "详情",
    "回执编号",
    "验证码",
)
BRACKETS = re.compile(r"[（(\[【][^）)\]】]*[）)\]】]|[\s*＊:：]")
ABOVE = 2  # lines of a title above them
WITHIN = 10  # rows among which the headers may stand
SHOWN = 5  # faults named at once


def read(data: bytes, name: str) -> Sheet:
    """The rows of the first sheet that has any. Raises ListRefused, naming the rows."""
    try:
        with sheets(data, name) as lines:
            rows = _asked(lines)
    except Unreadable as reason:
        raise ListRefused(f"{reason.message}文件没有处理。") from reason
    return Sheet(name, data, hashlib.sha256(data).hexdigest(), rows)


def sheet_of(asked: Sequence[Asked]) -> Sheet:
    """What a program sent instead of a workbook, kept as one."""
    data = workbook("批量信用核查", ["统一社会信用代码", "主体名称"], ([one.code, one.name] for one in asked))
    return Sheet("接口.xlsx", data, hashlib.sha256(data).hexdigest(), list(enumerate(asked, 1)))


def template() -> bytes:
    """The empty workbook."""
    notes = ["代码和名称填一项即可，都填的以代码为准。一次最多10000行。代码所在的列请保持为文本格式。"]
    return workbook("批量信用核查", ["统一社会信用代码", "主体名称"], [], notes)


def results(batch: Batch, rows: Iterable[Check]) -> bytes:
    """核查结果: every row of the batch with its answer and receipt."""
    title = f"批量信用核查结果：{batch.matter_title}，{batch.checked_on:%Y-%m-%d}"
    return workbook(title, HEADS, (_cells(one) for one in rows))


def _cells(check: Check) -> list[str | int]:
    subject = check.answer.get("subject", {})
    told = "\n".join(f"{one.title}：{''.join(one.lines)}" for one in sections(check) if one.tone != "plain")
    note = "".join(filter(None, (str(check.answer.get("note", "")), advice(check) if check.subject_id else "")))
    return [
        check.row or 0, check.asked, check.get_outcome_display(), subject.get("name", ""), subject.get("code", ""),
        "有" if check.black else "", "有" if check.red else "", note, told, check.number, check.code,
    ]  # fmt: skip


def _asked(lines: Iterator[tuple[str, list[Cell]]]) -> list[tuple[int, Asked]]:
    found: list[tuple[int, Asked]] = []
    faults: list[str] = []
    columns: tuple[int | None, int | None] | None = None
    first, odd = "", 0
    for place, (sheet, cells) in enumerate(lines, 1):
        first = first or sheet
        if sheet != first:
            break
        if columns is None and place <= WITHIN and (heads := _heads(cells)):
            columns, found, faults, odd = heads, [], [], 0  # what stood above was a title
            continue
        asked = _row(cells, columns, place, faults)
        if asked is not None and asked.text:
            if len(found) < ABOVE and columns is None and _like_titles(cells):
                odd = odd or place
            found.append((place, asked))
        if len(found) > MOST:
            raise ListRefused(f"一次最多核查{MOST}个主体，请分成几个文件。")
    if odd:
        raise ListRefused(
            f"第{odd}行像是表头，但没有找到名称或代码列。请把那一列的标题改成“主体名称”或“统一社会信用代码”，再上传。"
        )
    if faults:
        more = f"等{len(faults)}行" if len(faults) > SHOWN else ""
        raise ListRefused(
            f"{'、'.join(faults[:SHOWN])}{more}的代码存成了数字，末几位可能已经丢失。请把这一列设为文本，重新填写后上传。"
        )
    return found


def _heads(cells: list[Cell]) -> tuple[int | None, int | None] | None:
    titles = [BRACKETS.sub("", _text(cell)) for cell in cells]
    name = next((at for at, title in enumerate(titles) if title in NAMES), None)
    code = next((at for at, title in enumerate(titles) if title in CODES), None)
    return (name, code) if name is not None or code is not None else None


def _like_titles(cells: list[Cell]) -> bool:
    """Whether the first row with anything in it reads like titles of columns: several short words, none a name or code of anybody."""
    titles = [BRACKETS.sub("", word) for cell in cells if (word := _text(cell))]
    if any(one in SERIAL for one in titles):
        return True
    short = [
        one
        for one in titles
        if len(one) <= 8 and not any(sign.isdigit() for sign in one) and not (len(one) > 2 and LEGAL.search(one))
    ]
    return len(short) == len(titles) and (len(titles) > 1 or len(titles[0]) <= 4)


def _row(
    cells: list[Cell], columns: tuple[int | None, int | None] | None, place: int, faults: list[str]
) -> Asked | None:
    if columns is None:
        filled = [cell for cell in cells if _text(cell)]
        if filled and isinstance(filled[0], int | float):
            faults.append(f"第{place}行")
        return asked_for(_text(filled[0])) if filled else None
    name, code = (cells[at] if at is not None and at < len(cells) else "" for at in columns)
    if isinstance(code, int | float):
        faults.append(f"第{place}行")
    return Asked(_text(name)[:200], _text(code)[:40])


def _text(cell: Cell) -> str:
    return (cell if isinstance(cell, str) else plain_number(cell)).strip()
