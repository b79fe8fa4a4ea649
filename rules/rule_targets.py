"""规则落点: in which table a key is kept, what it says there on a day, and how another value is written. Source: K, C1, C4.

Families: duty.KEY · clock.CASE.STEP · period.RULE_SET.CLASS[.FIELD] · penalty_class.RULE_SET.KIND[@above] · behaviour_list.PACK ·
measure_list.PACK · any key of keys.py. `replace` puts the value in the place of the one in force, for a rehearsal that is rolled
back; `adopt` closes the row in force the day before and writes a new one.
"""

from abc import ABC, abstractmethod
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db.models import Model

from credit_platform.workdays import ONE_DAY

from .jurisdiction_querysets import on_day
from .jurisdictions import NATIONAL, find, local_name, names_in_use
from .keys import KEYS
from .models import ClockRule, Duty, Jurisdiction, PackValue, PenaltyClass, PublicationPeriod, RuleChange, RuleSet

LENGTHS = ("working_days", "calendar_days", "day_of_month")


class UnknownRule(LookupError):
    """There is no such rule on the day; the message says what to look at."""


class Target(ABC):
    """One rule as it is in force on a day. `row`: the row that says it."""

    row: Any

    def reaches(self, since: date) -> bool:
        """Whether it is still in force on the day from which a change would hold."""
        until = getattr(self.row, "until", None)
        return until is None or since <= until

    @property
    @abstractmethod
    def value(self) -> Any:
        """What it says now, JSON-ready."""

    def whole(self, value: Any) -> Any:
        """The value in the shape of `value` above, where it was given in short: 5 → {"working_days": 5}."""
        return value

    @abstractmethod
    def fault(self, value: Any) -> str:
        """Why it cannot say that; empty where it can."""

    @abstractmethod
    def replace(self, value: Any) -> None:
        """For rehearsals."""

    @abstractmethod
    def adopt(self, value: Any, change: RuleChange) -> None:
        """From the change's `since` on."""


def target(key: str, on: date) -> Target:
    """Where the key is kept. Raises UnknownRule."""
    family, _, rest = key.partition(".")
    found: Target | None = None
    if family == "duty":
        found = _dated(Duty, key=rest, on=on, names=LENGTHS[::2])
    elif family == "clock":
        case_kind, _, step = rest.partition(".")
        found = _dated(ClockRule, case_kind=case_kind, step=step, on=on, names=LENGTHS)
    elif family == "period":
        found = _period(rest.split("."), on)
    elif family == "penalty_class":
        found = _penalty_class(rest, on)
    elif family in ("behaviour_list", "measure_list"):
        from .revising import list_target  # it names Target above

        found = list_target(family, rest)
    found = found or _pack_value(key, on)
    if found is None:
        raise UnknownRule(f"没有规则“{key}”。请从“规则包”页面的规则旁点“变更”，或者照那里的代号填写。")
    return found


def _closed_and_new(row: Any, since: date, **changes: Any) -> Model:
    """The row ends the day before; its copy with `changes` begins. Where it began on that day it is changed itself."""
    if row.since == since:
        for name, word in changes.items():
            setattr(row, name, word)
        row.save(update_fields=list(changes))
        return row
    until = row.until
    row.until = since - ONE_DAY
    row.save(update_fields=["until"])
    copy = type(row)(**{field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields})
    copy.pk, copy.since, copy.until = None, since, until
    for name, word in changes.items():
        setattr(copy, name, word)
    copy.save(force_insert=True)
    return copy


class DatedLength(Target):
    """A duty or the step of a case: one length out of several."""

    def __init__(self, row: Duty | ClockRule, names: tuple[str, ...]):
        self.row, self.names = row, names

    @property
    def value(self) -> dict[str, int]:
        said = {name: getattr(self.row, name) for name in self.names}
        return {name: number for name, number in said.items() if number is not None}

    def fault(self, value: Any) -> str:
        said = self._said(value)
        if len(said) != 1 or set(said) - set(self.names):
            return f"应为一个天数，或 {{{'、'.join(self.names)}}} 之一"
        number = next(iter(said.values()))
        fits = isinstance(number, int) and not isinstance(number, bool) and 1 <= number <= 366
        if fits and "day_of_month" in said and number > 31:
            fits = False
        return "" if fits else "天数应为正整数"

    def whole(self, value: Any) -> Any:
        return self._said(value)

    def replace(self, value: Any) -> None:
        for name, number in self._columns(value).items():
            setattr(self.row, name, number)
        self.row.save(update_fields=list(self.names))

    def adopt(self, value: Any, change: RuleChange) -> None:
        _closed_and_new(self.row, change.since, **self._columns(value), clause=change.clause)

    def _said(self, value: Any) -> dict[str, Any]:
        if isinstance(value, dict):
            return value
        return {next(iter(self.value), self.names[0]): value}

    def _columns(self, value: Any) -> dict[str, Any]:
        return dict.fromkeys(self.names) | self._said(value)


