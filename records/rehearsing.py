"""规则预演（信用记录）: which records would be treated differently under another duty, grace, period or class. Source: K.

Each layer is asked before and after the change of the tables (rules/rehearsing.py); it reads and writes nothing.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Case, QuerySet, Value, When
from django.db.models.fields.json import KeyTextTransform

from credit_platform.periods import penalty_kinds
from credit_platform.workdays import ONE_DAY, months_later
from rules.calendar import working_calendar
from rules.duties import DutyBook
from rules.jurisdictions import number
from rules.periods import PeriodBook

from .kinds import KINDS
from .kinds.catalogue import Class
from .models import GONE, Record
from .reckoning import deadlines

WAITING = ["awaiting", "held", "escalated"]
ADVERSE = [key for key, kind in KINDS.items() if kind.adverse and key != "penalty" and kind.catalogue != Class.ABNORMAL]


class _Records:
    """What the layers of records share: rows of one query, grouped by the columns on which the outcome depends."""

    kind = "record"
    columns: tuple[str, ...]

    def rows(self) -> QuerySet:
        raise NotImplementedError

    def groups(self) -> Iterable[tuple]:
        return self.rows().order_by().values_list(*self.columns).distinct()

    def members(self, groups: Iterable[Hashable]) -> Iterator[tuple[Hashable, Any, Any, str]]:
        wanted = set(groups)
        rows = (
            self.rows().order_by("pk").values_list("public_id", "subject_id", "kind", "document_number", *self.columns)
        )
        for public_id, subject, kind, document, *group in rows.iterator(chunk_size=5_000):
            if tuple(group) in wanted:
                yield tuple(group), public_id, subject, f"{KINDS[kind].title} {document}"


class DueDays(_Records):
    """公示期限: due days of all that is counted, release days of what still waits."""

    title = "法定公示期限或自动公示日改变的信用记录"
    columns = ("kind", "decided_on", "arrived_on", "waits")

    def wants(self, key: str) -> bool:
        return key.startswith("duty.") or key == "release.grace_days"

    def rows(self) -> QuerySet:
        waits = Case(When(state__in=WAITING, then=Value(True)), default=Value(False))
        return Record.objects.filter(stock=False).exclude(state__in=GONE).annotate(waits=waits)

    def outcomes(self, on: date) -> Mapping[Hashable, dict]:
        calendar, found = working_calendar(), dict[Hashable, dict]()
        duties, grace = DutyBook(calendar), number("release.grace_days", on)
        for group in self.groups():
            kind, decided_on, arrived_on, waits = group
            due, release_by, _ = deadlines(duties, calendar, grace, kind, decided_on, arrived_on)
            found[group] = {"due": _said(due)} | ({"release_by": _said(release_by)} if waits else {})
        return found


class Penalties(_Records):
    """失信程度与公示期 of penalties. A class that a reviewer chose stays."""

    title = "失信程度或公示期改变的行政处罚"
    columns = ("decided_on", "field", "seriousness", "derived", "public_from", "public_until", "category", "fine")

    def wants(self, key: str) -> bool:
        return key.startswith(("period.", "penalty_class."))

    def rows(self) -> QuerySet:
        rows = Record.objects.filter(kind="penalty").exclude(state__in=GONE)
        return rows.annotate(category=_cell("CF_CFLB"), fine=_cell("CF_NR_FK"))

    def outcomes(self, on: date) -> Mapping[Hashable, dict]:
        book = PeriodBook()
        return {group: self._outcome(book, *group) for group in self.groups()}

    def _outcome(
        self, book: PeriodBook, decided_on: date, field: str, chosen: str, derived: str, public_from: date | None,
        until: date | None, category: str | None, fine: str | None,
    ) -> dict:  # fmt: skip
        rules = book.rules_for(decided_on, field)
        if rules is None:
            return {"class": chosen, "public": True, "until": _said(until)}
        kinds, _ = penalty_kinds(category or "")
        now = rules.seriousness(kinds, Decimal(fine) if fine else None)
        seriousness = chosen if chosen and chosen != derived else now
        period = rules.period(seriousness, field) if seriousness else None
        if period is None:
            return {"class": seriousness, "public": True, "until": _said(until)}
        end = rules.public_until(seriousness, field, decided_on, public_from) if period.public else None
        return {"class": seriousness, "public": period.public, "until": _said(end)}


class OtherAdverse(_Records):
    """Other adverse information: no longer public than the longest period of the rules."""

    title = "最长公示期改变的其他失信信息"
    columns = ("decided_on", "valid_until")

    def wants(self, key: str) -> bool:
        return key.startswith("period.")

    def rows(self) -> QuerySet:
        return Record.objects.filter(kind__in=ADVERSE).exclude(state__in=GONE)

    def outcomes(self, on: date) -> Mapping[Hashable, dict]:
        book, found = PeriodBook(), dict[Hashable, dict]()
        for group in self.groups():
            decided_on, valid_until = group
            rules = book.rules_for(decided_on, "")
            period = rules.period("serious", "") if rules else None
            end = months_later(decided_on, period.longest) - ONE_DAY if period and period.longest else None
            found[group] = {"until": _said(min(filter(None, [end, valid_until]), default=None))}
        return found


class Stock(_Records):
    """存量: what is too old to be shown."""

    title = "存量公示范围改变的失信信息"
    columns = ("decided_on", "arrived_on")

    def wants(self, key: str) -> bool:
        return key == "stock.months"

    def rows(self) -> QuerySet:
        return Record.objects.filter(stock=True, kind__in=[*ADVERSE, "penalty"]).exclude(state__in=GONE)

    def outcomes(self, on: date) -> Mapping[Hashable, dict]:
        months = number("stock.months", on)
        return {group: {"in_scope": group[0] >= months_later(group[1], -months)} for group in self.groups()}


LAYERS = (DueDays(), Penalties(), OtherAdverse(), Stock())


def _said(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _cell(code: str) -> KeyTextTransform:
    return KeyTextTransform(code, "version__content")
