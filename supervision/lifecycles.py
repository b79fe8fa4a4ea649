"""Move tables of what departments report about themselves. Pure."""

from credit_platform.lifecycle import Lifecycle, move

# A monthly return or a progress return: one version each time it is filed, signed off by a second person.
SIGNING = Lifecycle(
    initial=["proposed"],
    moves=[
        move("sign", "proposed", "signed", "审核签发"),
        move("decline", "proposed", "declined", "退回填报员", needs_reason=True),
        move("take_back", "proposed", "taken_back", "填报员收回"),
        # A corrected version was signed: this one stays on file and counts no longer.
        move("supersede", "signed", "superseded", "被更正后的一份取代"),
    ],
)
