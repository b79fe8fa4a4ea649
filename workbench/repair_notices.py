"""Notices of repairs (信用修复提醒): whoever has the next step, and the clerk whose record was repaired. Source: F4.

Who carries out measures of an entry that left by repair is told by joint_notices, as of every end. What is nearly late: clock_notices.
"""

from datetime import date, timedelta

from accounts.models import Role
from repairs.models import Repair

from .noticing import officers_of, tell

CAUGHT_UP = timedelta(days=7)  # back from the day: for a machine that stood still
HANDLERS = (Role.CLERK, Role.REVIEWER, Role.OFFICE)
APPROVERS = (Role.REVIEWER, Role.OFFICE_APPROVER)
WORDS = {
    "filed": "收到信用修复申请，请按期决定是否受理",
    "inspected": "整改已验收，请提出处理意见",
    "proposed": "信用修复已提出意见，请决定",
}


def tell_of_repairs(on: date) -> int:
    """Once for each step; returns notices made. Safe to run twice or late."""
    made = 0
    for one in Repair.objects.filter(state__in=["filed", "inspected", "proposed"]).select_related(
        "subject", "department"
    ):
        roles = APPROVERS if one.state == Repair.State.PROPOSED else HANDLERS
        made += _tell(one, one.department_id, roles, WORDS[one.state], on)
    over = Repair.objects.filter(state="granted", decided_on__gte=on - CAUGHT_UP)
    for one in over.select_related("subject", "department", "record"):
        if one.record is not None:
            said = "准予信用修复，有关信息已停止公示、共享和使用，本单位不得再据此采取限制措施"
            made += _tell(one, one.record.department_id, HANDLERS, said, on)
    return made


def _tell(one: Repair, department: int, roles: tuple[str, ...], words: str, on: date) -> int:
    key = f"repair:{one.public_id}:{one.state}"
    text = f"{one.subject.name}（{one.number}）：{words}。"
    return tell(officers_of([department], *roles), key, text, on, link=f"/repairs/{one.public_id}/")
