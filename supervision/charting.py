"""Charts (图): bars by month as numbers for an inline SVG, drawn by the template; the table beside it says the same. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT, LEFT, BOTTOM, TOP = 720, 260, 44, 34, 14
MOST = 24  # groups


@dataclass(frozen=True)
class Bar:
    """One bar. `series`: which of them, from 1."""

    x: int
    y: int
    width: int
    height: int
    series: int
    said: str


@dataclass(frozen=True)
class Bars:
    """柱状图."""

    width: int
    height: int
    bars: list[Bar]
    labels: list[tuple[int, str]]
    lines: list[tuple[int, int]]  # (y, value) of the scale
    names: list[str]

    @property
    def floor(self) -> int:
        return self.height - BOTTOM

    @property
    def left(self) -> int:
        return LEFT


def bars(labels: Sequence[str], series: Sequence[tuple[str, Sequence[int | None]]], vague: str = "") -> Bars:
    """Groups side by side, one bar a series. At most MOST groups. None: a number that is not told, drawn flat, in the words of `vague`."""
    top = _ceiling(max((value or 0 for _, values in series for value in values), default=0))
    room, floor = (WIDTH - LEFT) / max(len(labels), 1), HEIGHT - BOTTOM
    thick = max(int(room * 0.7 / max(len(series), 1)), 2)
    drawn = []
    for place, label in enumerate(labels):
        start = LEFT + room * place + (room - thick * len(series)) / 2
        for number, (name, values) in enumerate(series):
            value = values[place]
            tall = FLAT if value is None else round((floor - TOP) * value / top)
            said = f"{label} {name} {vague if value is None else value}"
            drawn.append(Bar(round(start + thick * number), floor - tall, thick - 1, tall, number + 1, said))
    every = 1 if len(labels) <= 12 else 2
    named = [(round(LEFT + room * (place + 0.5)), label) for place, label in enumerate(labels) if place % every == 0]
    lines = [(round(floor - (floor - TOP) * part / 2), top * part // 2) for part in (0, 1, 2)]
    return Bars(WIDTH, HEIGHT, drawn, named, lines, [name for name, _ in series])


def _ceiling(value: int) -> int:
    """A round number, even and no less than the value."""
    step = 2
    while step * 5 < value:
        step *= 10 if step % 4 else 5
    return max(-(-value // step) * step, 2)


LYING, ROW, NAMED, SAID = 360, 18, 84, 60  # px: whole width, a bar, room for a label and for the words behind a bar
FLAT = 2  # px: a standing bar whose number is not told
STUB = 14  # of a bar whose number is not told


@dataclass(frozen=True)
class Lying:
    """横的一根. `vague`: its number is not told, the words behind it say so; it is drawn hatched, of one length whatever it is."""

    y: int
    width: int
    series: int
    words: str
    said: str
    vague: bool


@dataclass(frozen=True)
class LyingBars:
    """横柱图: readable at the width of a phone."""

    width: int
    height: int
    left: int
    thick: int
    bars: list[Lying]
    labels: list[tuple[int, str]]
    names: list[str]


def lying_bars(
    labels: Sequence[str],
    series: Sequence[tuple[str, Sequence[int | None]]],
    vague: str,
    *,
    named: int = NAMED,
    unit: str = "",
) -> LyingBars:
    """Groups one under the other, one bar a series. None: a number that is not told, in the words of `vague`. `named`: px for a label,
    13 a character; what is longer ends in dots. `unit`: behind a number.
    """
    top = max((value for _, values in series for value in values if value), default=1)
    room, group = LYING - named - SAID, ROW * len(series) + 14
    drawn = []
    for place, label in enumerate(labels):
        for number, (name, values) in enumerate(series):
            value = values[place]
            long = STUB if value is None else round(room * value / top)
            words = vague if value is None else f"{value}{unit}"
            at = group * place + 4 + ROW * number
            drawn.append(Lying(at, long, number + 1, words, f"{label} {name} {words}", value is None))
    fit = (named - 8) // 13
    heads = [label if len(label) <= fit else f"{label[: fit - 1]}…" for label in labels]
    placed = [(group * place + 4 + ROW * len(series) // 2 + 5, head) for place, head in enumerate(heads)]
    return LyingBars(LYING, group * len(labels), named, ROW - 4, drawn, placed, [name for name, _ in series])
