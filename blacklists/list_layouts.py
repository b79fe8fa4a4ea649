"""名单文件的列 (外来名单版式): a small layout of our own for each kind of list from elsewhere, and the headers in common use.

A file says who, by which document, from when to when; who issued it is said once, on the form. Pure. Source: I2; domain.md §4.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from records.columns import Cell
from records.kinds import KINDS
from records.kinds.base import ORGANISATION, PERSON, SOLE_TRADER
from records.kinds.judicial import PERFORMED
from records.reading.headers import WITHIN, plain

LEFT = "left"  # 移出日期: a row that has one is off the list
DEBTOR, LISTED, PRAISED = "debtor", "listed", "praised"
TITLES = {DEBTOR: "失信被执行人名单", LISTED: "严重失信名单", PRAISED: "守信名单"}


@dataclass(frozen=True)
class Heading:
    """一列. `code`: column of the record's kind without its prefix, or LEFT; `also`: headers in use elsewhere."""

    code: str
    title: str
    needed: bool
    also: tuple[str, ...] = ()
    hint: str = ""


_NAME = (
    "主体名称",
    "单位名称",
    "企业名称",
    "被执行人名称",
    "被执行人姓名/名称",
    "姓名/名称",
    "姓名或名称",
    "失信主体名称",
    "当事人名称",
)
_WHO = (
    Heading("XDR_MC", "名称", True, _NAME, "单位填登记名称，自然人填姓名"),
    Heading("XDR_SHXYM", "统一社会信用代码", True, ("社会信用代码", "信用代码", "组织机构代码/统一社会信用代码", "代码"), "单位必填"),
    Heading("XDR_ZJHM", "身份证号码", False, ("证件号码", "身份证号", "公民身份号码"), "只有自然人填，加密保存，不公开"),
)  # fmt: skip
_GONE = Heading(LEFT, "移出日期", False, ("退出日期", "移除日期", "撤销日期"), "已移出名单的填")
HEADINGS: dict[str, tuple[Heading, ...]] = {
    DEBTOR: (
        *_WHO,
        Heading("WSH", "案号", True, ("执行案号", "执行案件案号")),
        Heading("ZXYJ", "执行依据文号", True, ("执行依据", "执行依据案号")),
        Heading("YW", "生效法律文书确定的义务", True, ("法律文书确定的义务", "应履行的义务")),
        Heading("LX", "履行情况", True, ("被执行人的履行情况", "被执行人履行情况"), f"只能填：{'、'.join(PERFORMED)}"),
        Heading("XW", "失信行为具体情形", True, ("失信被执行人行为具体情形", "失信行为情形", "具体情形")),
        Heading("JE", "未履行金额(万元)", False, ("未履行标的(万元)",)),
        Heading("JDRQ", "发布日期", True, ("发布时间", "列入日期", "失信被执行人发布日期"), "如 2026/04/01"),
        Heading("YXQZ", "公布期限至", False, ("有效期至", "列入期限至", "公布期限", "有效期限")),
        Heading("JG", "执行法院", False, ("法院", "执行单位"), "空着为发布机关"),
        _GONE,
    ),
    LISTED: (
        *_WHO,
        Heading("MD", "名单名称", False, ("名单类型", "名单类别"), "空着为页面上填写的名称"),
        Heading("XW", "失信行为", True, ("列入事由", "列入原因", "严重失信行为", "违法事实")),
        Heading("YJ", "列入依据", False, ("依据", "法律依据")),
        Heading("WSH", "列入决定书文号", True, ("决定书文号", "决定文书号", "认定文号", "文号")),
        Heading("JDRQ", "列入日期", True, ("列入时间", "认定日期", "认定时间", "决定日期"), "如 2026/04/01"),
        Heading("YXQZ", "列入期限至", False, ("有效期至", "有效期限", "公示截止日期", "公示期限至")),
        Heading("JG", "认定单位", False, ("列入机关", "认定部门", "决定机关"), "空着为发布机关"),
        _GONE,
    ),
    PRAISED: (
        *_WHO,
        Heading("MD", "名单名称", False, ("荣誉名称", "称号", "名单类别"), "空着为页面上填写的名称"),
        Heading("SJ", "守信事迹", False, ("事迹", "认定事由")),
        Heading("WSH", "认定文号", True, ("文号", "认定文书号", "文件号")),
        Heading("JDRQ", "认定日期", True, ("认定时间", "列入日期", "公布日期"), "如 2026/04/01"),
        Heading("YXQZ", "有效期至", False, ("有效期限", "有效期")),
        Heading("JG", "认定单位", False, ("认定部门", "认定机关")),
        _GONE,
    ),
}  # fmt: skip


