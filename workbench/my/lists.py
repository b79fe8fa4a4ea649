"""名单 of the own file: black list, red list, acts that departments determined, grades. Source: F1.

What an office only drafts is not on record yet: an entry is told from the day its prior notice was served, a nomination from
its public notice, an act once two persons confirmed it.
"""

from datetime import date

from blacklists.grading_records import stands
from blacklists.models import Entry, GradeProposal, Nomination, ReportedAct

from .items import Ids, Item, Section, day, span


def entries(same: Ids, on: date) -> Section:
    """严重失信主体名单, from the served notice on."""
    rows = Entry.objects.filter(subject__in=same, notice_delivered_on__isnull=False).select_related("department")
    in_force = set(Entry.objects.filter(subject__in=same).in_force(on).values_list("pk", flat=True))
    found = Section("entries", "严重失信主体名单", "没有列入，也没有正在办理的列入。")
    for row in rows:
        running = row.pk in in_force
        state = f"在列，{'公示' if row.state == 'published' else '不公示，部门执行'}至 {row.until}" if running else ""
        over = row.state in ("published", "filed") and not running
        found.items.append(
            Item(
                Entry.object_kind,
                row.public_id,
                row.behaviour_title,
                state or ("已到期或依据已不存在" if over else row.get_state_display()),
                "bad" if running else "info" if over or row.state in ("left", "dropped", "taken_back") else "wait",
                (
                    ("认定单位", row.department.name),
                    ("事由", row.reasons),
                    ("依据", row.basis),
                    ("告知书", f"{row.notice_number}，{day(row.notice_delivered_on)} 送达"),
                    ("陈述申辩结束", day(row.hearing_closed_on)),
                    ("决定书", f"{row.decision_number}，{day(row.decided_on)}" if row.decided_on else ""),
                    ("列入期限", span(row.decided_on, row.until) if row.decided_on else ""),
                    ("纠正期限", day(row.correct_by)),
                    ("移出条件和程序", row.exit_conditions if row.decided_on else ""),
                    ("措施提示", row.measures if row.decided_on else ""),
                    ("救济途径", row.remedies if row.decided_on else ""),
                    ("移出", f"{day(row.left_on)} {row.get_exit_display()}" if row.left_on else ""),
                ),
            )
        )
    return found


def praised(same: Ids, on: date) -> Section:
    """守信红名单, from the public notice on."""
    rows = Nomination.objects.filter(subject__in=same, notice_from__isnull=False, notice_from__lte=on)
    found = Section("praised", "守信红名单", "没有列入。")
    for row in rows.select_related("department"):
        running = row.state == "published" and row.until is not None and row.until >= on
        over = row.state == "published" and not running
        found.items.append(
            Item(
                Nomination.object_kind,
                row.public_id,
                row.title,
                f"在列，至 {row.until}" if running else "有效期满" if over else row.get_state_display(),
                "good" if running else "info",
                (
                    ("推荐部门", row.department.name),
                    ("守信事迹", row.deeds),
                    ("征求异议公示", span(row.notice_from, row.notice_until)),
                    ("批准文件", f"{row.document_title}（{row.document_number}）" if row.document_number else ""),
                    ("有效期", span(row.public_from, row.until) if row.public_from else ""),
                    ("取消告知书送达", day(row.withdrawal_noticed_on)),
                    ("退出日期", day(row.left_on)),
                ),
            )
        )
    return found


def acts(same: Ids, on: date) -> Section:
    """部门认定的失信行为, confirmed by a second person; and what grades were made of them and taken up."""
    rows = ReportedAct.objects.filter(
        subject__in=same, state__in=["confirmed", "withdrawn", "repaired"], approver__isnull=False
    )
    found = Section("acts", "部门认定的失信行为和分级", "没有。")
    for row in rows.select_related("department"):
        facts = (
            ("认定单位", row.department.name), ("文书号", row.document), ("认定日期", day(row.decided_on)),
            ("依据", row.basis), ("事实", row.facts),
        )  # fmt: skip
        tone = "bad" if row.state == "confirmed" else "info"
        found.items.append(
            Item(ReportedAct.object_kind, row.public_id, row.document, row.get_state_display(), tone, facts)
        )
    graded = GradeProposal.objects.filter(subject__in=same, state="taken_up").select_related("department")
    for grade in graded:
        words = "；".join(f"{line.get('words', '')}（{line.get('clause', '')}）" for line in grade.reasoning)
        why = (("信用办", grade.department.name), ("截至", day(grade.as_of)), ("理由", words))
        title = f"分级：{grade.get_grade_display()}"
        state, tone = ("已采用", "bad") if stands(grade) else ("所依据的行为已修复或者撤销，不再使用", "info")
        found.items.append(Item(GradeProposal.object_kind, grade.public_id, title, state, tone, why))
    return found
