"""公示统计 for everybody: /statistics/, a chart and a table beside it, each table as CSV. Source: G7."""

import csv
import io
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from credit_platform.declaring import get_only, open_to_all
from supervision.charting import bars

from . import scoreboard, statistics
from .visits import limited

TABLES = {"months": "月份", "departments": "部门", "counties": "县（市、区）"}


@open_to_all()
@get_only
@limited("statistics")
def page(request: HttpRequest) -> HttpResponse:
    """Volumes and shares in time of twelve months; ten minutes old at most, and it says when it is being counted."""
    today = timezone.localdate()
    board = statistics.recent(today, "scoreboard", scoreboard.board)
    table = request.GET.get("table", "")
    if board and request.GET.get("format") == "csv" and table in TABLES:
        return _sheet(table, board[table], str(today))
    context: dict[str, Any] = {"board": None, "chart": None, "today": today}
    if board:
        told = {name: [{**row, "share": scoreboard.share(row)} for row in rows] for name, rows in board.items()}
        months = board["months"]
        chart = bars(
            [row["title"].partition("年")[2] for row in months],
            [("行政许可", [row["licence"] for row in months]), ("行政处罚", [row["penalty"] for row in months])],
        )
        context |= {"board": told, "chart": chart}
    return render(request, "publicity/statistics.html", context)


def _sheet(table: str, rows: list[dict], day: str) -> HttpResponse:
    lines = io.StringIO()
    out = csv.writer(lines)
    out.writerow([TABLES[table], "行政许可（条）", "行政处罚（条）", "应计及时率（条）", "按时公示（条）", "及时率"])
    for row in rows:
        out.writerow(
            [row["title"], row["licence"], row["penalty"], row["timed"], row["on_time"], scoreboard.share(row)]
        )
    # The mark in front: else spreadsheets take it for another encoding.
    response = HttpResponse("\ufeff" + lines.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="statistics-{table}-{day}.csv"'
    return response
