"""名单程序: everything that lists ask of the rules in force: who decides, days, periods, behaviours, grading. The one door.

Values come from the packs (rules/jurisdictions.py) and the tables of the law; what no text sets is this platform's own, is
said so in its clause. Source: 国办发〔2020〕49号; 国家发展改革委令第36号; D2–D5.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from accounts.models import Department
from credit_platform.workdays import Calendar
from rules.clocks import rule_for
from rules.jurisdictions import NATIONAL, NoValue, Value, find, names_in_use, value
from rules.models import BehaviourItem, BehaviourList, PublicationPeriod
from rules.periods import PeriodBook

from .grading import Rules
from .grading_rules import NOTHING, rules_from, with_ignored

BODY, CONSULTATION, CONFERENCE, LEADING_GROUP, GOVERNMENT = (
    "body", "consultation", "conference", "leading_group", "government",
)  # fmt: skip
DECIDERS = {
    BODY: "认定部门",
    CONSULTATION: "认定部门商有关部门",
    CONFERENCE: "联席会议",
    LEADING_GROUP: "领导小组",
    GOVERNMENT: "本级人民政府",
}
# Decided by the department itself; what others decide the office brings about.
BY_DEPARTMENT = frozenset({BODY})
DEFAULT = "本平台默认：法规未规定"
NO_VALUE = f"没有规则“{{}}”的值，请先载入规则包：manage.py load_jurisdiction {NATIONAL}"
CASE, RED_CASE, STATEMENT = "list_notice", "red_withdrawal", "statement"  # of rules.ClockRule


@dataclass(frozen=True)
class Behaviour:
    """行为清单的一项. `version`: of the list that it stands in."""

    key: str
    title: str
    field: str
    basis: str
    version: str
    targets: tuple[str, ...] = ()  # empty: everybody


@dataclass(frozen=True)
class Procedure:
    """列入和认定程序 in force on a day. Months and days as the texts count them."""

    decider: str
    red_decider: str
    red_notice_days: int
    red_notice_working: bool
    red_months: int
    shortest_months: int
    longest_months: int
    announcement_days: int
    grading: Rules
    behaviours: Mapping[str, Behaviour]
    fine_some: Decimal | None = None
    fine_large: Decimal | None = None
    clauses: Mapping[str, str] = field(default_factory=dict)

    def clause(self, name: str) -> str:
        """Where the value comes from."""
        return self.clauses.get(name, DEFAULT)

    def red_notice_ends(self, start: date, calendar: Calendar) -> date:
        """Last day of the public notice that begins on `start`."""
        if self.red_notice_working:
            return calendar.add(start, self.red_notice_days).date
        return start + timedelta(days=self.red_notice_days)


def statement_days(on: date, case: str = CASE) -> str:
    """陈述申辩的期限 in words."""
    rule = rule_for(case, STATEMENT, on)
    return f"{rule.calendar_days}日" if rule.calendar_days else f"{rule.working_days}个工作日"


KEYS = (
    "black_list.decided_by", "joint.decided_by", "red_list.decided_by", "red_list.notice", "grading.classes",
    "grading.controllers", "grading.escalation", "grading.ignored", "grading.fine_some", "grading.fine_large", "red_list.valid_months",
    "black_list.announcement_days",
)  # fmt: skip


def procedure(on: date, department: Department | None = None) -> Procedure:
    """The procedure in force on the day; `department`: with what it filed of its own. Raises NoValue."""
    found = find(list(KEYS), on, department)
    decider = _decider(found)
    days = _needed(found, "red_list.notice")
    term = _term(on)
    clauses = {name: found[key].clause for name, key in _CLAUSES if key in found}
    if decider is not None:
        clauses["decider"] = decider.clause
    clauses["shortest_months"] = clauses["longest_months"] = term.clause
    return Procedure(
        decider=decider.value if decider else BODY,
        red_decider=found["red_list.decided_by"].value if "red_list.decided_by" in found else BODY,
        red_notice_days=days.get("working_days") or days["calendar_days"],
        red_notice_working=bool(days.get("working_days")),
        red_months=_needed(found, "red_list.valid_months"),
        shortest_months=term.shortest_months,
        longest_months=term.longest_months,
        announcement_days=_needed(found, "black_list.announcement_days"),
        grading=_grading(found),
        behaviours={one.key: one for one in _behaviours(on)},
        fine_some=_amount(found.get("grading.fine_some")),
        fine_large=_amount(found.get("grading.fine_large")),
        clauses=clauses,
    )


_CLAUSES = (
    ("red_decider", "red_list.decided_by"), ("red_notice_days", "red_list.notice"), ("grading", "grading.classes"),
    ("red_months", "red_list.valid_months"), ("announcement_days", "black_list.announcement_days"),
)  # fmt: skip


def letter_form(kind: str, on: date) -> Value:
    """文书格式 of a kind of letter (rules/letter_rules.py), with its clause. Raises NoValue."""
    return value(f"letters.{kind}", on)


def remedies(on: date, of: str = "决定", after: str = "；认为信息有误的，可以提出异议。") -> str:
    """救济途径 as a decision says it unless the draft says more: the days of the law with its articles. `of`: what the document is.
    Raises NoValue.
    """
    review, suit = value("remedies.review_days", on), value("remedies.suit_months", on)
    return (
        f"不服本{of}的，可以自收到本{of}书之日起{review.value}日内申请行政复议（{_article(review)}），"
        f"或者自收到之日起{suit.value}个月内提起行政诉讼（{_article(suit)}）{after}"
    )


def _article(value: Value) -> str:
    """The clause up to its wording."""
    return value.clause.partition("：")[0]


def _needed(found: Mapping[str, Value], key: str) -> Any:
    if key not in found:
        raise NoValue(NO_VALUE.format(key))
    return found[key].value


def _decider(found: Mapping[str, Value]) -> Value | None:
    """Whoever decides on the list; where only the law's default says so, whom the local text names for the sanctions that
    hang on it.
    """
    black, joint = found.get("black_list.decided_by"), found.get("joint.decided_by")
    if (black is None or black.jurisdiction == NATIONAL) and joint is not None and joint.jurisdiction != NATIONAL:
        return joint
    return black


def _term(on: date) -> PublicationPeriod:
    """列入期限: that of serious acts by the rules in force on the day, with their own clause."""
    rules = PeriodBook().rules_for(on, "")
    period = (
        PublicationPeriod.objects.filter(rule_set__key=rules.key, seriousness="serious", field="") if rules else None
    )
    term = period.first() if period is not None else None
    if term is None:
        raise NoValue(NO_VALUE.format("严重失信的公示期"))
    return term


def _grading(found: Mapping[str, Value]) -> Rules:
    """Empty where no text in use grades acts."""
    classes = found.get("grading.classes")
    if classes is None:
        return NOTHING
    controllers, escalation = found.get("grading.controllers"), found.get("grading.escalation")
    clauses = {
        "classes": classes.clause,
        "controllers": controllers.clause if controllers else "",
        "escalation": escalation.clause if escalation else "",
    }
    rules = rules_from(
        classes.value, controllers.value if controllers else [], escalation.value if escalation else None, clauses
    )
    ignored = found.get("grading.ignored")
    return with_ignored(rules, ignored.clause) if ignored else rules


def _amount(value: Value | None) -> Decimal | None:
    return Decimal(value.value) if value else None


def _behaviours(on: date) -> list[Behaviour]:
    """严重失信行为 of the lists in force here, the local ones first."""
    versions = BehaviourList.objects.filter(jurisdiction__name__in=names_in_use()).current(on)
    items = BehaviourItem.objects.filter(version__in=list(versions), kind=BehaviourItem.Kind.UNTRUSTWORTHY)
    rows = items.exclude(status__in=["historic", "overridden"]).select_related("version__jurisdiction")
    found: dict[str, Behaviour] = {}
    for row in sorted(rows, key=lambda row: (row.version.jurisdiction.name == NATIONAL, row.position)):
        version = f"{row.version.jurisdiction.title}行为清单第{row.version.number}版（{row.version.since}）"
        found.setdefault(
            row.key, Behaviour(row.key, row.title, row.field, row.basis or row.clause, version, tuple(row.targets))
        )
    return list(found.values())
