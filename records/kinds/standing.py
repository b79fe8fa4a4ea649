"""评价与荣誉类信息: honours, grades given by departments, ratings by third parties. Layout of our own (base.layout). Pure.

Sources: B5 (scheme, version, body, year, grade, valid until); Shaanxi 二(七); Suining 二(五)2(3); Bengbu 四(二), 六(一).
"""

import re

from ..columns import Cell, Cleaned, Column, show, text
from ..findings import Finding
from .base import declare, layout
from .catalogue import Class


def year(column: Column, cell: Cell) -> Cleaned:
    """年度: four digits, with or without 年."""
    value, findings = text(column, cell)
    match = re.fullmatch(r"((?:19|20)\d\d)年?(?:度)?", value)
    if match or not value:
        return match[1] if match else "", findings
    why = f"“{column.title}”填的是“{show(value)}”，请填四位年份，如 2025。"
    return "", (Finding(column.code, "bad_year", why),)


HONOUR = declare(
    "honour", "诚实守信荣誉", "RY", Class.HONOUR,
    layout(
        "RY",
        Column("RY_MC", "荣誉名称", text, 200, "always", hint="如：守合同重信用企业、诚信示范企业"),
        Column("RY_SY", "授予事由", text, 2000),
        number="荣誉认定文号", decided="荣誉授予日期", until="荣誉有效期至", body="荣誉授予单位",
    ),
)  # fmt: skip

GRADE = declare(
    "grade", "部门信用评价", "PJ", Class.RATING,
    layout(
        "PJ",
        Column("PJ_FA", "评价方案名称", text, 200, "always", hint="如：纳税信用评价、环境信用评价、劳动保障守法诚信等级"),
        Column("PJ_BB", "评价方案版本", text, 64),
        Column("PJ_ND", "评价年度", year, 10, "always"),
        Column("PJ_DJ", "评价等级", text, 64, "always", hint="如：A、B、M、C、D；绿、蓝、黄、红"),
        Column("PJ_JGLX", "分类监管措施", text, 400, hint="如：减少抽查频次、列为重点监管", public=False),
        number="评价结果编号", decided="评价日期", until="评价有效期至", body="评价机关",
    ),
    licence_number="PJ_FA",
)  # fmt: skip

RATING = declare(
    "rating", "第三方信用评价", "DS", Class.RATING,
    layout(
        "DS",
        Column("DS_LX", "评价产品类型", text, 200, "always", hint="如：主体信用评级、招标投标信用报告"),
        Column("DS_DJ", "信用评价等级", text, 64, "always", hint="如：AAA、AA、A、BBB"),
        Column("DS_YT", "评价用途", text, 400, hint="如：招标投标、政府采购、购买服务"),
        number="信用评价报告编号", decided="信用评价报告日期", until="信用评价有效期至", until_needed=True, body="信用服务机构",
    ),
    own_decision=False,
)  # fmt: skip

STANDING = (HONOUR, GRADE, RATING)
