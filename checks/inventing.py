"""Invented credit checks (虚构信用核查) for the demo: a catalogue, classes, receipts, a batch, a bank with an authorisation; by the
ordinary use cases. Only in demo and test.
"""

from datetime import date, timedelta

from accounts.models import Department, Officer, Role
from blacklists.inventing import above, by, minutes
from blacklists.models import Entry, Nomination
from credit_platform.commands import Refused, rehearsal
from records.models import Record, RecordKind
from subjects.models import Subject

from . import authorising, cataloguing, classifying, list_changes
from .batch_sheets import sheet_of
from .checking import Occasion, check, check_batch
from .matching import Asked
from .models import Check, Matter
from .reporting_back import report_back

# Of each kind of department its own: (word of its name, (title, word of the kind) …).
MATTERS = (
    ("生态环境", (("排污许可证核发", "审批"), ("污染治理专项资金申报审核", "资金"), ("环保示范企业评选推荐", "评优"))),
    ("应急管理", (("危险化学品经营许可证核发", "审批"), ("安全生产专项资金申报审核", "资金"), ("安全文化建设示范企业评选推荐", "评优"))),
    ("", (("行政许可办理", "审批"), ("专项资金申报审核", "资金"), ("先进单位评选推荐", "评优"))),
)  # fmt: skip


def invent(on: date) -> int:
    """Everything; returns how many receipts. Raises Refused outside demo and test, or where checks are kept."""
    if not rehearsal():
        raise Refused("演示数据只能装入演示或测试环境。")
    if Check.objects.exists():
        raise Refused("库中已有核查回执，不再装入演示数据。")
    began = on - timedelta(days=12)
    clerks = Officer.objects.holding(Role.CLERK).select_related("department").order_by("pk")
    for clerk in clerks.filter(department__in=Department.objects.in_office(on))[:3]:
        _department(clerk, began, on)
    _bank(on)
    return Check.objects.count()


def _department(clerk: Officer, began: date, on: date) -> None:
    approver = above(clerk.department, Role.OFFICE_APPROVER)
    if approver is None:
        return
    kinds, _ = cataloguing.kinds_here(began)
    basis = "《云州市公共信用信息管理办法》第二十一条"
    matters = next(rows for word, rows in MATTERS if word in clerk.department.name)
    for place, (title, words) in enumerate(matters):
        matter = cataloguing.propose(
            kind=next((one for one in kinds if words in one), kinds[0]),
            title=title,
            basis=basis,
            licences=place == 0,
            **by(clerk, began),
        )
        if place < 2:  # the third waits for the approver
            cataloguing.adopt(matter, **by(approver, began))
    _classes(clerk, approver, began)
    matter = Matter.objects.in_force(on).filter(department=clerk.department).order_by("pk").first()
    for place, code in enumerate(_listed_and_others()):
        made = check(
            Asked(code=code), occasion=Occasion(f"{on.year}-{place + 101:04d}号办件", matter=matter), **by(clerk, on)
        )
        if made.black and place == 0:
            report_back(made, done="strict", text="依据措施清单从严审核，要求补充近两年检测报告。", **by(clerk, on))
    asked = [Asked(code=code) for code in _some_codes(40)] + [Asked(name="云州市查无此名商贸有限公司")]
    check_batch(sheet_of(asked), occasion=Occasion("年度专项资金第一批", title=matters[1][0]), **by(clerk, on))


def _classes(clerk: Officer, approver: Officer, on: date) -> None:
    """For the schemes that the department's grades on file name."""
    rows = Record.objects.filter(department=clerk.department, kind=RecordKind.GRADE).values_list(
        "version__content", flat=True
    )
    known = {(one["PJ_FA"], one["PJ_DJ"]) for one in rows[:200] if one.get("PJ_FA") and one.get("PJ_DJ")}
    for scheme, grade in sorted(known)[:4]:
        good = grade in ("A", "绿", "AAA")
        made = classifying.propose(
            scheme=scheme, grade=grade, level="relaxed" if good else "strict",
            inspections="抽查比例不超过2%" if good else "每年至少检查一次", basis="《云州市信用分级分类监管办法》第八条",
            **by(clerk, on),
        )  # fmt: skip
        classifying.adopt(made, **by(approver, on))


def _listed_and_others() -> list[str]:
    """Codes: somebody on the black list, somebody on the red, somebody on neither."""
    black = Entry.objects.filter(state="published").values_list("subject__code", flat=True).order_by("pk")[:2]
    red = Nomination.objects.filter(state="published").values_list("subject__code", flat=True).order_by("pk")[:1]
    return [*black, *red, *_some_codes(2)]


def _some_codes(count: int) -> list[str]:
    companies = Subject.objects.alive().exclude(code="").filter(kind="organisation")
    return list(companies.order_by("pk").values_list("code", flat=True)[:count])


def _bank(on: date) -> None:
    """The bank of the invented outside bodies: one authorisation confirmed, one waiting, changes signed for until last week."""
    bank = Officer.objects.filter(username="bank").select_related("department").first()
    office = Officer.objects.holding(Role.OFFICE).filter(department__parent=None).order_by("pk").first()
    listed = Entry.objects.filter(state="published").select_related("subject").order_by("pk")[:2]
    if bank is None or office is None or len(listed) < 2:
        return
    for place, entry in enumerate(listed):
        made = authorising.register(
            entry.subject, purpose="流动资金贷款审查", signed_on=on - timedelta(days=3), until=on + timedelta(days=360),
            paper=minutes(entry.subject.name, "信用信息查询授权书", "演示", on), **by(bank, on),
        )  # fmt: skip
        if place == 0:
            authorising.confirm(made, **by(office, on))
            check(Asked(code=entry.subject.code), occasion=Occasion("贷款审查", title="贷前审查"), **by(bank, on))
    week = on - timedelta(days=30)
    if (days := list_changes.span(bank.department, week)) is not None:
        list_changes.sign(last=days[1], **by(bank, week))
