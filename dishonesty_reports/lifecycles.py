"""Move table of reports of dishonesty. Pure."""

from credit_platform.lifecycle import Lifecycle, move

# 收到 → 转办 → 答复 → 另一人办结. Not to take a report up takes two persons; so does a reward.
REPORT = Lifecycle(
    initial=["received"],
    moves=[
        move("bind", "received declining forwarded answered", None, "核对被举报人"),
        move("forward", "received", "forwarded", "转办"),
        move("propose_decline", "received", "declining", "拟不予受理", needs_reason=True),
        move("take_up", "declining", "received", "不同意不予受理，请受理", needs_reason=True),
        move("decline", "declining", "declined", "不予受理", needs_reason=True),
        move("answer", "forwarded", "answered", "办理答复"),
        move("return", "answered", "forwarded", "退回（改转）", needs_reason=True),
        move("close", "answered", "closed", "办结", needs_reason=True),
        move("offer_reward", "closed", None, "拟给予奖励"),
        move("grant_reward", "closed", None, "同意给予奖励"),
        move("refuse_reward", "closed", None, "不同意奖励", needs_reason=True),
        move("name_handler", "received declining forwarded answered closed declined", None, "指定身份查阅人"),
        move("end_handler", "received declining forwarded answered closed declined", None, "取消身份查阅人"),
        move("ask_reading", "received declining forwarded answered closed declined", None, "申请查看举报人信息", True),
        move("allow_reading", "received declining forwarded answered closed declined", None, "同意查看举报人信息"),
        move("refuse_reading", "received declining forwarded answered closed declined", None, "不同意查看举报人信息"),
        move("read_reporter", "received declining forwarded answered closed declined", None, "查看举报人信息"),
    ],
)
