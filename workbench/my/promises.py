"""承诺 of the own file: commitments, late papers, whether the green channel is open, classes of supervision, authorisations. F1."""

from datetime import date

from checks.answering import answers
from checks.models import Authorisation
from commitments.models import Commitment, LatePapers
from subjects.models import KeyPerson, Subject

from .items import Ids, Item, Section, day, span

OPEN = ("registered", "confirmed")  # authorisations that can be taken back


def commitments(same: Ids, on: date) -> Section:
    """信用承诺."""
    found = Section("commitments", "信用承诺", "没有。")
    for row in Commitment.objects.filter(subject__in=same).select_related("department"):
        late = row.fulfil_by is not None and row.fulfil_by < on and row.state in ("performing", "breach_proposed")
        tone = "bad" if late or row.state == "breached" else "good" if row.state == "fulfilled" else "info"
        facts = (
            ("承诺书编号", row.number), ("受理单位", row.department.name), ("作出日期", day(row.received_on)),
            ("履行期限", day(row.fulfil_by)), ("有效期至", day(row.valid_until)), ("履行情况", row.fulfilment),
            ("违诺情况", row.breach if row.state == "breached" else ""),
        )  # fmt: skip
        state = f"{row.get_state_display()}{'，已逾期' if late else ''}"
        found.items.append(Item(Commitment.object_kind, row.public_id, row.matter, state, tone, facts))
    return found


def late_papers(same: Ids, on: date) -> Section:
    """容缺受理 (绿色通道)."""
    found = Section("late_papers", "容缺受理", "没有。")
    rows = LatePapers.objects.filter(subject__in=same).select_related("department", "matter")
    for row in rows.prefetch_related("papers__paper"):
        late = row.promised_by < on and row.state in ("accepted", "breach_proposed")
        owed = "、".join(str(one.paper) for one in row.papers.all() if one.delivered_on is None)
        facts = (
            ("承诺书编号", row.number), ("受理部门", row.department.name), ("办件编号", row.application),
            ("承诺补齐日期", day(row.promised_by)), ("还要补交", owed if row.state == "accepted" else ""),
            ("补齐日期", day(row.completed_on)), ("违诺情况", row.breach if row.state == "breached" else ""),
        )  # fmt: skip
        state = f"{row.get_state_display()}{'，已逾期' if late else ''}"
        tone = "bad" if late or row.state == "breached" else "info"
        found.items.append(Item(LatePapers.object_kind, row.public_id, row.matter.title, state, tone, facts))
    return found


def standing(subject: Subject, on: date) -> Section:
    """评价与待遇: grades, classes of supervision and the green channel, as a department that checks today is told."""
    said = answers([subject], on)[subject.pk]
    found = Section("standing", "评价、分类监管和绿色通道", "没有有效的评价结果，部门没有确定监管类别。")
    for grade in said["grades"]:
        facts = (("评价机关", grade["body"]), ("年度", str(grade["year"])), ("有效期至", grade["until"] or ""))
        found.items.append(Item("grade", None, f"{grade['scheme']}：{grade['grade']}", facts=facts))
    for one in said["classes"]:
        facts = (
            ("监管部门", one["department"]),
            ("检查比例和频次", one["inspections"]),
            ("依据", f"{one['basis']}（{one['scheme']} {one['grade']}）"),
        )
        found.items.append(Item("class", None, f"监管类别：{one['title']}", facts=facts))
    if green := said.get("green"):
        words = "可以享受绿色通道" if green["admitted"] else "不适用绿色通道"
        tone = "good" if green["admitted"] else "info"
        found.items.append(Item("green", None, "绿色通道", words, tone, (("说明", " ".join(green["said"])),)))
    return found


def authorisations(same: Ids, on: date) -> Section:
    """查询授权: which bodies may look at more than is public."""
    found = Section("authorisations", "给外部机构的查询授权", "没有。")
    in_force = set(Authorisation.objects.in_force(on).filter(subject__in=same).values_list("pk", flat=True))
    for row in Authorisation.objects.filter(subject__in=same).select_related("body"):
        holds = row.pk in in_force
        words = "有效" if holds else "已到期" if row.state == "confirmed" else row.get_state_display()
        facts = (("用途", row.purpose), ("期限", span(row.signed_on, row.until)), ("撤回", day(row.withdrawn_on)))
        tone = "wait" if holds else "info"
        kind = "open_authorisation" if row.state in OPEN and row.until >= on else Authorisation.object_kind
        found.items.append(Item(kind, row.public_id, row.body.name, words, tone, facts))
    return found


def people(subject: Subject, same: Ids, on: date) -> Section:
    """关键人员 of an organisation; of a person the positions held."""
    if subject.kind == "person":
        found = Section("people", "任职", "没有登记任职。")
        for row in KeyPerson.objects.filter(person__in=same).select_related("subject").order_by("-pk"):
            facts = (("职务", row.get_role_display()), ("任期", span(row.since, row.until)))
            over = row.until is not None and row.until < on
            found.items.append(Item("position", None, row.subject.name, "已离任" if over else "在任", "info", facts))
        return found
    found = Section("people", "关键人员", "没有登记。")
    for row in KeyPerson.objects.filter(subject__in=same).order_by("role", "-pk"):
        over = row.until is not None and row.until < on
        facts = (("职务", row.get_role_display()), ("任期", span(row.since, row.until)))
        found.items.append(Item("position", None, row.name, "已离任" if over else "在任", "info", facts))
    return found
