"""办理进度: how far a report is, as a line; the same for whoever has the receipt code and for staff. No officer's name in it."""

from blacklists.steps import Step
from rules.models import CaseClock

from .filing import REPLY, TRANSFER
from .models import Report
from .querysets import CASE


def line_of(report: Report) -> list[Step]:
    """The way of the report; of clocks one query."""
    clocks = CaseClock.objects.of(CASE, report.public_id).open()
    due = dict(clocks.values_list("step", "due"))

    def until(step: str) -> str:
        return f"，应在{due[step]:%Y-%m-%d}前办理" if step in due else ""

    state = report.state
    steps = [Step("收到举报", "done", report.filed_on, f"{report.office.name}收到")]
    if state == Report.State.DECLINED:
        return [*steps, Step("不予受理", "ended", report.closed_on, f"理由：{report.decline_reason}")]
    if state in (Report.State.RECEIVED, Report.State.DECLINING):
        return [
            *steps,
            Step("转有权处理的单位", "now", None, f"{report.office.name}正在审看{until(TRANSFER)}"),
            Step("办理", "next"),
            Step("告知结果", "next"),
        ]
    body = report.department.name if report.department else ""
    steps.append(Step("转有权处理的单位", "done", report.taken_on, f"已转{body}"))
    if state == Report.State.FORWARDED:
        return [*steps, Step("办理", "now", None, f"{body}正在办理{until(REPLY)}"), Step("告知结果", "next")]
    steps.append(Step("办理", "done", report.answered_on, f"{body}已提出办理意见"))
    if state == Report.State.ANSWERED:
        return [*steps, Step("告知结果", "now", None, f"{report.office.name}正在核对办理意见")]
    return [*steps, Step("办结", "done", report.closed_on, f"{report.get_outcome_display()}：{report.told}")]
