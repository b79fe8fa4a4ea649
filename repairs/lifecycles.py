"""Move tables of repairs. Pure."""

from credit_platform.lifecycle import Lifecycle, move

OPEN = "filed accepted rectifying inspected proposed masked"

# 申请 → 受理 → （同意整改 → 验收）→ 提出处理意见 → 决定. What happens meanwhile may end it.
REPAIR = Lifecycle(
    initial=["filed"],
    moves=[
        move("forward", "filed", None, "转送认定单位"),
        move("accept", "filed", "accepted", "受理"),
        move("refuse", "filed", "refused", "不予受理", needs_reason=True),
        move("permit", "filed", "rectifying", "同意修复，开始整改"),
        move("deliver_reply", "rectifying", None, "同意回复送达"),
        move("supplement", OPEN, None, "补充材料"),
        move("record_ruling", OPEN, None, "补登裁定"),
        move("inspect", "rectifying", "inspected", "调查验收"),
        move("propose", "accepted inspected masked", "proposed", "提出处理意见"),
        move("send_back", "proposed", "accepted", "退回重新提出", needs_reason=True),
        move("send_back_inspected", "proposed", "inspected", "退回重新提出", needs_reason=True),
        move("send_back_masked", "proposed", "masked", "退回重新提出", needs_reason=True),
        # 破产重整、和解: for the time of the plan only; what then becomes of it is proposed and decided anew.
        move("mask", "proposed", "masked", "暂时屏蔽", needs_reason=True),
        move("grant", "proposed", "granted", "准予修复", needs_reason=True),
        move("reject", "proposed", "rejected", "不予修复", needs_reason=True),
        move("withdraw", OPEN, "withdrawn", "申请人撤回"),
        move("end", OPEN, "ended", "终止办理", needs_reason=True),
        move("revoke", "granted", "revoked", "撤销修复", needs_reason=True),
    ],
)

DISHONESTY = Lifecycle(
    initial=["proposed"],
    moves=[
        move("confirm", "proposed", "confirmed", "确认"),
        move("decline", "proposed", "declined", "不予确认", needs_reason=True),
    ],
)
