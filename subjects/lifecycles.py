"""Move tables of what stands beside subjects. Pure."""

from credit_platform.lifecycle import Lifecycle, move

INSTITUTION = Lifecycle(
    initial=["proposed"],
    moves=[
        move("file", "proposed", "filed", "准予备案"),
        move("refuse", "proposed", "refused", "不予备案", needs_reason=True),
        move("propose_removal", "filed", "leaving", "提出移出备案", needs_reason=True),
        move("remove", "leaving", "removed", "移出备案", needs_reason=True),
        move("keep", "leaving", "filed", "不予移出", needs_reason=True),
    ],
)
