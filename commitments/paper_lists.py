"""Listing papers (办事材料清单): which papers of a matter may be late, proposed by one and adopted by another. Source: E7, D6.

No text names the papers; each department says them for its own matters. What a law or regulation asks for never may be late.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction

from accounts.models import Department, Officer
from blacklists.refusals import SELF, ListRefused, locked, move, must_hold, reason_given, words
from ledger.acts import Actor, record_act
from ledger.moves import apply_set, note
from records.querysets import departments_within_reach

from .models import Matter, MatterPaper
from .querysets import APPROVERS, HANDLERS

MOST = 60  # papers of one matter
LONGEST = 250  # working days


@dataclass(frozen=True)
class PaperSaid:
    """One line of the list as proposed. `late_days`: working days; None: never late."""

    name: str
    statutory: bool
    late_days: int | None = None


@transaction.atomic
def propose(
    department: Department,
    *,
    title: str,
    basis: str,
    papers: Sequence[PaperSaid],
    officer: Officer,
    actor: Actor,
    on: date,
) -> Matter:
    """提出清单, new or in place of the one in use. Raises ListRefused."""
    must_hold(officer, *HANDLERS, said="由填报员或信用办提出材料清单。")
    if department not in departments_within_reach(officer):
        raise ListRefused("不在您的职责范围内。")
    said = words(Matter, {"title": title, "basis": basis}, "title", "basis")
    rows = _checked(papers)
    act = record_act("propose_matter", actor, on, basis=said["basis"])
    try:
        with transaction.atomic():
            made = Matter.objects.create(department=department, proposer=officer, proposed_on=on, **said)
    except IntegrityError as already:
        raise ListRefused("这个事项已有一份清单待审批，请先审批。") from already
    MatterPaper.objects.bulk_create(
        MatterPaper(matter=made, position=place, name=row.name, statutory=row.statutory, late_days=row.late_days)
        for place, row in enumerate(rows, 1)
    )
    note(act, made.object_kind, made.public_id, "propose_matter", made.state)
    return made


def _checked(papers: Sequence[PaperSaid]) -> list[PaperSaid]:
    if not 0 < len(papers) <= MOST:
        raise ListRefused(f"请列出1到{MOST}项材料。")
    rows = [
        PaperSaid(words(MatterPaper, {"name": one.name}, "name")["name"], one.statutory, one.late_days)
        for one in papers
    ]
    if len({row.name for row in rows}) < len(rows):
        raise ListRefused("有的材料写了两遍，请合并。")
    for row in rows:
        if row.statutory and row.late_days is not None:
            raise ListRefused(f"“{row.name}”是法律法规要求的材料，不能容缺。")
        if row.late_days is not None and not 1 <= row.late_days <= LONGEST:
            raise ListRefused(f"“{row.name}”可容缺的天数应是1到{LONGEST}个工作日。")
    return rows


@transaction.atomic
def decide(matter: Matter, *, adopt: bool, officer: Officer, actor: Actor, on: date, reason: str = "") -> None:
    """采用 or 不采用, by another person; the list in use until now ends. Raises ListRefused."""
    must_hold(officer, *APPROVERS, said="由审核员或信用办审批材料清单。")
    matter = locked(matter, officer)
    if officer.pk == matter.proposer_id:
        raise ListRefused(SELF)
    if not adopt:
        act = record_act("decline_matter", actor, on, reason=reason_given(reason, "不采用的"))
        move(matter, "decline", act, approver=officer, decided_on=on)
        return
    act = record_act("adopt_matter", actor, on, basis=matter.basis)
    older = Matter.objects.in_use().filter(department=matter.department, title=matter.title)
    apply_set(older, "replace", act, wait=True)
    move(matter, "adopt", act, approver=officer, decided_on=on)


@transaction.atomic
def retire(matter: Matter, *, officer: Officer, actor: Actor, on: date, reason: str) -> None:
    """停止使用: no new late papers for the matter; one person may, for it only takes away. Raises ListRefused."""
    must_hold(officer, *HANDLERS, *APPROVERS, said="由部门或信用办办理。")
    matter = locked(matter, officer)
    move(matter, "retire", record_act("retire_matter", actor, on, reason=reason_given(reason, "停止使用的")))
