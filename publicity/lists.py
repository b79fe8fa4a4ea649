"""名单公示: red list, black list, judgment debtors as the public searches them, notices that ask for objections, campaigns, the
update log. Source: D2, D8, G4.

What is shown comes from library.py; the address of a list can be kept, an entry is gone on the day it leaves.
"""

import csv
from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_cache_control

from accounts.models import Department
from blacklists.models import Campaign, Nomination
from credit_platform.declaring import get_only, open_to_all

from . import library, library_log
from .library import BLACK, DEBTOR, RED, TITLES, Chosen
from .places import place_of, text_of
from .visits import limited

PER_PAGE, LOG, PER_LOG = 20, 20, 50
TABLE = 50_000  # rows of a download


@open_to_all()
@get_only
@limited("lists")
def black_list(request: HttpRequest) -> HttpResponse:
    """严重失信主体名单."""
    return _list(request, BLACK, "blacklists/public_black.html", lambda on: {})


@open_to_all()
@get_only
@limited("lists")
def red_list(request: HttpRequest) -> HttpResponse:
    """守信红名单, what is in public notice now, and how each campaign stands."""
    return _list(request, RED, "blacklists/public_red.html", _red_more)


@open_to_all()
@get_only
@limited("lists")
def debtor_list(request: HttpRequest) -> HttpResponse:
    """失信被执行人名单, as courts hand it over. Source: D8, G4; Yingkou 二(三)."""
    return _list(request, DEBTOR, "blacklists/public_debtors.html", lambda on: {})


@open_to_all()
@get_only
@limited("lists")
def updates(request: HttpRequest) -> HttpResponse:
    """名单更新日志 of one list or all, the latest first."""
    today = timezone.localdate()
    which = request.GET.get("list", "")
    lists = [which] if which in TITLES else list(TITLES)
    place = place_of(request.GET.get("after", ""))
    lines = library_log.after(lists, today, place, PER_LOG + 1)
    more = len(lines) > PER_LOG
    lines = lines[:PER_LOG]
    context = {
        "lines": lines, "which": which if which in TITLES else "", "lists": list(TITLES.items()), "started": place is not None,
        "next": urlencode({"list": which, "after": text_of(lines[-1].day, lines[-1].id)}) if more else "",
    }  # fmt: skip
    response = render(request, "blacklists/public_updates.html", context)
    patch_cache_control(response, no_cache=True)
    return response


def _red_more(on: date) -> dict[str, Any]:
    waiting = Nomination.objects.in_notice(on).values(
        "subject__name", "subject__code", "title", "industry_list", "department__name", "notice_from", "notice_until"
    )
    return {"notices": waiting.order_by("notice_until"), "campaigns": campaigns()}


def campaigns() -> list[dict]:
    """评选进度: numbers only, for the last three."""
    states = {
        "nominated": ("推荐、比对", ["nominated", "stopped", "checked"]),
        "in_notice": ("公示征求异议", ["in_notice"]),
        "settled": ("报批", ["settled", "approved"]),
        "published": ("已公布", ["published", "expired"]),
        "withdrawn": ("公布后取消", ["withdrawn"]),
        "dropped": ("未列入", ["dropped"]),
    }
    counts = {
        name: Count("nominations", filter=Q(nominations__state__in=within)) for name, (_, within) in states.items()
    }
    rows = Campaign.objects.annotate(**counts).select_related("department").order_by("-year", "-pk")[:3]
    return [
        {"campaign": row, "steps": [(title, getattr(row, name)) for name, (title, _) in states.items()]} for row in rows
    ]


