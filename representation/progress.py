"""办理进度: the line of steps of a claim, with days and who has it now. For pages; the use cases decide. Source: F1."""

from dataclasses import dataclass
from datetime import date

from rules.calendar import working_calendar
from rules.clocks import ClockRefused, rule_for

from .models import Claim

DONE, NOW, NEXT, ENDED = "done", "now", "next", "ended"


@dataclass(frozen=True)
class Step:
    """One step of the line: what, when (or what it waits for), who has it."""

    title: str
    state: str
    on: date | None = None
    words: str = ""


def answered_by(claim: Claim) -> date | None:
    """最迟哪天答复 of one that waits for the office, by the rule of the day of filing; None where none is in force."""
    if claim.state not in ("filed", "checked"):
        return None
    try:
        rule = rule_for("claim", "decide", claim.filed_on)
    except ClockRefused:
        return None
    return working_calendar().add(claim.filed_on, rule.working_days).date if rule.working_days else None


def line_of(claim: Claim, on: date) -> list[Step]:
    """From filing to the day from which one may act; what ended it, where something did."""
    office = claim.office.name
    papers = "执照" if claim.acts_as == Claim.As.LEGAL else "执照和委托书"
    present = "请本人带身份证到窗口" if claim.own or claim.needs_proof else f"{office}核对{papers}"
    steps = [Step("提交认领", DONE, claim.filed_on, "窗口代为提交" if claim.filed_by_id else "")]
    if claim.checked_on or claim.state == "filed":
        steps.append(Step("核对", DONE if claim.checked_on else NOW, claim.checked_on, present))
    if claim.checked_on or claim.state == "filed":
        waits = NOW if claim.state == "checked" else NEXT
        decided = claim.approver_id is not None
        if decided or claim.state in ("filed", "checked"):
            steps.append(Step("审批", DONE if decided else waits, claim.since, f"{office}另一位工作人员审批"))
    if claim.since:
        until = f"委托至 {claim.until.isoformat()}" if claim.until else ""
        steps.append(Step("可以查看和办理", DONE if claim.ended_on else NOW, claim.since, until))
    elif claim.state in ("filed", "checked"):
        steps.append(Step("可以查看和办理", NEXT))
    if claim.ended_on:
        steps.append(Step(claim.standing, ENDED, claim.ended_on, claim.answer))
    elif claim.until and claim.until < on:
        steps.append(Step("委托已到期", ENDED, claim.until))
    return steps
