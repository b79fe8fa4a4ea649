"""红黑名单公示: both lists as the public searches them, notices that ask for objections, campaigns, the update log. Source: D2, D8.

Everything shown is on the allow-list below; the address of a list can be kept, an entry is gone on the day it leaves.
"""

import csv
from datetime import date
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_cache_control

from accounts.models import Department
from blacklists.models import Announcement, Campaign, Entry, Nomination
from credit_platform.codes import normalise_code
from credit_platform.declaring import get_only, open_to_all

from .visits import limited

PER_PAGE, LOG = 20, 20
BLACK = (
    "subject__public_id", "subject__name", "subject__code", "subject__public_since", "behaviour_title", "field", "reasons",
    "basis", "department__name", "decision_number", "decided_on", "public_from", "until", "exit_conditions", "remedies",
)  # fmt: skip
RED = (
    "subject__public_id", "subject__name", "subject__code", "subject__public_since", "title", "department__name",
    "document_title", "document_number", "public_from", "until", "deeds",
)  # fmt: skip


@open_to_all()
@get_only
@limited("lists")
def black_list(request: HttpRequest) -> HttpResponse:
    """严重失信主体名单: by name or code, department, county; with the update log; as a table to download."""
    today = timezone.localdate()
    rows, chosen = _filtered(request, Entry.objects.public(today))
    rows = rows.order_by("-public_from", "-pk").values(*BLACK)
    if request.GET.get("format") == "csv":
        return _table(rows, "black-list", today, _BLACK_TITLES)
    return _page(request, "blacklists/public_black.html", rows, chosen, "black", today)


@open_to_all()
@get_only
@limited("lists")
def red_list(request: HttpRequest) -> HttpResponse:
    """守信红名单, what is in public notice now, and how each campaign stands."""
    today = timezone.localdate()
    rows, chosen = _filtered(request, Nomination.objects.public(today))
    rows = rows.order_by("-public_from", "-pk").values(*RED)
    if request.GET.get("format") == "csv":
        return _table(rows, "red-list", today, _RED_TITLES)
    waiting = Nomination.objects.in_notice(today).values(
        "subject__name", "subject__code", "title", "industry_list", "department__name", "notice_from", "notice_until"
    )
    more = {"notices": waiting.order_by("notice_until"), "campaigns": campaigns()}
    return _page(request, "blacklists/public_red.html", rows, chosen, "red", today, **more)


def campaigns() -> list[dict]:
    """评选进度: numbers only, for the last three."""
    states = {
        "nominated": ("推荐、比对", ["nominated", "stopped", "checked"]),
        "in_notice": ("公示征求异议", ["in_notice"]),
        "settled": ("报批", ["settled", "approved"]),
        "published": ("已公布", ["published", "expired", "withdrawn"]),
        "dropped": ("未列入", ["dropped"]),
    }
    counts = {
        name: Count("nominations", filter=Q(nominations__state__in=within)) for name, (_, within) in states.items()
    }
    rows = Campaign.objects.annotate(**counts).select_related("department")[:3]
    return [
        {"campaign": row, "steps": [(title, getattr(row, name)) for name, (title, _) in states.items()]} for row in rows
    ]


def _filtered(request: HttpRequest, rows):
    q = request.GET.get("q", "").replace("\0", "").strip()[:100]
    within = request.GET.get("department", "").strip()[:40]
    if q:
        rows = rows.filter(Q(subject__name__icontains=q) | Q(subject__code=normalise_code(q)))
    department = Department.objects.chosen(within) if within else None
    if department is not None:  # a department, or all of a county below its office
        rows = rows.filter(department__in=Department.objects.tree(department))
    return rows, {"q": q, "department": str(department.public_id) if department else ""}


def _page(request: HttpRequest, template: str, rows, chosen: dict, which: str, today: date, **more) -> HttpResponse:
    log = Announcement.objects.public(today).filter(which=which).select_related("subject", "department")[:LOG]
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    listed = (Entry if which == "black" else Nomination).objects.public(today)
    departments = Department.objects.filter(pk__in=listed.values("department")).select_related("parent")
    offices = Department.objects.filter(pk__in=departments.exclude(parent=None).values("parent"))
    context = {
        "page": page, "log": log, "departments": departments, "offices": offices, "today": today, **chosen, **more,
        "link": urlencode(chosen),
        "latest": listed.order_by("-public_from").values_list("public_from", flat=True).first(),
    }  # fmt: skip
    response = render(request, template, context)
    patch_cache_control(response, no_cache=True)  # what left must be gone at the next look
    return response


_BLACK_TITLES = {
    "subject__name": "主体名称", "subject__code": "统一社会信用代码", "behaviour_title": "严重失信行为", "field": "领域",
    "reasons": "事由", "basis": "依据", "department__name": "认定部门", "decision_number": "决定书文号",
    "decided_on": "决定日期", "public_from": "公示日期", "until": "截止日期",
}  # fmt: skip
_RED_TITLES = {
    "subject__name": "主体名称", "subject__code": "统一社会信用代码", "title": "称号", "department__name": "推荐部门",
    "document_number": "批准文号", "public_from": "公布日期", "until": "有效期至",
}  # fmt: skip


def _table(rows, name: str, today: date, titles: dict[str, str]) -> HttpResponse:
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}-{today}.csv"'
    response.write("\ufeff")  # else spreadsheets take it for another encoding
    out = csv.writer(response)
    out.writerow(titles.values())
    for row in rows[:50_000].iterator():
        out.writerow([_as_text(row[field]) for field in titles])
    return response


def _as_text(value: object) -> str:
    """A cell that no spreadsheet takes for a formula."""
    said = "" if value is None else str(value)
    return f"'{said}" if said[:1] in "=+-@\t" else said
