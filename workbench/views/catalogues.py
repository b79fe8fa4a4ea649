"""信息目录: what a department sends, in versions, and how much of it arrives. Source: B12."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.access import StaffRequest, role_required
from accounts.acting import signed
from accounts.models import Department, Officer, Role
from credit_platform.declaring import Scope, get_only, post_only
from ledger.history import history_of
from records.cataloguing import CatalogueRefused, Item, adopt, coverage, covered_departments, decline, propose
from records.kinds import KINDS
from records.models import Catalogue, CatalogueItem

OWN = (Role.CLERK, Role.REVIEWER)
OFFICE = (Role.OFFICE, Role.OFFICE_APPROVER)
READERS = (*OWN, *OFFICE, Role.AUDITOR)


@get_only
@role_required(*READERS)
def listing(request: StaffRequest) -> HttpResponse:
    """Departments within reach: catalogue in force, coverage, what waits for approval; `?proposed` only those."""
    departments, only_proposed = _departments(request.user), "proposed" in request.GET
    if only_proposed:
        departments = departments.filter(catalogues__state=Catalogue.State.PROPOSED)
    page = Paginator(departments.order_by("name"), 25).get_page(request.GET.get("page"))
    here = [department.pk for department in page]
    rows = Catalogue.objects.filter(department__in=here, state__in=["proposed", "adopted"])
    by_state = {(row.department_id, row.state): row for row in rows}
    covered = covered_departments(here, timezone.localdate())
    lines = [
        {
            "department": department,
            "adopted": by_state.get((department.pk, "adopted")),
            "proposed": by_state.get((department.pk, "proposed")),
            "covered": covered.get(department.pk),
        }
        for department in page
    ]
    return render(request, "workbench/catalogues.html", {"page": page, "lines": lines, "only_proposed": only_proposed})


@get_only
@role_required(*READERS, of=Scope.DEPARTMENT)
def detail(request: StaffRequest, public_id) -> HttpResponse:
    """One department's catalogue: coverage item by item, the proposed version beside it, and all versions."""
    department = get_object_or_404(_departments(request.user), public_id=public_id)
    catalogues = department.catalogues.select_related("proposer", "approver").prefetch_related("items")
    lines = coverage(department, timezone.localdate())
    proposed = next((row for row in catalogues if row.state == Catalogue.State.PROPOSED), None)
    context = {
        "department": department,
        "lines": lines,
        "covered": sum(line.covered for line in lines),
        "adopted": next((row for row in catalogues if row.state == Catalogue.State.ADOPTED), None),
        "proposed": proposed,
        "proposed_items": [(KINDS[item.kind].title, item) for item in proposed.items.all()] if proposed else [],
        "catalogues": catalogues,
        "may_propose": request.user.has_role(*OWN, Role.OFFICE) and proposed is None,
        "may_decide": proposed is not None
        and request.user.has_role(Role.OFFICE_APPROVER)
        and proposed.proposer_id != request.user.pk,
        "history": history_of(department.public_id, Catalogue.lifecycle, also=[row.public_id for row in catalogues]),
    }
    return render(request, "workbench/catalogue.html", context)


@role_required(*OWN, Role.OFFICE, of=Scope.DEPARTMENT)
def draw_up(request: StaffRequest, public_id) -> HttpResponse:
    """提出新版: every declared kind with a tick, cycle, publicity and basis; begins with what is in force."""
    department = get_object_or_404(_departments(request.user), public_id=public_id)
    lines, refused = _lines(department, request.POST if request.method == "POST" else None), ""
    lacking = _mark_lacking(lines) if request.method == "POST" else []
    if request.method == "POST" and not lacking:
        try:
            propose(
                department,
                [
                    Item(line["kind"].key, line["cycle"], line["basis"], line["public"])
                    for line in lines
                    if line["chosen"]
                ],
                basis=request.POST.get("basis", "")[:300],
                officer=request.user,
                **signed(request.user),
            )
        except CatalogueRefused as reason:
            refused = str(reason)
        else:
            messages.success(request, "已提出，待信用办审批。审批之前仍按现行目录报送。")
            return redirect("workbench:catalogue", department.public_id)
    context = {
        "department": department,
        "lines": lines,
        "refused": refused,
        "lacking": lacking,
        "basis": request.POST.get("basis", ""),
        "cycles": CatalogueItem.Cycle.choices,
    }
    return render(request, "workbench/catalogue_form.html", context)


def _lines(department: Department, sent) -> list[dict]:
    force = Catalogue.objects.in_force(department).prefetch_related("items").first()
    before = {item.kind: item for item in force.items.all()} if force else {}
    lines = []
    for key, kind in KINDS.items():
        item = before.get(key)
        if sent is None:
            chosen, cycle = item is not None, item.cycle if item else "arising"
            basis, public = item.basis if item else "", item.public if item else kind.public
        else:
            chosen, cycle = key in sent.getlist("kind"), sent.get(f"{key}-cycle", "")
            basis, public = sent.get(f"{key}-basis", "")[:300], f"{key}-public" in sent
        lines.append({"kind": kind, "chosen": chosen, "cycle": cycle, "basis": basis, "public": public})
    return lines


def _mark_lacking(lines: list[dict]) -> list[dict]:
    """The chosen lines without a basis, each marked: all of them at once, for one by one is a nuisance."""
    lacking = [line for line in lines if line["chosen"] and not line["basis"].strip()]
    for line in lacking:
        line["lacks"] = True
    return lacking


@post_only
@role_required(Role.OFFICE_APPROVER, of=Scope.DEPARTMENT)
def decide(request: StaffRequest, public_id) -> HttpResponse:
    """采纳 or 不采纳."""
    rows = Catalogue.objects.visible_to(request.user).select_related("department")
    catalogue = get_object_or_404(rows, public_id=public_id)
    try:
        if request.POST.get("action") == "adopt":
            adopt(catalogue, officer=request.user, **signed(request.user))
            messages.success(request, "已采纳，即日起按新目录报送。")
        else:
            decline(
                catalogue, officer=request.user, reason=request.POST.get("reason", "")[:500], **signed(request.user)
            )
            messages.success(request, "已退回，提出的部门会看到理由。")
    except CatalogueRefused as reason:
        messages.error(request, str(reason))
    return redirect("workbench:catalogue", catalogue.department.public_id)


def _departments(officer: Officer):
    if officer.has_role(Role.AUDITOR):
        return Department.objects.all()
    if officer.has_role(*OFFICE):
        return Department.objects.tree(officer.department)
    return Department.objects.filter(pk=officer.department_id)
