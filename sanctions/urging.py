"""Urging (督促) and raising (升级): who ignored a reminder or an interview is urged; who still does nothing is put forward as
fairly serious. Nothing rises by itself: one person reports, another confirms, the office judges the grade. Source: E5; Hua 二(四)1.
"""

from datetime import date

from django.db import transaction

from accounts.models import Officer
from blacklists import reporting
from blacklists.grading_records import propose_grade
from blacklists.grading_rules import IGNORED
from blacklists.issuing import office_of
from blacklists.models import GradeProposal, ReportedAct
from blacklists.procedure import procedure
from blacklists.refusals import ListRefused, move, must_hold, reason_given
from ledger.acts import CLOCK, Actor, record_act
from rules import clocks
from rules.clocks import rule_for

from .case_letters import write
from .minor_querysets import CASE, RECTIFY, URGE
from .models import MinorCase
from .reminding import HANDLERS, clocks_of, for_signer, mine

BATCH = 500


@transaction.atomic
def urge(case: MinorCase, *, reason: str, officer: Officer, actor: Actor, on: date) -> None:
    """督促 who did not put it right in the days of the reminder, or stayed away without a reason. Raises ListRefused."""
    case = for_signer(case, officer)
    if not MinorCase.objects.filter(state="running").late(on).filter(pk=case.pk).exists():
        raise ListRefused("整改期限还没有过，也没有无故不参加约谈，现在不能督促。")
    said = reason_given(reason, "督促的")
    act = record_act("urge_minor_case", actor, on, reason=said, basis=case.clause[:500])
    days = rule_for(CASE, URGE, on).working_days
    parts = [
        ("没有履行的事项", said),
        ("整改要求", f"{case.demand}\n请自收到本通知之日起{days}个工作日内完成。"),
        ("逾期的后果", "期满仍不履行的，我单位将提请认定为较重失信行为，由信用管理部门另行认定和决定。"),
    ]
    reminder = case.letter("reminder")
    write("urging", case, parts, places={"提醒函": reminder.number if reminder else ""}, signer=officer, act=act)
    move(case, "urge", act, urged_for=said)
    clocks.end(clocks_of(case, RECTIFY), met=False, act=act)  # the urging's own days count from now on


@transaction.atomic
def escalate(case: MinorCase, *, reason: str, officer: Officer, actor: Actor, on: date) -> ReportedAct:
    """提请升级: after the days of the urging, a new act of the next grade, reported with what was sent and served; confirmed
    by another person it counts in the grading. Raises ListRefused.
    """
    must_hold(officer, *HANDLERS, said="由填报员或信用办经办提请。")
    case = mine(case, officer)
    if IGNORED not in procedure(on, officer.department).grading.grounds:
        raise ListRefused("现行规则没有规定督促后仍不履行的上升一级，不能提请。")
    if not MinorCase.objects.filter(state="pressed").late(on).filter(pk=case.pk).exists():
        raise ListRefused("督促的期限还没有过，不能提请升级。")
    said = reason_given(reason, "提请升级的")
    act = record_act("escalate_minor_case", actor, on, reason=said)
    clocks.end(clocks_of(case, URGE), met=False, act=act)
    urging = case.letter("urging")
    assert urging is not None
    rule = procedure(on, officer.department).grading.grounds[IGNORED]
    made = reporting.report_act(
        case.subject, ground=IGNORED, document=urging.number, decided_on=on, basis=rule.clause[:500], facts=_story(case, said),
        officer=officer, actor=actor, on=on,
    )  # fmt: skip
    move(case, "escalate", act, escalation=made)
    return made


def _story(case: MinorCase, said: str) -> str:
    """What was sent, when it was served, what did not follow."""
    sent = "；".join(
        f"{one.get_kind_display()}{one.number}，{one.delivered_on}送达"
        for one in case.letters.filter(delivered_on__isnull=False)
    )
    return f"{case.ground}（{case.document}）。{sent}。{said}"[:1000]


@transaction.atomic
def answer_escalation(
    case: MinorCase, *, confirm: bool, officer: Officer, actor: Actor, on: date, reason: str = ""
) -> GradeProposal | None:
    """确认 or 不予确认, by another than reported it. Confirmed, the office gets a grade proposal with its reasoning; nobody is
    listed and no measure follows before it is taken up and decided. Raises ListRefused.
    """
    case = mine(case, officer)
    if case.state != MinorCase.State.ESCALATING or case.escalation is None:
        raise ListRefused("这一步现在不能办理：状态已经变化，请刷新页面查看。")
    reporting.decide_act(case.escalation, confirm=confirm, officer=officer, actor=actor, on=on, reason=reason)
    settle(on)
    return propose_grade(case.subject, office_of(case.department), actor=actor, on=on) if confirm else None


@transaction.atomic
def settle(on: date) -> int:
    """升级结果: whatever became of the act that was reported, wherever it was confirmed. Returns how many. Idempotent."""
    rows = (
        MinorCase.objects.filter(state="escalating").exclude(escalation__state="reported").select_related("escalation")
    )
    found = list(rows.order_by("pk").select_for_update(skip_locked=True, of=("self",))[:BATCH])
    for case in found:
        assert case.escalation is not None
        rose = case.escalation.state == "confirmed"
        move(case, "rise" if rose else "resume", record_act("settle_escalation", CLOCK, on))
    return len(found)
