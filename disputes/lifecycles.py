"""Move tables of objections and complaints. Pure."""

from credit_platform.lifecycle import Lifecycle, move

# 收到 → 转认定（实施）单位核查 → 答复 → 另一人决定 → 主体可申请复核一次. Not to take a case up takes two persons.
DISPUTE = Lifecycle(
    initial=["filed"],
    moves=[
        move("accept", "filed", "forwarded", "受理并转办"),
        move("propose_decline", "filed", "declining", "拟不予受理", needs_reason=True),
        move("take_up", "declining", "filed", "不同意不予受理，请受理", needs_reason=True),
        move("decline", "declining", "declined", "不予受理", needs_reason=True),
        move("answer", "forwarded returned", "answered", "核查答复"),
        move("return", "answered", "returned", "退回补充核查", needs_reason=True),
        move("uphold", "answered", "upheld", "成立", needs_reason=True),
        move("reject", "answered", "rejected", "不成立", needs_reason=True),
        move("ask_review", "rejected declined", "in_review", "申请复核", needs_reason=True),
        move("answer_review", "in_review", "review_answered", "复核意见"),
        move("return_review", "review_answered", "in_review", "复核意见退回", needs_reason=True),
        move("uphold_review", "review_answered", "upheld", "复核：成立", needs_reason=True),
        move("reject_review", "review_answered", "final", "复核：维持", needs_reason=True),
        move(
            "withdraw",
            "filed declining forwarded returned answered in_review review_answered",
            "withdrawn",
            "主体撤回",
        ),
    ],
)
