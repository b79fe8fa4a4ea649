"""奖惩成效 for the public: the quarter that ended last and the same one a year before. Source: E8.

Of organisations only; what is few is not told by its number (small_numbers.py); nothing by month or department, and whole quarters that
do not overlap: were a year told up to today, taking one month's page from the next would give the month.
"""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from credit_platform.csv_tables import CSV, csv_lines
from credit_platform.declaring import get_only, open_to_all
from credit_platform.downloads import answer_file
from sanctions.effect import TITLES, Effect
from supervision.charting import LyingBars, lying_bars
from supervision.effect import whole
from supervision.months import after, past

from .small_numbers import SAID, few, told
from .visits import limited

SHOWN = ("pushed", "executed", "lifted", "verified", "upheld", "reminded", "interviewed", "put_right")


@open_to_all()
@get_only
@limited("effect")
def page(request: HttpRequest) -> HttpResponse:
    """The last whole quarter, and the same one of the year before."""
    today = timezone.localdate()
    spans = _spans(today)
    found = [(title, whole(first, last, today)) for title, first, last in spans]
    rows = [(TITLES[name], [(title, told(getattr(one, name))) for title, one in found]) for name in SHOWN]
    if request.GET.get("format") == "csv":
        heads: list[object] = ["项目", *(title for title, _ in found)]
        lines: list[list[object]] = [[head, *(cell for _, cell in cells)] for head, cells in rows]
        return answer_file("".join(csv_lines([heads, *lines])), f"effect-{today}.csv", CSV)
    context = {
        "titles": [title for title, _ in found],
        "rows": rows,
        "chart": _chart(found) if any(getattr(one, name) for _, one in found for name in SHOWN) else None,
    }
    return render(request, "publicity/effect.html", context)


def _spans(on: date) -> list[tuple[str, date, date]]:
    """(title, first month, last month)."""
    last = next(month for month in past(on, 3) if month.month % 3 == 0)
    return [(f"{ended.year}年第{ended.month // 3}季度", after(ended, -2), ended) for ended in (last, after(last, -12))]


def _chart(found: list[tuple[str, Effect]]) -> LyingBars:
    """What is too few is drawn as a stub of one length, with the words."""
    drawn = [(title, [_drawn(getattr(one, name)) for name in SHOWN]) for title, one in found]
    return lying_bars([TITLES[name] for name in SHOWN], drawn, SAID)


def _drawn(count: int) -> int | None:
    return None if few(count) else count
