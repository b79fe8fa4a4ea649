"""Choosing (筛选): what a request asks to see, within the officer's reach. A foreign department is an unknown one: 404."""

import uuid
from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from accounts.models import Department, Officer

from ..counting import KINDS, Span
from ..models.returns import DecisionKind
from ..months import after, first_of, parse, past, words
from ..overview import CITY, Counties
from ..reach import within_reach

MOST = 24  # months of one look


@dataclass(frozen=True)
class Choice:
    """选定范围: months and kinds, departments, and what it is called."""

    span: Span
    departments: list[Department]
    title: str


def viewer(request: HttpRequest) -> Officer:
    """Who looks; every view here admits officers only."""
    assert isinstance(request.user, Officer)
    return request.user


def chosen_span(request: HttpRequest, on: date, *, months: int = 1) -> Span:
    """`?from`, `?to` as YYYY-MM and `?kind`; without them the `months` that ended last."""
    last = _month(request.GET.get("to"), past(on, 1)[0])
    first = _month(request.GET.get("from"), after(last, 1 - months))
    if first > last or after(first, MOST) <= last or last > first_of(on):
        first = last = past(on, 1)[0]
    kind = request.GET.get("kind", "")
    return Span(first, last, (kind,) if kind in KINDS else KINDS)


def _month(text: str | None, otherwise: date) -> date:
    try:
        return parse(text) if text else otherwise
    except ValueError:
        return otherwise


def chosen(request: HttpRequest, officer: Officer, on: date) -> Choice:
    """`?department` (one), `?county` (all of a county, or of the city itself); else everything within reach."""
    span, reach = chosen_span(request, on), list(within_reach(officer).order_by("name"))
    named, county = request.GET.get("department", ""), request.GET.get("county", "")
    departments, title = reach, "全部部门"
    if named:
        one = reachable(officer, _uuid(named))
        departments, title = [one], one.name
    elif county:
        node = None if county == CITY else reachable(officer, _uuid(county))
        departments, title = Counties().within(reach, node), node.name if node else "市本级"
    elif len(reach) == 1:
        title = reach[0].name
    return Choice(span, departments, f"{title} {span_title(span)}")


def span_title(span: Span) -> str:
    """选定月份和类别 in words."""
    months = f"{words(span.first)}" + (f"至{words(span.last)}" if span.last > span.first else "")
    return months + (f" {DecisionKind(span.kinds[0]).label}" if len(span.kinds) == 1 else "")


def reachable(officer: Officer, public_id: uuid.UUID) -> Department:
    """The department, if within reach. Raises Http404."""
    return get_object_or_404(within_reach(officer), public_id=public_id)


def _uuid(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        raise Http404 from None
