"""适当范围公示: what a department tells a named audience, and what an officer's own department is told today."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.access import StaffRequest, role_required
from accounts.acting import by
from accounts.looking import note_look
from accounts.models import Department, Role
from blacklists.refusals import ListRefused
from blacklists.views.reading import PAGE, text
from blacklists.views.sent import Back, Sent, refused
from credit_platform.declaring import Scope, get_and_post, get_only, post_from
from ledger.history import history_of

from .. import disclosing
from ..models import Disclosure, Measure
from ..next_steps import of_disclosure
from .actions import READERS, WORKERS

DONE = {"show": "已同意，公示范围内的单位从起始日起可以看到。", "decline": "已记为不同意。", "withdraw": "已撤下。"}
TOLD = (*WORKERS, Role.OUTSIDE)


@get_only
@role_required(*READERS)
def listing(request: StaffRequest) -> HttpResponse:
    """Those that the officer's department manages, what waits first; `?show=mine` those to be decided."""
    rows = Disclosure.objects.visible_to(request.user).select_related("measure__subject", "department")
    mine = request.GET.get("show") == "mine"
    if mine:
        rows = rows & Disclosure.objects.waiting_for(request.user)
    page = Paginator(rows.order_by("-pk"), PAGE).get_page(request.GET.get("page"))
    lasting = set(rows.lasting(timezone.localdate()).values_list("pk", flat=True))
    note_look(request, "查看适当范围公示列表", Disclosure.object_kind)
    context = {
        "page": page,
        "rows": [(one, one.pk in lasting) for one in page],
        "mine": mine,
        "may_be_told": request.user.has_role(*TOLD),
    }
    return render(request, "sanctions/disclosures.html", context)


@get_only
@role_required(*TOLD)
def told(request: StaffRequest) -> HttpResponse:
    """告知本单位的: what lasts today and names the officer's own department."""
    rows = Disclosure.objects.told_to(request.user, timezone.localdate())
    rows = rows.select_related("measure__subject", "measure__item", "department").order_by("until", "pk")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    note_look(request, "查看告知本单位的公示", Disclosure.object_kind)
    return render(request, "sanctions/told.html", {"page": page})


@get_and_post
@role_required(*disclosing.HANDLERS, of=Scope.DEPARTMENT)
def propose(request: StaffRequest, public_id) -> HttpResponse:
    """提出 the publication of one measure: words, audience, days."""
    measure = get_object_or_404(
        Measure.objects.visible_to(request.user).select_related("subject", "item", "department"), public_id=public_id
    )
    today, back = timezone.localdate(), None
    if request.method == "POST":
        try:
            made = _propose(measure, request)
        except ListRefused as refusal:
            back = refused(request, refusal, action="propose")
        else:
            messages.success(request, "已提出，由另一人审批。")
            return redirect("joint:disclosure", made.public_id)
    context = {
        "measure": measure,
        "departments": Department.objects.in_office(today),
        "outside": Department.every.in_office(today).exclude(outside="").order_by("name"),
        "today": today,
        "back": back,
        "chosen": request.POST.getlist("audience"),
    }
    return render(request, "sanctions/disclose.html", context)


def _propose(measure: Measure, request: StaffRequest) -> Disclosure:
    """With every fault at once. Raises ListRefused."""
    sent = Sent(request)
    said, since, until = sent.words(Disclosure, "words"), sent.day("since", "公示起"), sent.day("until", "公示止")
    try:
        audience = _audience(request)
    except ListRefused as unknown:
        audience = []
        sent.fault("audience", str(unknown))
    else:
        if not audience:
            sent.fault("audience", "请选择告诉谁：至少一个单位。")
    sent.settle()
    return disclosing.propose(
        measure, wording=said["words"], audience=audience, since=since, until=until, **by(request.user)
    )


def _audience(request: StaffRequest) -> list[Department]:
    """Those ticked, and those named line by line. Raises ListRefused."""
    ticked = [value for value in request.POST.getlist("audience") if value.isascii() and value.isdigit()]
    found = {one.pk: one for one in Department.every.filter(pk__in=[int(one) for one in ticked if len(one) < 10])}
    for name in filter(None, (line.strip() for line in text(request, "named").splitlines())):
        one = Department.every.filter(name=name).first()
        if one is None:
            raise ListRefused(f"没有找到“{name[:40]}”，请按部门树中的全称填写，每行一个。")
        found[one.pk] = one
    return list(found.values())


@get_only
@role_required(*READERS, of=Scope.DEPARTMENT)
def detail(request: StaffRequest, public_id) -> HttpResponse:
    """One publication: what, to whom, how long."""
    return _page(request, public_id, None)


def _page(request: StaffRequest, public_id, back: Back | None) -> HttpResponse:
    case, officer = _found(request, public_id), request.user
    note_look(request, "查看适当范围公示", case.object_kind, case.public_id)
    own = Department.objects.answered_for_by(officer.department).filter(pk=case.department_id).exists()
    context = {
        "case": case,
        "back": back,
        "next": of_disclosure(case, officer, timezone.localdate()),
        "today": timezone.localdate(),
        "audience": case.named(),
        "lasting": Disclosure.objects.lasting(timezone.localdate()).filter(pk=case.pk).exists(),
        "may_decide": Disclosure.objects.waiting_for(officer).filter(pk=case.pk).exists(),
        "may_withdraw": own and case.state == "shown" and officer.has_role(*WORKERS),
        "history": history_of(case.public_id, Disclosure.lifecycle),
    }
    return render(request, "sanctions/disclosure.html", context)


@role_required(*WORKERS, of=Scope.DEPARTMENT)
@post_from("joint:disclosure")
def step(request: StaffRequest, public_id) -> HttpResponse:
    """同意、不同意、撤下."""
    case, name = _found(request, public_id), request.POST.get("action", "")
    who, reason = by(request.user), text(request, "reason", 600)
    try:
        match name:
            case "show" | "decline":
                disclosing.decide(case, agree=name == "show", reason=reason, **who)
            case "withdraw":
                disclosing.withdraw(case, reason=reason, **who)
            case _:
                raise ListRefused("没有看懂要做的操作，请回到页面重试。")
    except ListRefused as refusal:
        return _page(request, public_id, refused(request, refusal))
    messages.success(request, DONE[name])
    return redirect("joint:disclosure", case.public_id)


def _found(request: StaffRequest, public_id) -> Disclosure:
    rows = Disclosure.objects.visible_to(request.user).select_related("measure__subject", "measure__item", "department")
    return get_object_or_404(rows, public_id=public_id)
