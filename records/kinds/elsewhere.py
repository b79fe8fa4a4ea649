"""名单由别处认定: what nation, province, other places or courts have listed, and this platform only takes in. Layout of our own
(base.layout). Judgment debtors have a kind of their own (judicial.py). Pure.

Sources: I2; Shaanxi 二(十); domain.md §4 (real field sets of red and black lists).
"""

from ..columns import Column, text
from .base import declare, layout
from .catalogue import Class

LISTED = declare(
    "listed", "外来严重失信名单", "HM", Class.SERIOUS_LIST,
    layout(
        "HM",
        Column("HM_MD", "严重失信名单名称", text, 200, "always", hint="如：重大税收违法失信主体"),
        Column("HM_XW", "列入名单的失信行为", text, 1000, "always"),
        Column("HM_YJ", "列入名单的依据", text, 500),
        number="列入决定文书号", decided="列入名单日期", until="列入名单期限至", body="名单认定单位",
    ),
    adverse=True, own_decision=False, elsewhere=True,
)  # fmt: skip

PRAISED = declare(
    "praised", "外来守信名单", "HR", Class.HONOUR,
    layout(
        "HR",
        Column("HR_MD", "守信名单名称", text, 200, "always", hint="如：全国守合同重信用企业"),
        Column("HR_SJ", "守信事迹", text, 1000),
        number="守信认定文号", decided="守信认定日期", until="守信名单有效期至", body="守信认定单位",
    ),
    own_decision=False, elsewhere=True,
)  # fmt: skip

ELSEWHERE = (LISTED, PRAISED)
