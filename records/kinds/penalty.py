"""行政处罚: the 30 columns of the G3 layout (domain.md §1b) and its rules. Pure."""

import re
import unicodedata
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from credit_platform.periods import penalty_kinds

from ..columns import Cell, Cleaned, Column, amount, day, document, show, text, uscc
from ..findings import Finding, grave, warning
from .base import Kind, Row, date_rules, subject_columns, subject_rules
from .catalogue import Class

LIKELY_YUAN = Decimal(10_000)  # 万元: above one hundred million yuan the unit was probably mistaken
KINDS_HINT = "如：警告、罚款、没收违法所得、没收非法财物、吊销许可证件；多个用“；”分开"


def category(column: Column, cell: Cell) -> Cleaned:
    """处罚类别: one or several words of the 2018 or 2021 vocabulary."""
    value, findings = text(column, cell)
    _, unknown = penalty_kinds(value)
    if unknown or not value:
        why = (
            f"“处罚类别”中的“{show('、'.join(unknown))}”不在类别表中。请填：警告、通报批评、罚款、没收违法所得、没收非法财物、"
            "暂扣许可证件、降低资质等级、吊销许可证件、限制开展生产经营活动、责令停产停业、责令关闭、限制从业、行政拘留，或“其他-具体类别”。"
        )
        return "", (Finding(column.code, "not_in_list", why),)
    return value, findings


_FINE = re.compile(r"罚款(?:人民币|金额|：|:)?\s*([\d,.]*\d)\s*(万)?元")


@lru_cache(maxsize=256)
def fines_in(text: str) -> list[Decimal]:
    """Fines that a text names in figures, in 万元; several make their sum a possible reading, too."""
    found = []
    for figure, ten_thousand in _FINE.findall(unicodedata.normalize("NFKC", text)):
        try:
            amount = Decimal(figure.replace(",", ""))
        except InvalidOperation:
            continue
        found.append(amount if ten_thousand else amount / 10_000)
    return [*found, sum(found, Decimal(0))] if len(found) > 1 else found


def amount_rules(kind: Kind, row: Row, today: date) -> list[Finding]:
    """A fine names its amount, in 万元; other kinds name what was taken or withdrawn."""
    words, _ = penalty_kinds(row.get("CF_CFLB", ""))
    findings = []
    fine = row.get("CF_NR_FK", "")
    if "罚款" in words and not fine:
        why = "“处罚类别”含罚款，但没有填“罚款金额（万元）”，请补填（2000元填0.2）。"
        findings.append(Finding("CF_NR_FK", "missing", why))
    for column in ("CF_NR_FK", "CF_NR_WFFF"):
        if row.get(column) and Decimal(row[column]) > LIKELY_YUAN:
            said = (
                f"金额填的是 {row[column]} 万元，看起来像是以“元”填写的。请核对单位；确实无误的，由审核员确认后公示。"
            )
            findings.append(grave(column, "looks_like_yuan", said))
    if fine and (said_fines := fines_in(row.get("CF_NR", ""))) and Decimal(fine) not in said_fines:
        spoken = "、".join(f"{amount.normalize():f}" for amount in said_fines)
        said = f"罚款金额填的是 {fine} 万元，但“处罚内容”中写的是 {spoken} 万元，请核对单位和金额；由审核员确认后公示。"
        findings.append(grave("CF_NR_FK", "amount_differs", said))
    if fine and "罚款" not in words and words:
        findings.append(warning("CF_NR_FK", "amount_without_fine", "填了罚款金额，但“处罚类别”不含罚款，请核对。"))
    if "没收" in words and not row.get("CF_NR_WFFF"):
        said = "“处罚类别”含没收，但没有填没收金额（万元），请核对是否遗漏。"
        findings.append(warning("CF_NR_WFFF", "no_amount", said))
    if {"暂扣许可证件", "吊销许可证件"} & set(words) and not row.get("CF_NR_ZKDX"):
        said = "“处罚类别”含暂扣或吊销，但没有填证照名称及编号，请核对是否遗漏。"
        findings.append(warning("CF_NR_ZKDX", "no_permit", said))
    return findings


def publication_end(kind: Kind, row: Row, today: date) -> list[Finding]:
    until, decided = row.get("CF_GSJZQ", ""), row.get("CF_JDRQ", "")
    if until and decided and until < decided:
        why = f"“公示截止期”是 {until}，早于决定日期 {decided}，请核对；也可留空，由平台按规定计算。"
        return [Finding("CF_GSJZQ", "ends_before_decided", why)]
    return []


PENALTY = Kind(
    key="penalty",
    title="行政处罚",
    prefix="CF",
    columns=(
        *subject_columns("CF"),
        Column("CF_WSH", "行政处罚决定书文号", document, 128, "always", placeholder_refused=True),
        Column("CF_WFXW", "违法行为类型", text, 2000, "always"),
        Column("CF_SY", "违法事实", text, 5000, "always"),
        Column("CF_YJ", "处罚依据", text, 2000, "always"),
        Column("CF_CFLB", "处罚类别", category, 256, "always", hint=KINDS_HINT),
        Column("CF_NR", "处罚内容", text, 4000, "always"),
        Column("CF_NR_FK", "罚款金额(万元)", amount, 30, hint="2000元填 0.2", need="有罚款时必填"),
        Column("CF_NR_WFFF", "没收违法所得、没收非法财物的金额(万元)", amount, 30, hint="2000元填 0.2"),
        Column("CF_NR_ZKDX", "暂扣或吊销证照名称及编号", text, 200),
        Column("CF_JDRQ", "处罚决定日期", day, 40, "always", hint="如 2026/04/01"),
        Column("CF_YXQ", "处罚有效期", day, 40, "always", hint="长期填 2099/12/31"),
        Column("CF_GSJZQ", "公示截止期", day, 40, hint="可留空，由平台按规定计算"),
        Column("CF_CFJG", "处罚机关", text, 200, "always"),
        Column("CF_CFJGDM", "处罚机关统一社会信用代码", uscc, 64, "always"),
        Column("CF_SJLY", "数据来源单位", text, 200, "always"),
        Column("CF_SJLYDM", "数据来源单位统一社会信用代码", uscc, 64, "always"),
        Column("BZ", "备注", text, 512, public=False),
    ),
    document_number="CF_WSH",
    licence_number="",
    decided_on="CF_JDRQ",
    valid_until="CF_YXQ",
    body_name="CF_CFJG",
    body_code="CF_CFJGDM",
    status="CF_ZT",
    catalogue=Class.ADMINISTRATIVE,
    source=("CF_SJLY", "CF_SJLYDM"),
    adverse=True,
    rules=(subject_rules, date_rules, amount_rules, publication_end),
    generation_2={"CF_FR_SFZH": "CF_FR_ZJHM", "法定代表人身份证号": "CF_FR_ZJHM"},
    generation_1=frozenset(
        {"处罚名称", "处罚类别1", "处罚类别2", "处罚事由", "失信严重程度", "处罚等级", "地方编码", "数据更新时间戳"}
    ),
)
