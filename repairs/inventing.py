"""Invented repairs (虚构修复) for the demo: one in each important state, by the ordinary use cases; what is eligible or too early stands
beside them untouched. Nobody real: the subjects are those that records/inventing.py made up.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from accounts.models import Department, Officer, Role
from blacklists.inventing import above, by, minutes
from credit_platform.commands import Refused, rehearsal
from records.models import Record

from . import applying, deciding, eligibility, handling
from .applying import Attached
from .handing_over import note_handed_over
from .models import Repair

BOTH = ("performance", "commitment")
# Days ago, what became of it.
STORIES = ((9, "granted"), (8, "granted"), (7, "rejected"), (6, "proposed"), (4, "accepted"), (1, "filed"))
DONE = "罚款已全部缴清，问题已整改到位，并经复查。"


def invent(on: date) -> int:
    """Everything; returns how many. Raises Refused outside demo and test, or where there are repairs."""
    if not rehearsal():
        raise Refused("演示数据只能装入演示或测试环境。")
    if Repair.objects.exists():
        raise Refused("库中已有修复申请，不再装入演示数据。")
    for ago, became in STORIES:
        start = on - timedelta(days=ago)
        found = next(_repairable(start), None)
        if found is not None:
            _walk(*found, start, became)
    _reorganised(on)
    for record in Record.objects.public(on).filter(kind="penalty").select_related("department").order_by("pk")[:3]:
        clerk = Officer.objects.holding(Role.CLERK).filter(department=record.department).order_by("pk").first()
        if clerk is not None:
            note_handed_over(record, handed_on=record.decided_on, means="direct", **by(clerk, on))
    return Repair.objects.count()


def _repairable(on: date) -> Iterator[tuple[Record, Officer, Officer, Officer]]:
    """Penalties that could be repaired on the day, with clerk, reviewer and the office above."""
    rows = Record.objects.public(on).filter(kind="penalty", seriousness="general", repairs__isnull=True)
    rows = rows.filter(decided_on__lte=on - timedelta(days=95))
    for record in rows.select_related("subject", "department", "version").order_by("decided_on", "pk")[:50]:
        people = _people(record.department)
        if people is not None and eligibility.of(record, on, given=BOTH).may_apply:
            yield record, *people


def _people(department: Department) -> tuple[Officer, Officer, Officer] | None:
    clerk = Officer.objects.holding(Role.CLERK).filter(department=department).order_by("pk").first()
    reviewer = Officer.objects.holding(Role.REVIEWER).filter(department=department).order_by("pk").first()
    office = above(department, Role.OFFICE)
    return (clerk, reviewer, office) if clerk and reviewer and office else None


def _reorganised(on: date) -> None:
    """One enterprise whose plan a court has approved: its penalty is masked while the plan is carried out."""
    start = on - timedelta(days=6)
    rows = Record.objects.public(start).filter(kind="penalty", repairs__isnull=True).exclude(subject__kind="person")
    for record in rows.select_related("subject", "department", "version").order_by("decided_on", "pk")[:50]:
        people = _people(record.department)
        if people is None or not eligibility.of(record, start, given=("court", "commitment"), bankrupt=True).may_apply:
            continue
        clerk, reviewer, office = people
        ruled = start - timedelta(days=20)
        number = f"（{ruled.year}）虚01破3号之二"
        papers = [
            Attached("court", minutes(record.subject.name, "民事裁定书（批准重整计划）", number, ruled)),
            Attached("commitment", minutes(record.subject.name, "信用修复承诺书", record.document_number, start)),
        ]
        repair = applying.apply_for(
            record, what_was_done="重整计划已经法院批准，正在执行；罚款列入计划，按期清偿。", papers=papers, bankrupt=True,
            ruling=applying.Ruling("云州市中级人民法院", number, ruled), **by(office, start),
        )  # fmt: skip
        handling.accept(repair, **by(clerk, start + timedelta(days=1)))
        opinion = "法院裁定批准重整计划，材料齐全，重整计划执行期间暂不公示。"
        handling.propose(repair, ask="grant", opinion=opinion, **by(clerk, start + timedelta(days=2)))
        deciding.decide(repair, **by(reviewer, start + timedelta(days=3)))
        return


def _walk(record: Record, clerk: Officer, reviewer: Officer, office: Officer, start: date, became: str) -> None:
    papers = [
        Attached("performance", minutes(record.subject.name, "缴款凭证", record.document_number, start)),
        Attached("commitment", minutes(record.subject.name, "信用修复承诺书", record.document_number, start)),
    ]
    repair = applying.apply_for(record, what_was_done=DONE, papers=papers, **by(office, start))
    if became == "filed":
        return
    handling.accept(repair, **by(clerk, start + timedelta(days=1)))
    if became == "accepted":
        return
    ask, opinion = (
        ("reject", "罚款还有一笔没有缴清。")
        if became == "rejected"
        else ("grant", "缴款凭证和复查意见齐全，符合条件。")
    )
    handling.propose(repair, ask=ask, opinion=opinion, **by(clerk, start + timedelta(days=3)))
    if became != "proposed":
        deciding.decide(repair, **by(reviewer, start + timedelta(days=4)))
