"""Eligibility (可否申请信用修复): from dated rules and facts to verdict, earliest day, what is missing, clause. Pure.

Three rule sets judge by the day of the decision: 国家发展改革委令第36号, 令第58号, and what a local text adds. Periods come from the
same dated tables that end publication (credit_platform.periods), never from numbers here. Source: F4, F6.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from blacklists.repair_rules import COMMITMENT, COURT, PAPERS, PERFORMANCE, SERVICE, USUAL, WITH_PLAN, runs_out_said
from credit_platform.periods import Rules
from credit_platform.workdays import ONE_DAY, months_later

MISSING = PAPERS


class Procedure(StrEnum):
    """修复程序."""

    ORDER36 = "order36"
    ORDER58 = "order58"
    SAMR45 = "samr45"
    RECTIFICATION = "rectification"
    WITHIN_PERIOD = "within_period"
    PUBLIC_SERVICE = "public_service"
    MINORS = "minors"
    BANKRUPTCY = "bankruptcy"
    NONE = "none"


class Verdict(StrEnum):
    """结论."""

    ELIGIBLE = "eligible"
    TOO_EARLY = "too_early"
    MISSING = "missing"
    NOT_PUBLIC = "not_public"
    ENDED = "ended"
    REPAIRED = "repaired"
    NOT_REPAIRABLE = "not_repairable"
    BARRED = "barred"
    UNCLASSED = "unclassed"
    RUNS_OUT = "runs_out"


TITLES = {
    Procedure.ORDER36: "信用修复（令第36号）",
    Procedure.ORDER58: "信用修复（令第58号，适用于2026年4月1日前的决定）",
    Procedure.SAMR45: "信用修复（市场监管总局令第45号，适用于2026年4月1日前的决定）",
    Procedure.RECTIFICATION: "整改验收后修复",
    Procedure.WITHIN_PERIOD: "在规定期限内纠正",
    Procedure.PUBLIC_SERVICE: "个人通过公益服务修复",
    Procedure.MINORS: "未成年人轻微失信改正后保护",
    Procedure.BANKRUPTCY: "破产重整、和解后修复",
    Procedure.NONE: "不适用信用修复",
}
# Proof that each way asks for, beside what it has of its own.
NEEDED = {
    Procedure.PUBLIC_SERVICE: (PERFORMANCE, COMMITMENT, SERVICE),
    Procedure.MINORS: (PERFORMANCE,),
    Procedure.WITHIN_PERIOD: (PERFORMANCE,),
    Procedure.RECTIFICATION: WITH_PLAN,
    Procedure.BANKRUPTCY: (COURT, COMMITMENT),
}


@dataclass(frozen=True)
class Answer:
    """结论. `earliest`: the first day of applying; None: none or not known. `longest`: last day in public by the rules."""

    procedure: Procedure
    verdict: Verdict
    clause: str
    earliest: date | None = None
    missing: tuple[str, ...] = ()
    why: str = ""
    longest: date | None = None

    @property
    def papers(self) -> str:
        """材料 that are still to come, in words."""
        return "、".join(MISSING[one] for one in self.missing)

    @property
    def may_apply(self) -> bool:
        """An application is taken: papers may still be missing, they come with it."""
        return self.verdict in (Verdict.ELIGIBLE, Verdict.MISSING)


def not_applicable(verdict: Verdict, clause: str, why: str, procedure: Procedure = Procedure.NONE) -> Answer:
    """Nothing to apply for, and why."""
    return Answer(procedure, verdict, clause, why=why)


def by_period(
    rules: Rules,
    *,
    procedure: Procedure,
    clause: str,
    seriousness: str,
    field: str,
    start: date,
    given: Iterable[str],
    on: date,
    until: date | None = None,
    what: str = "公示",
) -> Answer:
    """By the shortest and longest period of the class. `start`: of the period; `given`: papers at hand; `until`: last day in public
    where the record says one of its own; `what`: 公示 or 列入.
    """
    if not seriousness:
        why = "失信程度还没有认定，认定以后才知道最短公示期。"
        return Answer(procedure, Verdict.UNCLASSED, clause, why=why)
    period = rules.period(seriousness, field)
    if period is None or not period.public:
        return not_applicable(Verdict.NOT_PUBLIC, clause, "轻微失信信息原则上不公示，不需要申请修复。", procedure)
    earliest = months_later(start, period.shortest)
    last = until or rules.public_until(seriousness, field, start, start)
    found = waiting(procedure, clause, earliest, given, on, why=f"最短公示期{period.shortest}个月还没有满")
    if last is not None and on > last:
        why = "最长公示期已满，已经自动停止公示，不需要申请修复。"
        return replace(found, verdict=Verdict.ENDED, missing=(), why=why, longest=last)
    if last is not None and earliest > last:
        return not_applicable(Verdict.RUNS_OUT, clause, runs_out_said(last, earliest, period.shortest, what), procedure)
    return replace(found, longest=last)


def waiting(
    procedure: Procedure,
    clause: str,
    earliest: date,
    given: Iterable[str],
    on: date,
    why: str = "还没有到可以申请的日期",
) -> Answer:
    """From a day on, with the papers that the way asks for."""
    given = set(given)
    if on < earliest:
        return Answer(procedure, Verdict.TOO_EARLY, clause, earliest, why=f"{why}，可于{earliest}起申请。")
    missing = tuple(one for one in NEEDED.get(procedure, USUAL) if one not in given)
    if missing:
        said = "、".join(MISSING[one] for one in missing)
        return Answer(procedure, Verdict.MISSING, clause, earliest, missing, f"已到可以申请的日期，还差{said}。")
    return Answer(procedure, Verdict.ELIGIBLE, clause, earliest, why="条件都已满足，可以申请。")


def barred(found: Answer, until: date, clause: str, on: date) -> Answer:
    """弄虚作假的后果: no application before that day is over, whatever else would be possible."""
    if on > until or not (found.may_apply or found.verdict == Verdict.TOO_EARLY):
        return found
    earliest = max(found.earliest or until, until + ONE_DAY)
    why = f"因在信用修复中弄虚作假，{until}以前不得申请。"
    return replace(found, verdict=Verdict.BARRED, earliest=earliest, missing=(), clause=clause, why=why)
