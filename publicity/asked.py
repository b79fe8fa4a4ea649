"""What a visitor asks of a column (筛选): read from the address, as the form shows it again, and what of it cannot be read. Source: G4."""

from collections.abc import Collection
from datetime import date

from django.http import HttpRequest

from accounts.models import Department

from .columns import Chosen
from .places import Place, place_of

OFFERED = {"sort": ("oldest",), "late": ("yes",), "own": ("yes",)}
UNKNOWN = "没有这个部门，没有按部门筛选。请从列表中选择。"


def unknown(value: str, known: Collection[str]) -> str:
    """What to say of a choice that the form does not offer; nothing where it does, or where nothing is asked."""
    return f"没有“{value}”这一项，没有按它筛选。请从列表中选择。" if value and value not in known else ""


def place_asked(request: HttpRequest) -> tuple[Place | None, str]:
    """Where the page begins, and what to say of what is no place."""
    text = request.GET.get("after", "")
    place = place_of(text)
    return place, "翻页的位置看不懂，从第一页显示。" if text and place is None else ""


def chosen_of(request: HttpRequest) -> tuple[Chosen, dict[str, str], str]:
    """What is asked, as the form shows it again, and what of it cannot be read; that asks nothing."""
    sent = {
        name: request.GET.get(name, "").strip()[:100]
        for name in ("department", "since", "until", "sort", "late", "own")
    }
    department = Department.objects.chosen(sent["department"]) if sent["department"] else None
    days: dict[str, date | None] = {}
    faults = [UNKNOWN] if sent["department"] and department is None else []
    faults += [unknown(sent[name], OFFERED[name]) for name in OFFERED]
    for name in ("since", "until"):
        try:
            days[name] = date.fromisoformat(sent[name]) if sent[name] else None
        except ValueError:
            days[name] = None
            faults.append(f"“{sent[name]}”不是日期，没有按它筛选。请按 2026-01-31 的样子填写。")
    sent |= {
        "department": str(department.public_id) if department else "",
        "sort": "oldest" if sent["sort"] == "oldest" else "",
        "late": "yes" if sent["late"] == "yes" else "",
        "own": "yes" if department and sent["own"] == "yes" else "",
    }
    chosen = Chosen(department, days["since"], days["until"], bool(sent["sort"]), bool(sent["late"]), bool(sent["own"]))
    return chosen, sent, "".join(faults)


def places(on: date) -> list[tuple[str, str]]:
    """(public id, title) of offices with all below them, then of departments."""
    here = list(Department.objects.in_office(on).order_by("name"))
    above = {one.parent_id for one in here}
    offices = [(str(one.public_id), f"{one.name}及所辖部门") for one in here if one.pk in above]
    return offices + [(str(one.public_id), one.name) for one in here if one.pk not in above]
