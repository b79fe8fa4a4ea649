"""Move tables of the must-check catalogue and of authorisations. Pure."""

from credit_platform.lifecycle import Lifecycle, move

# 部门提出 → 信用办审批 → 生效；移出也由两人办理.
MATTER = Lifecycle(
    initial=["proposed"],
    moves=[
        move("adopt", "proposed", "adopted", "列入查询事项目录"),
        move("refuse", "proposed", "refused", "不列入", needs_reason=True),
        move("ask_end", "adopted", "ending", "提出移出目录", needs_reason=True),
        move("keep", "ending", "adopted", "不同意移出", needs_reason=True),
        move("end", "ending", "ended", "移出查询事项目录"),
    ],
)

# 机构登记主体的授权 → 信用办核对原件 → 有效，直到期满或者撤回.
AUTHORISATION = Lifecycle(
    initial=["registered"],
    moves=[
        move("confirm", "registered", "confirmed", "核对无误，可以查询"),
        move("refuse", "registered", "refused", "不予认可", needs_reason=True),
        move("withdraw", "registered confirmed", "withdrawn", "主体撤回授权", needs_reason=True),
    ],
)

# 部门拟定等级对应的监管类别 → 另一人核准 → 生效.
CLASS_RULE = Lifecycle(
    initial=["proposed"],
    moves=[
        move("adopt", "proposed", "adopted", "核准"),
        move("refuse", "proposed", "refused", "不予核准", needs_reason=True),
        move("end", "adopted", "ended", "停用", needs_reason=True),
    ],
)
