"""Move tables of what two persons settle about departments, and of applications for accounts. Pure."""

from credit_platform.lifecycle import Lifecycle, move

TIE = Lifecycle(
    initial=["proposed"],
    moves=[
        move("adopt", "proposed", "adopted", "采用"),
        move("decline", "proposed", "declined", "不采用", needs_reason=True),
        # Its last day is a date; the state only says that somebody ended it.
        move("end", "adopted", "ended", "终止", needs_reason=True),
    ],
)

APPLICATION = Lifecycle(
    initial=["waiting"],
    moves=[
        move("accept", "waiting", "accepted", "核对无误，转系统管理员"),
        move("refuse", "waiting accepted", "refused", "不予开设", needs_reason=True),
        move("finish", "accepted", "done", "账号已开设"),
        move("expire", "waiting accepted", "expired", "逾期未办结，失效", needs_reason=True),
    ],
)
