"""规则查询: which value a key has on a day here: mandatory national > local pack > department's own rule > platform default.

The local pack is the setting JURISDICTION. Jobs over many rows take their values once. Source: K.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from django.conf import settings

from accounts.models import Department
from credit_platform.prepared import AnyOf, Prepared

from .models import DepartmentRule, PackValue

NATIONAL = "national"


class NoValue(LookupError):
    """No pack says anything of the key on the day."""


@dataclass(frozen=True)
class Value:
    """规则值 as found. `jurisdiction`: name of the pack, or "department"."""

    key: str
    value: Any
    clause: str
    status: str
    jurisdiction: str
    since: date | None
    until: date | None


@dataclass(frozen=True)
class _Held(Value):
    """The same with what decides between packs."""

    mandatory: bool
    bound: str


def _held(keys: list[str], names: list[str], on: date):
    rows = PackValue.objects.in_force(on).filter(AnyOf("key", keys), AnyOf("jurisdiction__name", names))
    columns = ("key", "value", "clause", "status", "since", "until", "mandatory", "bound")
    return rows.order_by("since").values(*columns, "jurisdiction__name")


_HELD = Prepared(_held, keys=list[str], names=list[str], on=date)


class Bound(Protocol):
    """A value of the law, and which way a lower rule may leave it."""

    @property
    def value(self) -> Any: ...
    @property
    def bound(self) -> str: ...


def local_name() -> str:
    """代号 of the local pack in use; empty: the national one alone."""
    return settings.JURISDICTION if settings.JURISDICTION != NATIONAL else ""


def names_in_use() -> list[str]:
    """Packs that hold here, the national one first."""
    return [NATIONAL, *filter(None, [local_name()])]


def find(keys: list[str], on: date, department: Department | None = None) -> dict[str, Value]:
    """Values of several keys in one query (two with a department); a key that nothing sets is missing."""
    own = {}
    if department is not None:
        filed = DepartmentRule.objects.in_force(on).filter(department=department, key__in=keys)
        own = {row.key: row for row in filed.order_by("since")}
    return _chosen(keys, _held_here(keys, on), own)


def find_for_all(keys: list[str], on: date) -> Callable[[int], dict[str, Value]]:
    """The same for whoever asks for many departments, by their ids: two queries for all."""
    held = _held_here(keys, on)
    own: dict[int, dict[str, DepartmentRule]] = {}
    for row in DepartmentRule.objects.in_force(on).filter(key__in=keys).order_by("since"):
        own.setdefault(row.department_id, {})[row.key] = row
    return lambda department: _chosen(keys, held, own.get(department, {}))


def _held_here(keys: list[str], on: date) -> dict[tuple[str, str], _Held]:
    held: dict[tuple[str, str], _Held] = {}
    for row in _HELD.rows(keys=list(keys), names=names_in_use(), on=on):  # the latest wins; nulls are first of all
        one = _Held(jurisdiction=row.pop("jurisdiction__name"), **row)
        known = held.get((one.key, one.jurisdiction))
        if known is None or known.since is None or (one.since is not None and one.since >= known.since):
            held[one.key, one.jurisdiction] = one
    return held


def _chosen(keys: list[str], held: dict[tuple[str, str], _Held], own: dict[str, DepartmentRule]) -> dict[str, Value]:
    found = {}
    for key in keys:
        value = _first(held.get((key, NATIONAL)), held.get((key, local_name())), own.get(key))
        if value is not None:
            found[key] = value
    return found


def value(key: str, on: date, department: Department | None = None) -> Value:
    """规则值 of the day with its clause. Raises NoValue."""
    found = find([key], on, department)
    if key not in found:
        raise NoValue(f"{on} 没有规则“{key}”的值，请先载入规则包：manage.py load_jurisdiction national")
    return found[key]


def number(key: str, on: date) -> int:
    """The same where it is a number of days, months or times."""
    return int(value(key, on).value)


def local_duties() -> list[dict[str, Any]]:
    """报送公示义务 of the local pack: {"kinds", "act", "start", "working_days" | "day_of_month", "since", "until", "clause"}."""
    rows = PackValue.objects.filter(jurisdiction__name=local_name(), key__startswith="duty.")
    return [
        row.value | {"key": row.key, "since": row.since, "until": row.until, "clause": row.clause}
        for row in rows.exclude(status="overridden")
    ]


def allowed(national: Bound, local: Any) -> bool:
    """Whether a lower rule may say `local` where the law says `national`: the same, or stricter where the law is a bound."""
    if local == national.value:
        return True
    if not isinstance(local, int) or isinstance(local, bool) or not isinstance(national.value, int):
        return False
    return {"at_most": local <= national.value, "at_least": local >= national.value}.get(national.bound, False)


def _first(national: _Held | None, local: _Held | None, own: DepartmentRule | None) -> Value | None:
    if national is not None and national.mandatory:
        lower = local or own
        if lower is None or not allowed(national, lower.value):
            return national
        if local is not None and allowed(national, local.value):
            return local
    if local is not None:
        return local
    if own is not None:
        return Value(own.key, own.value, own.clause, "in_force", "department", own.since, own.until)
    return national
