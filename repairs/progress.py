"""办理进度: the line of steps of a repair with its dates and who has it now; which steps an officer may take. For pages; the use cases decide."""

from datetime import date

from accounts.models import Officer
from blacklists.procedure import BODY, DECIDERS
from blacklists.steps import DONE, ENDED, NEXT, NOW, Step
from rules.models import CaseClock

from .deciding import APPROVERS, decided_by
from .eligibility_rules import Procedure
from .handling import HANDLERS, handles, lacks_ruling
from .models import Repair
from .querysets import ACCEPTANCE, CASE, OPEN, RESULT

OF_BODY = {"rule", "accept", "refuse", "deliver", "inspect", "propose", "accuse"}  # 谁认定、谁修复
RESULTS = {"granted": "准予修复", "rejected": "不予修复"}


def dues(repair: Repair) -> dict[str, date]:
    """办理环节 → its last day, as the clocks have it."""
    rows = CaseClock.objects.of(CASE, repair.public_id).exclude(state="cancelled")
    return dict(rows.order_by("pk").values_list("step", "due"))


def line_of(repair: Repair, on: date) -> list[Step]:
    """From 申请 to 结果."""
    known, body = dues(repair), repair.department.name
    accept_by, result_by = known.get(ACCEPTANCE), known.get(RESULT)
    steps = [Step("申请", DONE, repair.filed_on, "到窗口提出，由工作人员登记" if repair.filed_by_id else "")]
    rectifies = repair.procedure == Procedure.RECTIFICATION
    steps.append(
        _step(
            repair,
            "同意修复的回复" if rectifies else "受理",
            repair.accepted_on,
            "filed",
            f"由{body}在{accept_by}前决定是否受理",
        )
    )
    if rectifies:
        until = f"整改到{repair.rectify_until}" if repair.rectify_until else "自收到回复之日起算"
        steps.append(_step(repair, "整改和调查验收", repair.inspected_on, "rectifying", f"{until}，期满后由{body}验收"))
    who, _ = decided_by(repair, repair.decided_on or on)
    decider = body if who == BODY else DECIDERS.get(who, who)
    due = f"在{result_by}前" if result_by and not repair.masked_on else ""  # that day was kept with the mask
    words = f"由{body}提出意见，{'另一人' if decider == body else decider}{due}决定"
    if repair.masked_on:
        masked = "重整计划、和解协议执行期间暂不公示，有关措施暂时解除"
        steps.append(Step("暂时屏蔽", DONE, repair.masked_on, masked))
        words = f"计划、协议执行完毕或者不能执行时，{words}"
    over = repair.decided_on if repair.state != Repair.State.MASKED else None
    steps.append(_step(repair, RESULTS.get(repair.state, "决定"), over, "accepted inspected proposed masked", words))
    if repair.state == Repair.State.GRANTED:
        shown = f"结果公示到{repair.result_until}" if repair.result_until else "停止共享和使用"
        steps.append(Step("停止公示", DONE, repair.decided_on, shown))
    if repair.state in ("refused", "withdrawn", "ended", "revoked"):
        steps = [step for step in steps if step.state == DONE]
        steps.append(Step(repair.get_state_display(), ENDED, None, repair.reason))
    return steps


def _step(repair: Repair, title: str, on: date | None, waits: str, words: str) -> Step:
    if on is not None:
        return Step(title, DONE, on)
    return Step(title, NOW if repair.state in waits.split() else NEXT, None, words)


def may(repair: Repair, officer: Officer) -> set[str]:
    """Names of the steps that the officer may take now."""
    found: set[str] = set()
    if not Repair.objects.visible_to(officer).filter(pk=repair.pk).exists():
        return found
    if officer.has_role(*HANDLERS):
        found |= _of_handler(repair) - (set() if handles(officer, repair) else OF_BODY)
    if officer.has_role(*APPROVERS):
        if repair.state == Repair.State.PROPOSED and officer.pk != repair.proposer_id:
            found |= {"decide", "send_back"}
        case = repair.falsehoods.filter(state="proposed").first()
        if case is not None and case.proposer_id != officer.pk:
            found.add("judge")
    return found


def _of_handler(repair: Repair) -> set[str]:
    by_state = {
        "filed": {"accept", "refuse"},
        "accepted": {"propose"},
        "rectifying": {"inspect"} if repair.reply_delivered_on else {"deliver"},
        "inspected": {"propose"},
        "masked": {"propose"},
    }
    found = set(by_state.get(repair.state, set()))
    if lacks_ruling(repair):
        found.add("rule")
    if repair.state in OPEN:
        found |= {"add", "end"} | (set() if repair.representative_id else {"withdraw"})
    if repair.state in (*OPEN, "granted", "rejected") and not repair.falsehoods.exclude(state="declined").exists():
        found.add("accuse")
    return found
