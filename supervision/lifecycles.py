"""Move tables of what departments report about themselves. Pure."""

from credit_platform.lifecycle import Lifecycle, move

# A monthly return or a progress return: one version each time it is filed, signed off by a second person.
SIGNING = Lifecycle(
    initial=["proposed"],
    moves=[
        move("sign", "proposed", "signed", "审核签发"),
        move("decline", "proposed", "declined", "退回填报员", needs_reason=True),
        move("take_back", "proposed", "taken_back", "填报员收回"),
        # A corrected version was signed: this one stays on file and counts no longer.
        move("supersede", "signed", "superseded", "被更正后的一份取代"),
    ],
)

# A difference that a reconciliation found. Source: J3.
FINDING = Lifecycle(
    initial=["open"],
    moves=[
        move("explain", "open", "explained", "部门说明", needs_reason=True),
        move("accept", "explained", "settled", "信用办认可说明"),
        move("reject", "explained", "open", "信用办不认可说明", needs_reason=True),
        move("order", "open explained", "ordered", "列入整改通知"),
        move("settle", "ordered", "settled", "整改完成"),
        move("reopen", "ordered", "open", "整改通知已撤销"),
    ],
)

# A rectification order. Overdue is no state: it follows from the due day and today. Source: J6.
ORDER = Lifecycle(
    initial=["issued"],
    moves=[
        move("reply", "issued returned", "replied", "部门答复"),
        move("settle", "replied", "settled", "整改合格，办结"),
        move("return", "replied", "returned", "退回继续整改", needs_reason=True),
        move("withdraw", "issued returned", "withdrawn", "撤销整改通知", needs_reason=True),
    ],
)

# A circular or an interview of a department's head, proposed by one person and decided by another. Source: J6.
ESCALATION = Lifecycle(
    initial=["proposed"],
    moves=[
        move("approve", "proposed", "approved", "批准"),
        move("decline", "proposed", "declined", "不予批准", needs_reason=True),
        move("take_back", "proposed", "taken_back", "收回"),
        move("hold", "approved", "held", "已约谈，记录在案"),
    ],
)

# A department's scorecard of a year. Source: J6.
SCORECARD = Lifecycle(
    initial=["open"],
    moves=[
        move("assess", "open", "assessed", "部门自评"),
        move("score", "open assessed", "scored", "信用办评分"),
        move("send_back", "scored", "assessed", "退回重评", needs_reason=True),
        move("publish", "scored", "published", "审批并内部公布"),
    ],
)

# A recurring duty's task of one period. Source: J7.
TASK = Lifecycle(
    initial=["open"],
    moves=[
        move("do", "open", "done", "完成"),
        move("cancel", "open", "cancelled", "本期不适用", needs_reason=True),
    ],
)

# An entry of the security register. Source: L1.
SECURITY = Lifecycle(
    initial=["open"],
    moves=[
        move("amend", "open", None, "补充措施"),
        move("close", "open", "closed", "核实销号", needs_reason=True),
    ],
)
