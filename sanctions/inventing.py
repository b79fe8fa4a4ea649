"""Invented joint actions (虚构联合奖惩) for the demo: planned, decided, carried out, refused, resting; by the ordinary use cases."""

from dataclasses import dataclass
from datetime import date, timedelta

from accounts.models import Department, Officer, Role
from blacklists.deciding import Document
from blacklists.inventing import above, by, minutes
from blacklists.procedure import CONSULTATION
from credit_platform.commands import Refused, rehearsal
from rules.measures import fitting

from . import executing, ordering, triggering, verifying
from .models import JointAction, Measure


@dataclass(frozen=True)
class Desk:
    """A department with its clerk and reviewer."""

    department: Department
    clerk: Officer
    reviewer: Officer


def invent(on: date) -> int:
    """Everything; returns how many measures. Raises Refused outside demo and test, or where joint actions are kept."""
    if not rehearsal():
        raise Refused("演示数据只能装入演示或测试环境。")
    if JointAction.objects.exists():
        raise Refused("库中已有联合奖惩，不再装入演示数据。")
    began = on - timedelta(days=9)
    triggering.trigger(began)
    hands = desks()
    for place, action in enumerate(JointAction.objects.filter(entry__isnull=False).order_by("pk")[:4]):
        approver = above(action.department, Role.OFFICE_APPROVER)
        mine = next((one for one in hands if one.department == action.department), None)
        if mine is None or approver is None or place == 3:
            continue
        chosen = _plan(action, mine, [one for one in hands if one != mine] or [mine], began)
        if place < 2:
            _decide(action, mine, approver, began)
            _carry_out(chosen, began)
        if place == 1 and action.entry:
            verifying.open_verification(
                action.entry,
                facts="当事人出示的复议决定书已变更所依据的处罚，请核对。",
                **by(mine.clerk, on - timedelta(days=1)),
            )
    return Measure.objects.count()


def _plan(action: JointAction, mine: Desk, others: list[Desk], on: date) -> list[tuple[Measure, Desk]]:
    # Limits on consumption are the courts' against debtors: no department of the demo orders them.
    wanted = [one for one in fitting(on, kind="sanction", person=False) if "消费" not in one.title][:3]
    desks = [others[0], mine, others[-1]]
    return [
        (triggering.plan(action, item=item.public_id, department=desk.department, **by(mine.clerk, on)), desk)
        for item, desk in zip(wanted, desks, strict=False)
    ]


def agreed(action: JointAction, officer: Officer, on: date) -> None:
    """Where the text of the place wants every implementing department consulted: each agrees."""
    if ordering.decided_by(on)[0] != CONSULTATION:
        return
    for measure in action.measures.filter(state="planned"):
        triggering.take_opinion(measure, agrees=True, reply="同意实施。", **by(officer, on))


def _decide(action: JointAction, mine: Desk, approver: Officer, on: date) -> None:
    agreed(action, mine.clerk, on)
    triggering.propose(action, **by(mine.clerk, on))
    title, number = "社会信用体系建设领导小组会议纪要", f"云信领〔{on.year}〕{action.pk}号"
    document = Document(title, number, on, minutes(approver.department.name, title, number, on))
    ordering.decide(action, document=document, **by(approver, on))


def _carry_out(chosen: list[tuple[Measure, Desk]], on: date) -> None:
    """The first is executed, the second acknowledged, the third refused."""
    for place, (measure, desk) in enumerate(chosen):
        day = on + timedelta(days=1 + place)
        if place == 2:
            executing.refuse(measure, reason="本部门今年没有组织这类评选，无可执行的事项", **by(desk.clerk, day))
            continue
        executing.acknowledge(measure, **by(desk.clerk, day))
        if place == 0:
            proof = minutes(desk.department.name, "执行情况说明", "演示", day)
            executing.execute(
                measure, feedback="已在办理系统中标注，本年度不予受理其申请。", executed_on=day, evidence=proof,
                **by(desk.clerk, day),
            )  # fmt: skip


def desks() -> list[Desk]:
    """Departments that have both, the oldest first."""
    found = []
    for department in Department.objects.order_by("pk"):
        clerk = Officer.objects.holding(Role.CLERK).filter(department=department).order_by("pk").first()
        reviewer = Officer.objects.holding(Role.REVIEWER).filter(department=department).order_by("pk").first()
        if clerk is not None and reviewer is not None:
            found.append(Desk(department, clerk, reviewer))
    return found
