"""办理进度: how far a case is, as a line: what was done on which day, what is due when, and who has it now. Source: the subject asks."""

from datetime import date

from django.db.models import Q

from blacklists.steps import Step
from rules.clocks import rule_for
from rules.models import CaseClock
from sanctions.models import Measure

from .filing import FORWARD, MARKABLE, REPLY, REVIEW, SUPPLIER
from .models import Dispute


def line_of(case: Dispute) -> list[Step]:
    """The way of the case, from filing to its end; of clocks one query."""
    due: dict[str, date] = {}
    paused = set()
    for clock in CaseClock.objects.open().filter(case_id=case.public_id):
        due[clock.step] = clock.due
        if clock.state == CaseClock.State.PAUSED:
            paused.add(clock.step)

    def until(*steps: str) -> str:
        known = next((step for step in steps if step in due), None)
        if known is None:
            return ""
        return "，期限暂停计算" if known in paused else f"，应在{due[known]:%Y-%m-%d}前办理"

    kind = case.get_kind_display()
    marked = "，已在公示中标注" if case.kind == Dispute.Kind.OBJECTION and case.target_kind in MARKABLE else ""
    steps = [Step(f"提出{kind}", "done", case.filed_on, f"受理编号 {case.number}{marked}")]
    state = case.state
    if state == Dispute.State.WITHDRAWN:
        return [*steps, Step("已撤回", "ended", case.closed_on)]
    if state in ("filed", "declining"):
        steps.append(Step("受理", "now", None, f"{case.office.name}正在审查{until(FORWARD, REPLY)}"))
    elif case.decline_reason:
        steps.append(Step("不予受理", "ended", case.closed_on, "决定书见下方，可以申请复核"))
    else:
        steps.append(
            Step(
                "受理并转办",
                "done",
                case.taken_on,
                f"转{case.department.name}核查，有关措施暂停执行" if marked else f"转{case.department.name}核查",
            )
        )
    if not case.decline_reason:
        steps += _inquiry(case, until)
    if case.review_asked_on:
        steps += _review(case, until)
    return steps


def _inquiry(case: Dispute, until) -> list[Step]:
    state, body = case.state, case.department.name
    if state in ("filed", "declining"):
        return [Step("核查", "next"), Step("决定并书面答复", "next", None, until(REPLY).lstrip("，"))]
    if state in ("forwarded", "returned"):
        again = "补充核查" if state == "returned" else "核查"
        return [
            Step(again, "now", None, f"{body}正在核查{until(SUPPLIER, REPLY)}"),
            Step("决定并书面答复", "next", None, until(REPLY).lstrip("，")),
        ]
    steps = [Step("核查", "done", case.answered_on, f"{body}已提出核查意见")]
    if state == "answered":
        who = "另一位工作人员" if case.kind == Dispute.Kind.OBJECTION else case.office.name
        return [*steps, Step("决定并书面答复", "now", None, f"由{who}决定{until(REPLY)}")]
    upheld = case.outcome != Dispute.Outcome.KEEP
    after = "" if upheld or case.kind != Dispute.Kind.OBJECTION else "。有关措施恢复执行"
    words = f"{case.get_outcome_display()}：{case.decision.rstrip('。')}{after}"
    return [
        *steps,
        Step(
            f"{case.get_kind_display()}{'成立' if upheld else '不成立'}",
            "done" if upheld else "ended",
            case.closed_on,
            words,
        ),
    ]


def _review(case: Dispute, until) -> list[Step]:
    steps = [Step("申请复核", "done", case.review_asked_on, case.review_reason)]
    if case.state in ("in_review", "review_answered"):
        who = f"{case.office.name}没有参与原核查和决定的人员"
        return [*steps, Step("复核", "now", None, f"由{who}办理{until(REVIEW)}")]
    upheld = case.review_outcome != Dispute.Outcome.KEEP
    return [
        *steps,
        Step(
            "复核决定",
            "done" if upheld else "ended",
            case.review_closed_on,
            f"{case.get_review_outcome_display()}：{case.review_decision}",
        ),
    ]


def affected(case: Dispute, on: date) -> list[Measure]:
    """有关措施: in force or resting today because of what is disputed: they rest once the case is taken up."""
    if case.kind != Dispute.Kind.OBJECTION:
        return []
    about = (
        Q(public_id=case.target_id)
        | Q(action__entry__public_id=case.target_id)
        | Q(action__entry__grounds__record__public_id=case.target_id)
    )
    rows = Measure.objects.standing(on).filter(about).with_suspended(on)
    return list(rows.select_related("item", "department").distinct().order_by("pk"))


def promised(on: date) -> dict[str, int | None]:
    """办理期限 of an objection in working days, by step, as the rules of the day have them, and of a complaint's reply: for pages that
    promise them.
    """
    days = {step: rule_for("objection", step, on).working_days for step in (FORWARD, SUPPLIER, REPLY, REVIEW)}
    return days | {"complaint": rule_for("complaint", REPLY, on).working_days}
