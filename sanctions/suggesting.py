"""Suggesting (拟定建议): which departments a measure or the duty tables of the text name, as departments on file. A proposal only.

Texts name bodies their own way (市环保局, 各部门); what is not found by name is chosen by a person. Source: E2.
"""

import re
from collections.abc import Iterable
from datetime import date

from accounts.models import Department
from rules.jurisdictions import find
from rules.models import MeasureItem

PREFIX = re.compile(r"^(省|市|县|区|自治[区州县])")
# The chapters of the duty tables, by the means of a measure.
MATTERS = {"administrative": "行政", "market": "市场", "industry": "行业", "social": "社会"}


class Suggestions:
    """Asked measure by measure, with the departments and tables read once."""

    def __init__(self, on: date) -> None:
        self._departments = list(Department.objects.in_office(on))
        found = find(["joint.duty_table"], on).get("joint.duty_table")
        self._duties = found.value if found else []

    def for_item(self, item: MeasureItem) -> list[Department]:
        """Departments named by the item itself, else by the duty table of its chapter; empty where the text names none."""
        return self._named(item.implementing) or self._named(self._of_chapter(item))

    def preset(self, item: MeasureItem) -> list[Department]:
        """Of these, whom the item itself names, else who leads the chapter: proposed to be ticked, a person decides."""
        return self._named(item.implementing) or self._named(self._of_chapter(item, leading=True))

    def _of_chapter(self, item: MeasureItem, *, leading: bool = False) -> Iterable[str]:
        word = "激励" if item.kind == "incentive" else MATTERS.get(item.means, "")
        for line in self._duties:
            if word and word in line.get("matter", ""):
                yield from [*line.get("lead", []), *([] if leading else line.get("with", []))]

    def _named(self, names: Iterable[str]) -> list[Department]:
        wanted = [PREFIX.sub("", name) for name in names if not name.startswith("各")]
        return [one for one in self._departments if any(len(name) > 2 and one.name.endswith(name) for name in wanted)]
