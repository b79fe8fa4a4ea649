"""奖惩成效 for the public: totals of two years and nothing smaller. Source: E8.

Of organisations only; numbers from one to four are not said; nothing by month or department, and up to the month that ended
last, so that no number can be worked out by taking one from another.
"""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from credit_platform.declaring import get_only, open_to_all
from sanctions.effect import TITLES, Effect
from supervision.charting import LyingBars, lying_bars
from supervision.effect import whole
from supervision.months import past, words

from .visits import limited

FEW = 5
SHOWN = ("pushed", "executed", "lifted", "verified", "upheld", "reminded", "interviewed", "put_right")


@open_to_all()
@get_only
@limited("effect")
def page(request: HttpRequest) -> HttpResponse:
    """This year up to the last month, and the year before."""
    today = timezone.localdate()
    spans = _spans(today)
    found = [(title, whole(first, last, today)) for title, first, last in spans]
    rows = [(TITLES[name], [(title, said(getattr(one, name))) for title, one in found]) for name in SHOWN]
    context = {"titles": [title for title, _ in found], "rows": rows, "chart": _chart(found)}
    return render(request, "publicity/effect.html", context)


def _spans(on: date) -> list[tuple[str, date, date]]:
    """(title, first month, last month): the year of the month that ended last, and the one before it."""
    ended = past(on, 1)[0]
    year, before = date(ended.year, 1, 1), ended.year - 1
    this = words(year) + (f"至{ended.month}月" if ended.month > 1 else "")
    return [(this, year, ended), (f"{before}年", date(before, 1, 1), date(before, 12, 1))]


def said(count: int) -> str:
    """The number, or that there are few."""
    return f"少于{FEW}" if 0 < count < FEW else str(count)


def _chart(found: list[tuple[str, Effect]]) -> LyingBars:
    """What is too few is drawn as a stub of one length, with the words."""
    drawn = [(title, [_told(getattr(one, name)) for name in SHOWN]) for title, one in found]
    return lying_bars([TITLES[name] for name in SHOWN], drawn, said(1))


def _told(count: int) -> int | None:
    return None if 0 < count < FEW else count
