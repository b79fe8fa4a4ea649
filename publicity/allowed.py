"""公开字段清单: the only parts of a record's content that the public ever sees. What is not named here stays inside.

Left out on purpose: certificate types and numbers (never public); numbers 2 to 6 of the subject (a sole trader's tax
number may be the owner's ID number); codes of departments (nobody reads them); the department's own 公示截止期 (the page shows the
one that is in force); document number and decision date (typed columns of the record, shown beside); remarks (BZ). Sources: domain.md §1a, §1b; G6; design sentence 10.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from records.columns import amount, day
from records.kinds import KINDS

from .allowed_others import OTHERS, TITLES_OF_OTHERS

ALLOWED: dict[str, tuple[tuple[str, str], ...]] = {
    "licence": (
        ("XK_XKWS", "决定文书名称"),
        ("XK_XKZS", "许可证书名称"),
        ("XK_XKBH", "许可编号"),
        ("XK_XKLB", "许可类别"),
        ("XK_NR", "许可内容"),
        ("XK_YXQZ", "有效期自"),
        ("XK_YXQZI", "有效期至"),
        ("XK_FRDB", "法定代表人"),
        ("XK_XKJG", "许可机关"),
        ("XK_LYDW", "数据来源"),
    ),
    "penalty": (
        ("CF_WFXW", "违法行为类型"),
        ("CF_SY", "违法事实"),
        ("CF_YJ", "处罚依据"),
        ("CF_CFLB", "处罚类别"),
        ("CF_NR", "处罚内容"),
        ("CF_NR_FK", "罚款金额"),
        ("CF_NR_WFFF", "没收金额"),
        ("CF_NR_ZKDX", "暂扣或吊销的证照"),
        ("CF_YXQ", "处罚有效期至"),
        ("CF_FRDB", "法定代表人"),
        ("CF_CFJG", "处罚机关"),
        ("CF_SJLY", "数据来源"),
    ),
    **OTHERS,
}
TITLES = {"licence": ("XK_XKZS", "XK_XKWS"), "penalty": ("CF_WFXW",), **TITLES_OF_OTHERS}
# Published with organisations by law; of a sole trader it is the owner's name, which nobody needs beside the firm's.
REPRESENTATIVES = {f"{kind.prefix}_FRDB" for kind in KINDS.values()}
NOTHING = {"", "略", "(略)", "（略）", "无", "/", "-", "—", "——"}
AMOUNTS = {column.code for kind in KINDS.values() for column in kind.columns if column.read is amount}
DATES = {column.code for kind in KINDS.values() for column in kind.columns if column.read is day}
FOREVER = 2099  # year by which the national layout says 长期
TITLE_LENGTH = 60


def fields(kind: str, content: Mapping, organisation: bool) -> list[tuple[str, str]]:
    """(label, value) in the order of the national layout, for a record of `kind`; empty ones and the title left out."""
    shown = []
    heading = title(kind, content)
    for code, label in ALLOWED.get(kind, ()):
        if code in REPRESENTATIVES and not organisation:
            continue
        value = _text(code, content.get(code))
        if value and not (code in TITLES[kind] and value == heading):
            shown.append((label, value))
    return shown


def title(kind: str, content: Mapping) -> str:
    """What the record is called in a list; empty where its content has no name for it."""
    for code in TITLES.get(kind, ()):
        value = _text(code, content.get(code))
        if value:
            return value if len(value) <= TITLE_LENGTH else value[: TITLE_LENGTH - 1] + "…"
    return ""


def _text(code: str, value: object) -> str:
    text = "" if value is None else str(value).strip()
    if code in REPRESENTATIVES and text in NOTHING:
        return ""
    if code in AMOUNTS:
        return _amount(text)
    return _day(text) if code in DATES else text


def _amount(text: str) -> str:
    """「0.2 万元（2,000 元）」: the layout counts in 万元, people in 元."""
    try:
        amount = Decimal(text)
    except InvalidOperation:
        return ""
    if not amount or not amount.is_finite():
        return ""
    return f"{amount.normalize():f} 万元（{(amount * 10_000).normalize():,f} 元）"


def _day(text: str) -> str:
    try:
        day = date.fromisoformat(text.replace("/", "-"))
    except ValueError:
        return text
    return "长期" if day.year >= FOREVER else day.isoformat()
