"""信用承诺及履行: written commitments of the field's five kinds, and commitments that were broken. Layout of our own (base.layout).
Pure.

Sources: B5, H2; Shaanxi 二(六) (commitments and what became of them are sent in, recorded and published); domain.md §7: a report lists
kind, matter, day, receiving body and fulfilment of each.
"""

from datetime import date

from ..columns import Column, choice, text
from ..findings import Finding
from .base import Kind, Row, date_rules, declare, layout, subject_rules
from .catalogue import Class

TYPES = ("审批替代型", "主动公示型", "行业自律型", "信用修复型", "证明事项型")
PERFORMING, FULFILLED, UNFULFILLED = "履行中", "已履行", "未履行"
LATE_PAPERS = "容缺受理"


def unfulfilled(kind: Kind, row: Row, today: date) -> list[Finding]:
    """未履行: says in what."""
    if row.get("CN_LVZT") != UNFULFILLED or "CN_LVQK" in row:
        return []
    return [Finding("CN_LVQK", "missing", "“履约状态”填了“未履行”，就要填“履行情况说明”，请补填。")]


COMMITMENT = declare(
    "commitment", "信用承诺", "CN", Class.COMMITMENT,
    layout(
        "CN",
        Column("CN_LX", "承诺类型", choice, 16, "always", choices=TYPES),
        Column("CN_SY", "承诺事由", text, 400, "always", hint="如：办理食品经营许可、参加公共资源交易"),
        Column("CN_NR", "承诺内容", text, 4000, "always"),
        Column("CN_ZR", "违诺责任", text, 1000, hint="承诺人自愿接受的约束和惩戒"),
        Column("CN_LVZT", "履约状态", choice, 8, "always", choices=(PERFORMING, FULFILLED, UNFULFILLED)),
        Column("CN_LVQK", "履行情况说明", text, 1000, hint="“未履行”的必填"),
        number="承诺书编号", decided="作出承诺日期", until="承诺有效期至", body="承诺受理单位",
    ),
    rules=(subject_rules, date_rules, unfulfilled),
)  # fmt: skip

BREACH = declare(
    "breach", "违背信用承诺", "WN", Class.COMMITMENT,
    layout(
        "WN",
        Column("WN_CNS", "违背的承诺书编号", text, 128, "always"),
        Column("WN_LX", "违背的承诺类型", choice, 16, "always", choices=(*TYPES, LATE_PAPERS)),
        Column("WN_SX", "违诺事实", text, 2000, "always"),
        Column("WN_YJ", "认定违诺的依据", text, 1000, "always"),
        number="违诺认定文书号", decided="违诺认定日期", body="违诺认定单位",
    ),
    adverse=True,
)  # fmt: skip

COMMITMENTS = (COMMITMENT, BREACH)
