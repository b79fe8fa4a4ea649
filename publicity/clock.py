"""法定时限: decision, legal due date and publication of one record, as words and as points on a line. Pure. Source: C1, G3."""

from dataclasses import dataclass
from datetime import date

LEFT, RIGHT = 3.0, 97.0  # per cent of the line's width: room for half a mark at both ends


@dataclass(frozen=True)
class Clock:
    """`verdict` on_time | late | stock; positions in per cent of the line, as SVG wants them ("42.0%")."""

    decided: str
    due: str
    published: str
    provisional: bool
    verdict: str
    words: str
    due_at: str = ""
    published_at: str = f"{RIGHT}%"


def clock(decided: date, due: date | None, published: date, late: int, provisional: bool = False) -> Clock:
    """The clock of a published record. `due` None: stock, nobody is late with it. `late`: working days after due."""
    if due is None:
        # A decision years old would squeeze everything: stock is drawn from end to end, not to scale.
        return Clock(f"{decided}", "", f"{published}", False, "stock", "存量数据，不计迟报")
    end = max(due, published)
    words = "按时公示" if published <= due else f"迟 {late} 个工作日"
    if published > due and not late:  # due on a day off, published on the next one: late by date, by no working day
        words = "迟于期限，未满 1 个工作日"
    verdict = "on_time" if published <= due else "late"
    return Clock(
        f"{decided}", f"{due}", f"{published}", provisional, verdict, words,
        _place(due, decided, end), _place(published, decided, end),
    )  # fmt: skip


def _place(day: date, start: date, end: date) -> str:
    length = (end - start).days
    share = (day - start).days / length if length else 1
    return f"{LEFT + (RIGHT - LEFT) * min(max(share, 0), 1):.1f}%"
