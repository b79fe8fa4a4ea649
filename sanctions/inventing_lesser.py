"""Invented minor and fairly serious acts (虚构轻微、较重失信) for the demo: reminded, interviewed, urged, raised, told to a named
audience; by the ordinary use cases, on days of their own. Nobody real.
"""

from datetime import date, timedelta

from accounts.models import Department, Role
from blacklists import reporting
from blacklists.grading_records import answer_grade
from blacklists.inventing import above, by, minutes
from blacklists.models import GradeProposal, ReportedAct
from blacklists.notifying import Paper
from blacklists.procedure import procedure
from credit_platform.commands import Refused, rehearsal
from records.models import Record
from rules.clocks import rule_for
from rules.measures import measures
from subjects.models import Subject

from . import case_letters, disclosing, executing, interviewing, ordering, reminding, triggering, urging
from .inventing import Desk, agreed, desks
from .minor_querysets import CASE, URGE
from .models import JointAction, MinorCase

DEMAND = "停止逾期不报，补报排污许可证执行报告，指定专人负责按期报送。"
TITLES = ("列为日常监督检查或者抽查重点", "适当范围公示", "一定期限内禁止参加政府采购")


def invent(on: date) -> int:
    """Everything; returns how many cases. Raises Refused outside demo and test, or where cases are kept."""
    if not rehearsal():
        raise Refused("演示数据只能装入演示或测试环境。")
    if MinorCase.objects.exists():
        raise Refused("库中已有轻微失信处置，不再装入演示数据。")
    found = desks()
    if not found or "filing_late" not in procedure(on).grading.grounds:
        return 0
    mine, subjects = found[0], _subjects(found[0])
    for subject, (step, ago) in zip(subjects, _PLAN, strict=False):
        _to(step, _case(subject, mine, on - timedelta(days=ago)), mine, on - timedelta(days=ago), on)
    risen = GradeProposal.objects.filter(state="open", grade="fairly", acts__contains=[{"kind": "act"}]).order_by("-pk")
    case = MinorCase.objects.filter(state="risen").first()
    if case and (proposal := risen.filter(subject=case.subject).first()):
        _sanction(proposal, mine, found[-1], on)
    return MinorCase.objects.count()


_PLAN = (
    ("proposed", 1),
    ("issued", 2),
    ("running", 6),
    ("met", 12),
    ("closed", 30),
    ("late", 50),
    ("pressed", 70),
    ("risen", 110),
)


def _subjects(desk: Desk) -> list[Subject]:
    known = ReportedAct.objects.values("subject")
    rows = Record.objects.filter(department=desk.department, state="released").exclude(subject__in=known)
    ids = rows.exclude(subject__kind="person").order_by("-subject").values_list("subject", flat=True).distinct()
    return list(Subject.objects.filter(pk__in=list(ids)[: len(_PLAN)]).order_by("pk"))


def _case(subject: Subject, desk: Desk, day: date) -> MinorCase:
    act = reporting.report_act(
        subject, ground="filing_late", document=f"云环提认〔{day.year}〕{subject.pk}号", decided_on=day,
        basis="《排污许可管理条例》第二十二条", facts="未按时提交排污许可证执行报告。", **by(desk.clerk, day),
    )  # fmt: skip
    reporting.decide_act(act, confirm=True, **by(desk.reviewer, day))
    act.refresh_from_db()
    return reminding.open_case(act, demand=DEMAND, **by(desk.clerk, day))


def _to(step: str, case: MinorCase, desk: Desk, day: date, today: date) -> None:
    """Brought to `step`, each on its day."""
    if step == "proposed":
        return
    reminding.issue(case, **by(desk.reviewer, day))
    if step == "issued":
        return
    _serve(case, "reminder", desk, day)
    if step in ("met", "closed"):
        _interview(case, desk, day)
    if step == "closed":
        proof = _scan(desk, "整改情况报告", day)
        done = day + timedelta(days=9)
        reminding.close(
            case,
            rectification="已补报执行报告，并指定专人负责。",
            rectified_on=done,
            evidence=proof,
            **by(desk.clerk, done),
        )
    if step in ("pressed", "risen"):
        _press(case, desk, day + timedelta(days=45), today, rises=step == "risen")


