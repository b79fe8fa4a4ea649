"""Invented outside bodies and lists (虚构的外部机构和外来名单), for the demo, by the ordinary use cases. Only in demo and test.

Two bodies with an account each, candidates in every state, one list of a court that is out and its next file that waits.
"""

import csv
import io
from datetime import date, timedelta
from typing import Any

from accounts.acting import actor_of
from accounts.appointing import add_officer, grant_role
from accounts.departments import add_outside_body
from accounts.models import Department, Officer, Role
from credit_platform.commands import Refused, rehearsal
from ledger.acts import command_line
from ledger.models import Act
from records.inventing import code_of
from records.models import Record
from subjects.models import Subject

from . import offering, taking_in
from .inventing import minutes
from .models import Candidate, ListFile, Nomination
from .taking_in import Source

COURT, DISTRICT = "云州市中级人民法院", "云州市青山县人民法院"
HEAD = ("被执行人姓名/名称", "统一社会信用代码", "案号", "执行依据文号", "生效法律文书确定的义务", "被执行人的履行情况", "失信被执行人行为具体情形", "未履行金额(万元)",
        "发布时间", "公布期限至", "执行法院")  # fmt: skip


def invent(on: date) -> int:
    """Everything; returns how many candidates. Raises Refused outside demo and test, or where there are some."""
    if not rehearsal():
        raise Refused("演示数据只能装入演示或测试环境。")
    if Candidate.objects.exists() or ListFile.objects.exists():
        raise Refused("库中已有线索或外来名单，不再装入演示数据。")
    office = Officer.objects.holding(Role.OFFICE).filter(department__parent=None).order_by("pk").first()
    approver = Officer.objects.holding(Role.OFFICE_APPROVER).order_by("pk").first()
    clerk = Officer.objects.holding(Role.CLERK).order_by("pk").first()
    praised = Record.objects.filter(kind__in=("honour", "reward", "grade", "confirmation")).values("subject")
    honoured = Nomination.objects.values("subject")  # nobody is a model and a debtor
    known = Subject.objects.alive().exclude(code="").exclude(pk__in=praised).exclude(pk__in=honoured)
    subjects = list(known.filter(kind="organisation").order_by("-pk")[:12])
    if not (office and approver and clerk) or len(subjects) < 12:
        return 0
    _court(subjects[:6], office, approver, on)
    return _candidates(subjects[6:], office, clerk, on)


def _by(officer: Officer, on: date) -> dict[str, Any]:
    return {"officer": officer, "actor": actor_of(officer, Act.Channel.COMMAND), "on": on}


# --- outside bodies -----------------------------------------------------------------------------------------------------


def _candidates(subjects: list[Subject], office: Officer, clerk: Officer, on: date) -> int:
    association = _account("association", "钟协会", "云州市镁业行业协会", "51", "association", office, on)
    bank = _account("bank", "殷信贷", "云州农村商业银行股份有限公司", "91", "financial", office, on)
    paper = minutes(association.department.name, "会员履约情况说明", "云镁协〔2026〕3号", on)
    told = (
        (association, "red", "诚信会员", "连续五年按期履行购销合同，会员互评第一。", 30, "declined"),
        (association, "red", "诚信会员", "主动召回问题批次并全额退款。", 6, "offered"),
        (bank, "black", "恶意逃废债务", "贷款到期后转移抵押物，经三次催告拒不归还。", 4, "offered"),
        (bank, "black", "提供虚假财务资料", "申请贷款时提供虚假审计报告。", 25, "offered"),
        (association, "red", "质量诚信企业", "三年监督抽查全部合格。", 12, "withdrawn"),
    )
    for subject, (officer, which, matter, facts, days, becomes) in zip(subjects, told, strict=False):
        then = on - timedelta(days=days)
        one = offering.offer(
            which=which, code=subject.code, name=subject.name, matter=matter, facts=facts, department=clerk.department,
            papers=[paper], **_by(officer, then),
        )  # fmt: skip
        if becomes == "declined":
            offering.decline(
                one, reason="本年度评选推荐已经截止，请下一年度再提供。", **_by(clerk, then + timedelta(days=5))
            )
        elif becomes == "withdrawn":
            offering.withdraw(one, reason="材料需要补充", **_by(officer, then))
    return len(told)


def _account(username: str, person: str, name: str, first: str, kind: str, office: Officer, on: date) -> Officer:
    by, since = command_line(), on - timedelta(days=200)
    number = 700 + len(Department.every.exclude(outside=""))
    code = code_of(first, number)
    body, _ = add_outside_body(name=name, code=code, kind=kind, office=office.department, by=by, on=since)
    officer, _ = add_officer(username=username, name=person, department=body, by=by, on=since)
    grant_role(officer, Role.OUTSIDE, by=by, on=since)
    return officer


# --- a court's list -----------------------------------------------------------------------------------------------------


def _court(subjects: list[Subject], office: Officer, approver: Officer, on: date) -> None:
    """Last month's list is out; this month's waits: one has left, one is new, one has another name, one a wrong code."""
    then = on - timedelta(days=30)
    rows = [_row(subject, number, then) for number, subject in enumerate(subjects[:4], 1)]
    first = _take(rows, "云中法函〔2026〕21号", then, office)
    taking_in.release(first, **_by(approver, then + timedelta(days=1)))
    new, other = _row(subjects[4], 5, on), _row(subjects[5], 6, on)
    other[0] = "云州市远望商贸有限公司"
    wrong = _row(subjects[5], 7, on)
    wrong[1] = wrong[1][:-1] + ("1" if wrong[1][-1] != "1" else "2")
    _take([*rows[1:], new, other, wrong], "云中法函〔2026〕24号", on, office)


def _take(rows: list[list[str]], document: str, on: date, office: Officer) -> ListFile:
    out = io.StringIO()
    csv.writer(out).writerows([HEAD, *rows])
    source = Source("debtor", "失信被执行人名单", COURT, code_of("11", 800), document, on, full=True)
    return taking_in.take_in(out.getvalue().encode(), "名单.csv", source, **_by(office, on))


def _row(subject: Subject, number: int, on: date) -> list[str]:
    decided = on - timedelta(days=10 + number)
    return [
        subject.name, subject.code, f"（{decided.year}）云01执{300 + number}号", f"（{decided.year - 1}）云01民初{100 + number}号",
        "支付货款及逾期利息。", "全部未履行" if number % 2 else "部分未履行", "有履行能力而拒不履行生效法律文书确定义务。", str(10 + number),
        str(decided), str(decided + timedelta(days=730)), COURT if number % 3 else DISTRICT,
    ]  # fmt: skip
