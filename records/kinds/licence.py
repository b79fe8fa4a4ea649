"""行政许可: the 28 columns of the G3 layout (domain.md §1a) and its rules. Pure."""

import re
from datetime import date

from ..columns import Cell, Cleaned, Column, choice, day, document, show, text, uscc
from ..findings import Finding
from .base import Kind, Row, date_rules, subject_columns, subject_rules
from .catalogue import Class

CATEGORIES = ("普通", "特许", "认可", "核准", "登记")
CATEGORY_CODES = {"01": "普通", "02": "特许", "03": "认可", "04": "核准", "05": "登记", "06": "其他"}


def category(column: Column, cell: Cell) -> Cleaned:
    """许可类别: one of six, 其他 with words; the two-digit codes in use are read too."""
    value, findings = text(column, cell)
    value = CATEGORY_CODES.get(value.zfill(2), value) if value.isdigit() else value.removesuffix("许可")
    if value in CATEGORIES or re.fullmatch(r"其他([-－—:：].+)?", value):
        return value, findings
    why = f"“许可类别”填的是“{show(value)}”，只能填：{'、'.join(CATEGORIES)}，或“其他-具体类别”。"
    return "", (Finding(column.code, "not_in_list", why),)


def licence_dates(kind: Kind, row: Row, today: date) -> list[Finding]:
    since, until = row.get("XK_YXQZ", ""), row.get("XK_YXQZI", "")
    if since and until and until < since:
        why = f"“有效期至”是 {until}，早于“有效期自” {since}，请核对两个日期。"
        return [Finding("XK_YXQZI", "ends_before_start", why)]
    return []


LICENCE = Kind(
    key="licence",
    title="行政许可",
    prefix="XK",
    columns=(
        *subject_columns("XK"),
        Column("XK_XKWS", "行政许可决定文书名称", text, 64 * 4, "always", placeholder_refused=True, hint="文书标题"),
        Column(
            "XK_WSH",
            "行政许可决定文书号",
            document,
            64 * 2,
            "always",
            placeholder_refused=True,
            hint="没有文书号的填“许可编号”",
        ),
        Column(
            "XK_XKLB",
            "许可类别",
            category,
            256,
            "always",
            choices=(*CATEGORIES, "其他"),
            hint="填“其他”的请写明，如“其他-备案”",
        ),
        Column("XK_XKZS", "许可证书名称", text, 64 * 2, hint="如：食品经营许可证"),
        Column("XK_XKBH", "许可编号", document, 64 * 2),
        Column("XK_NR", "许可内容", text, 4000, "always"),
        Column("XK_JDRQ", "许可决定日期", day, 40, "always", hint="如 2026/04/01"),
        Column("XK_YXQZ", "有效期自", day, 40, "always", hint="如 2026/04/01"),
        Column("XK_YXQZI", "有效期至", day, 40, "always", hint="长期填 2099/12/31"),
        Column("XK_XKJG", "许可机关", text, 200, "always"),
        Column("XK_XKJGDM", "许可机关统一社会信用代码", uscc, 64, "always"),
        Column("XK_ZT", "当前状态", choice, 8, "always", choices=("1", "0"), hint="1 有效，0 无效"),
        Column("XK_LYDW", "数据来源单位", text, 200, "always"),
        Column("XK_LYDWDM", "数据来源单位统一社会信用代码", uscc, 64, "always"),
        Column("BZ", "备注", text, 512, public=False),
    ),
    document_number="XK_WSH",
    licence_number="XK_XKBH",
    decided_on="XK_JDRQ",
    valid_until="XK_YXQZI",
    body_name="XK_XKJG",
    body_code="XK_XKJGDM",
    status="XK_ZT",
    catalogue=Class.ADMINISTRATIVE,
    source=("XK_LYDW", "XK_LYDWDM"),
    rules=(subject_rules, date_rules, licence_dates),
    generation_2={"XK_FR_SFZH": "XK_FR_ZJHM", "法定代表人身份证号": "XK_FR_ZJHM"},
    generation_1=frozenset({"项目名称", "审批类别", "许可截止期", "许可生效期", "地方编码", "数据更新时间戳"}),
)
