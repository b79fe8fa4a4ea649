"""Invented reports of dishonesty (虚构举报) for the demo: one just come in, passed on, answered, closed, and one
that may be declined. By the ordinary use cases; companies and people are invented. Only in demo and test.
"""

from datetime import date, timedelta
from functools import partial

from accounts.models import Department, Officer, Role
from blacklists.inventing import above, by
from credit_platform.commands import Refused, rehearsal

from . import filing, handling, reading
from .models import Report

STORIES = (
    ("虚构佳源食品加工厂", "把过了保质期的肉馅换了标签再卖，就在厂后门的小仓库里。", "forwarded"),
    ("虚构宏图装饰公司", "收了十几户业主的定金后关门，电话也打不通。", "answered"),
    ("虚构北辰驾校", "承诺退学费，签了协议一直不退。", "closed"),
    ("虚构顺达货运部", "用别人的道路运输证跑车，车门上的号码是贴的。", "received"),
    ("虚构某小区住户", "邻居家的装修声音太大。", "declining"),
)
REPORTER = filing.Reporter(name="虚言某", phone="0417-2800000", note="虚构工单0001")


def invent(on: date) -> int:
    """Everything; returns how many. Raises Refused outside demo and test, or where reports are kept."""
    if not rehearsal():
        raise Refused("演示数据只能装入演示或测试环境。")
    if Report.objects.exists():
        raise Refused("库中已有失信举报，不再装入演示数据。")
    clerk = Officer.objects.holding(Role.CLERK).filter(department__outside="").order_by("pk").first()
    office = above(clerk.department, Role.OFFICE) if clerk else None
    approver = above(clerk.department, Role.OFFICE_APPROVER) if clerk else None
    if clerk is None or office is None or approver is None:
        return 0
    for number, (accused, statement, end) in enumerate(STORIES):
        report = _told(number, accused, statement, office, on - timedelta(days=1))
        _led(report, statement, end, clerk.department, (office, clerk, approver), on)
    return Report.objects.count()


def _told(number: int, accused: str, statement: str, office: Officer, on: date) -> Report:
    """Every other one by telephone, with a name."""
    tell = partial(filing.file_report, office=office.department, accused=accused, statement=statement)
    if number % 2:
        return tell(reporter=REPORTER, source=Report.Source.HOTLINE, **by(office, on))[0]
    return tell(address=f"demo{number}", on=on)[0]


def _led(
    report: Report, text: str, end: str, to: Department, staff: tuple[Officer, Officer, Officer], on: date
) -> None:
    office, clerk, approver = staff
    if end == "received":
        reading.name_handler(report, office, **by(approver, on))
        reading.ask(report, reason="线索不清，须向举报人核实地点", **by(office, on))
    elif end == "declining":
        handling.propose_decline(report, reason="邻里纠纷，不属于失信行为，请向社区反映", **by(office, on))
    else:
        handling.forward(report, to=to, text=text, **by(office, on))
        if end != "forwarded":
            handling.answer(report, outcome="founded", wording="现场检查属实，已立案。", **by(clerk, on))
        if end == "closed":
            handling.close(report, told="经查属实，已责令退还学费并依法处理。感谢您的监督。", **by(approver, on))
