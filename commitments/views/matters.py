"""办事材料清单: which papers of a matter may be late."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Case, Count, IntegerField, Q, Value, When
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from accounts.access import StaffRequest, role_required
from accounts.acting import by
from accounts.models import Department, Role
from blacklists.refusals import ListRefused
from blacklists.views.reading import PAGE, text, uuids, yes
from credit_platform.declaring import Scope, get_and_post, get_only, post_only
from ledger.history import history_of
from records.querysets import departments_within_reach

from ..models import Matter
from ..paper_lists import PaperSaid, decide, propose, retire
from ..querysets import APPROVERS, HANDLERS

WORKERS = (Role.CLERK, Role.REVIEWER, Role.OFFICE, Role.OFFICE_APPROVER)
READERS = (*WORKERS, Role.AUDITOR)
WHEN = {"law": "法定材料，不能容缺", "now": "须当场提交", "late": "可以容缺"}
SPARE = 6  # empty lines of the form


@get_only
@role_required(*READERS)
def listing(request: StaffRequest) -> HttpResponse:
    """What waits first, then what is in use; `?proposed` what waits for the officer."""
    rows = Matter.objects.visible_to(request.user).select_related("department")
    only = "proposed" in request.GET
    if only:
        rows = rows & Matter.objects.waiting_for(request.user)
    order = Case(
        When(state="proposed", then=Value(0)), When(state="adopted", then=Value(1)), default=Value(2),
        output_field=IntegerField(),
    )  # fmt: skip
    rows = rows.annotate(count=Count("papers"), late=Count("papers", filter=Q(papers__late_days__isnull=False)))
    page = Paginator(rows.order_by(order, "title", "-pk"), PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "only": only, "may_propose": request.user.has_role(*HANDLERS)}
    return render(request, "commitments/matters.html", context)


@get_and_post
@role_required(*HANDLERS)
def new(request: StaffRequest) -> HttpResponse:
    """提出清单; `?from=` a list to begin with."""
    officer = request.user
    departments = departments_within_reach(officer).order_by("name")
    lines = _lines(request)
    if request.method == "POST":
        try:
            made = propose(
                _department(request, departments), title=text(request, "title", 200), basis=text(request, "basis", 400),
                papers=[_paper(line) for line in lines if line["name"]], **by(officer),
            )  # fmt: skip
        except ListRefused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, "已提出，待另一人审批。")
            return redirect("commitments:matter", made.public_id)
    start = _start(request)
    sent = request.POST if request.method == "POST" else {"title": start.title, "basis": start.basis} if start else {}
    if start and request.method != "POST":
        lines = [_line(one.name, "law" if one.statutory else "late" if one.late_days else "now", one.late_days)
                 for one in start.papers.all()]  # fmt: skip
    context = {
        "lines": lines + [_line() for _ in range(SPARE)],
        "when": WHEN,
        "sent": sent,
        "departments": departments,
        "own": start.department_id if start else officer.department_id,
    }
    return render(request, "commitments/matter_new.html", context)


@get_only
@role_required(*READERS, of=Scope.DEPARTMENT)
def detail(request: StaffRequest, public_id) -> HttpResponse:
    """One list."""
    matter, officer = _found(request, public_id), request.user
    context = {
        "matter": matter,
        "papers": matter.papers.all(),
        "may_decide": matter.state == "proposed" and officer.has_role(*APPROVERS) and officer.pk != matter.proposer_id,
        "may_retire": matter.state == "adopted" and officer.has_role(*WORKERS),
        "may_change": matter.state == "adopted" and officer.has_role(*HANDLERS),
        "history": history_of(matter.public_id, Matter.lifecycle),
    }
    return render(request, "commitments/matter.html", context)


@post_only
@role_required(*WORKERS, of=Scope.DEPARTMENT)
def step(request: StaffRequest, public_id) -> HttpResponse:
    """审批、停止使用."""
    matter, reason = _found(request, public_id), text(request, "reason", 600)
    try:
        if request.POST.get("action") == "retire":
            retire(matter, reason=reason, **by(request.user))
        else:
            decide(matter, adopt=yes(request, "adopt", "是否采用"), reason=reason, **by(request.user))
    except ListRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "已办理。")
    return redirect("commitments:matter", matter.public_id)


def _found(request: StaffRequest, public_id) -> Matter:
    rows = Matter.objects.visible_to(request.user).select_related("department", "proposer", "approver")
    return get_object_or_404(rows, public_id=public_id)


def _start(request: StaffRequest) -> Matter | None:
    ids = uuids([request.GET.get("from", "")])
    return Matter.objects.visible_to(request.user).filter(public_id__in=ids).select_related("department").first()


def _department(request: StaffRequest, departments) -> Department:
    if "department" not in request.POST:
        return request.user.department
    found = departments.filter(public_id__in=uuids([text(request, "department", 60)])).first()
    if found is None:
        raise ListRefused("请选择办理部门。")
    return found


def _line(name: str = "", when: str = "", days: object = "") -> dict:
    return {"name": name, "when": when, "days": days or ""}


def _lines(request: StaffRequest) -> list[dict]:
    """Names, whens and days come as three lists of the same length."""
    whens, days = request.POST.getlist("when"), request.POST.getlist("days")
    found = []
    for place, name in enumerate(request.POST.getlist("name")[:80]):
        when = whens[place] if place < len(whens) else ""
        line = _line(name.replace("\0", "").strip()[:200], when, days[place].strip()[:4] if place < len(days) else "")
        if line["name"]:
            found.append(line)
    return found


def _paper(line: dict) -> PaperSaid:
    if line["when"] not in WHEN:
        raise ListRefused(f"请选择“{line['name']}”能否容缺。")
    if line["when"] != "late":
        return PaperSaid(line["name"], line["when"] == "law")
    if not (line["days"].isascii() and line["days"].isdigit()):
        raise ListRefused(f"请填写“{line['name']}”可容缺的工作日数。")
    return PaperSaid(line["name"], False, int(line["days"]))
