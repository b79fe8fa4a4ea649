"""Reading forms (读取表单): what was sent, as use cases take it; what cannot be is refused in words."""

from datetime import date
from decimal import Decimal, InvalidOperation
from uuid import UUID

from accounts.access import StaffRequest
from accounts.models import Department, Officer
from credit_platform.codes import normalise_code
from records.persons import files_within_reach
from subjects.models import Identifier, Subject

from ..notifying import Paper
from ..refusals import ListRefused

PAGE = 25


def text(request: StaffRequest, name: str, most: int = 2000) -> str:
    """A text as sent."""
    return request.POST.get(name, "").replace("\0", "").strip()[:most]


def day(request: StaffRequest, name: str, title: str) -> date:
    """A day that must be given. Raises ListRefused."""
    found = day_or_none(request, name, title)
    if found is None:
        raise ListRefused(faults={name: f"请填写{title}。"})
    return found


def day_or_none(request: StaffRequest, name: str, title: str) -> date | None:
    """A day that may be missing. Raises ListRefused."""
    said = text(request, name)
    try:
        return date.fromisoformat(said) if said else None
    except ValueError:
        raise ListRefused(faults={name: f"{title}不是日期，请按 2026-01-31 的样子填写。"}) from None


def whole(request: StaffRequest, name: str, title: str) -> int:
    """A whole number. Raises ListRefused."""
    said = text(request, name)
    if not (said.isascii() and said.isdigit() and len(said) <= 4):
        raise ListRefused(faults={name: f"{title}应是整数。"})
    return int(said)


def amount(request: StaffRequest, name: str, title: str) -> Decimal | None:
    """An amount in 万元, None where nothing was sent. Raises ListRefused."""
    said = text(request, name)
    if not said:
        return None
    try:
        found = Decimal(said)
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite() or not 0 <= found < 10**10:
        raise ListRefused(faults={name: f"{title}应是数字，单位万元。"})
    return found.quantize(Decimal("0.000001"))


def paper(request: StaffRequest, name: str = "paper") -> Paper | None:
    """What was attached."""
    sent = request.FILES.get(name)
    return Paper(sent.name or "", sent.read()) if sent else None


def department(request: StaffRequest, name: str = "department") -> Department:
    """A department chosen by its code or name. Raises ListRefused."""
    said = text(request, name)
    found = Department.objects.filter(code=normalise_code(said)).first() or Department.objects.filter(name=said).first()
    if found is None:
        raise ListRefused(faults={name: "没有找到这个部门，请从列表中选择，或者填写它的统一社会信用代码。"})
    return found


def yes(request: StaffRequest, name: str, title: str) -> bool:
    """A choice between yes and no that must be made: none is made for anybody. Raises ListRefused."""
    said = text(request, name)
    if said not in ("yes", "no"):
        raise ListRefused(faults={name: f"请选择{title}。"})
    return said == "yes"


def uuids(values: list[str]) -> list[UUID]:
    """Those of the texts that are ids."""
    found = []
    for value in values:
        try:
            found.append(UUID(value))
        except ValueError:
            continue
    return found


def subject_named(said: str, officer: Officer) -> Subject | None:
    """主体 by unified code, or by its public id where another page leads here; the one it was merged into. A natural person is
    not found by whoever has nothing of theirs within reach: the same answer as to an unknown one. Source: G6, records/persons.py.
    """
    ids = uuids([said])
    if ids:
        found = Subject.objects.filter(public_id=ids[0]).first()
    else:
        held = Identifier.objects.filter(type="uscc", value=normalise_code(said)).select_related("subject").first()
        found = held.subject if held else None
    while found is not None and found.merged_into is not None:
        found = found.merged_into
    if found is not None and not files_within_reach(officer).filter(pk=found.pk).exists():
        return None
    return found
