"""Progressing (进展统计): filing a declared form about a month, and adding up what the departments of a tree have filed. J2."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from accounts.models import Department, Officer
from ledger.acts import Actor

from . import signing
from .due_days import due_day
from .forms_declared import Form
from .forms_declared.base import COUNT, SHARE, Values
from .missing import Standing, standings
from .models import MonthlyReturn, ProgressReturn
from .months import words
from .prefilling import figures
from .signing import ReturnRefused


class SheetRefused(ReturnRefused):
    """Cells are wrong. `faults`: what, by code of cell or key of section."""

    def __init__(self, faults: Mapping[str, str]):
        super().__init__("有需要更正的地方：" + "".join(faults.values()))
        self.faults = dict(faults)


@transaction.atomic
def file_sheet(
    *,
    form: Form,
    department: Department,
    month: date,
    values: Mapping[str, Any],
    not_concerned: Mapping[str, str],
    clerk: Officer,
    actor: Actor,
    on: date,
    reason: str = "",
) -> ProgressReturn:
    """填报. `values` by code of cell; figures of the platform are taken anew, whatever was sent for them.

    `not_concerned`: section → why. Raises SheetRefused, ReturnRefused.
    """
    if form.since and month < form.since:
        raise ReturnRefused(f"{form.title}自{words(form.since)}起填报。")
    if lacks_return(form, department, month):
        raise ReturnRefused("这张表取自本单位签发的双公示月报，请先填报并签发该月的双公示月报。")
    known = figures(form, department, month)
    fixed = {cell.code: known.get(cell.code) for cell in form.cells if cell.fixed}
    whole = {**values, **fixed}
    if faults := form.check(whole, not_concerned):
        raise SheetRefused(faults)
    row = ProgressReturn(
        form=form.key,
        department=department,
        month=month,
        clerk=clerk,
        reason=reason,
        due=due_day(form.key, month),
        cells=form.clean(whole, not_concerned),
        not_concerned={code: why.strip()[:200] for code, why in not_concerned.items()},
    )
    return signing.file(row, actor=actor, on=on, same={"form": form.key})


def lacks_return(form: Form, department: Department, month: date) -> bool:
    """Whether the form stands on a 双公示月报 that is not signed yet."""
    signed = MonthlyReturn.objects.signed().about(month).filter(department=department)
    return form.needs_return and not signed.exists()


def sign_sheet(row: ProgressReturn, *, reviewer: Officer, actor: Actor, on: date) -> ProgressReturn:
    """签发. Raises ReturnRefused."""
    return signing.sign(row, reviewer=reviewer, actor=actor, on=on, same={"form": row.form})


def start_of(form: Form, department: Department, month: date) -> tuple[Values, dict[str, str]]:
    """(cells, sections that do not concern) with which the page begins: what was signed for the month, else the platform's
    figures and what the department declared the last time (填报说明1: at the first filing).
    """
    rows = ProgressReturn.objects.signed().filter(form=form.key, department=department)
    known = figures(form, department, month)
    if signed := rows.about(month).first():
        return signed.cells | {
            cell.code: known[cell.code] for cell in form.cells if cell.fixed and cell.code in known
        }, dict(signed.not_concerned)
    before = rows.filter(month__lt=month).order_by("-month").first()
    kept = {}
    if before is not None:  # an address stays what it was
        kept = {
            cell.code: before.cells[cell.code]
            for cell in form.cells
            if cell.kind == "text" and cell.code in before.cells
        }
    return kept | known, dict(before.not_concerned) if before else {}


@dataclass(frozen=True)
class Table:
    """汇总表: heads, a row for each department with what it filed, the sum, and who has filed nothing."""

    form: Form
    month: date
    heads: list[str]
    rows: list[tuple[Standing, list[str | int | float | None]]]
    sum: list[str | int | float | None]
    missing: list[Standing]


NOT_CONCERNED = "不涉及"


def table_of(form: Form, departments: Iterable[Department], month: date, on: date) -> Table:
    """Add up over the departments; signed sheets only."""
    dues = {month: due_day(form.key, month)}
    all_rows = standings(ProgressReturn.objects.filter(form=form.key), departments, [month], dues, on)
    signed = [one for one in all_rows if one.state == "signed"]
    sheets = [one.row.cells for one in signed if isinstance(one.row, ProgressReturn)]
    sums = form.added_up(sheets)
    return Table(
        form=form,
        month=month,
        heads=["单位名称", *(cell.title for cell in form.cells)],
        rows=[(one, _cells(form, one)) for one in signed],
        sum=[form.shown(sums, cell) if cell.kind in (COUNT, SHARE) else "" for cell in form.cells],
        missing=[one for one in all_rows if one.state != "signed"],
    )


def _cells(form: Form, standing: Standing) -> list[str | int | float | None]:
    row = standing.row
    assert isinstance(row, ProgressReturn)
    return [
        NOT_CONCERNED if section.code in row.not_concerned else form.shown(row.cells, cell)
        for section in form.sections
        for cell in section.cells
    ]
