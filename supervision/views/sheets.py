"""进展统计表: the declared forms, one department's month of one, and the office's sums."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.access import role_required
from accounts.acting import actor_of
from accounts.looking import note_look
from credit_platform.declaring import Scope, get_and_post, get_only
from credit_platform.downloads import answer_file
from credit_platform.sheets import XLSX, workbook
from ledger.models import Act

from .. import signing
from ..due_days import due_day
from ..forms import ReasonForm, sheet_form
from ..forms_declared import FORMS, Form
from ..forms_declared.base import COUNT, SHARE, section_key
from ..missing import MONTHS, standings
from ..models import ProgressReturn
from ..months import past, words
from ..prefilling import figures
from ..progressing import SheetRefused, file_sheet, lacks_return, sign_sheet, start_of, table_of
from ..reach import OVERSEERS, READERS, within_reach
from ..signing import ReturnRefused
from .choosing import MOST, reachable, viewer
from .signers import part_of


@get_only
@role_required(*READERS)
def listing(request: HttpRequest) -> HttpResponse:
    """统计表目录: each declared form with how the last months stand."""
    today, officer = timezone.localdate(), viewer(request)
    overseer, months = officer.has_role(*OVERSEERS), past(today, MONTHS)
    reach = list(within_reach(officer))
    tables = []
    for form in FORMS.values():
        dues = {month: due_day(form.key, month) for month in months}
        rows = standings(ProgressReturn.objects.filter(form=form.key), reach, months, dues, today)
        sums = [(month, [row for row in rows if row.month == month]) for month in months]
        counted = [
            (month, len(found), sum(one.state == "signed" for one in found), dues[month]) for month, found in sums
        ]
        tables.append((form, rows if not overseer else [], counted if overseer else []))
    note_look(request, "查看统计表目录", "progress_return")
    return render(request, "supervision/sheets.html", {"tables": tables, "overseer": overseer})


def _form(key: str) -> Form:
    try:
        return FORMS[key.replace("-", "_")]
    except KeyError:
        raise Http404 from None


@get_only
@role_required(*OVERSEERS, of=Scope.OFFICE)
def summary(request: HttpRequest, form: str, month: date) -> HttpResponse:
    """汇总: a row for each department, the sum, and who is missing."""
    declared = _form(form)
    table = table_of(declared, within_reach(viewer(request)), month, timezone.localdate())
    note_look(request, "查看统计表汇总", "progress_return")
    context = {"table": table, "form": declared, "month": month, "months": past(timezone.localdate(), MOST)}
    return render(request, "supervision/summary.html", context | {"by_cell": _turned(table)})


def _turned(table) -> list:
    """One line a cell and its sum: a sheet of thirty columns does not go onto a screen across."""
    lines, place = [], 0
    for section in table.form.sections:
        cells = []
        for cell in section.cells:
            if cell.kind in (COUNT, SHARE):
                cells.append((cell, table.sum[place], [row[place] for _, row in table.rows]))
            place += 1
        if cells:
            lines.append((section, cells))
    return lines


@get_only
@role_required(*OVERSEERS, of=Scope.OFFICE)
def summary_workbook(request: HttpRequest, form: str, month: date) -> HttpResponse:
    """汇总 as .xlsx."""
    declared = _form(form)
    table = table_of(declared, within_reach(viewer(request)), month, timezone.localdate())
    rows = [[standing.department.name, *cells] for standing, cells in table.rows]
    rows.append(["合计", *table.sum])
    notes = [
        f"未报：{'、'.join(one.department.name for one in table.missing) or '无'}",
        *declared.notes,
        f"依据：{declared.clause}",
    ]
    title = f"{declared.title} {words(month)}"
    note_look(request, "下载统计表汇总", "progress_return")
    return answer_file(workbook(title, table.heads, rows, notes), f"{title}.xlsx", XLSX)


@get_and_post
@role_required(*READERS, of=Scope.DEPARTMENT)
def detail(request: HttpRequest, form: str, month: date, department: UUID) -> HttpResponse:
    """One department's sheet of one month: filling, signing, sending back, correcting."""
    declared, one = _form(form), reachable(viewer(request), department)
    rows = ProgressReturn.objects.filter(form=declared.key, department=one).about(month)
    versions = list(rows.select_related("department", "clerk", "reviewer").order_by("-number"))
    standing = next((row for row in versions if row.state == "signed"), None)
    waiting = next((row for row in versions if row.state == "proposed"), None)
    part = part_of(viewer(request), one, waiting)
    no_faults: dict[str, str] = {}
    reason, page_form, faults = ReasonForm(request.POST or None), None, no_faults
    if part.may_file:
        page_form = sheet_form(declared, request.POST or None, _initial(declared, one, month))
    if request.method == "POST":
        said, faults = _post(request, part, declared, one, month, waiting, page_form, reason)
        if said:
            messages.success(request, said)
            return redirect("supervision:sheet", form, month, one.public_id)
    else:
        note_look(request, "查看统计表", "progress_return", (standing or waiting or one).public_id)
    context = {
        "form": declared,
        "department": one,
        "month": month,
        "due": due_day(declared.key, month),
        "versions": [(row, _lines(declared, row)) for row in versions],
        "standing": standing,
        "waiting": waiting,
        "part": part,
        "sections": _fields(declared, page_form, figures(declared, one, month), faults)
        if page_form is not None
        else [],
        "reason": reason,
        "lacks_return": lacks_return(declared, one, month),
    }
    return render(request, "supervision/sheet.html", context)


