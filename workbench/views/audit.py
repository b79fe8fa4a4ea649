"""审计: officers by department with what each did, set, read and took away; one page for each; read-only. Source: J5.

The auditor's own looks here are written down like everybody's.
"""

from datetime import timedelta
from itertools import groupby

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from accounts.access import StaffRequest, role_required
from accounts.looking import note_look
from accounts.models import Officer, Role
from credit_platform.declaring import Scope, get_only
from credit_platform.downloads import answer_file
from credit_platform.sheets import XLSX, workbook

from ..act_titles import act_title
from ..auditing import KINDS, Asked, Entry, entries, tallies, timeline
from ..forms import AuditFilter
from .addresses import kept
from .looks import named

PAGE = 50
MOST = 10_000  # rows of a download
DAYS = 30  # the index looks back, unless asked otherwise


def _asked(form: AuditFilter) -> Asked:
    said = form.cleaned_data if form.is_valid() else {}
    return Asked(said.get("since"), said.get("until"), said.get("kind", ""))


def _form(request: StaffRequest, *, kinds: bool = True, days: int = 0) -> AuditFilter:
    today = timezone.localdate()
    said = request.GET if request.GET else None
    start = {"since": str(today - timedelta(days=days)), "until": str(today)} if days and said is None else {}
    form = AuditFilter(start if said is None else said)
    if not kinds:
        del form.fields["kind"]
    return form


@get_only
@role_required(Role.AUDITOR)
def index(request: StaffRequest) -> HttpResponse:
    """人员行为: every officer by department; the last thirty days, or those asked for."""
    form = _form(request, kinds=False, days=DAYS)
    asked = _asked(form)
    rows = tallies(asked)
    note_look(request, "查看人员行为目录", "officer")
    context = {
        "form": form,
        "departments": [
            (department, list(group)) for department, group in groupby(rows, key=lambda row: row.officer.department)
        ],
        "kinds": KINDS.items(),
        "days": _days(asked),
        "query": kept(request),
    }
    return render(request, "workbench/audit.html", context)


def _days(asked: Asked) -> str:
    """The days as parameters of the officers' pages."""
    pairs = (("since", asked.since), ("until", asked.until))
    return "&".join(f"{name}={day}" for name, day in pairs if day)


@get_only
@role_required(Role.AUDITOR)
def index_workbook(request: StaffRequest) -> HttpResponse:
    """人员行为 as .xlsx."""
    asked = _asked(_form(request, kinds=False, days=DAYS))
    heads = ("部门", "姓名", "登录名", "账号", *KINDS.values())
    rows = [
        [
            row.officer.department.name, row.officer.name, row.officer.username,
            "启用" if row.officer.is_active else "已停用", *row.counts.values(),
        ]
        for row in tallies(asked)
    ]  # fmt: skip
    title = f"人员行为统计 {asked.since or '最早'}至{asked.until or '今天'}"
    note_look(request, "下载人员行为统计", "officer")
    return answer_file(workbook(title, heads, rows), f"{title}.xlsx", XLSX)


@get_only
@role_required(Role.AUDITOR, of=Scope.PLATFORM)
def officer(request: StaffRequest, public_id) -> HttpResponse:
    """One officer's acts, looks, downloads and settings in one line of time; `?since`, `?until`, `?kind`."""
    one = get_object_or_404(Officer.objects.select_related("department"), public_id=public_id)
    form = _form(request)
    page = Paginator(timeline(one, _asked(form)), PAGE).get_page(request.GET.get("page"))
    lines = _lines(entries(page), request.user)  # before this very look is among them
    note_look(request, "查看人员行为", "officer", one.public_id)
    context = {
        "officer": one,
        "form": form,
        "page": page,
        "lines": lines,
        "grants": one.grants.order_by("-since", "-pk"),
        "query": kept(request),
        "most": MOST,
    }
    return render(request, "workbench/audit_officer.html", context)


@get_only
@role_required(Role.AUDITOR, of=Scope.PLATFORM)
def officer_workbook(request: StaffRequest, public_id) -> HttpResponse:
    """One officer's line of time as .xlsx."""
    one = get_object_or_404(Officer.objects.select_related("department"), public_id=public_id)
    found = entries(timeline(one, _asked(_form(request)))[: MOST + 1])
    rows = [
        [
            timezone.localtime(entry.at).strftime("%Y-%m-%d %H:%M:%S"), entry.title, title, about, entry.reason, entry.role,
            entry.channel, entry.address,
        ]
        for entry, title, about, _ in _lines(found[:MOST], request.user)
    ]  # fmt: skip
    notes = [f"只含最近{MOST}条，请缩小日期范围后分次下载。"] if len(found) > MOST else []
    title = f"人员行为 {one.name} {timezone.localdate()}"
    heads = ("时间", "类别", "内容", "对象", "理由和依据", "角色", "渠道", "地址")
    note_look(request, "下载人员行为", "officer", one.public_id)
    return answer_file(workbook(title, heads, rows, notes), f"{title}.xlsx", XLSX)


def _lines(found: list[Entry], auditor: Officer) -> list[tuple[Entry, str, str, str]]:
    """(entry, what it is called, its object, the object's page), for the page and the table."""
    objects = named([entry.look for entry in found if entry.look], auditor)
    lines = []
    for entry in found:
        about, link = objects.get(entry.look.object_id, ("", "")) if entry.look else ("", "")
        lines.append((entry, act_title(entry.what), about, link))
    return lines
