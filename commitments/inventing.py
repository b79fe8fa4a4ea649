"""Invented promises (虚构承诺) for the demo: forms, commitments in every state, lists of papers and, where the place's text knows them,
late papers; by the ordinary use cases. Nobody real: the subjects are those that records/inventing.py made up.
"""

from datetime import date, timedelta

from accounts.models import Officer, Role
from blacklists.inventing import above, by, minutes
from credit_platform.commands import Refused, rehearsal
from records import proposing
from records.models import Proposal
from records.releasing import ReleaseRefused, release_record
from subjects.models import Subject

from . import accepting, breaking, making, paper_lists, templating
from .at_counter import Applicant
from .green_channel import standing, terms
from .models import Commitment, Matter, Template
from .paper_lists import PaperSaid
from .recording import record_of
from .templating import DRAFT, FormSaid


def _form(kind: str, field: str, title: str, basis: str, *, months: int | None = None, dated: bool = False) -> FormSaid:
    return FormSaid(
        kind,
        field,
        title,
        DRAFT["truth"],
        DRAFT["lawfulness"],
        DRAFT["performance"],
        DRAFT["sanction"],
        basis,
        months,
        dated,
    )


FORMS = (
    _form("approval", "生态环境", "排污许可告知承诺", "本部门告知承诺实施办法（演示）", dated=True),
    _form("open", "综合", "企业综合信用承诺", "市场主体信用承诺制度（演示）", months=36),
    _form("proof", "生态环境", "证明事项告知承诺", "证明事项告知承诺制实施方案（演示）"),
    _form("trade", "环保产业", "行业自律承诺", "行业自律公约（演示）", months=24),
    _form("repair", "综合", "信用修复承诺", "信用修复管理办法"),
)
PAPERS = (
    PaperSaid("排污许可证申请表", True),
    PaperSaid("环境影响评价批复", True),
    PaperSaid("营业执照复印件", False),
    PaperSaid("自行监测方案", False, 10),
    PaperSaid("总平面布置图", False, 15),
)
# Title of the form, days ago, what became of it.
STORIES = (
    ("企业综合信用承诺", 60, "released"),
    ("企业综合信用承诺", 20, "fulfilled"),
    ("排污许可告知承诺", 45, "fulfilled"),
    ("排污许可告知承诺", 40, "breached"),
    ("排污许可告知承诺", 30, "proposed"),
    ("排污许可告知承诺", 25, "overdue"),
    ("证明事项告知承诺", 12, "released"),
    ("行业自律承诺", 9, "released"),
    ("信用修复承诺", 3, "received"),
    ("企业综合信用承诺", 1, "drafted"),
)
DAYS = 14  # until a commitment with a day is to be kept


def invent(on: date) -> int:
    """Everything; returns how many commitments. Raises Refused outside demo and test, or where promises are kept."""
    if not rehearsal():
        raise Refused("演示数据只能装入演示或测试环境。")
    if Template.objects.exists() or Matter.objects.exists():
        raise Refused("库中已有承诺书模板或材料清单，不再装入演示数据。")
    pair = _pair()
    if pair is None:
        return 0
    clerk, reviewer = pair
    began = on - timedelta(days=90)
    for said in FORMS:
        made = templating.propose(clerk.department, said, **by(clerk, began))
        templating.decide(made, adopt=True, **by(reviewer, began))
    office = above(clerk.department, Role.OFFICE)
    if office is not None:
        general = _form("open", "公共资源交易", "投标人信用承诺", "公共资源交易信用承诺制度（演示）")
        templating.propose(office.department, general, **by(office, on - timedelta(days=2)))
    _matters(clerk, reviewer, began, on)
    subjects = list(Subject.objects.filter(kind="organisation", public_since__isnull=False).order_by("-pk")[:40])
    for story, subject in zip(STORIES, subjects, strict=False):
        _walk(story, subject, clerk, reviewer, on)
    if terms(on).late_papers:
        _late(subjects[len(STORIES) :], clerk, reviewer, on)
    return Commitment.objects.count()


def _pair() -> tuple[Officer, Officer] | None:
    for clerk in Officer.objects.holding(Role.CLERK).select_related("department").order_by("pk"):
        reviewer = Officer.objects.holding(Role.REVIEWER).filter(department=clerk.department).order_by("pk").first()
        if reviewer is not None:
            return clerk, reviewer
    return None


