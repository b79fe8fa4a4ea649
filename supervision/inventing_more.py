"""Invented supervision (虚构的监督): reconciliations, orders, scorecards, tasks and a security register for the demo, by the
ordinary use cases.
"""

import csv
import io
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from accounts.acting import actor_of
from accounts.models import Department, Officer, Role
from ledger.models import Act
from records.models import Record

from . import assessing, escalating, findings, ordering, recurring, securing
from .models import Finding, Reconciliation, RecurringTask, Scorecard
from .months import after, first_of
from .reach import within_reach

HEADS = ["处罚决定书文号", "当事人名称", "统一社会信用代码", "处罚决定日期"]
WEEK = timedelta(days=7)


def _by(officer: Officer, on: date) -> dict[str, Any]:
    return {"officer": officer, "actor": actor_of(officer, Act.Channel.COMMAND), "on": on}


def invent_consequences(pairs: list[tuple[Department, Officer, Officer]], on: date) -> None:
    """For the credit office and the departments of `pairs` (department, clerk, reviewer), the first of them most."""
    if not pairs:
        return
    office, approver = _above(pairs[0][0], Role.OFFICE), _above(pairs[0][0], Role.OFFICE_APPROVER)
    if office is None or approver is None:
        return
    reach = within_reach(office)
    pairs = [pair for pair in pairs if reach.filter(pk=pair[0].pk).exists()]
    recurring.make_tasks(max(first_of(on), on - 3 * WEEK))
    _tasks(pairs, on)
    made = _reconciliation(pairs[0], office, on)
    _orders(pairs, office, approver, made, on)
    _scorecards(pairs, office, approver, on)
    _security(approver, on)


def _above(department: Department, role: str) -> Officer | None:
    """Who holds the role at a node above the department."""
    return next(
        (one for one in Officer.objects.holding(role) if within_reach(one).filter(pk=department.pk).exists()), None
    )


def _tasks(pairs, on: date) -> None:
    for department, clerk, _ in pairs[:1]:
        due = RecurringTask.objects.filter(department=department, state="open", duty__who="department").order_by("due")
        for task in due.filter(duty__follows="")[:1]:
            recurring.do(
                task, words="已报送典型案例两例", evidence="虚构信办函〔2026〕7号", **_by(clerk, min(on, task.due))
            )


def _reconciliation(pair, office: Officer, on: date) -> Reconciliation:
    """A list of the enforcement system that lacks one decision, has one more and says two things differently."""
    department, clerk, _ = pair
    first = after(first_of(on), -3)
    rows = Record.objects.filter(body_code=department.code, kind="penalty", decided_on__range=(first, on))
    known = list(rows.exclude(subject__kind="person").select_related("subject").order_by("pk")[:40])
    lines = [[one.document_number, one.subject.name, one.subject.code, one.decided_on.isoformat()] for one in known[1:]]
    if len(lines) > 2:
        lines[0][3] = (known[1].decided_on - timedelta(days=1)).isoformat()
        lines[1][1] = "虚构市某商贸有限公司"
    lines.append(["虚市罚〔2026〕补1号", "虚构市临江食品有限公司", "", f"{on - WEEK}"])
    out = io.StringIO(newline="")
    csv.writer(out).writerows([HEADS, *lines])
    made = findings.run(
        department=department,
        first=first,
        last=on,
        lists={"enforcement": ("执法系统导出.csv", out.getvalue().encode())},
        paper=True,
        kinds=["penalty"],
        **_by(office, on),
    )
    explained = Finding.objects.filter(source__reconciliation=made, what="missing_there").first()
    if explained is not None:
        findings.explain(explained, reason="执法系统当日未导出，已核对案卷一致", **_by(clerk, on))
    return made


def _orders(pairs, office: Officer, approver: Officer, made: Reconciliation, on: date) -> None:
    findings = list(Finding.objects.filter(source__reconciliation=made, state="open")[:3])
    department, clerk, _ = pairs[0]
    words: dict[str, Any] = {
        "title": "比对差异整改",
        "text": "请逐件核实，缺少的补报，不一致的更正。",
        "basis": "双公示信息比对制度",
    }
    ordering.issue(
        department=department, ground="findings", due=on + 2 * WEEK, findings=findings, **words, **_by(office, on)
    )
    late: dict[str, Any] = {
        "title": "补报逾期未报送信息",
        "text": "请补报上月逾期未报送的行政处罚信息。",
        "basis": "行政处罚信息七个工作日公示要求",
    }
    department, clerk, _ = pairs[min(1, len(pairs) - 1)]
    order = ordering.issue(department=department, ground="rates", due=on - WEEK, **late, **_by(office, on - 3 * WEEK))
    supervisor = _above(department, Role.SUPERVISOR) or office
    escalating.propose(
        order, kind="interview", text="逾期未整改，建议约谈主要负责人。", basis="陕西2017 三(三)", **_by(supervisor, on)
    )
    done = ordering.issue(
        department=department,
        ground="other",
        title="完善信息报送制度",
        text="请明确报送责任人和审核人。",
        basis="信用信息归集公示责任",
        due=on - WEEK,
        **_by(office, on - 3 * WEEK),
    )
    ordering.reply(done, text="已明确责任人和审核人，制度已印发。", papers=[], **_by(clerk, on - 2 * WEEK))
    ordering.settle(done, opinion="", **_by(office, on - WEEK))


def _scorecards(pairs, office: Officer, approver: Officer, on: date) -> None:
    assessing.draw_up(on.year, **_by(office, on))
    for place, (department, clerk, _) in enumerate(pairs[:3]):
        card = Scorecard.objects.filter(department=department, year=on.year).first()
        if card is None:
            continue
        points = {line.key: (line.computed or Decimal(0), "") for line in card.lines.all() if line.computed is not None}
        assessing.assess(card, points=points, **_by(clerk, on))
        if place < 2:
            assessing.give_points(card, points=points, **_by(office, on))
        if place < 1:
            assessing.publish(card, **_by(approver, on))


def _security(approver: Officer, on: date) -> None:
    writer = Officer.objects.holding(Role.SECURITY_ADMIN).first()
    if writer is None:
        return
    for kind, days, finding, measure, closed in (
        ("assessment", 60, "口令强度和备份周期符合要求；日志保存期不足六个月。", "日志保存期延长至一年。", True),
        (
            "restore",
            30,
            "从上周备份恢复到备用机，用时38分钟，记录数一致，加密文件可以打开。",
            "备用机磁盘扩容。",
            False,
        ),
        ("access_review", 15, "清查全部账号，两个离岗账号已停用。", "离岗当日停用账号。", True),
        ("drill", 9, "演练冻结公示：12分钟内完成冻结和核实恢复。", "", False),
    ):
        day = on - timedelta(days=days)
        entry = securing.enter(
            kind=kind,
            happened_on=day,
            responsible=writer.name,
            finding=finding,
            measure=measure,
            due=day + 2 * WEEK if measure else None,
            freeze=None,
            **_by(writer, day),
        )
        if closed:
            securing.close(entry, words="已核实落实。", **_by(approver, day + WEEK))
