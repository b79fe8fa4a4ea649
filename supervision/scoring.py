"""Scoring (考核计分): what each criterion of a scorecard counts, and how many points that is. Pure. Source: J6."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from .rating import Ratio

NO_DATA = "暂无数据"
TENTH = Decimal("0.1")


@dataclass(frozen=True)
class YearFigures:
    """一年的数 of one department. `reporting` has no denominator where no return is in."""

    reporting: Ratio
    timeliness: Ratio
    conformity: Ratio
    returns: Ratio  # filed and signed in time / owed
    findings: Ratio  # settled / found
    orders: Ratio  # answered in time / fallen due
    feedback: Ratio | None = None  # steps of measures taken in time / fallen due; None: nothing was given to it


@dataclass(frozen=True)
class Score:
    """得分. `points` None: not counted, and the whole is taken of the other criteria's points."""

    counted: str
    points: Decimal | None


def _said(ratio: Ratio) -> str:
    return f"{ratio.words}（{ratio.numerator}/{ratio.denominator}）" if ratio.denominator else ratio.words


def _share(ratio: Ratio, weight: int) -> Score:
    """Its share of the points, at most all of them; nothing to divide by is no data."""
    if ratio.value is None:
        return Score(NO_DATA, None)
    part = min(Decimal(ratio.numerator) / Decimal(ratio.denominator or 1), Decimal(1))
    return Score(_said(ratio), (part * weight).quantize(TENTH, ROUND_HALF_UP))


def _reporting(figures: YearFigures, weight: int) -> Score:
    if figures.reporting.denominator is None:
        return Score("没有签发的月报", Decimal(0))
    return _share(figures.reporting, weight)


def _orders(figures: YearFigures, weight: int) -> Score:
    if not figures.orders.denominator:
        return Score("没有到期的整改通知", Decimal(weight).quantize(TENTH))
    return _share(figures.orders, weight)


RULES: dict[str, Callable[[YearFigures, int], Score]] = {
    "reporting": _reporting,
    "timeliness": lambda figures, weight: _share(figures.timeliness, weight),
    "conformity": lambda figures, weight: _share(figures.conformity, weight),
    "returns": lambda figures, weight: _share(figures.returns, weight),
    "findings": lambda figures, weight: _share(figures.findings, weight),
    "orders": _orders,
    "feedback": lambda figures, weight: _share(figures.feedback, weight) if figures.feedback else Score(NO_DATA, None),
}


def score(key: str, figures: YearFigures, weight: int) -> Score:
    """Points of a criterion; one that nothing computes waits for people: no data."""
    rule = RULES.get(key)
    return rule(figures, weight) if rule else Score(NO_DATA, None)


def hundredth(points: list[tuple[Decimal | None, int]]) -> Decimal | None:
    """折合百分制: (points, weight) of all criteria → of those with points, out of a hundred. None: none has any."""
    counted = [(given, weight) for given, weight in points if given is not None]
    whole = sum(weight for _, weight in counted)
    if not whole:
        return None
    return (sum((given for given, _ in counted), Decimal(0)) * 100 / whole).quantize(TENTH, ROUND_HALF_UP)
