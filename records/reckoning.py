"""Reckoning (期限与公示范围推算): from the values of a row to dates, class and whether the public may see it.

Numbers of the law come from `rules`, as of the decision date. Source: C1, C4, B8, design §3, §4.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache, partial

from accounts.models import Department
from credit_platform.codes import document_key
from credit_platform.periods import penalty_kinds
from credit_platform.workdays import Calendar, months_later
from rules.calendar import working_calendar
from rules.duties import DutyBook
from rules.jurisdictions import find
from rules.periods import PeriodBook
from subjects.registering import Raters

from .cataloguing import kinds_of
from .columns import LONG_TERM
from .findings import Finding, grave, warning
from .kinds import KINDS, Kind
from .kinds.base import PERSON, Row
from .kinds.catalogue import Class
from .models import InternalReason

LIMITS = ["release.grace_days", "stock.months"]  # design §4; B8


@dataclass
class Facts:
    """Typed columns of a record that follow from its values; named as the fields of `Record`."""

    decided_on: date
    document_number: str
    document_key: str
    number_key: str
    body_code: str
    body_name: str
    valid_until: date | None
    due: date | None = None
    release_by: date | None = None
    provisional: bool = False
    stock: bool = False
    publishable: bool = True
    internal_reason: str = ""
    seriousness: str = ""
    derived: str = ""
    rule_set: str = ""
    field: str = ""
    public_until: date | None = None
    publication_months: int | None = None

    def keep_internal(self, reason: InternalReason) -> None:
        if self.publishable:
            self.publishable, self.internal_reason = False, reason.value

    def numbered(self, document_number: str, licence_number: str) -> "Facts":
        """The same of another document. (Not `dataclasses.replace`: this is done for every row.)"""
        facts = object.__new__(Facts)
        facts.__dict__ |= self.__dict__
        facts.document_number, facts.document_key = document_number, document_key(document_number)
        facts.number_key = document_key(licence_number) if licence_number else ""
        return facts


def deadlines(
    duties: DutyBook, calendar: Calendar, grace_days: int, kind: str, decided_on: date, arrived_on: date
) -> tuple[date | None, date | None, bool]:
    """(due, release_by, provisional): the law's day, and the morning on which the clock publishes (design §4).

    `grace_days`: working days between arrival and the earliest publication by the clock.
    """
    due, grace = duties.due(kind, decided_on), calendar.add(arrived_on, grace_days)
    if due is None:
        return None, grace.date, grace.provisional
    return due.date, max(due.date, grace.date), due.provisional or grace.provisional


def _span(months: int) -> str:
    return "三年" if months == 36 else f"{months}个月"


@lru_cache
def columns_reckoned(key: str) -> tuple[str, ...]:
    """Columns of a kind on which dates, class and scope depend."""
    kind = KINDS[key]
    shared = (kind.decided_on, kind.valid_until, kind.body_name, kind.body_code, kind.status, f"{kind.prefix}_XDR_LB")
    return (*shared, "CF_CFLB", "CF_NR_FK", "CF_GSJZQ")


class Reckoner:
    """Takes calendar, duties and period rules once, then reckons row by row.

    `department` reports; `arrived_on` is the day of arrival; `stock` (存量): not counted late, in scope only if valid or
    of the past three years.
    """

    def __init__(self, department: Department, arrived_on: date, *, stock: bool, calendar: Calendar | None = None):
        self.department, self.arrived_on, self.stock = department, arrived_on, stock
        self.calendar = calendar or working_calendar()
        self.kinds = kinds_of(department)
        self._raters = Raters()
        self._duties = DutyBook(self.calendar)
        self._periods = PeriodBook()
        limits = find(LIMITS, arrived_on)
        self._stock_months = int(limits["stock.months"].value)
        grace = int(limits["release.grace_days"].value)
        # Rows of a file say the same few things again and again.
        self._alike = lru_cache(maxsize=4_096)(self._reckon_anew)
        self._judge = lru_cache(maxsize=20_000)(self._judge_anew)
        self._deadlines = lru_cache(maxsize=20_000)(partial(deadlines, self._duties, self.calendar, grace))

    def reckon(
        self, kind: Kind, row: Row, *, seriousness: str = "", field: str | None = None
    ) -> tuple[Facts, list[Finding]]:
        """Facts of a row without errors, and warnings about them. `seriousness`, `field`: a reviewer's word on a penalty,
        in place of what is derived and of the department's field.
        """
        said = map(row.get, columns_reckoned(kind.key))
        facts, findings = self._alike(kind.key, seriousness, field, *said)
        return facts.numbered(row[kind.document_number], row.get(kind.licence_number, "")), list(findings)

    def _reckon_anew(
        self, key: str, seriousness: str, field: str | None, *said: str | None
    ) -> tuple[Facts, list[Finding]]:
        """Facts and warnings of all rows that say this in `columns_reckoned`; nothing else of a row may be asked for."""
        kind = KINDS[key]
        row = {code: value for code, value in zip(columns_reckoned(key), said, strict=True) if value is not None}
        valid_until = date.fromisoformat(row.get(kind.valid_until) or LONG_TERM.isoformat())
        facts = Facts(
            decided_on=date.fromisoformat(row[kind.decided_on]),
            document_number="",
            document_key="",
            number_key="",
            body_code=row[kind.body_code],
            body_name=row[kind.body_name],
            valid_until=None if valid_until == LONG_TERM else valid_until,
        )
        findings: list[Finding] = []
        if row[f"{kind.prefix}_XDR_LB"] == PERSON:
            facts.keep_internal(InternalReason.PERSON)
        if row.get(kind.status, "1") == "0":
            facts.keep_internal(InternalReason.INVALID)
        if not self.kinds.get(kind.key, kind.public):
            facts.keep_internal(InternalReason.KIND)
        if kind.key == "penalty":
            facts.field = self.department.field if field is None else field
            findings += self._penalty(facts, row, seriousness)
        else:
            facts.public_until = facts.valid_until
            if kind.adverse and facts.publishable:
                findings += self._longest(kind, facts)
        if kind.key == "rating" and not self._raters.filed_on(facts.body_code, facts.decided_on):
            unfiled = f"“{facts.body_name}”在出具日期不在信用服务机构备案名录内，其评价不能入库。请核对机构代码，或联系信用办。"
            findings.append(Finding(kind.body_code, "unknown_rater", unfiled))
        findings += self._scope(kind, facts)
        findings += self._set_deadlines(kind, facts)
        return facts, findings

    def _set_deadlines(self, kind: Kind, facts: Facts) -> list[Finding]:
        """Stock has none: it is never late, and only a person publishes it. A decision whose day is still to come is
        no stock, whatever its file was marked.
        """
        dates = self._deadlines(kind.key, facts.decided_on, self.arrived_on)
        facts.stock = self.stock and (dates[0] is None or dates[0] < self.arrived_on)
        if facts.stock:
            return []
        facts.due, facts.release_by, facts.provisional = dates
        if not self.stock:
            return []
        said = f"决定日期较近，法定公示期限是 {facts.due}，不作存量处理，按正常时限公示。"
        return [warning(kind.decided_on, "not_stock", said)]

    def due_of(self, kind: str, decided_on: date) -> date | None:
        """法定公示期限 of a row that did not even become a record."""
        found = None if self.stock else self._duties.due(kind, decided_on)
        return found.date if found else None

    # --- penalties -------------------------------------------------------------------------------------------------

    def _penalty(self, facts: Facts, row: Row, chosen: str) -> list[Finding]:
        facts.rule_set, facts.derived = self._judge(facts.decided_on, facts.field, row["CF_CFLB"], row.get("CF_NR_FK"))
        facts.seriousness = chosen or facts.derived
        findings: list[Finding] = []
        if not facts.seriousness and facts.publishable:
            said = f"处罚类别“{row['CF_CFLB']}”无法按规定推定失信程度（轻微、一般、严重），须由审核员确认后才能公示。"
            findings.append(grave("CF_CFLB", "class_not_derivable", said))
        elif facts.derived == "minor" and "罚款" in row["CF_CFLB"] and facts.publishable:
            said = "罚款不超过3000元，按可适用简易程序推定为轻微、不公示；不是简易程序作出的，请审核员改为“一般”并写明理由。"
            findings.append(warning("CF_NR_FK", "small_fine", said))
        self._set_period(facts)
        return findings + self._sent_end(facts, row.get("CF_GSJZQ", ""))

    def _judge_anew(self, decided_on: date, field: str, category: str, fine: str | None) -> tuple[str, str]:
        """(rule set, class) of a penalty in the field."""
        rules = self._periods.rules_for(decided_on, field)
        if rules is None:
            return "", ""
        kinds, _ = penalty_kinds(category)
        return rules.key, rules.seriousness(kinds, Decimal(fine) if fine else None)

    def _set_period(self, facts: Facts) -> None:
        rules = self._periods.rules_for(facts.decided_on, facts.field)
        period = rules.period(facts.seriousness, facts.field) if rules and facts.seriousness else None
        if rules is None or period is None:
            return
        if not period.public:
            facts.keep_internal(InternalReason.MINOR)
        if rules.from_publication:
            facts.publication_months = period.longest or None
        else:
            facts.public_until = rules.public_until(facts.seriousness, facts.field, facts.decided_on, None)

    def _sent_end(self, facts: Facts, sent: str) -> list[Finding]:
        """公示截止期 sent by the department: kept where it lies between the law's shortest and longest period."""
        if not sent or date.fromisoformat(sent) in (facts.public_until, LONG_TERM):
            return []
        end = date.fromisoformat(sent)
        reckoned = facts.public_until
        shortest = self._shortest_end(facts)
        if shortest is not None and end < shortest:
            said = f"“公示截止期”填的是 {sent}，短于规定的最短公示期（至 {shortest}），平台不采用，请核对；由审核员确认后公示。"
            return [grave("CF_GSJZQ", "end_too_early", said)]
        if reckoned is not None and end > reckoned:
            said = f"“公示截止期”填的是 {sent}，超过规定的最长公示期，平台按 {reckoned} 停止公示。"
        else:
            facts.public_until = end
            said = f"“公示截止期”填的是 {sent}，与平台按规定推算的{reckoned or '期限'}不同，平台按 {sent} 停止公示，请核对。"
        return [warning("CF_GSJZQ", "other_end", said)]

    def _shortest_end(self, facts: Facts) -> date | None:
        """Last day of the shortest publication that the rules allow; None where they set none."""
        rules = self._periods.rules_for(facts.decided_on, facts.field)
        period = rules.period(facts.seriousness, facts.field) if rules and facts.seriousness else None
        if rules is None or period is None or not period.public or not period.shortest:
            return None
        start = self.arrived_on if rules.from_publication else facts.decided_on
        return months_later(start, period.shortest) - timedelta(days=1)

    def _longest(self, kind: Kind, facts: Facts) -> list[Finding]:
        """Other adverse information: no longer than the longest period of the rules, whatever end was sent. Being on the
        list of abnormal operation lasts until it is left (令第36号: by the rules of its own field).
        """
        rules = self._periods.rules_for(facts.decided_on, "")
        period = rules.period("serious", "") if rules else None
        if rules is None or period is None or not period.longest or kind.catalogue == Class.ABNORMAL:
            return []
        facts.rule_set = rules.key
        end = months_later(facts.decided_on, period.longest) - timedelta(days=1)
        sent, facts.public_until = facts.public_until, min(end, facts.public_until or end)
        if sent is None or sent <= end:
            return []
        said = f"“{kind.by_code[kind.valid_until].title}”超过失信信息的最长公示期，平台按 {end} 停止公示。"
        return [warning(kind.valid_until, "other_end", said)]

    # --- scope -----------------------------------------------------------------------------------------------------

    def _scope(self, kind: Kind, facts: Facts) -> list[Finding]:
        if not facts.publishable:
            return []
        if self.stock and kind.adverse and facts.decided_on < months_later(self.arrived_on, -self._stock_months):
            facts.keep_internal(InternalReason.OLD_STOCK)
            said = f"这是{_span(self._stock_months)}以前的存量信息，已收下供内部使用，不公示。"
            return [warning(kind.decided_on, "old_stock", said)]
        if facts.public_until is not None and facts.public_until < self.arrived_on:
            facts.keep_internal(InternalReason.OLD_STOCK if self.stock else InternalReason.PERIOD_OVER)
            ended = "公示期" if kind.adverse else "有效期"
            said = f"{ended}已于 {facts.public_until} 届满，已收下供内部使用，不公示。"
            return [warning(kind.decided_on if kind.adverse else kind.valid_until, "period_over", said)]
        return []
