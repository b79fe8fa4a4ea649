"""Returning (双公示月报): filing the numbers of a month, zero included, and what the platform can fill in beforehand.

Source: B10.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from accounts.models import Department, Officer
from ledger.acts import Actor

from . import signing
from .counting import Span, count, faulty_of
from .due_days import due_day
from .models import MonthlyReturn, ReturnLine
from .models.returns import DecisionKind
from .signing import ReturnRefused

LARGEST = 1_000_000  # decisions of one department in a month; more is a slip of the finger


@dataclass(frozen=True)
class Line:
    """月报一行: decisions made, shown on the department's own site, not reported and why; `zero` says that none were made."""

    produced: int = 0
    own_site: int = 0
    not_reported: int = 0
    why_not: str = ""
    zero: bool = False

    def fault(self, title: str) -> str:
        """What is wrong with it, as a sentence; "" where nothing is."""
        numbers = (self.produced, self.own_site, self.not_reported)
        if min(numbers) < 0 or max(numbers) > LARGEST:
            return f"{title}：数量应在0到{LARGEST}之间。"
        if self.zero and self.produced:
            return f"{title}：勾选了零报告，产生数量却是{self.produced}，请核对。"
        if not self.zero and not self.produced:
            return f"{title}：产生数量是0的，请勾选“本月没有（零报告）”予以确认。"
        if self.own_site > self.produced:
            return f"{title}：本单位公示数量（{self.own_site}）多于产生数量（{self.produced}），请核对。"
        if self.not_reported > self.produced:
            return f"{title}：未报送数量（{self.not_reported}）多于产生数量（{self.produced}），请核对。"
        if self.not_reported and not self.why_not.strip():
            return f"{title}：有{self.not_reported}件未报送，请写明依据。"
        return ""


@transaction.atomic
def file_return(
    *,
    department: Department,
    month: date,
    lines: Mapping[str, Line],
    clerk: Officer,
    actor: Actor,
    on: date,
    reason: str = "",
) -> MonthlyReturn:
    """填报: `lines` by kind, both kinds. `reason`: why a signed one is corrected. Raises ReturnRefused."""
    if set(lines) != set(DecisionKind.values):
        raise ReturnRefused("行政许可和行政处罚都要填报，没有的作零报告。")
    for kind, line in lines.items():
        if fault := line.fault(str(DecisionKind(kind).label)):
            raise ReturnRefused(fault)
    row = MonthlyReturn(
        department=department, month=month, clerk=clerk, reason=reason, due=due_day("monthly_return", month)
    )
    signing.file(row, actor=actor, on=on, same={})
    ReturnLine.objects.bulk_create(
        ReturnLine(
            monthly_return=row,
            kind=kind,
            zero=line.zero,
            produced=line.produced,
            own_site=line.own_site,
            not_reported=line.not_reported,
            why_not=line.why_not.strip()[:300],
        )
        for kind, line in lines.items()
    )
    return row


def sign_return(row: MonthlyReturn, *, reviewer: Officer, actor: Actor, on: date) -> MonthlyReturn:
    """签发. Raises ReturnRefused."""
    return signing.sign(row, reviewer=reviewer, actor=actor, on=on, same={})


def prefilled(department: Department, month: date) -> dict[str, Line]:
    """What the platform has, by kind: decisions that arrived, and rows that still wait to be mended. A proposal only: what
    never came here the platform cannot know.
    """
    span = Span(month, month)
    counted = count(span, [department])
    open_rows = faulty_of(span, [department]).filter(mended_by__isnull=True, dismissed="")
    waiting = list(open_rows.values_list("submission__kind", flat=True))
    lines = {}
    for kind in DecisionKind.values:
        figures = counted.get((department.pk, month, kind))
        faulty = waiting.count(kind)
        lines[kind] = Line(
            produced=(figures.reported if figures else 0) + faulty,
            not_reported=faulty,
            why_not="报送后被退回，正在更正" if faulty else "",
        )
    return lines
