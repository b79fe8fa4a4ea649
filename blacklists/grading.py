"""失信行为分级: minor, fairly serious, serious, with escalation within a rolling year. Pure.

The answer is a proposal with its reasoning: which acts, which clause. It never lists anybody. Source: D4; Hua County
二(一)2–3.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum

from credit_platform.workdays import months_later

YEAR = 12  # months


class Grade(IntEnum):
    """失信等级; the higher one counts."""

    NONE = 0
    MINOR = 1
    FAIRLY = 2
    SERIOUS = 3

    @property
    def key(self) -> str:
        return self.name.lower()

    @property
    def title(self) -> str:
        return ("未见失信行为", "轻微失信", "较重失信", "严重失信")[self]


@dataclass(frozen=True)
class GroundRule:
    """分级情形: one ground of the text, its grade and its clause. `controllers`: an act of those in control."""

    key: str
    title: str
    grade: Grade
    clause: str
    controllers: bool = False


@dataclass(frozen=True)
class Escalation:
    """升级: so many acts of `of` within so many months, up to the day, make `to`."""

    of: Grade
    times: int
    to: Grade
    clause: str
    months: int = YEAR


@dataclass(frozen=True)
class Act:
    """失信行为: a ground and the day it was determined; `reference`: where it is on file (document number or the like)."""

    ground: str
    on: date
    reference: str = ""


@dataclass(frozen=True)
class Rules:
    """分级规则 in force on a day."""

    grounds: Mapping[str, GroundRule]
    escalations: tuple[Escalation, ...]


@dataclass(frozen=True)
class Step:
    """One sentence of the reasoning, the acts it rests on, the clause."""

    grade: Grade
    words: str
    clause: str
    acts: tuple[Act, ...]


@dataclass(frozen=True)
class Grading:
    """分级意见: the grade, why, and what a person has to judge."""

    grade: Grade
    steps: tuple[Step, ...]
    open_questions: tuple[str, ...] = field(default=())


class UnknownGround(ValueError):
    """The rules in force do not have this ground."""


def grade(acts: Iterable[Act], on: date, rules: Rules) -> Grading:
    """The grade as of the day: each act by its ground, each escalation by the acts of the year that ends on it.

    Acts of later days do not count. An act counts by itself however old it is, for as long as it is on file; only those
    of the last year are added up. Raises UnknownGround.
    """
    known = sorted((act for act in acts if act.on <= on), key=lambda act: (act.on, act.ground, act.reference))
    graded = [(act, _rule(act, rules)) for act in known]
    steps = [Step(rule.grade, _act_words(act, rule), rule.clause, (act,)) for act, rule in graded]
    escalated = []
    for line in rules.escalations:
        since = months_later(on, -line.months)
        counted = tuple(act for act, rule in graded if rule.grade == line.of and act.on >= since)
        if len(counted) >= line.times:
            escalated.append(Step(line.to, _escalation_words(line, counted, since, on), line.clause, counted))
    steps.sort(key=lambda step: -step.grade)
    best = max((step.grade for step in [*escalated, *steps]), default=Grade.NONE)
    # What decides stands first; the rest is said, too, for whoever checks it.
    ordered = [*(step for step in escalated if step.grade == best), *steps]
    ordered += [step for step in escalated if step.grade != best]
    return Grading(best, tuple(ordered), _open_questions(graded, escalated, rules, on))


def _rule(act: Act, rules: Rules) -> GroundRule:
    try:
        return rules.grounds[act.ground]
    except KeyError:
        raise UnknownGround(f"分级规则中没有“{act.ground}”这一情形。") from None


def _act_words(act: Act, rule: GroundRule) -> str:
    whose = "法定代表人、实际控制人或主要出资人：" if rule.controllers else ""
    paper = f"（{act.reference}）" if act.reference else ""
    return f"{act.on}，{whose}{rule.title}{paper}，属{rule.grade.title}。"


def _escalation_words(line: Escalation, acts: tuple[Act, ...], since: date, on: date) -> str:
    days = "、".join(act.on.isoformat() for act in acts)
    return f"{since}至{on}有{len(acts)}次{line.of.title}（{days}），达到{line.times}次，升为{line.to.title}。"


def _open_questions(graded, escalated: list[Step], rules: Rules, on: date) -> tuple[str, ...]:
    """The text does not say whether an escalated act is one more for the next step: a person says so, not we."""
    found = []
    for line in rules.escalations:
        since = months_later(on, -line.months)
        risen = sum(step.grade == line.of for step in escalated)
        own = sum(rule.grade == line.of and act.on >= since for act, rule in graded)
        if risen and own < line.times <= own + risen:
            found.append(
                f"由多次行为升级而成的{line.of.title}，是否再计入{line.times}次{line.of.title}，规定未写明，由人认定。"
            )
    return tuple(found)