class OfRuleSet(Target):
    """A line of a rule set: a change is a copy of the whole set, for decisions from its day on."""

    def __init__(self, row: PublicationPeriod | PenaltyClass):
        self.row = row

    def reaches(self, since: date) -> bool:
        return self.row.rule_set.until is None or since <= self.row.rule_set.until

    def _columns(self, value: Any) -> dict[str, Any]:
        raise NotImplementedError

    def replace(self, value: Any) -> None:
        columns = self._columns(value)
        for name, word in columns.items():
            setattr(self.row, name, word)
        self.row.save(update_fields=list(columns))

    def adopt(self, value: Any, change: RuleChange) -> None:
        rules = self.row.rule_set
        if rules.since == change.since:
            lines, made = [self.row], rules
        else:
            lines = [*rules.periods.all(), *rules.penalty_classes.all()]
            made = _closed_and_new(rules, change.since)
        for line in lines:
            changes: dict[str, Any] = {"rule_set": made}
            if line == self.row and type(line) is type(self.row):
                changes |= self._columns(value) | {"clause": change.clause}
            if made == rules:
                type(line).objects.filter(pk=line.pk).update(**changes)
                continue
            line.pk = None
            for name, word in changes.items():
                setattr(line, name, word)
            line.save(force_insert=True)


class Period(OfRuleSet):
    """公示期."""

    names = ("public", "shortest_months", "longest_months")

    @property
    def value(self) -> dict[str, Any]:
        return {name: getattr(self.row, name) for name in self.names}

    def fault(self, value: Any) -> str:
        said = self._columns(value)
        months = [said["shortest_months"], said["longest_months"]]
        if set(said) - set(self.names) or not isinstance(said["public"], bool):
            return "应为 {public、shortest_months、longest_months}，或最长公示期的月数"
        if not all(isinstance(one, int) and not isinstance(one, bool) and 0 <= one <= 600 for one in months):
            return "月数应为0到600的整数"
        return "" if months[0] <= months[1] else "最短公示期不能长于最长公示期"

    def whole(self, value: Any) -> Any:
        return self._columns(value)

    def _columns(self, value: Any) -> dict[str, Any]:
        return self.value | (value if isinstance(value, dict) else {"longest_months": value})


class ClassOfPenalty(OfRuleSet):
    """处罚类别的失信程度."""

    @property
    def value(self) -> str:
        return self.row.seriousness

    def fault(self, value: Any) -> str:
        known = sorted(set(self.row.rule_set.periods.values_list("seriousness", flat=True)))
        return "" if value in known else f"失信程度只能是：{'、'.join(known)}"

    def _columns(self, value: Any) -> dict[str, Any]:
        return {"seriousness": value}


class OfPack(Target):
    """规则值 of a pack: of the local one where it says it, else of the national."""

    def __init__(self, row: PackValue):
        self.row = row

    @property
    def value(self) -> Any:
        return self.row.value

    def fault(self, value: Any) -> str:
        if self.row.mandatory and isinstance(self.row.value, bool) and self.row.jurisdiction.name == NATIONAL:
            return "这是国家强制规定，平台始终照此办理，不能在这里改变"
        key = KEYS.get(self.row.key)
        return key.fault(value) if key else ("" if isinstance(value, dict) else "应为一个表")

    def replace(self, value: Any) -> None:
        self.row.value = value
        self.row.save(update_fields=["value"])

    def adopt(self, value: Any, change: RuleChange) -> None:
        _closed_and_new(self.row, change.since, value=value, clause=change.clause, change=change, status="in_force")


class Unset(Target):
    """A declared rule that no pack in use says: the office may, in the local pack where there is one."""

    def __init__(self, key: str):
        self.key, self.row = key, None

    @property
    def value(self) -> None:
        return None

    def fault(self, value: Any) -> str:
        return KEYS[self.key].fault(value)

    def replace(self, value: Any) -> None:
        self._create(value, since=None, clause="预演")

    def adopt(self, value: Any, change: RuleChange) -> None:
        self._create(value, since=change.since, clause=change.clause, change=change)

    def _create(self, value: Any, **columns: Any) -> None:
        pack = Jurisdiction.objects.get(name=local_name() or NATIONAL)
        PackValue.objects.create(jurisdiction=pack, key=self.key, value=value, status="in_force", **columns)


def _dated(model: type[Duty] | type[ClockRule], *, on: date, names: tuple[str, ...], **wanted: str) -> Target | None:
    rows = model._default_manager.filter(on_day(on), **wanted).order_by("-since")
    row = sorted(rows, key=lambda one: one.since or date.min)[-1:]
    return DatedLength(row[0], names) if row else None


def _rule_set(key: str, on: date) -> RuleSet | None:
    rows = list(RuleSet.objects.filter(key=key))
    current = [row for row in rows if (row.since or date.min) <= on <= (row.until or date.max)]
    # A text that is no longer in force still judges what was decided under it.
    return max(current or rows, key=lambda row: row.since or date.min, default=None)


def _period(parts: list[str], on: date) -> Target | None:
    rules = _rule_set(parts[0], on)
    if rules is None or not 2 <= len(parts) <= 3:
        return None
    row = rules.periods.filter(seriousness=parts[1], field=parts[2] if len(parts) == 3 else "").first()
    return Period(row) if row else None


def _penalty_class(rest: str, on: date) -> Target | None:
    name, _, kind = rest.partition(".")
    kind, _, above = kind.partition("@")
    rules = _rule_set(name, on)
    if rules is None:
        return None
    try:
        row = rules.penalty_classes.filter(kind=kind, above=Decimal(above) if above else None).first()
    except InvalidOperation:
        return None
    return ClassOfPenalty(row) if row else None


def _pack_value(key: str, on: date) -> Target | None:
    used = find([key], on).get(key)
    name = used.jurisdiction if used else local_name()
    row = PackValue.objects.in_force(on).filter(key=key, jurisdiction__name=name).order_by("-since").first()
    if row is None and key in KEYS:
        later = PackValue.objects.filter(key=key, jurisdiction__name__in=names_in_use())
        return None if later.exists() else Unset(key)
    return OfPack(row) if row else None