def _initial(declared: Form, department, month: date) -> dict:
    values, without = start_of(declared, department, month)
    return values | {f"none_{code}": True for code in without} | {f"why_{code}": why for code, why in without.items()}


def _fields(declared: Form, page_form, known: dict, faults: dict) -> list:
    """(section, its not-concerned fields, [(cell, field, platform's figure, fault)]) for the page."""
    return [
        (
            section,
            [page_form[f"none_{section.code}"], page_form[f"why_{section.code}"]] if section.may_not_concern else [],
            [
                (
                    cell,
                    page_form[cell.code] if cell.code in page_form.fields else None,
                    known.get(cell.code),
                    faults.get(cell.code),
                )
                for cell in section.cells
                if cell.kind != SHARE
            ],
            faults.get(section_key(section)),
        )
        for section in declared.sections
    ]


def _lines(declared: Form, row: ProgressReturn) -> list:
    """What a version says: (section, None or why it does not concern, [(title, what is shown, whether a share)])."""
    return [
        (
            section,
            row.not_concerned.get(section.code),
            [(cell.title, declared.shown(row.cells, cell), cell.kind == SHARE) for cell in section.cells],
        )
        for section in declared.sections
    ]


def _post(request, part, declared, department, month, waiting, page_form, reason) -> tuple[str, dict]:
    """Call the use case; (sentence for the officer, faults by code)."""
    officer, action = viewer(request), request.POST.get("action", "")
    who: dict[str, Any] = {"actor": actor_of(officer, Act.Channel.PAGE), "on": timezone.localdate()}
    try:
        if action == "file" and part.may_file:
            if not (page_form.is_valid() and reason.is_valid()):
                raise ReturnRefused("有填写不对的地方，说明在各项下方。")
            values, without = _said(declared, page_form.cleaned_data)
            file_sheet(
                form=declared,
                department=department,
                month=month,
                values=values,
                not_concerned=without,
                clerk=officer,
                reason=reason.cleaned_data["reason"],
                **who,
            )
            return "已填报，等待审核员签发。", {}
        if waiting is not None and action == "sign" and part.may_decide:
            sign_sheet(waiting, reviewer=officer, **who)
            return "已签发，计入汇总。", {}
        if waiting is not None and action == "decline" and part.may_decide:
            signing.decline(waiting, reviewer=officer, reason=request.POST.get("note", ""), **who)
            return "已退回填报员。", {}
        if waiting is not None and action == "take_back" and part.may_take_back:
            signing.take_back(waiting, clerk=officer, **who)
            return "已收回，可以修改后重新填报。", {}
    except SheetRefused as refusal:
        messages.error(request, f"有{len(refusal.faults)}处需要更正，说明在各项下方。")
        return "", refusal.faults
    except ReturnRefused as refusal:
        messages.error(request, str(refusal))
        return "", {}
    messages.error(request, "这一步现在不能做，请刷新页面查看最新情况。")
    return "", {}


def _said(declared: Form, cleaned: dict) -> tuple[dict, dict]:
    without = {
        section.code: cleaned[f"why_{section.code}"]
        for section in declared.sections
        if section.may_not_concern and cleaned.get(f"none_{section.code}")
    }
    values = {
        cell.code: value.isoformat() if isinstance(value, date) else value
        for cell in declared.cells
        if (value := cleaned.get(cell.code)) is not None
    }
    return values, without