class LayoutUnknown(ValueError):
    """The file has no header that could be read; the message says what is missing."""


@dataclass(frozen=True)
class Head:
    """表头: where it stands (place from 0), heading by place, headers nobody knows."""

    place: int
    by_place: tuple[Heading | None, ...]
    unknown: tuple[str, ...]


def read_head(kind: str, rows: Sequence[Sequence[Cell]]) -> Head:
    """The header within the first rows. Raises LayoutUnknown."""
    known = {plain(name): one for one in HEADINGS[kind] for name in (one.title, *one.also)}
    # What the platform's own template of the kind calls them, too.
    for one in HEADINGS[kind]:
        column = KINDS[kind].by_code.get(f"{KINDS[kind].prefix}_{one.code}")
        if column is not None:
            known |= {plain(name): one for name in (column.title, column.code, *column.aliases)}
    found = [(sum(plain(cell) in known for cell in row), -place) for place, row in enumerate(rows[:WITHIN])]
    best, place = max(found, default=(0, 0))
    if best < 3:
        raise LayoutUnknown("没有找到表头。请下载模板，或把表头改成模板中的列名后重新上传。")
    cells = [plain(cell) for cell in rows[-place]]
    headings = tuple(known.get(cell) for cell in cells)
    codes = [one.code for one in headings if one]
    twice = sorted({one.title for one in headings if one and codes.count(one.code) > 1})
    if twice:
        raise LayoutUnknown(f"“{'、'.join(twice)}”有两列，无法判断以哪一列为准。请删去一列后重新上传。")
    missing = [one.title for one in HEADINGS[kind] if one.needed and one.code not in codes]
    if missing:
        raise LayoutUnknown(f"缺少必需的列：{'、'.join(missing)}。请补上后重新上传。")
    unknown = tuple(cell[:40] for cell, one in zip(cells, headings, strict=True) if cell and not one)
    return Head(-place, headings, unknown)


def as_the_file_says(kind: str, message: str) -> str:
    """A finding of the intake in the words of the list's own template: who reads it has that before them."""
    for one in HEADINGS[kind]:
        column = KINDS[kind].by_code.get(f"{KINDS[kind].prefix}_{one.code}")
        if column is not None and column.title != one.title:
            message = message.replace(f"“{column.title}”", f"“{one.title}”")
    return message


def row_of(kind: str, cells: Mapping[str, Cell], *, title: str, issuer: str, issuer_code: str) -> dict[str, Cell]:
    """One row of a list file as a row of the record's kind. The issuing body stands for what the file leaves open."""
    said = {code: cell for code, cell in cells.items() if cell != "" and code != LEFT}
    code = str(said.get("XDR_SHXYM", "")).strip()
    person = not code and "XDR_ZJHM" in said
    said["XDR_LB"] = PERSON if person else SOLE_TRADER if code.startswith("92") else ORGANISATION
    if person:
        said["XDR_ZJLX"] = "身份证"
    else:
        said.pop("XDR_ZJHM", None)  # of a unit it would be somebody else's
    said.setdefault("JG", issuer)
    said |= {"JGDM": issuer_code, "LYDW": issuer, "LYDWDM": issuer_code}
    said["ZT"] = "0" if str(cells.get(LEFT, "")).strip() else "1"
    if kind != DEBTOR:
        said.setdefault("MD", title)
    return {f"{KINDS[kind].prefix}_{name}": cell for name, cell in said.items()}
