"""Move tables of the lists. Pure."""

from credit_platform.lifecycle import Lifecycle, move

REPORTED_ACT = Lifecycle(
    initial=["reported"],
    moves=[
        move("confirm", "reported", "confirmed", "确认"),
        move("decline", "reported", "declined", "不予确认", needs_reason=True),
        move("withdraw", "reported confirmed", "withdrawn", "撤回", needs_reason=True),
        move("repair", "confirmed", "repaired", "信用修复"),
        # Only what was repaired by false material: it counts as it did before.
        move("unrepair", "repaired", "confirmed", "修复撤销，恢复使用", needs_reason=True),
    ],
)

GRADE_PROPOSAL = Lifecycle(
    initial=["open"],
    moves=[
        move("take_up", "open", "taken_up", "采用"),
        move("decline", "open", "declined", "不采用", needs_reason=True),
        move("supersede", "open", "superseded", "被新的意见取代"),
    ],
)

# 拟列入 → 告知书 → 送达 → 陈述申辩 → 核实 → 决定 → 送达 → 公示 → 移出. Before the decision is served nothing has effect.
ENTRY = Lifecycle(
    initial=["proposed"],
    moves=[
        move("take_back", "proposed", "taken_back", "提出人收回", needs_reason=True),
        move("issue_notice", "proposed", "noticed", "制发告知书"),
        move("deliver_notice", "noticed", "delivered", "告知书送达"),
        move("state", "delivered heard returned", None, "收到陈述申辩"),
        move("close_hearing", "delivered", "heard", "陈述申辩结束"),
        move("review", "heard returned", "reviewed", "核实完毕，报请决定"),
        move("return", "reviewed", "returned", "退回补充", needs_reason=True),
        move("decide", "reviewed", "decided", "决定列入"),
        move("drop", "proposed noticed delivered heard reviewed returned", "dropped", "不予列入", needs_reason=True),
        move("serve", "decided", "served", "决定书送达"),
        move("publish", "served", "published", "公示"),
        # Natural persons: in force, never public.
        move("file", "served", "filed", "内部执行"),
        move("propose_leaving", "decided served published filed", None, "提出移出", needs_reason=True),
        move("keep", "decided served published filed", None, "不予移出", needs_reason=True),
        move("leave", "decided served published filed", "left", "移出", needs_reason=True),
        move("expire", "published filed", "left", "期满移出"),
        move("fall", "decided served published filed", "left", "依据已撤销，移出"),
        # Only what ended by a repair that was revoked: everything is as it was before that.
        move("list_again", "left", "published", "修复撤销，恢复公示", needs_reason=True),
        move("file_again", "left", "filed", "修复撤销，恢复列入", needs_reason=True),
    ],
)

LEAVING = Lifecycle(
    initial=["open"],
    moves=[
        move("approve", "open", "approved", "同意移出"),
        move("decline", "open", "declined", "不予移出", needs_reason=True),
        move("lapse", "open", "lapsed", "已另行移出"),
    ],
)

NOMINATION = Lifecycle(
    initial=["nominated"],
    moves=[
        move("pass_check", "nominated stopped", "checked", "比对无碍"),
        move("stop", "nominated checked approved", "stopped", "比对发现不良记录", needs_reason=True),
        move("resolve", "stopped", "checked", "查明后继续", needs_reason=True),
        move("begin_notice", "checked", "in_notice", "开始公示"),
        move("object", "in_notice", None, "收到异议"),
        move("end_notice", "in_notice", "settled", "公示结束"),
        move("approve", "settled", "approved", "批准"),
        move("drop", "nominated stopped checked in_notice settled approved", "dropped", "不予列入", needs_reason=True),
        move("publish", "approved", "published", "公布"),
        move("propose_withdrawal", "published", None, "提出取消", needs_reason=True),
        move("notify_withdrawal", "published", None, "制发拟取消告知书"),
        move("state", "published", None, "收到陈述申辩"),
        move("keep", "published", None, "不予取消", needs_reason=True),
        move("withdraw", "published", "withdrawn", "取消称号", needs_reason=True),
        move("expire", "published", "expired", "有效期满"),
    ],
)

CAMPAIGN = Lifecycle(initial=["open"], moves=[move("close", "open", "closed", "结束")])

CANDIDATE = Lifecycle(
    initial=["offered"],
    moves=[
        move("take_up", "offered", "taken_up", "采用"),
        move("decline", "offered", "declined", "不采用", needs_reason=True),
        move("hand_on", "offered", None, "转其他部门", needs_reason=True),
        move("withdraw", "offered", "withdrawn", "提供机构撤回", needs_reason=True),
    ],
)

LIST_FILE = Lifecycle(
    initial=["waiting"],
    moves=[
        move("release", "waiting", "released", "核对放行"),
        move("return", "waiting", "returned", "退回", needs_reason=True),
        move("take_back", "waiting returned", "taken_back", "撤回"),
    ],
)
