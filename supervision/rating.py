"""The three rates (上报率、及时率、合规率): what is divided by what. Pure. Source: J1, domain §5.

* 上报率 = reported / produced. Produced comes from the department's signed monthly return and from nowhere else: without one
  it is unknown, neither 0 nor 100 %. Of several departments only those with a return go into it, and the others are named.
* 及时率 = timely / reported. Timely: the first successful arrival lies within the law's due day. Stock is never counted.
* 合规率 = rows that went in / rows sent. Every row that went in is one row, however often it was sent or corrected later;
  every faulty row is one row sent that did not go in, however often it was sent again with the same fault. A row mended later
  is therefore both: faulty when it was first sent, and in when it was sent again (one of two).

All three count by the month of the decision and for the body that decided (A4). A faulty row hardly says who decided, so it
counts for the department that sent it, and where it has no readable date, for the month of its arrival.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

NO_RETURN = "未报月报"
NOTHING = "—"


@dataclass(frozen=True)
class Ratio:
    """比率. `denominator` None: unknown."""

    numerator: int
    denominator: int | None

    @property
    def value(self) -> float | None:
        """The ratio; None where it is unknown or nothing is there to divide by."""
        return self.numerator / self.denominator if self.denominator else None

    @property
    def words(self) -> str:
        """For people: one decimal, never rounded up to a full 100 nor down to 0."""
        if self.denominator is None:
            return NO_RETURN
        if self.value is None:
            return NOTHING
        percent = round(100 * self.value, 1)
        if percent == 100 and self.numerator < self.denominator:
            percent = 99.9
        if percent == 0 and self.numerator:
            percent = 0.1
        return f"{percent:.1f}%"

    def as_json(self) -> dict:
        return {"numerator": self.numerator, "denominator": self.denominator, "rate": self.value}


@dataclass(frozen=True)
class Figures:
    """分子与分母 of one department, month and kind, or of several added up.

    `produced`: None where no return is in. `declared`: reported by those departments whose return is in; `missing`: returns
    that are owed and are not, as (department, month).
    """

    reported: int = 0
    timely: int = 0
    faulty: int = 0
    produced: int | None = None
    declared: int = 0
    missing: frozenset[tuple[int, date]] = frozenset()

    def __add__(self, other: "Figures") -> "Figures":
        known = [one.produced for one in (self, other) if one.produced is not None]
        return Figures(
            self.reported + other.reported,
            self.timely + other.timely,
            self.faulty + other.faulty,
            sum(known) if known else None,
            self.declared + other.declared,
            self.missing | other.missing,
        )

    @property
    def sent(self) -> int:
        return self.reported + self.faulty

    @property
    def late(self) -> int:
        return self.reported - self.timely

    @property
    def reporting(self) -> Ratio:
        """上报率. Above 100 % where the return says less than has arrived: shown as it is, for somebody has to mend it."""
        return Ratio(self.declared, self.produced)

    @property
    def timeliness(self) -> Ratio:
        """及时率."""
        return Ratio(self.timely, self.reported)

    @property
    def conformity(self) -> Ratio:
        """合规率."""
        return Ratio(self.reported, self.sent)

    @property
    def doubtful(self) -> bool:
        """More reported than produced: the return needs a correction."""
        return self.produced is not None and self.declared > self.produced

    def as_json(self) -> dict:
        return {
            "reporting": self.reporting.as_json(),
            "timeliness": self.timeliness.as_json(),
            "conformity": self.conformity.as_json(),
            "returns_missing": len(self.missing),
        }


def total(figures: Iterable[Figures]) -> Figures:
    """Added up; nothing at all is nothing known."""
    whole = Figures()
    for one in figures:
        whole += one
    return whole
