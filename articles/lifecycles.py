"""Move table of articles. Pure."""

from credit_platform.lifecycle import Lifecycle, move

# 起草 → 提交审核 → 发布 → 撤下. What is public is not mended in place: withdraw, mend, review, publish again at the same address.
ARTICLE = Lifecycle(
    initial=["draft"],
    moves=[
        move("save", "draft returned", None, "保存稿件"),
        move("submit", "draft returned", "submitted", "提交审核"),
        move("take_back", "submitted", "draft", "收回修改"),
        move("return", "submitted", "returned", "退回修改", needs_reason=True),
        move("publish", "submitted", "published", "发布"),
        move("withdraw", "published", "withdrawn", "撤下", needs_reason=True),
        move("reopen", "withdrawn", "draft", "重新起草"),
        move("drop", "draft returned", "dropped", "不再使用", needs_reason=True),
    ],
)
