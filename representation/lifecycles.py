"""Move table of a claim (认领): who may act for a subject. Pure. Source: F1."""

from credit_platform.lifecycle import Lifecycle, move

CLAIM = Lifecycle(
    initial=["filed"],
    moves=[
        move("check_claim", "filed", "checked", "核对材料"),
        move("approve_claim", "checked", "active", "批准认领"),
        # A natural person's own file, where the government's identity service has proven who it is.
        move("prove_claim", "filed", "active", "统一身份认证通过"),
        move("refuse_claim", "filed checked", "refused", "不予认领", needs_reason=True),
        move("withdraw_claim", "filed checked active", "withdrawn", "本人退出"),
        move("remove_claim", "active", "removed", "其他经办人解除", needs_reason=True),
        move("end_claim", "active", "ended", "信用办解除", needs_reason=True),
    ],
)