def _list(request: HttpRequest, which: str, template: str, more: Callable[[date], dict[str, Any]]) -> HttpResponse:
    today = timezone.localdate()
    chosen, sent = _chosen(request)
    found = library.keys(which, today, chosen)
    if request.GET.get("format") == "csv":
        return _table(which, list(found[: TABLE + 1]), today)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    log = library_log.after([which], today, None, LOG)  # who left is an update, too
    context = {
        "page": page, "rows": library.rows(which, page), "log": [] if any(sent.values()) else log, "which": which,
        "places": _places(which, today), "names": library.names_on(which, today),
        "fields": library.fields_on(today) if which == BLACK else [],
        "today": today, "latest": log[0].day if log else None, "sent": sent, "asked": any(sent.values()),
        "link": urlencode({name: value for name, value in sent.items() if value}), **more(today),
    }  # fmt: skip
    response = render(request, template, context)
    patch_cache_control(response, no_cache=True)  # what left must be gone at the next look
    return response


def _chosen(request: HttpRequest) -> tuple[Chosen, dict[str, str]]:
    """What is asked, and as the form shows it again; what is no answer to the form's questions asks nothing."""
    sent = {
        name: request.GET.get(name, "").replace("\0", "").strip()[:100]
        for name in ("q", "department", "field", "named", "since")
    }
    department = Department.objects.chosen(sent["department"]) if sent["department"] else None
    try:
        since = date.fromisoformat(sent["since"]) if sent["since"] else None
    except ValueError:
        since = None
    sent |= {"department": str(department.public_id) if department else "", "since": str(since or "")}
    return Chosen(sent["q"], department, sent["field"], sent["named"], since), sent


def _places(which: str, on: date) -> list[tuple[str, str, int]]:
    """(public id, title, rows) of offices with all below them, and of departments that have rows on the list."""
    counts = library.counts_by_department(which, on)
    own = list(Department.objects.filter(pk__in=counts).select_related("parent").order_by("name"))
    offices = Department.objects.filter(pk__in={one.parent_id for one in own if one.parent_id}).order_by("name")
    within = _with_all_below(counts)
    found = [(str(office.public_id), f"{office.name}及所辖部门", within[office.pk]) for office in offices]
    return found + [(str(one.public_id), one.name, counts[one.pk]) for one in own]


def _with_all_below(counts: dict[int, int]) -> Counter[int]:
    """The counts of each department together with those below it, however many levels; in one query."""
    above = dict(Department.objects.values_list("pk", "parent"))
    found: Counter[int] = Counter()
    for department, count in counts.items():
        line: set[int] = set()
        here: int | None = department
        while here is not None and here not in line:
            line.add(here)
            here = above.get(here)
        for one in line:
            found[one] += count
    return found


COLUMNS = (
    ("name", "主体名称"), ("code", "统一社会信用代码"), ("title", "行为、称号或履行情况"), ("field", "领域"), ("facts", "事由或事迹"),
    ("basis", "依据"), ("body", "认定单位"), ("document_number", "文书号"), ("decided_on", "认定日期"), ("public_from", "公示日期"),
    ("until", "截止日期"),
)  # fmt: skip


def _table(which: str, keys: list[library.Key], today: date) -> HttpResponse:
    """下载表格; one that is cut at its greatest length says so in its last line."""
    rows = library.rows(which, keys[:TABLE])
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{which}-list-{today}.csv"'
    patch_cache_control(response, no_cache=True)
    response.write("\ufeff")  # else spreadsheets take it for another encoding
    out = csv.writer(response)
    out.writerow([*(title for _, title in COLUMNS), "来源"])
    for row in rows:
        cells = [_as_text(getattr(row, field)) for field, _ in COLUMNS]
        out.writerow([*cells, "外来名单" if row.elsewhere else "本地认定"])
    if len(keys) > TABLE:
        out.writerow([f"未列全：一次最多下载{TABLE}条，其余未列出。请按单位、领域或日期筛选后分次下载。"])
    return response


def _as_text(value: object) -> str:
    """A cell that no spreadsheet takes for a formula."""
    said = "" if value is None else str(value)
    return f"'{said}" if said[:1] in ("=", "+", "-", "@", "\t", "\r") else said
