"""Move tables of joint incentives and sanctions. Pure."""

from credit_platform.lifecycle import Lifecycle, move

# 触发 → 选定实施部门和措施 → 决定 → 执行. Who decides is pack data.
ACTION = Lifecycle(
    initial=["triggered"],
    moves=[
        move("propose", "triggered returned", "proposed", "提交决定"),
        move("return", "proposed", "returned", "退回修改", needs_reason=True),
        move("decide", "proposed", "decided", "决定实施"),
        move("drop", "triggered proposed returned", "dropped", "不采取联合措施", needs_reason=True),
        move("lapse", "triggered proposed returned", "lapsed", "名单条目已移出，不再办理", needs_reason=True),
        move("close", "decided", "closed", "名单条目已移出，措施终止", needs_reason=True),
    ],
)

# 选定 → 签收 → 执行并反馈，或者说明不能执行的理由 → 解除.
MEASURE = Lifecycle(
    initial=["planned"],
    moves=[
        move("consult", "planned", None, "登记实施部门意见"),
        move("strike", "planned", "struck", "不采用"),
        move("assign", "planned", "assigned", "交办"),
        move("acknowledge", "assigned", "acknowledged", "签收"),
        move("execute", "acknowledged", "executed", "已执行并反馈"),
        move("refuse", "assigned acknowledged", "refused", "说明不能执行", needs_reason=True),
        move("insist", "refused", "assigned", "理由不成立，请执行", needs_reason=True),
        move("excuse", "refused", "excused", "同意不执行"),
        move("end", "executed", "ending", "措施终止，请解除", needs_reason=True),
        move("lapse", "planned assigned acknowledged refused", "lapsed", "措施终止，不再执行", needs_reason=True),
        move("lift", "ending", "lifted", "已解除"),
    ],
)

VERIFICATION = Lifecycle(
    initial=["open"],
    moves=[
        move("answer", "open returned", "answered", "信息提供部门答复"),
        move("return", "answered", "returned", "答复退回补充", needs_reason=True),
        move("keep", "answered", "kept", "核实无误，恢复执行"),
        move("uphold", "answered", "upheld", "核实有误，移出名单", needs_reason=True),
        move("lapse", "open answered returned", "lapsed", "名单条目已移出，不再核实", needs_reason=True),
    ],
)

# 提醒 → 送达 → 整改; 不改的督促 → 送达 → 仍不改的提请升级. Nothing rises a grade without a second person's word.
MINOR_CASE = Lifecycle(
    initial=["proposed"],
    moves=[
        move("issue", "proposed", "issued", "签发信用提醒"),
        move("deliver", "issued", "running", "提醒送达，开始整改"),
        move("urge", "running", "urged", "督促", needs_reason=True),
        move("deliver_urging", "urged", "pressed", "督促送达"),
        move("close", "issued running urged pressed", "closed", "已整改，办结"),
        move("escalate", "pressed", "escalating", "经督促仍不履行，提请升级", needs_reason=True),
        move("rise", "escalating", "risen", "上升为较重失信"),
        move("resume", "escalating", "pressed", "升级未确认，继续督促"),
        move("drop", "proposed", "dropped", "不予处置", needs_reason=True),
        move(
            "lapse",
            "proposed issued running urged pressed escalating",
            "lapsed",
            "依据已撤销，不再处置",
            needs_reason=True,
        ),
    ],
)

INTERVIEW = Lifecycle(
    initial=["appointed"],
    moves=[
        move("hold", "appointed", "held", "已约谈"),
        move("miss", "appointed", "missed", "无故未到", needs_reason=True),
        move("excuse", "appointed", "excused", "有正当理由，改期", needs_reason=True),
        move("cancel", "appointed", "cancelled", "不再约谈"),
    ],
)

# Shown to those it names, from day to day; its end is derived, the move only notes it.
DISCLOSURE = Lifecycle(
    initial=["proposed"],
    moves=[
        move("show", "proposed", "shown", "同意公示"),
        move("decline", "proposed", "declined", "不同意", needs_reason=True),
        move("withdraw", "shown", "withdrawn", "撤下", needs_reason=True),
        move("end", "shown", "ended", "公示期满或者措施终止"),
        move("lapse", "proposed", "declined", "措施已终止，不再公示", needs_reason=True),
    ],
)

TYPICAL_CASE = Lifecycle(
    initial=["reported"],
    moves=[
        move("amend", "returned", "reported", "修改后再报"),
        move("take_back", "reported returned", "taken_back", "收回"),
        move("return", "reported chosen", "returned", "退回修改", needs_reason=True),
        move("decline", "reported", "declined", "不选用", needs_reason=True),
        move("choose", "reported", "chosen", "选用，报请公布"),
        move("publish", "chosen", "published", "公布"),
        move("withdraw", "published", "withdrawn", "撤下", needs_reason=True),
    ],
)