def _matters(clerk: Officer, reviewer: Officer, began: date, on: date) -> None:
    made = paper_lists.propose(
        clerk.department, title="排污许可证核发", basis="办事指南（演示）", papers=PAPERS, **by(clerk, began)
    )
    paper_lists.decide(made, adopt=True, **by(reviewer, began))
    more = (*PAPERS[:3], PaperSaid("处置合同", False, 5))
    paper_lists.propose(
        clerk.department, title="危险废物经营许可证核发", basis="办事指南（演示）", papers=more,
        **by(clerk, on - timedelta(days=1)),
    )  # fmt: skip


def _walk(story: tuple[str, int, str], subject: Subject, clerk: Officer, reviewer: Officer, on: date) -> None:
    title, ago, became = story
    start = on - timedelta(days=ago)
    template = Template.objects.get(title=title, department=clerk.department)
    case = making.draft(
        subject, template=template, department=clerk.department, matter=_matter(template),
        fulfil_by=start + timedelta(days=DAYS) if template.dated else None, **by(clerk, start),
    )  # fmt: skip
    if became == "drafted":
        return
    signed = minutes(subject.name, "信用承诺书", case.number, start)
    making.receive(case, signed=signed, **by(clerk, start))
    case.refresh_from_db()
    if became != "received":
        _release(case, reviewer, start + timedelta(days=1))
    later = start + timedelta(days=DAYS + 1)
    if became == "fulfilled":
        day = min(start + timedelta(days=10), on)
        making.fulfil(case, wording="经核查，承诺的事项已经履行。", fulfilled_on=day, **by(clerk, day))
        for change in Proposal.objects.open().filter(record__subject=subject, record__kind="commitment"):
            proposing.accept(change, reviewer=reviewer, actor=by(reviewer, day)["actor"], on=day)
    if became in ("breached", "proposed"):
        breaking.propose(case, reason="现场核查发现未达到承诺的条件，逾期没有整改。", **by(clerk, later))
    if became == "breached":
        breaking.confirm(case, **by(reviewer, later + timedelta(days=1)))


def _matter(template: Template) -> str:
    known = {
        "approval": "申领排污许可证",
        "proof": "以承诺代替无违法证明",
        "trade": "加入环保产业协会",
        "repair": "申请信用修复",
    }
    return known.get(template.kind, "主动作出综合信用承诺")


def _release(case: Commitment, reviewer: Officer, day: date) -> None:
    record = record_of(case, case.submission)
    if record is None:
        return
    try:
        release_record(record, reviewer=reviewer, actor=by(reviewer, day)["actor"], on=day)
    except ReleaseRefused:  # a gate of the rehearsal's own data: it waits as any other
        return


def _late(subjects: list[Subject], clerk: Officer, reviewer: Officer, on: date) -> None:
    """Completed, awaited, overdue, accused."""
    matter = Matter.objects.get(title="排污许可证核发", state="adopted")
    admitted = [one for one in subjects if standing([one.pk], on)[one.pk].admitted]
    papers = list(matter.papers.filter(late_days__isnull=False))
    for number, (ago, became) in enumerate(((20, "completed"), (3, "awaited"), (18, "overdue"), (25, "accused")), 1):
        if len(admitted) < number:
            return
        subject, start = admitted[number - 1], on - timedelta(days=ago)
        case = accepting.draft(
            Applicant(name=subject.name, code=subject.code), matter=matter, papers=[one.pk for one in papers],
            application=f"排许办{start:%Y%m%d}{number:02d}", promised_by=start + timedelta(days=9), **by(clerk, start),
        )  # fmt: skip
        accepting.accept(case, signed=minutes(subject.name, "容缺受理承诺书", case.number, start), **by(clerk, start))
        if became == "completed":
            brought = list(case.papers.values_list("pk", flat=True))
            accepting.deliver(case, papers=brought, **by(clerk, start + timedelta(days=6)))
        if became == "accused":
            breaking.propose(case, reason="经两次催告仍未补交自行监测方案。", **by(clerk, start + timedelta(days=12)))
