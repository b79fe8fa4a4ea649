"""Move tables of forwarding. Pure."""

from credit_platform.lifecycle import Lifecycle, move

LINE = Lifecycle(
    initial=["waiting"],
    moves=[
        move("export", "waiting", "exported", "已送出"),
        move("acknowledge", "exported", "acknowledged", "已回执"),
        move("refuse", "exported", "refused", "对方退回", needs_reason=True),
        move("again", "refused", "waiting", "重新转送"),
        move("close", "refused", "closed", "不再转送", needs_reason=True),
        move("reckon", "waiting refused", None, "重新计算期限"),
    ],
)

CHANGE = Lifecycle(
    initial=["proposed"],
    moves=[
        move("approve", "proposed", "approved", "同意"),
        move("decline", "proposed", "declined", "不同意", needs_reason=True),
    ],
)

RE_USER = Lifecycle(
    initial=["filed"],
    moves=[
        move("check", "filed", "checked", "核对无误"),
        move("register", "checked", "registered", "登记"),
        move("refuse", "filed checked", "refused", "不予登记", needs_reason=True),
        move("lapse", "filed checked", "lapsed", "逾期失效", needs_reason=True),
        move("end", "registered", "ended", "注销", needs_reason=True),
    ],
)
