"""三率: a department's own months, the office's overview, and the rows behind every figure."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.access import role_required
from accounts.looking import note_look
from accounts.models import Role
from credit_platform.declaring import Scope, get_only
from credit_platform.downloads import answer_file
from credit_platform.sheets import XLSX, workbook
from records.models import Record

from ..counting import Span, board
from ..listing import FIGURES, rows_behind
from ..models.returns import DecisionKind
from ..months import past
from ..overview import GROUPS, SORTS, Line, arranged, grouped
from ..rating import total
from ..reach import OVERSEERS, READERS, within_reach
from .choosing import MOST, chosen, chosen_span, span_title, viewer

TREND = 12  # months
HEADS = (
    "单位", "产生数量", "已上报", "上报率", "按时上报", "及时率", "入库行数", "报送行数", "合规率", "未报月报部门数",
)  # fmt: skip


@get_only
@role_required(Role.CLERK, Role.REVIEWER)
def own(request: HttpRequest) -> HttpResponse:
    """本部门三率: the last twelve months, both kinds."""
    today = timezone.localdate()
    months = past(today, TREND)
    departments = list(within_reach(viewer(request)))
    spans = [Span(months[-1], months[0], (kind,)) for kind in DecisionKind.values]
    found = board(Span(months[-1], months[0]), departments, today)
    tables = []
    for span in spans:
        part = {key: one for key, one in found.items() if key[2] == span.kinds[0]}
        tables.append((DecisionKind(span.kinds[0]).label, grouped(part, span, departments, "month")))
    whole = grouped(found, Span(months[-1], months[0]), departments, "month")
    note_look(request, "查看本部门三率", "rates")
    return render(
        request, "supervision/own_rates.html", {"tables": tables, "chart": trend(whole), "total": total(found.values())}
    )


@get_only
@role_required(*OVERSEERS)
def overview(request: HttpRequest) -> HttpResponse:
    """三率总览: `?from`, `?to`, `?kind`, `?by` what the rows are, `?sort` what they are ordered by."""
    today = timezone.localdate()
    span, by, sort = _asked(request, today)
    departments = list(within_reach(viewer(request)).order_by("name"))
    months = past(today, TREND)
    wide = Span(min(span.first, months[-1]), max(span.last, months[0]), span.kinds)
    everything = board(wide, departments, today)  # the chart's months and the table's in one go
    inside = {key: one for key, one in everything.items() if span.first <= key[1] <= span.last}
    charted = {key: one for key, one in everything.items() if months[-1] <= key[1] <= months[0]}
    rows = grouped(inside, span, departments, by)
    monthly = grouped(charted, Span(months[-1], months[0], span.kinds), departments, "month")
    whole = total(inside.values())
    names = {one.pk: one.name for one in departments}
    note_look(request, "查看三率总览", "rates")
    context = {
        "rows": arranged(rows, sort),
        "sums": [Line("合计", whole, _query(span))],
        "missing": sorted((month, names[pk]) for pk, month in whole.missing if pk in names)[:60],
        "chart": trend(monthly),
        "trend": monthly,
        "span": span,
        "title": span_title(span),
        "months": past(today, MOST),
        "kinds": DecisionKind.choices,
        "by": by,
        "groups": GROUPS.items(),
        "sort": sort,
        "sorts": _sorts(request, sort),
        "query": request.GET.urlencode(),
    }
    return render(request, "supervision/overview.html", context)


def _asked(request: HttpRequest, today) -> tuple[Span, str, str]:
    by, sort = request.GET.get("by", ""), request.GET.get("sort", "")
    return (
        chosen_span(request, today),
        by if by in GROUPS else "department",
        sort if sort.removeprefix("-") in SORTS else "",
    )


def _query(span: Span) -> dict[str, str]:
    query = {"from": f"{span.first:%Y-%m}", "to": f"{span.last:%Y-%m}"}
    return query | ({"kind": span.kinds[0]} if len(span.kinds) == 1 else {})


def _sorts(request: HttpRequest, sort: str) -> dict[str, tuple[str, str]]:
    """Column → (query of its link, aria-sort now): from the lowest up first, for that is where work lies."""
    found = {}
    for name in SORTS:
        params = request.GET.copy()
        params["sort"] = f"-{name}" if sort == name else name
        now = {name: "ascending", f"-{name}": "descending"}.get(sort, "none")
        found[name] = (params.urlencode(), now)
    return found


def trend(months: list[Line]) -> dict:
    """What the chart draws: percentages by month, the oldest first; None where nothing is known."""

    def percent(value: float | None) -> float | None:
        return None if value is None else round(100 * value, 1)

    rows = list(reversed(months))
    return {
        "months": [line.query["from"] for line in rows],
        "series": [
            {"name": "上报率", "data": [percent(line.figures.reporting.value) for line in rows]},
            {"name": "及时率", "data": [percent(line.figures.timeliness.value) for line in rows]},
            {"name": "合规率", "data": [percent(line.figures.conformity.value) for line in rows]},
        ],
    }


@get_only
@role_required(*OVERSEERS)
def overview_workbook(request: HttpRequest) -> HttpResponse:
    """三率总览 as .xlsx: the same rows in the same order."""
    today = timezone.localdate()
    span, by, sort = _asked(request, today)
    departments = list(within_reach(viewer(request)).order_by("name"))
    found = board(span, departments, today)
    rows = arranged(grouped(found, span, departments, by), sort)
    rows.append(Line("合计", total(found.values()), {}))
    title = f"三率统计 {span_title(span)}"
    notes = ["未报月报的部门不计入上报率；存量数据不计入。"]
    note_look(request, "下载三率总览", "rates")
    return answer_file(workbook(title, HEADS, [_cells(line) for line in rows], notes), f"{title}.xlsx", XLSX)


def _cells(line: Line) -> list:
    one = line.figures
    rates = [
        ratio.words if ratio.value is None else float(ratio.value)
        for ratio in (one.reporting, one.timeliness, one.conformity)
    ]
    produced = "未报月报" if one.produced is None else one.produced
    return [
        line.title, produced, one.reported, rates[0], one.timely, rates[1], one.reported, one.sent, rates[2], line.missing,
    ]  # fmt: skip


@get_only
@role_required(*READERS, of=Scope.DEPARTMENT)
def rows(request: HttpRequest, figure: str) -> HttpResponse:
    """明细: the rows behind one figure. They are shown to whoever sees the figure; a record opens where it is in reach."""
    if figure not in FIGURES:
        raise Http404
    choice = chosen(request, viewer(request), timezone.localdate())
    page = Paginator(rows_behind(figure, choice.span, choice.departments), 50).get_page(request.GET.get("page"))
    shown: list[Model] = list(page)
    mine = Record.objects.visible_to(viewer(request)).filter(
        pk__in=[one.pk for one in shown if isinstance(one, Record)]
    )
    note_look(request, f"查看三率明细（{FIGURES[figure]}）"[:40], "rates")
    params = request.GET.copy()
    params.pop("page", None)
    context = {
        "title": FIGURES[figure],
        "about": choice.title,
        "page": page,
        "records": [one for one in shown if isinstance(one, Record)],
        "lines": shown if figure == "produced" else [],
        "faulty": [one for one in shown if not isinstance(one, Record)] if figure in ("faulty", "sent") else [],
        "openable": set(mine.values_list("pk", flat=True)),
        "query": params.urlencode(),
        "figures": [(name, FIGURES[name], urlencode(params)) for name in FIGURES],
        "figure": figure,
    }
    return render(request, "supervision/rows.html", context)
