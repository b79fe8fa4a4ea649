"""Classing (分级分类监管): the class of supervision that a department's grades give a subject, with its basis. Source: E9."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sanctions.querysets import meaning

from .models import ClassRule


class Classes:
    """The rules in force on a day, read once. A grade without a rule gives no class: none is invented."""

    def __init__(self, on: date) -> None:
        rules = ClassRule.objects.in_force(on)
        self._inspected = set(meaning("measures.key_inspection", on))
        self._rules = {(one.department_id, one.scheme, one.grade): one for one in rules}

    def of(self, grades: Iterable[dict[str, Any]], measures: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
        """监管类别 of one subject: by the latest grade of each department's scheme, and 重点监管 by measures in force that the pack
        calls key inspection. `grades` come the oldest first.
        """
        latest = {(one["department"], one["scheme"]): one for one in grades if not one["third_party"]}
        found = []
        for (department, scheme), grade in latest.items():
            rule = self._rules.get((department, scheme, grade["grade"]))
            if rule is not None:
                found.append(
                    {
                        "department": grade["body"], "scheme": scheme, "grade": grade["grade"], "level": rule.level,
                        "title": rule.get_level_display(), "inspections": rule.inspections, "basis": rule.basis,
                    }
                )  # fmt: skip
        return found + [_by_measure(one) for one in measures if one["key"] in self._inspected and not one["suspended"]]


def _by_measure(measure: dict[str, Any]) -> dict[str, Any]:
    return {
        "department": measure["department"], "scheme": "联合惩戒措施", "grade": measure["basis"], "level": ClassRule.Level.KEY.value,
        "title": str(ClassRule.Level.KEY.label), "inspections": measure["title"], "basis": measure["list"],
    }  # fmt: skip
