"""Writing (制作文书): numbered letters whose words are frozen when they are made. Source: D3; 国办发〔2020〕49号."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Max

from accounts.models import Department, Officer
from ledger.models import Act
from ledger.moves import note

from .models import Entry, Letter, Nomination
from .procedure import procedure, statement_days

Parts = Sequence[tuple[str, str]]


def write(
    kind: str, case: Entry | Nomination, paragraphs: Sequence[str], parts: Parts, *, maker: Officer | None, act: Act
) -> Letter:
    """Number and keep it, in the caller's transaction. `parts`: headings with their text."""
    department = Department.objects.select_for_update().get(pk=case.department_id)  # one number at a time
    row = Letter.objects.filter(department=department, kind=kind, year=act.day.year)
    serial = (row.aggregate(last=Max("serial"))["last"] or 0) + 1
    word = procedure(act.day, department).letters[kind]
    whose: dict[str, Any] = {"entry": case} if isinstance(case, Entry) else {"nomination": case}
    letter = Letter.objects.create(
        kind=kind,
        number=f"{word}〔{act.day.year}〕{serial}号",
        year=act.day.year,
        serial=serial,
        department=department,
        content={"to": case.subject.name, "paragraphs": list(paragraphs), "parts": [list(part) for part in parts]},
        made_on=act.day,
        maker=maker,
        **whose,
    )
    note(act, letter.object_kind, letter.public_id, "make_letter", "made")
    return letter


def notice_words(entry: Entry, on: date) -> tuple[list[str], Parts]:
    """告知书: reasons, basis, what would follow, rights."""
    rights = (
        f"你（单位）有权自收到本告知书之日起{statement_days(on)}内，向我单位提出书面或者口头陈述和申辩，"
        "并提交有关证据材料。逾期未提出的，视为放弃。提出的事实、理由和证据，我单位将逐条核实并答复；成立的，予以采纳。"
        "不会因陈述申辩而加重处理。"
    )
    parts = [
        ("事由", entry.reasons),
        ("拟认定的严重失信行为", f"{entry.behaviour_title}（{entry.behaviour_version}，{entry.field}）"),
        ("依据", entry.basis),
        ("列入后的失信惩戒措施提示", entry.measures or "依法公示；具体措施以公布的失信惩戒措施清单为准。"),
        ("你（单位）的权利", rights),
    ]
    return ["根据下列事实和依据，我单位拟将你（单位）列入严重失信主体名单。现将有关事项告知如下。"], parts


def decision_words(entry: Entry) -> tuple[list[str], Parts]:
    """列入决定书: 事由、依据、惩戒措施提示、移出条件和程序、救济措施."""
    assert entry.until is not None
    parts = [
        ("事由", entry.reasons),
        ("认定的严重失信行为", f"{entry.behaviour_title}（{entry.behaviour_version}，{entry.field}）"),
        ("依据", entry.basis),
        ("陈述申辩及核实情况", entry.findings),
        ("列入期限", f"{entry.months}个月，自{entry.decided_on}起，至{entry.until}止。"),
        ("失信惩戒措施提示", entry.measures or "依法公示；具体措施以公布的失信惩戒措施清单为准。"),
        ("移出条件和程序", entry.exit_conditions),
        ("救济途径", entry.remedies),
        (
            "信用修复告知",
            "符合条件的，可以通过“信用中国”网站或者所在地信用网站、政务服务大厅窗口申请信用修复，办理不收取任何费用。",
        ),
    ]
    if entry.correct_by:
        parts.insert(5, ("纠正期限", f"在{entry.correct_by}前纠正失信行为、消除不良影响并经核实的，移出名单。"))
    how = f"（{entry.document_title}，{entry.document_number}）" if entry.document_title else ""
    return [f"经告知并听取陈述申辩，决定将你（单位）列入严重失信主体名单{how}。"], parts


def drop_words(entry: Entry, reason: str) -> tuple[list[str], Parts]:
    """不予列入通知书."""
    said = (
        f"我单位此前向你（单位）制发告知书（{entry.notice_number}）。经核实，决定不将你（单位）列入严重失信主体名单。"
    )
    return [said], [("理由", reason)]


def removal_words(entry: Entry, reason: str) -> tuple[list[str], Parts]:
    """移出通知书."""
    said = (
        f"你（单位）因“{entry.behaviour_title}”被列入严重失信主体名单（{entry.decision_number}）。"
        f"现自{entry.left_on}起移出，停止公示和共享，相应的惩戒措施同时停止。"
    )
    return [said], [("移出原因", entry.get_exit_display()), ("说明", reason)]
