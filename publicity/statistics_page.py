"""公示统计 for everybody: /statistics/, a chart and a table beside it, each table as CSV. Source: G7."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from credit_platform.csv_tables import CSV, csv_lines
from credit_platform.declaring import get_only, open_to_all
from credit_platform.downloads import answer_file
from supervision.charting import LyingBars, bars, lying_bars

from . import scoreboard, statistics, timely
from .small_numbers import FEW, SAID, few
from .visits import limited

KINDS = {"licence": "行政许可", "penalty": "行政处罚"}
MOST = 30  # departments that are drawn; the table has all
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
    fault = "没有这张表，没有下载。请从下面各表的“下载”打开。" if table not in ("", *TABLES) else ""
    context: dict[str, Any] = {"board": None, "chart": None, "fault": fault}
    if board:
        told = {name: [scoreboard.told(row) for row in board[name]] for name in TABLES}
        months = board["months"]
        chart = bars(
            [row["title"].partition("年")[2] for row in months],
            [(title, [None if few(row[name]) else row[name] for row in months]) for name, title in KINDS.items()],
            SAID,
        )
        context |= {
            "lying": lying_bars(
                [row["title"].partition("年")[2] for row in reversed(months)],
                [(title, [None if few(row[name]) else row[name] for row in reversed(months)]) for name, title in KINDS.items()],
                SAID,
            ),
            "departments": _shares(board["departments"]), "counties": _shares(board["counties"]),
            "since": timely.first_month(today), "today": today,
        }  # fmt: skip
        context |= {"board": told, "chart": chart, "as_of": statistics.as_of(board)}
    return render(request, "publicity/statistics.html", context)


def _shares(rows: list[dict]) -> LyingBars | None:
    """及时率 of those that have one, as far as a picture can be read."""
    drawn = [row for row in rows if row["timed"] >= FEW][:MOST]
    shares = [None if few(row["on_time"]) else row["on_time"] * 100 // row["timed"] for row in drawn]
    return (
        lying_bars([row["title"] for row in drawn], [("及时率", shares)], "很少", named=168, unit="%")
        if drawn
        else None
    )


def _sheet(table: str, rows: list[dict], day: str) -> HttpResponse:
    heads = [TABLES[table], "行政许可（条）", "行政处罚（条）", "应计及时率（条）", "按时公示（条）", "及时率"]
    figures = ("title", *scoreboard.FIGURES, "share")
    lines = [[row[name] for name in figures] for row in map(scoreboard.told, rows)]
    return answer_file("".join(csv_lines([heads, *lines])), f"statistics-{table}-{day}.csv", CSV)