def _interview(case: MinorCase, desk: Desk, day: date) -> None:
    met_on = day + timedelta(days=5)
    made = interviewing.appoint(
        case, whom="head", appointed_on=met_on, place="上午九时，云州市生态环境局三楼会议室",
        **by(desk.reviewer, day + timedelta(days=1)),
    )  # fmt: skip
    _serve(case, "interview", desk, day + timedelta(days=2))
    interviewing.hold(
        made, record="宣讲了排污许可管理的有关规定；对方承诺一周内补报，今后按期报送。", held_on=met_on,
        paper=_scan(desk, "诚信约谈笔录", met_on), **by(desk.clerk, met_on),
    )  # fmt: skip


def _press(case: MinorCase, desk: Desk, day: date, today: date, *, rises: bool) -> None:
    urging.urge(case, reason="整改期限届满，仍没有补报执行报告。", **by(desk.reviewer, day))
    _serve(case, "urging", desk, day)
    later = day + timedelta(days=3 * (rule_for(CASE, URGE, day).working_days or 5))
    if rises and later <= today:
        case.refresh_from_db()
        urging.escalate(case, reason="督促期满，经现场核查仍没有补报。", **by(desk.clerk, later))
        case.refresh_from_db()
        urging.answer_escalation(case, confirm=True, **by(desk.reviewer, later))


def _serve(case: MinorCase, kind: str, desk: Desk, day: date) -> None:
    letter = case.letter(kind)
    assert letter is not None
    proof = _scan(desk, "送达回证", day)
    case_letters.deliver(letter, means="direct", delivered_on=day, proof=proof, **by(desk.clerk, day))


def _scan(desk: Desk, title: str, day: date) -> Paper:
    return minutes(desk.department.name, title, "演示", day)


def _sanction(proposal: GradeProposal, mine: Desk, other: Desk, on: date) -> None:
    """Taken up, decided, one measure told to an association and a department."""
    office, approver = above(mine.department, Role.OFFICE), above(mine.department, Role.OFFICE_APPROVER)
    if office is None or approver is None:
        return
    day = on - timedelta(days=5)
    answer_grade(proposal, take_up=True, **by(office, day))
    triggering.trigger(day)
    action = JointAction.objects.get(grading=proposal)
    items = {one.title: one for one in measures(day, kind="sanction", grade="较重")}
    for title, desk in zip(TITLES, (mine, mine, other), strict=True):
        if title in items:
            triggering.plan(
                action, item=items[title].public_id, department=desk.department, until=on + timedelta(days=120),
                **by(office, day),
            )  # fmt: skip
    agreed(action, office, day)
    triggering.propose(action, **by(office, day))
    title, number = "社会信用体系建设领导小组会议纪要", f"云信领〔{day.year}〕分级{action.pk}号"
    document = ordering.Document(title, number, day, minutes(office.department.name, title, number, day))
    action.refresh_from_db()
    ordering.decide(action, document=document, **by(approver, day))
    for measure in action.measures.filter(department=mine.department).order_by("pk"):
        executing.acknowledge(measure, **by(mine.clerk, day))
    told = action.measures.filter(item__title=TITLES[1]).first()
    audience = [other.department, *Department.every.exclude(outside="").order_by("pk")[:1]]
    if told is not None:
        made = disclosing.propose(
            told, wording="逾期不报排污许可证执行报告，经提醒、督促仍不履行，认定为较重失信。", audience=audience, since=day,
            until=on + timedelta(days=60), **by(mine.clerk, day),
        )  # fmt: skip
        disclosing.decide(made, agree=True, **by(mine.reviewer, day))
