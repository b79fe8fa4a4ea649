"""下一步 of a joint action, a measure, a doubt, a minor act, a story: who has it now, what is to be done, until when. For pages.

Nothing is decided here: the use cases do. One module, so that every page says the same of the same state.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from accounts.models import Officer
from blacklists.grading_rules import IGNORED
from blacklists.procedure import BODY, CONSULTATION, DECIDERS, procedure
from rules.models import CaseClock

from . import ordering, verifying
from .interviewing import RUNNING as INTERVIEWED
from .models import CaseLetter, Disclosure, Interview, JointAction, Measure, MinorCase, TypicalCase, Verification

OFFICE = "信用办审批"


@dataclass(frozen=True)
class Next:
    """一步. `until`: its last day; `link`: where it is done; `mine`: by the officer who looks."""

    who: str
    what: str
    until: date | None = None
    link: str = ""
    mine: bool = False


def _due(case_id, *steps: str) -> date | None:
    """The day of the clock that runs."""
    rows = CaseClock.objects.running().filter(case_id=case_id)
    found = rows.filter(step__in=steps) if steps else rows
    return found.order_by("due").values_list("due", flat=True).first()


# --- joint action --------------------------------------------------------------------------------------------------


def of_action(action: JointAction, officer: Officer, may: set[str], on: date) -> list[Next]:
    """联合奖惩. `may`: the steps that the officer may take on its page."""
    body, decider = action.department.name, ordering.decided_by(on)[0]
    match action.state:
        case "triggered" | "returned":
            return [_planning(action, decider, may)]
        case "proposed":
            who = f"{body}审核员或{OFFICE}" if decider == BODY else f"{OFFICE}（由{DECIDERS[decider]}决定，信用办登记）"
            return [Next(f"{who}，不能是提交人", "决定实施，或者退回修改", link="#decide", mine="decide" in may)]
        case "decided" | "closed":
            return list(_carrying_out(action, officer, on))
    return []


def _planning(action: JointAction, decider: str, may: set[str]) -> Next:
    planned = action.measures.filter(state="planned")
    who, mine = f"{action.department.name}填报员或信用办经办", "plan" in may
    if not planned.exists():
        link = reverse("joint:plan", args=[action.public_id])
        return Next(who, "选定实施部门和措施", link=link, mine=mine)
    if decider == CONSULTATION and planned.exclude(agrees=True).exists():
        return Next(who, "登记每个实施部门的意见；不同意的去掉，再提交决定", link="#measures", mine=mine)
    return Next(who, "提交决定", link="#propose", mine=mine)


def _carrying_out(action: JointAction, officer: Officer, on: date) -> Iterator[Next]:
    """By department and step, the earliest day of each."""
    rows = Measure.objects.visible_to(officer).filter(action=action).select_related("department", "action__department")
    found: dict[tuple[str, str], Next] = {}
    for measure in rows.with_suspended(on):
        for one in of_measure(measure, officer, on):
            link = one.link if one.link.startswith("/") else reverse("joint:measure", args=[measure.public_id])
            known = found.get((one.who, one.what))
            days = [day for day in (one.until, known and known.until) if day]
            mine = one.mine or bool(known and known.mine)
            first = known.link if known and known.mine else link
            found[one.who, one.what] = Next(one.who, one.what, min(days, default=None), first, mine)
    yield from found.values()


def of_measure(measure: Measure, officer: Officer, on: date) -> list[Next]:
    """措施. While it rests, the step is that of the verification."""
    if measure.state in ("assigned", "acknowledged", "executed", "refused"):
        one = Measure.objects.filter(pk=measure.pk)
        if not one.standing(on).exists():
            return [Next("系统", "登记措施终止，已执行的请实施部门解除")]
        if one.suspended(on).exists():
            return _resting(measure, officer)
    own = Measure.objects.of(officer).filter(pk=measure.pk).exists()
    body = f"{measure.department.name}（实施部门）"
    match measure.state:
        case "assigned":
            return [Next(body, "签收", _due(measure.public_id), mine=own)]
        case "acknowledged":
            return [Next(body, "执行并反馈凭证，或者说明不能执行的理由", _due(measure.public_id), mine=own)]
        case "ending":
            return [Next(body, "恢复原状并登记解除", _due(measure.public_id), mine=own)]
        case "refused":
            who = f"{measure.action.department.name}审核员或{OFFICE}"
            mine = officer.pk != measure.refuser_id and JointAction.objects.of(officer).filter(pk=measure.action_id)
            return [Next(who, "核定不能执行的理由", mine=_decides(officer) and bool(mine))]
        case "planned":
            link = reverse("joint:action", args=[measure.action.public_id])
            return [Next(measure.action.department.name, "在联合奖惩中办理决定", link=link)]
    return []


def _resting(measure: Measure, officer: Officer) -> list[Next]:
    doubt = Verification.objects.open().filter(entry=measure.action.entry_id).select_related("supplier").first()
    if doubt is None:
        return [Next("办理异议、投诉的单位", "办结后措施恢复或者终止；期间暂停执行，期限停止计算")]
    (one,) = of_verification(doubt, officer)
    link = reverse("joint:verification", args=[doubt.public_id])
    seen = Verification.objects.visible_to(officer).filter(pk=doubt.pk).exists()
    return [Next(one.who, f"{one.what}；措施暂停，期限停止计算", one.until, link if seen else "", one.mine)]


def of_verification(case: Verification, officer: Officer) -> list[Next]:
    """核实."""
    mine = Verification.objects.waiting_for(officer).filter(pk=case.pk).exists()
    if case.state in ("open", "returned"):
        what = "核对名单，答复列入有没有错"
        return [Next(f"{case.supplier.name}（信息提供部门）", what, _due(case.public_id, verifying.ANSWER), mine=mine)]
    if case.state == "answered":
        who = f"{case.supplier.name}审核员或{OFFICE}，不能是启动人、答复人"
        return [Next(who, "核定答复", mine=mine)]
    return []


# --- lesser acts ---------------------------------------------------------------------------------------------------


def of_minor_case(
    case: MinorCase, letters: Iterable[CaseLetter], interview: Interview | None, may: set[str], on: date
) -> list[Next]:
    """轻微失信处置. `interview`: the open one."""
    body, late = case.department.name, MinorCase.objects.late(on).filter(pk=case.pk).exists()
    another = f"{body}审核员（不能是提出人）"
    found = [
        Next(f"{body}经办人员", f"把{one.get_kind_display()}送达当事人，登记送达方式和凭证",
             link=reverse("joint:minor_letter", args=[one.public_id]), mine="deliver" in may)
        for one in letters if one.delivered_on is None and case.state in ("issued", *INTERVIEWED)
        and not (one.kind == CaseLetter.Kind.INTERVIEW and (interview is None or one.pk != interview.letter_id))
    ]  # fmt: skip
    if interview:
        found.append(Next(f"{body}经办人员", "约谈，登记结果", interview.appointed_on, "#interview", "record" in may))
    if case.state == "proposed":
        found.append(Next(another, "签发信用提醒函，或者不予处置", link="#issue", mine="issue" in may))
    elif case.state == "running" and late:
        found.append(Next(another, "整改期限已过，督促", link="#urge", mine="urge" in may))
    elif case.state == "pressed" and late and IGNORED in procedure(on, case.department).grading.grounds:
        found.append(Next(f"{body}填报员", "督促的期限已过，提请升级", link="#escalate", mine="escalate" in may))
    elif case.state in ("running", "pressed"):
        days = _due(case.public_id, "rectify", "urge")
        found.append(Next("当事人", f"整改；改好后由{body}登记办结", days, "#close", "close" in may))
    elif case.state == "escalating":
        found.append(
            Next(f"{body}审核员（不能是提请人）", "确认或者不予确认升级", link="#answer", mine="answer" in may)
        )
    elif case.state == "risen":
        found.append(Next("信用办", "答复分级意见；列入名单、采取措施须另行决定"))
    return found


def of_disclosure(case: Disclosure, officer: Officer, on: date) -> list[Next]:
    """适当范围公示."""
    if case.state == "proposed":
        mine = Disclosure.objects.waiting_for(officer).filter(pk=case.pk).exists()
        return [Next(f"{case.department.name}审核员（不能是提出人）", "审批", link="#decide", mine=mine)]
    if case.state == "shown" and case.until >= on:
        return [Next("系统", "期满当日后自动停止，无须办理", case.until)]
    return []


def of_typical_case(case: TypicalCase, officer: Officer) -> list[Next]:
    """典型案例."""
    mine = TypicalCase.objects.waiting_for(officer).filter(pk=case.pk).exists()
    match case.state:
        case "reported":
            return [Next("信用办经办", "选用、退回修改或者不选用", link="#choose", mine=mine)]
        case "returned":
            return [Next(case.department.name, "按退回的理由修改后再报", link="#amend", mine=mine)]
        case "chosen":
            return [Next(f"{OFFICE}（不能是报送人、选用人）", "审批公布，或者退回修改", link="#publish", mine=mine)]
    return []


def _decides(officer: Officer) -> bool:
    return officer.has_role(*verifying.APPROVERS)
