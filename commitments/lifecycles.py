"""Move tables of promises. Pure."""

from credit_platform.lifecycle import Lifecycle, move

# 办事材料清单: which papers of a matter may be late; a new one replaces the old.
MATTER = Lifecycle(
    initial=["proposed"],
    moves=[
        move("adopt", "proposed", "adopted", "采用"),
        move("decline", "proposed", "declined", "不采用", needs_reason=True),
        move("replace", "adopted", "replaced", "被新清单取代"),
        move("retire", "adopted", "replaced", "停止使用", needs_reason=True),
    ],
)

# 起草承诺书 → 签署并先行受理 → 补齐；逾期不补的，一人提出、另一人核定违诺.
LATE_PAPERS = Lifecycle(
    initial=["drafted"],
    moves=[
        move("accept", "drafted", "accepted", "签署承诺书，先行受理"),
        move("cancel", "drafted accepted", "cancelled", "撤回申请，不再办理", needs_reason=True),
        move("deliver", "accepted breach_proposed", None, "补交材料"),
        move("complete", "accepted breach_proposed", "completed", "材料补齐"),
        move("propose_breach", "accepted", "breach_proposed", "提出认定违诺", needs_reason=True),
        move("decline_breach", "breach_proposed", "accepted", "不认定违诺", needs_reason=True),
        move("confirm_breach", "breach_proposed", "breached", "认定违诺"),
    ],
)

TEMPLATE = Lifecycle(
    initial=["proposed"],
    moves=[
        move("adopt", "proposed", "adopted", "采用"),
        move("decline", "proposed", "declined", "不采用", needs_reason=True),
        move("replace", "adopted", "replaced", "被新版取代"),
        move("retire", "adopted", "replaced", "停止使用", needs_reason=True),
    ],
)

# 起草 → 签署并受理（入库公示）→ 履行；违诺由一人提出、另一人核定，并记入信用记录.
COMMITMENT = Lifecycle(
    initial=["drafted"],
    moves=[
        move("receive", "drafted", "performing", "签署，受理"),
        move("fulfil", "performing breach_proposed", "fulfilled", "履行完毕"),
        move("propose_breach", "performing", "breach_proposed", "提出认定违诺", needs_reason=True),
        move("break_by_case", "performing fulfilled", "breach_proposed", "查明承诺不实", needs_reason=True),
        move("decline_breach", "breach_proposed", "performing", "不认定违诺", needs_reason=True),
        move("confirm_breach", "breach_proposed", "breached", "认定违诺"),
        move("withdraw", "drafted performing", "withdrawn", "撤回", needs_reason=True),
    ],
)
