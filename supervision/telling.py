"""Telling (三率答复): the rates of a month as data for whoever scripts against them. Source: J1."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from accounts.models import Department

from .counting import KINDS, Key, Span, board
from .rating import Figures, total


def rates_of(month: date, department: Department | None, on: date) -> dict[str, Any]:
    """Three rates with numerators and denominators, by kind and in total.

    `department`: the body that decided; where others stand below it, `with_tree` holds all of them together. None: all
    departments. `on`: a return is missing where its month has ended by the day.
    """
    span = Span(month, month)
    tree = Department.objects.all() if department is None else Department.objects.tree(department)
    departments = list(tree)
    figures = board(span, departments, on)
    answer: dict[str, Any] = {"month": f"{month:%Y-%m}"}
    if department is None:
        return answer | _rates(figures, departments)
    alone = {key: one for key, one in figures.items() if key[0] == department.pk}
    answer["department"] = {"code": department.code, "name": department.name}
    answer |= _rates(alone, [department])
    if len(departments) > 1:
        answer["with_tree"] = _rates(figures, departments)
    return answer


def _rates(figures: Mapping[Key, Figures], departments: list[Department]) -> dict[str, Any]:
    whole, known = total(figures.values()), {one.pk: one for one in departments}
    missing = sorted(known[pk].code for pk, _ in whole.missing if pk in known)
    return {
        "kinds": {kind: total(one for key, one in figures.items() if key[2] == kind).as_json() for kind in KINDS},
        "total": whole.as_json(),
        "departments_without_return": missing,
    }
