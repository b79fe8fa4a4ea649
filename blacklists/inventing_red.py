"""Invented red list (虚构红名单): a year's campaign with nominees at every stage, one title withdrawn with money asked back."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from accounts.models import Officer
from credit_platform.workdays import ONE_DAY
from records.models import Record
from subjects.models import Subject

from . import dishonouring, honouring, notifying, withdrawing
from .deciding import Document
from .inventing import Hands, by, minutes
from .models import Campaign, Nomination
from .notifying import Paper
from .printing import pdf_of

TITLE, INDUSTRY, BASIS = (
    "环保诚信企业",
    "企业环境信用评价绿牌名单（2025年度）",
    "诚信建设若干措施一(一)；《企业环境信用评价办法（试行）》（环发〔2013〕150号）",
)
DEEDS = "连续三年环境信用评价为绿牌，按时足额缴纳环境保护税，主动公开排污信息，没有环境违法记录。"


def invent_red(hands: Hands, office: Officer, *, walk_used: set[int], on: date) -> None:
    """With clean subjects of the department's licences."""
    clean = _clean(walk_used)
    last_year = _campaign(office, on - timedelta(days=330), on.year - 1)
    for subject in _some(clean, 1):
        made = _published(hands, office, subject, last_year, on - timedelta(days=300))
        _benefit(made, hands, "funds", Decimal("12.5"), on - timedelta(days=200))
        _withdrawn(made, hands, on)
    for subject in _some(clean, 1):
        made = _published(hands, office, subject, last_year, on - timedelta(days=280))
        _benefit(made, hands, "points", None, on - timedelta(days=100))
    dishonouring.close_campaign(last_year, **by(office, on - timedelta(days=250)))
    _this_year(hands, office, clean, walk_used, on)


def _this_year(hands: Hands, office: Officer, clean: Iterator[Subject], listed: set[int], on: date) -> None:
    campaign = _campaign(office, on - timedelta(days=40), on.year)
    for subject in _some(clean, 2):
        _published(hands, office, subject, campaign, on - timedelta(days=35))
    for subject in _some(clean, 1):  # waits for the government's approval
        _noticed(
            _nominated(hands, subject, campaign, on - timedelta(days=14)), office, on - timedelta(days=13), ended=True
        )
    in_notice = [
        _noticed(_nominated(hands, subject, campaign, on - timedelta(days=4)), office, on - timedelta(days=3))
        for subject in _some(clean, 2)
    ]
    for one in in_notice[:1]:
        honouring.take_objection(
            one, means="电话", text="反映该企业夜间噪声扰民，请核实。", **by(hands.reviewer, on - ONE_DAY)
        )
    for subject in _some(clean, 1):
        _nominated(hands, subject, campaign, on - ONE_DAY)
    for subject in Subject.objects.filter(pk__in=listed, list_entries__state="published").order_by("pk")[:1]:
        honouring.check(_nominated(hands, subject, campaign, on - 2 * ONE_DAY), **by(office, on - ONE_DAY))


def _clean(listed: set[int]) -> Iterator[Subject]:
    """Subjects with a licence, and without a penalty or an entry."""
    bad = Record.objects.filter(kind="penalty").values("subject")
    rows = Record.objects.filter(kind="licence", state="released")
    known = rows.exclude(subject__in=bad).exclude(subject__in=listed).exclude(subject__kind="person")
    return iter(Subject.objects.filter(pk__in=known.values("subject")).order_by("pk"))


def _some(clean: Iterator[Subject], count: int) -> list[Subject]:
    return [one for one, _ in zip(clean, range(count), strict=False)]


def _campaign(office: Officer, day: date, year: int) -> Campaign:
    return dishonouring.open_campaign(
        year=year, title=f"{year}年度诚信企业评选", nominate_by=day + timedelta(days=60), **by(office, day)
    )


def _nominated(hands: Hands, subject: Subject, campaign: Campaign, day: date) -> Nomination:
    return honouring.nominate(
        subject,
        title=TITLE,
        industry_list=INDUSTRY,
        deeds=DEEDS,
        basis=BASIS,
        campaign=campaign,
        **by(hands.clerk, day),
    )


def _noticed(made: Nomination, office: Officer, day: date, *, ended: bool = False) -> Nomination:
    honouring.check(made, **by(office, day))
    honouring.begin_notice(made, **by(office, day))
    made.refresh_from_db()
    if ended and made.notice_until:
        honouring.end_notice(made, **by(office, made.notice_until + ONE_DAY))
        made.refresh_from_db()
    return made


def _published(hands: Hands, office: Officer, subject: Subject, campaign: Campaign, day: date) -> Nomination:
    made = _noticed(_nominated(hands, subject, campaign, day), office, day + ONE_DAY, ended=True)
    assert made.notice_until is not None
    day = made.notice_until + 2 * ONE_DAY
    number = f"云政函〔{day.year}〕{made.pk}号"
    document = Document(
        "云州市人民政府批复", number, day, minutes("云州市人民政府", "关于确认诚信企业名单的批复", number, day)
    )
    honouring.approve(made, document=document, **by(hands.approver, day))
    honouring.publish(made, **by(office, day + ONE_DAY))
    made.refresh_from_db()
    return made


def _benefit(made: Nomination, hands: Hands, kind: str, amount: Decimal | None, day: date) -> None:
    dishonouring.record_benefit(
        made, kind=kind, department=hands.clerk.department, granted_on=day, amount=amount,
        note_="清洁生产专项资金" if amount else "政府采购评审加分", **by(hands.clerk, day),
    )  # fmt: skip


def _withdrawn(made: Nomination, hands: Hands, on: date) -> None:
    day = on - timedelta(days=16)
    withdrawing.propose_withdrawal(
        made,
        reason="发生较大突发环境事件并瞒报",
        basis="诚信建设若干措施一(四)3；《突发环境事件应急管理办法》（环境保护部令第34号）第三十八条",
        **by(hands.clerk, day),
    )
    letter = withdrawing.notify_withdrawal(made, **by(hands.approver, day))
    scan = Paper("回证.pdf", pdf_of(letter) or b"%PDF-")
    notifying.deliver(letter, means="direct", delivered_on=day, proof=scan, **by(hands.clerk, day))
    withdrawing.take_statement(
        made, made_on=day + ONE_DAY, means="written", text="事实属实，没有补充。", last=True, paper=scan,
        **by(hands.clerk, day + ONE_DAY),
    )  # fmt: skip
    withdrawing.decide_withdrawal(made, agree=True, **by(hands.approver, day + 2 * ONE_DAY))
    for benefit in made.benefits.filter(reclaim_asked_on__isnull=False):
        dishonouring.record_reclaim(
            benefit, reclaimed=Decimal("8"), reclaimed_on=on - timedelta(days=5), reclaim_note="余款按还款计划分期退回",
            **by(hands.clerk, on - timedelta(days=5)),
        )  # fmt: skip
