"""信用服务机构名录: the office's side of the register. Source: A5."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from accounts.access import StaffRequest, role_required
from accounts.acting import by, signed
from accounts.models import Role
from credit_platform.declaring import Scope, get_only, post_only
from credit_platform.reading_text import whole_number
from ledger.history import history_of
from records.freezing import FROZEN, frozen
from subjects import registering
from subjects.models import Institution, Subject
from subjects.naming import normalise
from subjects.registering import RegisterRefused

OFFICE = (Role.OFFICE, Role.OFFICE_APPROVER)
FIELDS = ("name", "code", "number", "business", "contact")


@role_required(*OFFICE, Role.AUDITOR)
def listing(request: StaffRequest) -> HttpResponse:
    """Every institution, what waits for approval first; the form to propose one."""
    if request.method == "POST":
        try:
            made = registering.propose(
                officer=request.user, **{name: request.POST.get(name, "") for name in FIELDS}, **signed(request.user)
            )
        except RegisterRefused as reason:
            messages.error(request, str(reason))
        else:
            messages.success(request, "已登记，待信用办审批后进入名录。")
            return redirect("workbench:institution", made.public_id)
    waiting = ("proposed", "leaving")
    rows = sorted(Institution.objects.all(), key=lambda row: (row.state not in waiting, row.name))
    if "waiting" in request.GET:
        rows = [row for row in rows if row.state in waiting]
    page = Paginator(rows, 25).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "sent": {name: request.POST.get(name, "") for name in FIELDS},
        "may_propose": request.user.has_role(Role.OFFICE),
    }
    return render(request, "workbench/institutions.html", context)


@get_only
@role_required(*OFFICE, Role.AUDITOR, of=Scope.PLATFORM)
def detail(request: StaffRequest, public_id) -> HttpResponse:
    """One institution with its staff."""
    institution = get_object_or_404(
        Institution.objects.select_related("proposer", "approver", "removal_proposer"), public_id=public_id
    )
    waits = institution.state in (Institution.State.PROPOSED, Institution.State.LEAVING)
    context = {
        "institution": institution,
        "professionals": institution.professionals.order_by("until", "name"),
        "may_change": request.user.has_role(Role.OFFICE) and institution.state == Institution.State.FILED,
        "may_decide": waits and request.user.has_role(Role.OFFICE_APPROVER) and institution.asked_by != request.user,
        "waits": waits,
        "known_as": _other_name(institution),
        "may_confirm": request.user.has_role(Role.OFFICE_APPROVER),
        "history": history_of(institution.public_id, Institution.lifecycle),
    }
    return render(request, "workbench/institution.html", context)


def _other_name(institution: Institution) -> str:
    """The name under which the platform knows the code, where it is another; empty otherwise."""
    known = Subject.objects.alive().filter(code=institution.code).first()
    if known is None or normalise(known.name) == normalise(institution.name):
        return ""
    return known.name


@post_only
@role_required(*OFFICE, of=Scope.PLATFORM)
def change(request: StaffRequest, public_id) -> HttpResponse:
    """准予、不予、提出移出、移出、保留, and the staff."""
    institution = get_object_or_404(Institution, public_id=public_id)
    action, reason = request.POST.get("action", ""), request.POST.get("reason", "")[:500]
    who = by(request.user)
    try:
        match action:
            case "propose_removal":
                registering.propose_removal(institution, reason=reason, **who)
            case "add_professional":
                said = {name: request.POST.get(name, "") for name in ("name", "position", "number")}
                registering.add_professional(institution, **said, **who)
            case "end_professional" | "confirm_professional":
                rows = institution.professionals.filter(pk=whole_number(request.POST.get("professional", "")) or 0)
                getattr(registering, action)(get_object_or_404(rows), **who)
            case "file" if frozen():
                raise RegisterRefused(FROZEN)
            case _:
                registering.decide(institution, action, reason=reason, **who)
    except RegisterRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "已办理。")
    return redirect("workbench:institution", institution.public_id)
