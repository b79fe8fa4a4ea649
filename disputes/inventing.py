"""Invented objections (虚构异议) for the demo: one just filed, one with its department, one answered, one kept, one upheld, one with each
other department; and two complaints (虚构投诉), one on its clock and one answered. By the ordinary use cases, filed at the counter; invented companies only. Only in demo and test.
"""

from datetime import date, timedelta

from accounts.models import Department, Officer, Role
from blacklists.inventing import above, by
from credit_platform.commands import Refused, rehearsal
from records.models import Record, RecordKind
from subjects.models import SubjectKind

from . import deciding, filing, handling
from .models import Dispute

# (ground, statement, wish, what the body that looked into it answers, how far it came)
STORIES = (
    ("facts", "处罚决定书认定的经营面积与租赁合同不符，附合同为证。", "按实际面积重新核定", "", "filed"),
    ("wording", "公示的罚款金额比决定书多了一个零。", "按决定书更正金额", "", "forwarded"),
    (
        "facts", "检查以前该项目已经转让给另一家公司，附转让协议。", "删除这条记录",
        "已调阅案卷并核对转让协议：检查时该项目已不属于这家公司，决定所列当事人有误。", "answered",
    ),
    (
        "other_subject", "处罚的是同名的另一家公司，不是我公司。", "删除这条记录",
        "已调阅案卷：现场检查笔录和送达回证都盖有这家公司的公章，统一社会信用代码一致。", "kept",
    ),
    ("facts", "该决定已由作出机关自行纠正。", "删除这条记录", "已调阅案卷：作出机关已经自行纠正原决定。", "upheld"),
)  # fmt: skip
ELSEWHERE = ("facts", "罚款已按期缴清，公示里写的还是“未缴纳”。", "补充缴纳情况", "", "forwarded")
# (what happened, wish, what the body answers, the office's decision)
WAITING = ("三次打电话询问执行情况怎样登记，都说等通知，没有人答复。", "书面告诉我们由谁办、哪天办完", "", "")
ANSWERED = (
    "通知到窗口领取决定书，去了两次经办人都不在。", "约好时间，或者邮寄送达",
    "经核对值班登记，两次均因经办人外出、没有安排替班，让企业白跑。已向企业致歉并邮寄送达，窗口改为双人值班。",
    "反映属实，已经改正",
)  # fmt: skip


def invent(on: date) -> int:
    """Everything; returns how many. Raises Refused outside demo and test, or where objections are kept."""
    if not rehearsal():
        raise Refused("演示数据只能装入演示或测试环境。")
    if Dispute.objects.exists():
        raise Refused("库中已有异议，不再装入演示数据。")
    rows = Record.objects.public(on).filter(kind=RecordKind.PENALTY, subject__kind=SubjectKind.ORGANISATION)
    taken: set[int] = set()
    records = []
    for row in rows.select_related("subject", "department").order_by("-decided_on", "pk"):
        if row.subject_id not in taken:
            taken.add(row.subject_id)
            records.append(row)
    for record, story in zip(records[3:], STORIES, strict=False):  # the latest ones are shown elsewhere
        _one(record, *story, on=on)
    first, rest = records[3:8], records[8:]
    others = {row.department: row for row in reversed(rest) if row.department not in {one.department for one in first}}
    bodies = sorted(others, key=lambda one: one.code)
    for body in bodies:
        _one(others[body], *ELSEWHERE, on=on)
    if bodies and len(first) == len(STORIES):
        _complain(first[3], bodies[0], WAITING, on=on)
        _complain(first[2], first[2].department, ANSWERED, on=on)
    return Dispute.objects.count()


def _one(record: Record, ground: str, statement: str, wish: str, answer: str, end: str, *, on: date) -> None:
    office, approver = above(record.department, Role.OFFICE), above(record.department, Role.OFFICE_APPROVER)
    clerk = Officer.objects.holding(Role.CLERK).filter(department=record.department).first()
    if office is None or approver is None or clerk is None:
        return
    began = max(on - timedelta(days=3), record.public_from or on)
    case = filing.file_dispute(
        kind=Dispute.Kind.OBJECTION, subject=record.subject, target_kind=Dispute.Target.RECORD, target_id=record.public_id,
        ground=ground, statement=statement, wish=wish, **by(office, began),
    )  # fmt: skip
    if end == "filed":
        return
    handling.accept(case, **by(office, began))
    if end == "forwarded":
        return
    outcome = "keep" if end == "kept" else "delete"
    handling.answer(case, outcome=outcome, wording=answer, **by(clerk, on))
    if end == "answered":
        return
    reason = (
        "案卷材料证明受处罚的就是提出人，没有同名混淆；信息与决定书一致，不予更正"
        if outcome == "keep"
        else "作出机关已自行纠正原决定"
    )
    deciding.decide(case, reason=reason, **by(approver, on))


def _complain(record: Record, body: Department, story: tuple[str, str, str, str], *, on: date) -> None:
    """By whoever the record is about, of how the body dealt with them."""
    statement, wish, answer, decision = story
    office, approver = above(body, Role.OFFICE), above(body, Role.OFFICE_APPROVER)
    clerk = Officer.objects.holding(Role.CLERK).filter(department=body).first()
    if office is None or approver is None or clerk is None:
        return
    began = max(on - timedelta(days=2), record.public_from or on)
    case = filing.file_dispute(
        kind=Dispute.Kind.COMPLAINT, subject=record.subject, target_kind=Dispute.Target.HANDLING, target_id=None, about=body,
        ground="handling", statement=statement, wish=wish, **by(office, began),
    )  # fmt: skip
    handling.accept(case, **by(office, began))
    if answer:
        handling.answer(case, outcome="mend", wording=answer, **by(clerk, on))
        deciding.decide(case, reason=decision, **by(approver, on))
