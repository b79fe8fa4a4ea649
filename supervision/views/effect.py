"""奖惩成效: by department for those who oversee, a department's own, and as a table to take away."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.access import role_required
from accounts.looking import note_look
from accounts.models import Role
from credit_platform.csv_tables import CSV, csv_lines
from credit_platform.declaring import get_only
from credit_platform.downloads import answer_file

from .. import effect
from ..months import after, first_of, parse, past, words
from ..reach import OVERSEERS, within_reach
from .choosing import MOST, viewer


@get_only
@role_required(*OVERSEERS)
def overview(request: HttpRequest) -> HttpResponse:
    """奖惩成效 of the tree; `?from`, `?to` months, else this year."""
    return _page(request, "奖惩成效", "查看奖惩成效")


@get_only
@role_required(Role.CLERK, Role.REVIEWER)
def own(request: HttpRequest) -> HttpResponse:
    """本部门奖惩成效."""
    return _page(request, "本部门奖惩成效", "查看本部门奖惩成效")


def _page(request: HttpRequest, title: str, look: str) -> HttpResponse:
    today = timezone.localdate()
    first, last = _span(request, today)
    departments = list(within_reach(viewer(request)).order_by("name"))
    lines, total = effect.rows(departments, first, last, today)
    months = effect.by_month(departments, first, last)
    note_look(request, look, "effect")
    context = {
        "title": title, "first": first, "last": last, "span": span_words(first, last), "heads": effect.heads(), "parts": effect.parts(lines, total),
        "pairs": list(zip(effect.heads(), total.cells, strict=True)), "months": months, "chart": effect.chart(months),
        "choices": [first_of(today), *past(today, MOST - 1)], "year": today.year, "before": today.year - 1,
    }  # fmt: skip
    return render(request, "supervision/effect.html", context)


@get_only
@role_required(Role.CLERK, Role.REVIEWER, *OVERSEERS)
def table(request: HttpRequest) -> HttpResponse:
    """The same rows as .csv."""
    today = timezone.localdate()
    first, last = _span(request, today)
    departments = list(within_reach(viewer(request)).order_by("name"))
    lines, total = effect.rows(departments, first, last, today)
    table = csv_lines([["部门", *effect.heads()], *([line.name, *line.cells] for line in [*lines, total])])
    note_look(request, "下载奖惩成效", "effect")
    return answer_file("".join(table), f"effect-{first:%Y%m}-{last:%Y%m}.csv", CSV)


def _span(request: HttpRequest, today: date) -> tuple[date, date]:
    """Months asked for, at most MOST; else from January on."""
    year = date(today.year, 1, 1)
    first, last = _month(request, "from", year), _month(request, "to", first_of(today))
    if first > last or after(first, MOST) <= last or last > first_of(today):
        return year, first_of(today)
    return first, last


def _month(request: HttpRequest, name: str, otherwise: date) -> date:
    said = request.GET.get(name, "")
    try:
        return parse(said) if said else otherwise
    except ValueError:
        return otherwise


def span_words(first: date, last: date) -> str:
    """选定月份 in words."""
    return words(first) + (f"至{words(last)}" if last > first else "")
