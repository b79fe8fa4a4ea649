"""Move tables of what departments send. Pure."""

from credit_platform.lifecycle import Lifecycle, move

SUBMISSION = Lifecycle(
    initial=["received"],
    moves=[
        move("finish", "received", "done", "处理完成"),
        move("refuse", "received", "refused", "未能读取"),
        move("take_back", "done", "taken_back", "撤回"),
        move("let_through", "done", None, "信用办核对放行", needs_reason=True),
    ],
)

RECORD = Lifecycle(
    # Born `internal`: natural persons, invalid status, stock out of scope (B5, B8, G6).
    initial=["awaiting", "internal"],
    moves=[
        move("release", "awaiting held escalated", "released", "公示"),
        move("keep", "awaiting held escalated", "internal", "内部留存"),
        move("hold", "awaiting escalated", "held", "暂不公开", needs_reason=True),
        move("resume", "held", "awaiting", "恢复审核", needs_reason=True),
        move("escalate", "awaiting", "escalated", "转信用办"),
        # A new version of something that nobody outside has seen.
        move("renew", "awaiting escalated internal taken_back", "awaiting", "更新，待审核"),
        move("renew_internal", "awaiting escalated internal taken_back", "internal", "更新，内部留存"),
        move("renew_late", "awaiting escalated", "escalated", "逾期后再次更新，转信用办"),
        move("renew_held", "held", None, "更新，仍暂不公开"),
        move("take_back", "awaiting held escalated internal", "taken_back", "填报员撤回"),
        move("correct", "released ended internal withdrawn", None, "更正"),
        move("correct_ended", "released ended", "ended", "更正，公示期满"),
        # What an expired or withdrawn decision says now is valid again, so a second person has put it back.
        move("publish_again", "ended withdrawn", "released", "更正，恢复公示"),
        # It was withdrawn before anybody saw it, or its class is nobody's yet: it is released like a new one.
        move("reopen", "withdrawn ended", "awaiting", "更正，重新审核"),
        move("reopen_held", "withdrawn ended", "held", "更正，仍暂不公开"),
        move("withdraw", "awaiting held escalated released ended internal", "withdrawn", "撤下", needs_reason=True),
        move("end", "released", "ended", "公示期满"),
        # Publication, sharing and use end together (令第36号). What was won by false papers comes back.
        move("repair", "released ended internal", "repaired", "信用修复", needs_reason=True),
        move("unrepair", "repaired", "released", "撤销修复，恢复公示", needs_reason=True),
        move("unrepair_internal", "repaired", "internal", "撤销修复，内部留存", needs_reason=True),
        move("unrepair_ended", "repaired", "ended", "撤销修复，公示期已满", needs_reason=True),
        move("end_effect", "awaiting held escalated released internal ended repaired", None, "效力届满"),
        move("reckon", "awaiting held escalated released internal ended", None, "重新计算期限"),
        # Two subjects turned out to be one, or not to be.
        move(
            "rebind",
            "awaiting held escalated released internal ended repaired withdrawn taken_back",
            None,
            "改归主体",
            needs_reason=True,
        ),
        move("hide", "released", None, "紧急下线", needs_reason=True),
        move("confirm_hide", "released", None, "确认下线"),
        move("show_again", "released", None, "恢复公示"),
    ],
)

PROPOSAL = Lifecycle(
    initial=["open"],
    moves=[
        move("accept", "open", "accepted", "采纳"),
        move("decline", "open", "refused", "不采纳", needs_reason=True),
        move("supersede", "open", "superseded", "被取代"),
        move("take_back", "open", "taken_back", "撤回"),
    ],
)

CATALOGUE = Lifecycle(
    initial=["proposed"],
    moves=[
        move("adopt", "proposed", "adopted", "采纳"),
        move("decline", "proposed", "refused", "不采纳", needs_reason=True),
        move("replace", "adopted", "replaced", "被新版取代"),
    ],
)

DELIVERY = Lifecycle(
    initial=["waiting"],
    moves=[
        move("acknowledge", "waiting", "acknowledged", "签收"),
        move("return", "waiting", "returned", "退回", needs_reason=True),
        move("reckon", "waiting", None, "重新计算期限"),
    ],
)

OVERRIDE = Lifecycle(
    initial=["proposed"],
    moves=[
        move("grant", "proposed", "granted", "核准"),
        move("decline", "proposed", "declined", "不核准", needs_reason=True),
        move("revoke", "granted", "revoked", "撤销核准", needs_reason=True),
    ],
)
