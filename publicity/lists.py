"""名单公示: red list, black list, judgment debtors as the public searches them, notices that ask for objections, campaigns, the
update log. Source: D2, D8, G4.

What is shown comes from library.py; the address of a list can be kept, an entry is gone on the day it leaves.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from itertools import islice
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_cache_control

from accounts.models import Department
from blacklists.models import Campaign, Nomination
from credit_platform.csv_tables import CSV, csv_lines
from credit_platform.declaring import get_only, open_to_all

from . import asked, library, library_log
from .brief import brief
from .library import BLACK, DEBTOR, RED, TITLES, Chosen
from .places import text_of
from .visits import limited

PER_PAGE, LOG, PER_LOG = 20, 20, 50
COUNTED = 1_000  # rows of a part of a list are counted up to here
BATCH = 500  # rows of a download that are held at once


@open_to_all()
@get_only
@limited("lists")
def black_list(request: HttpRequest) -> HttpResponseBase:
    """严重失信主体名单."""
    return _list(request, BLACK, "blacklists/public_black.html", lambda on: {})


@open_to_all()
@get_only
@limited("lists")
def red_list(request: HttpRequest) -> HttpResponseBase:
    """守信红名单, what is in public notice now, and how each campaign stands."""
    return _list(request, RED, "blacklists/public_red.html", _red_more)


@open_to_all()
@get_only
@limited("lists")
def debtor_list(request: HttpRequest) -> HttpResponseBase:
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
    sent = request.GET.get("department", "")
    department = Department.objects.chosen(sent) if sent else None
    place, unread = asked.place_asked(request)
    faults = [asked.UNKNOWN] if sent and department is None else []
    faults += ["没有这个名单，显示全部名单的更新。"] if which and which not in TITLES else []
    lines = library_log.after(lists, today, place, PER_LOG + 1, department)
    kept = {"list": which if which in TITLES else "", "department": str(department.public_id) if department else ""}
    link = {name: value for name, value in kept.items() if value}
    more = len(lines) > PER_LOG
    lines = lines[:PER_LOG]
    context = {
        "lines": lines, "which": kept["list"], "lists": list(TITLES.items()), "started": place is not None,
        "fault": "".join([*faults, unread]), "places": asked.places(today), "department": kept["department"], "link": urlencode(link),
        "next": urlencode(link | {"after": text_of(lines[-1].day, lines[-1].id)}) if more else "",
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


def _list(request: HttpRequest, which: str, template: str, more: Callable[[date], dict[str, Any]]) -> HttpResponseBase:
    today = timezone.localdate()
    chosen, sent, fault = _chosen(request)
    if request.GET.get("format") == "csv" and not fault:
        return _table(which, library.keys(which, today, chosen), today)
    place, unread = asked.place_asked(request)
    keys = library.after(
        which, today, chosen, place, PER_PAGE + 1
    )  # by key: the hundredth page costs what the first does
    # Who left is an update, too. Further pages say nothing of it.
    log = library_log.after([which], today, None, LOG) if place is None else []
    link = {name: value for name, value in sent.items() if value}
    total, more_than = _total(which, today, chosen, bool(link))
    choices = brief(f"list:{which}:{today}", lambda: _choices(which, today))
    fault += "" if keys else _absent(chosen, choices)
    context = {
        "total": total, "more_than": more_than, "started": place is not None, "fault": fault + unread, **choices,
        "next": urlencode(link | {"after": text_of(*keys[PER_PAGE - 1][:2])}) if len(keys) > PER_PAGE else "",
        "rows": library.rows(which, keys[:PER_PAGE], today), "log": [] if any(sent.values()) else log, "which": which,
        "today": today, "latest": log[0].day if log else None, "sent": sent, "asked": any(sent.values()),
        "link": urlencode(link), **more(today),
    }  # fmt: skip
    response = render(request, template, context)
    patch_cache_control(response, no_cache=True)  # what left must be gone at the next look
    return response


def _choices(which: str, on: date) -> dict[str, Any]:
    """What the form offers. Counting the whole list costs, and a choice more or less harms nobody for some seconds."""
    return {
        "places": _places(which, on),
        "names": library.names_on(which, on),
        "fields": library.fields_on(on) if which == BLACK else [],
    }


def _absent(chosen: Chosen, choices: dict[str, Any]) -> str:
    """What is asked that nothing on the list has: it has no line in the form, and the page would be empty without a word."""
    asked = ((chosen.field, choices["fields"]), (chosen.named, choices["names"]))
    return "".join(f"名单上现在没有“{value}”这一项。" for value, known in asked if value and value not in known)


def _total(which: str, on: date, chosen: Chosen, narrowed: bool) -> tuple[int, bool]:
    """How many rows, and whether there are more: the whole list exactly, part of it up to COUNTED."""
    if not narrowed:
        return brief(f"list:{which}:{on}:total", lambda: library.keys(which, on).count()), False
    counted = library.keys(which, on, chosen)[: COUNTED + 1].count()
    return min(counted, COUNTED), counted > COUNTED


def _chosen(request: HttpRequest) -> tuple[Chosen, dict[str, str], str]:
    """What is asked, as the form shows it again, and what of it cannot be read; that asks nothing."""
    sent = {
        name: request.GET.get(name, "").replace("\0", "").strip()[:100]
        for name in ("q", "department", "field", "named", "since")
    }
    department = Department.objects.chosen(sent["department"]) if sent["department"] else None
    try:
        since = date.fromisoformat(sent["since"]) if sent["since"] else None
    except ValueError:
        since = None
    unknown = asked.UNKNOWN if sent["department"] and department is None else ""
    fault = unknown + (
        f"“{sent['since']}”不是日期，没有按公示日期筛选。请按 2026-01-31 的样子填写。"
        if sent["since"] and not since
        else ""
    )
    sent |= {"department": str(department.public_id) if department else ""}
    return Chosen(sent["q"], department, sent["field"], sent["named"], since), sent, fault


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
    ("until", "截止日期"), ("marks", "标注"),
)  # fmt: skip


def _table(which: str, keys: QuerySet, today: date) -> StreamingHttpResponse:
    """下载表格: read from a cursor of the database and sent on batch by batch, however long the list is."""
    response = StreamingHttpResponse(csv_lines(_cells(which, keys, today)), content_type=CSV)
    response["Content-Disposition"] = f'attachment; filename="{which}-list-{today}.csv"'
    patch_cache_control(response, no_cache=True)
    return response


def _cells(which: str, keys: QuerySet, on: date) -> Iterator[list[object]]:
    yield [*(title for _, title in COLUMNS), "来源"]
    found = keys.iterator(chunk_size=BATCH)
    while batch := list(islice(found, BATCH)):
        for row in library.rows(which, batch, on):
            cells = [getattr(row, field) for field, _ in COLUMNS]
            yield [*cells, "外来名单" if row.elsewhere else "本地认定"]
