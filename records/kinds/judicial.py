"""司法裁判及执行类信息: judgments and judgment debtors, as courts hand them over. Layout of our own (base.layout). Pure.

Sources: B5; Yingkou 二(三) (judgment debtors on the site), Suining 二(五)2(3) (rulings), 四(一) (major cases: who publishes, who
forwards).
"""

from datetime import date

from ..columns import Column, amount, choice, text
from ..findings import Finding
from .base import Kind, Row, date_rules, declare, layout, subject_rules
from .catalogue import Class


def major_case(kind: Kind, row: Row, today: date) -> list[Finding]:
    """重大案件: says who publishes and who forwards it. Source: Suining 四(一)."""
    prefix = kind.prefix
    if row.get(f"{prefix}_ZDAJ") != "是":
        return []
    return [
        Finding(column, "missing", f"“重大案件”填了“是”，就要填“{kind.by_code[column].title}”，请补填。")
        for column in (f"{prefix}_GBDW", f"{prefix}_TSDW")
        if column not in row
    ]


RULING = declare(
    "ruling", "司法裁判", "CP", Class.JUDICIAL,
    layout(
        "CP",
        Column("CP_AY", "案由", text, 400, "always"),
        Column("CP_WS", "裁判文书名称", text, 200, "always"),
        Column("CP_CPJG", "裁判结果", text, 4000, "always"),
        Column("CP_ZDAJ", "重大案件", choice, 4, choices=("是", "否"), hint="属重大案件的填“是”"),
        Column("CP_GBDW", "重大案件公布单位", text, 200),
        Column("CP_TSDW", "重大案件推送单位", text, 200),
        number="裁判案号", decided="裁判日期", until="裁判信息公示至", body="裁判法院",
    ),
    adverse=True, own_decision=False, rules=(subject_rules, date_rules, major_case),
)  # fmt: skip

# 履行情况, in the words of the courts' own publication (法释〔2017〕7号 第六条: 被执行人的履行情况). The other columns of a debtor are
# free text there, and are so here.
PERFORMED = ("全部未履行", "部分未履行", "部分已履行", "全部已履行")

DEBTOR = declare(
    "debtor", "失信被执行人", "SX", Class.JUDICIAL,
    layout(
        "SX",
        Column("SX_ZXYJ", "执行依据文号", text, 128, "always"),
        Column("SX_YW", "生效法律文书确定的义务", text, 4000, "always"),
        Column("SX_LX", "被执行人的履行情况", choice, 16, "always", choices=PERFORMED),
        Column("SX_XW", "失信被执行人行为具体情形", text, 1000, "always"),
        Column("SX_JE", "未履行金额(万元)", amount, 30),
        number="执行案号", decided="失信被执行人发布日期", until="失信被执行人公布期限至", body="执行法院",
    ),
    adverse=True, own_decision=False,
)  # fmt: skip

JUDICIAL = (RULING, DEBTOR)
