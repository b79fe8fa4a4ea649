"""窗口办理: staff open an account for somebody who is present, file their claim, give a new password. Source: F1."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from accounts.access import StaffRequest, role_required
from accounts.acting import by
from accounts.looking import note_look
from accounts.models import Role
from credit_platform.declaring import Scope, get_and_post, get_only, post_only
from ledger.history import history_of
from representation import claiming, registering
from representation.forms import ClaimForm, CounterForm, NumberForm, OfficeForm
from representation.models import Claim, Representative
from representation.refusals import Refused

OFFICE = (Role.OFFICE, Role.OFFICE_APPROVER)


@sensitive_post_parameters()
@never_cache
@get_and_post
@role_required(*OFFICE)
def index(request: StaffRequest) -> HttpResponse:
    """Find an account by the ID card that somebody shows, or open one. The number stands in no address."""
    opening = request.method == "POST" and "open" in request.POST
    finding = request.method == "POST" and not opening
    find = NumberForm(request.POST if finding else None, auto_id="find_%s")
    form = CounterForm(request.POST if opening else None)
    if finding and find.is_valid():
        key = registering.person_key(find.cleaned_data["id_number"])
        row = Representative.objects.filter(person_key=key, closed_on__isnull=True).first()
        note_look(request, "窗口查找账号", Representative.object_kind, row.public_id if row else None)
        if row:
            return redirect("workbench:representative", row.public_id)
        find.add_error("id_number", "没有这个人的账号，可以在下面开设。")
    if opening and form.is_valid():
        password = registering.first_password()
        try:
            row = registering.register(**form.cleaned_data, password=password, **by(request.user))
        except Refused as reason:
            form.add_error(None, str(reason))
        else:
            return render(request, "workbench/counter_password.html", {"row": row, "password": password})
    find.tidy()
    form.tidy()
    return render(request, "workbench/counter.html", {"find": find, "form": form})


@never_cache
@get_only
@role_required(*OFFICE, of=Scope.PLATFORM)
def one(request: StaffRequest, public_id) -> HttpResponse:
    """An account, for whoever serves its holder at the counter."""
    row = _open(public_id)
    note_look(request, "查看信用主体账号", row.object_kind, row.public_id)
    number, own = NumberForm(), OfficeForm()
    proof = NumberForm(auto_id="prove_%s")
    number.tidy()
    proof.tidy()
    own.tidy()
    claims = Claim.objects.visible_to(request.user).of(row).select_related("subject")
    context = {
        "row": row,
        "claims": claims,
        "number": number,
        "proof": proof,
        "own_form": own,
        "has_own": row.claims.filter(acts_as="own", state__in=("filed", "checked", "active")).exists(),
        "history": history_of(row.public_id),
    }
    return render(request, "workbench/representative.html", context)


@sensitive_post_parameters()
@never_cache
@post_only
@role_required(*OFFICE, of=Scope.PLATFORM)
def new_password(request: StaffRequest, public_id) -> HttpResponse:
    """重置口令; the new one is shown once."""
    row = _open(public_id)
    try:
        password = registering.give_new_password(
            row, id_number=request.POST.get("id_number", "")[:40], **by(request.user)
        )
    except Refused as reason:
        messages.error(request, str(reason))
        return redirect("workbench:representative", public_id)
    return render(request, "workbench/counter_password.html", {"row": row, "password": password})


@sensitive_post_parameters()
@never_cache
@post_only
@role_required(*OFFICE, of=Scope.PLATFORM)
def prove(request: StaffRequest, public_id) -> HttpResponse:
    """核实身份: a legal representative's claim that came on line goes on from here."""
    row = _open(public_id)
    try:
        registering.prove_at_counter(row, id_number=request.POST.get("id_number", "")[:40], **by(request.user))
    except Refused as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, "身份已核实。等着核对的认领现在可以办理。")
    return redirect("workbench:representative", public_id)


@post_only
@role_required(*OFFICE, of=Scope.PLATFORM)
def close(request: StaffRequest, public_id) -> HttpResponse:
    """注销, at the person's wish or because somebody else had opened it in their name."""
    row = _open(public_id)
    try:
        registering.close(row, reason=request.POST.get("reason", "")[:500], **by(request.user))
    except Refused as reason:
        messages.error(request, str(reason))
        return redirect("workbench:representative", public_id)
    messages.success(request, "账号已注销。")
    return redirect("workbench:counter")


@get_and_post
@role_required(*OFFICE, of=Scope.PLATFORM)
def claim(request: StaffRequest, public_id) -> HttpResponse:
    """代为提交认领, with the papers scanned; two persons decide it as any other."""
    row = _open(public_id)
    form = ClaimForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = claiming.file_claim(row, **form.values(), **by(request.user))
        except Refused as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, "认领已提交，请核对。")
            return redirect("workbench:claim", made.public_id)
    form.tidy()
    return render(request, "workbench/counter_claim.html", {"row": row, "form": form})


@post_only
@role_required(*OFFICE, of=Scope.PLATFORM)
def own(request: StaffRequest, public_id) -> HttpResponse:
    """代为认领本人信用档案."""
    row, form = _open(public_id), OfficeForm(request.POST)
    try:
        if not form.is_valid():
            raise Refused("请选择由哪个信用办办理。")
        made = claiming.file_own(row, office=form.cleaned_data["office"], **by(request.user))
    except Refused as reason:
        messages.error(request, str(reason))
        return redirect("workbench:representative", public_id)
    messages.success(request, "已提交，请当面核对身份证。")
    return redirect("workbench:claim", made.public_id)


def _open(public_id) -> Representative:
    return get_object_or_404(Representative, public_id=public_id, closed_on__isnull=True)
