"""演示转送目标: two invented destinations by the ordinary use cases, one served, one not. Only in demo and test."""

from datetime import date, timedelta

from accounts.acting import actor_of
from accounts.models import Officer
from ledger.models import Act
from ledger.sequencer import sequence

from .changing import approve_change, propose_change
from .forwarding import forward
from .models import Destination
from .receiving import acknowledge, refuse
from .sending import send

BACK = timedelta(days=21)  # so that there is something to forward, and something late
DESTINATIONS = (
    {"name": "上级信用平台（演示）", "length": "working_days", "working_days": 2, "start": "event",
     "clause": "演示：自公示之日起2个工作日内转送"},
    {"name": "企业信息公示系统（演示）", "length": "working_days", "working_days": 7, "start": "decision",
     "clause": "演示：自作出决定之日起7个工作日内转送"},
)  # fmt: skip


def seed(on: date) -> int:
    """Make them where none is; returns how many. Needs the demo's officers."""
    office, approver = (Officer.objects.filter(username=name).first() for name in ("office", "office_approver"))
    if Destination.objects.exists() or office is None or approver is None:
        return 0
    ours = {"officer": office, "actor": actor_of(office, Act.Channel.COMMAND), "on": on}
    theirs = {"officer": approver, "actor": actor_of(approver, Act.Channel.COMMAND), "on": on}
    common = {"kinds": ["licence", "penalty"], "subject_kinds": ["organisation", "sole_trader"], "since": on - BACK}
    made = [
        approve_change(propose_change(None, values=common | one, reason="演示", **ours), **theirs)
        for one in DESTINATIONS
    ]
    sequence()
    if forward(on):
        parcel = send(made[0], **ours)
        first = parcel.lines.order_by("seq").values_list("public_id", flat=True)[:1]
        refuse(parcel, list(first), reason="演示：对方系统未找到该主体", **ours)
        if parcel.lines.filter(state="exported").exists():
            acknowledge(parcel, number="HZ-演示-0001", received_on=on, **ours)
    return len(made)
