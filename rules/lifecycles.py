"""Move tables of case clocks, and of calendars and rules that wait for a second person. Pure."""

from credit_platform.lifecycle import Lifecycle, move

CLOCK = Lifecycle(
    initial=["running"],
    moves=[
        move("pause", "running", "paused", "暂停计时", needs_reason=True),
        move("resume", "paused", "running", "恢复计时"),
        # Overdue is no state: it follows from the due day and today.
        move("extend", "running", None, "延长期限", needs_reason=True),
        move("reckon", "running paused", None, "重新计算期限"),
        move("stop", "running paused", "met", "办结"),
        move("cancel", "running paused", "cancelled", "终止计时", needs_reason=True),
    ],
)

EXTENSION = Lifecycle(
    initial=["proposed"],
    moves=[
        move("approve", "proposed", "approved", "同意延长"),
        move("decline", "proposed", "declined", "不同意延长", needs_reason=True),
        move("lapse", "proposed", "lapsed", "未及批准即办结"),
    ],
)

CALENDAR = Lifecycle(
    initial=["proposed"],
    moves=[
        move("adopt", "proposed", "adopted", "采用"),
        move("decline", "proposed", "declined", "不采用", needs_reason=True),
    ],
)

RULE_CHANGE = Lifecycle(
    initial=["proposed"],
    moves=[
        move("adopt", "proposed", "adopted", "采用"),
        move("decline", "proposed", "declined", "不采用", needs_reason=True),
    ],
)

DEPARTMENT_RULE = Lifecycle(
    initial=["proposed"],
    moves=[
        move("adopt", "proposed", "adopted", "备案"),
        move("decline", "proposed", "declined", "不予备案", needs_reason=True),
        move("end", "adopted", "ended", "停用", needs_reason=True),
    ],
)
