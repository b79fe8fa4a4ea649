"""奖惩 of the own file: measures with what departments did, verifications, minor cases, what was told to whom. Source: F1."""

from datetime import date

from sanctions.models import Disclosure, Measure, MinorCase, Verification

from .items import Ids, Item, Section, day, span


def measures(same: Ids, on: date) -> Section:
    """奖惩措施 once decided on; whether it is in force is asked of the same QuerySet as checks ask."""
    rows = Measure.objects.filter(subject__in=same).exclude(state__in=["planned", "struck"]).with_suspended(on)
    standing = set(Measure.objects.filter(subject__in=same).standing(on).values_list("pk", flat=True))
    found = Section("measures", "联合奖惩措施", "没有。")
    related = ("department", "item__version__jurisdiction", "action__entry", "action__nomination", "action__grading")
    for row in rows.select_related(*related).order_by("-pk"):
        holds = row.pk in standing
        state = "暂停执行" if holds and row.rests else "有效" if holds else "已终止"
        found.items.append(
            Item(
                Measure.object_kind,
                row.public_id,
                row.item.title,
                f"{state}，{row.get_state_display()}",
                "wait" if holds and row.rests else ("good" if row.action.incentive else "bad") if holds else "info",
                (
                    ("性质", "守信激励" if row.action.incentive else "失信惩戒"),
                    ("实施部门", row.department.name),
                    ("内容", row.item.content if row.item.content != row.item.title else ""),
                    ("所依据的名单或分级", row.action.basis_title),
                    ("清单依据", f"{row.item.version.jurisdiction.title}，{row.item.clause}"),
                    ("期限", span(row.since, row.until)),
                    ("条件", row.condition),
                    ("执行", f"{day(row.executed_on)} {row.feedback}" if row.executed_on else ""),
                    ("解除", day(row.lifted_on)),
                ),
            )
        )
    return found


def verifications(same: Ids, on: date) -> Section:
    """核实: doubts about an entry, and what came of them."""
    rows = Verification.objects.filter(entry__subject__in=same).select_related("entry", "supplier")
    found = Section("verifications", "核实", "没有。")
    for row in rows:
        open_ = row.closed_on is None and row.state != "lapsed"
        found.items.append(
            Item(
                Verification.object_kind,
                row.public_id,
                row.entry.behaviour_title,
                row.get_state_display(),
                "wait" if open_ else "info",
                (
                    ("启动", f"{day(row.opened_on)} {row.get_trigger_display()}"),
                    ("答复部门", row.supplier.name),
                    ("核实期间", "暂停执行措施" if row.suspends else "措施照常执行"),
                    ("核定日期", day(row.closed_on)),
                ),
            )
        )
    return found


def minor_cases(same: Ids, on: date) -> Section:
    """轻微失信处置, from the served reminder on."""
    rows = MinorCase.objects.filter(subject__in=same, letters__delivered_on__isnull=False).distinct()
    found = Section("minor_cases", "轻微失信处置", "没有。")
    for row in rows.select_related("department"):
        over = row.state in ("closed", "dropped", "lapsed")
        found.items.append(
            Item(
                MinorCase.object_kind,
                row.public_id,
                row.ground,
                row.get_state_display(),
                "info" if over else "wait",
                (
                    ("承办部门", row.department.name),
                    ("认定文书号", row.document),
                    ("条款", row.clause),
                    ("整改要求", row.demand),
                    ("整改情况", row.rectification),
                    ("整改完成", day(row.rectified_on)),
                ),
            )
        )
    return found


def disclosures(same: Ids, on: date) -> Section:
    """适当范围公示: what was told of a sanction, and to how many."""
    rows = Disclosure.objects.filter(measure__subject__in=same, state__in=["shown", "withdrawn", "ended"])
    found = Section("disclosures", "适当范围公示", "没有。")
    for row in rows.select_related("department"):
        running = row.state == "shown" and row.since <= on <= row.until
        found.items.append(
            Item(
                Disclosure.object_kind,
                row.public_id,
                row.words,
                row.get_state_display() if running or row.state != "shown" else "已结束",
                "bad" if running else "info",
                (("公示部门", row.department.name), ("期限", span(row.since, row.until))),
            )
        )
    return found
