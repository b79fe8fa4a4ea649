"""公示统计 for everybody: /statistics/, a chart and a table beside it, each table as CSV. Source: G7."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from credit_platform.csv_tables import CSV, csv_lines
from credit_platform.declaring import get_only, open_to_all
from credit_platform.downloads import answer_file
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
    heads = [TABLES[table], "行政许可（条）", "行政处罚（条）", "应计及时率（条）", "按时公示（条）", "及时率"]
    figures = ("title", "licence", "penalty", "timed", "on_time")
    lines = [[*(row[name] for name in figures), scoreboard.share(row)] for row in rows]
    return answer_file("".join(csv_lines([heads, *lines])), f"statistics-{table}-{day}.csv", CSV)
