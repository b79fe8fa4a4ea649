"""What a declared form consists of: sections of cells, and how its values are checked and added up. Pure. Source: J2."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

COUNT, SHARE, TEXT, LONG, DATE = "count", "share", "text", "long", "date"
LARGEST = 1_000_000_000

Values = dict[str, Any]  # code → int (COUNT), str (TEXT, LONG, DATE as YYYY-MM-DD); a SHARE is not stored, it follows


@dataclass(frozen=True)
class Cell:
    """栏目. `source`: name of the platform's figure it begins with; `fixed`: nobody types it, it is that figure.

    `of`: (part, whole), codes of the counts that a SHARE divides.
    """

    code: str
    title: str
    kind: str = COUNT
    hint: str = ""
    source: str = ""
    fixed: bool = False
    needed: bool = True
    of: tuple[str, str] | None = None


@dataclass(frozen=True)
class Section:
    """一项工作. `may_not_concern`: a department without the duty says so, with a word why, and leaves the cells empty."""

    code: str
    title: str
    cells: tuple[Cell, ...]
    clause: str = ""
    may_not_concern: bool = True


def section_key(section: Section) -> str:
    """By which a fault of a whole section is known; cells have the same codes as sections."""
    return f"section:{section.code}"


@dataclass(frozen=True)
class Form:
    """统计表. `key` names its duty, too (the due day); `to`: who receives and adds up; `since`: first month."""

    key: str
    title: str
    to: str
    clause: str
    sections: tuple[Section, ...]
    since: date | None = None
    needs_return: bool = False  # stands on the signed 双公示月报 of the month
    notes: tuple[str, ...] = ()

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        return tuple(cell for section in self.sections for cell in section.cells)

    @cached_property
    def by_code(self) -> dict[str, Cell]:
        return {cell.code: cell for cell in self.cells}

    def check(self, values: Mapping[str, Any], not_concerned: Mapping[str, str]) -> dict[str, str]:
        """What is wrong, by code of cell or `section_key`; empty: nothing."""
        faults = {}
        for section in self.sections:
            if section.code in not_concerned:
                if not section.may_not_concern:
                    faults[section_key(section)] = f"“{section.title}”每个部门都要填报。"
                elif not not_concerned[section.code].strip():
                    faults[section_key(section)] = f"“{section.title}”请说明为什么不涉及。"
                continue
            for cell in section.cells:
                if fault := self._fault(cell, values):
                    faults[cell.code] = fault
        return faults

    def _fault(self, cell: Cell, values: Mapping[str, Any]) -> str:
        value = values.get(cell.code)
        if cell.kind == SHARE:
            part, whole = (values.get(code) for code in cell.of or ("", ""))
            if isinstance(part, int) and isinstance(whole, int) and part > whole:
                titles = [self.by_code[code].title for code in cell.of or ()]
                return f"“{titles[0]}”（{part}）多于“{titles[1]}”（{whole}），请核对。"
            return ""
        if value is None or value == "":
            return f"“{cell.title}”请填写，没有的填{'0' if cell.kind == COUNT else '“无”'}。" if cell.needed else ""
        if cell.kind == COUNT and not (isinstance(value, int) and 0 <= value <= LARGEST):
            return f"“{cell.title}”应为不小于0的整数。"
        return ""

    def clean(self, values: Mapping[str, Any], not_concerned: Mapping[str, str]) -> Values:
        """What is kept: declared cells only, none of a section that does not concern."""
        kept: Values = {}
        for section in self.sections:
            if section.code in not_concerned:
                continue
            for cell in section.cells:
                value = values.get(cell.code)
                if cell.kind != SHARE and value not in (None, ""):
                    kept[cell.code] = value if isinstance(value, int) else str(value).strip()[:2000]
        return kept

    def shown(self, values: Mapping[str, Any], cell: Cell) -> str | int | float | None:
        """What stands in a cell of the table: a SHARE as a ratio, None where there is nothing to say."""
        if cell.kind != SHARE:
            return values.get(cell.code)
        part, whole = (values.get(code) for code in cell.of or ("", ""))
        return part / whole if isinstance(part, int) and isinstance(whole, int) and whole else None

    def added_up(self, sheets: Iterable[Mapping[str, Any]]) -> Values:
        """汇总: counts added; a count that nobody gave stays unknown. Texts are not added, shares follow from their counts."""
        sums: Values = {}
        for values in sheets:
            for cell in self.cells:
                if cell.kind == COUNT and isinstance(values.get(cell.code), int):
                    sums[cell.code] = sums.get(cell.code, 0) + values[cell.code]
        return sums
