"""承诺书模板."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Case, IntegerField, Value, When
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.access import StaffRequest, role_required
from accounts.acting import by
from accounts.models import Department
from blacklists.refusals import ListRefused
from blacklists.views.reading import PAGE, text, uuids, whole, yes
from credit_platform.declaring import Scope, get_and_post, get_only, post_only
from ledger.history import history_of
from records.querysets import departments_within_reach

from ..models import Kind, Template
from ..querysets import APPROVERS, HANDLERS
from ..templating import DRAFT, TEXTS, FormSaid, asked_for, decide, propose, retire
from .matters import READERS, WORKERS

FORM = (*TEXTS, "kind", "months", "dated", "department")


@get_only
@role_required(*READERS)
def listing(request: StaffRequest) -> HttpResponse:
    """What waits first, then what is in use; `?proposed` what waits for the officer."""
    rows = Template.objects.visible_to(request.user).select_related("department")
    only = "proposed" in request.GET
    if only:
        rows = rows & Template.objects.waiting_for(request.user)
    order = Case(
        When(state="proposed", then=Value(0)), When(state="adopted", then=Value(1)), default=Value(2),
        output_field=IntegerField(),
    )  # fmt: skip
    page = Paginator(rows.order_by(order, "field", "title", "-number"), PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page, "only": only, "may_propose": request.user.has_role(*HANDLERS),
        "asked": asked_for(timezone.localdate()),
    }  # fmt: skip
    return render(request, "commitments/templates.html", context)


@get_and_post
@role_required(*HANDLERS)
def new(request: StaffRequest) -> HttpResponse:
    """提出模板; `?from=` the version to begin with."""
    officer = request.user
    departments = departments_within_reach(officer).order_by("name")
    if request.method == "POST":
        try:
            months = whole(request, "months", "有效期（月）") if text(request, "months") else None
            said = FormSaid(
                kind=text(request, "kind"), months=months, dated="dated" in request.POST,
                **{name: text(request, name) for name in TEXTS},
            )  # fmt: skip
            made = propose(_department(request, departments), said, **by(officer))
        except ListRefused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, "已提出，待另一人审批。")
            return redirect("commitments:template", made.public_id)
    start = Template.objects.of(officer).filter(public_id__in=uuids([request.GET.get("from", "")])).first()
    if request.method == "POST":
        sent = {name: request.POST.get(name, "") for name in FORM}
    elif start:
        sent = {name: getattr(start, name) or "" for name in FORM if name != "department"}
    else:
        sent = dict(DRAFT)
    context = {
        "sent": sent,
        "kinds": Kind.choices,
        "departments": departments,
        "own": start.department_id if start else officer.department_id,
        "asked": asked_for(timezone.localdate()),
    }
    return render(request, "commitments/template_new.html", context)


@get_only
@role_required(*READERS, of=Scope.DEPARTMENT)
def detail(request: StaffRequest, public_id) -> HttpResponse:
    """One version; departments below may read the forms of those above."""
    template, officer = _found(request, public_id), request.user
    own = Template.objects.of(officer).filter(pk=template.pk).exists()
    decides = own and officer.has_role(*APPROVERS) and officer.pk != template.proposer_id
    context = {
        "template": template,
        "may_decide": template.state == "proposed" and decides,
        "may_retire": template.state == "adopted" and own and officer.has_role(*WORKERS),
        "may_change": template.state == "adopted" and own and officer.has_role(*HANDLERS),
        "asked": asked_for(timezone.localdate()),
        "history": history_of(template.public_id, Template.lifecycle),
    }
    return render(request, "commitments/template.html", context)


@post_only
@role_required(*WORKERS, of=Scope.DEPARTMENT)
def step(request: StaffRequest, public_id) -> HttpResponse:
    """审批、停止使用."""
    template, reason = _found(request, public_id), text(request, "reason", 600)
    try:
        if request.POST.get("action") == "retire":
            retire(template, reason=reason, **by(request.user))
        else:
            decide(template, adopt=yes(request, "adopt", "是否采用"), reason=reason, **by(request.user))
    except ListRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "已办理。")
    return redirect("commitments:template", template.public_id)


def _found(request: StaffRequest, public_id) -> Template:
    rows = Template.objects.visible_to(request.user).select_related("department", "proposer", "approver")
    return get_object_or_404(rows, public_id=public_id)


def _department(request: StaffRequest, departments) -> Department:
    if "department" not in request.POST:
        return request.user.department
    found = departments.filter(public_id__in=uuids([text(request, "department", 60)])).first()
    if found is None:
        raise ListRefused("请选择制定部门。")
    return found
