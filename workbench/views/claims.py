"""认领: the office checks who wants to act for whom, and a second person approves. Source: F1."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.access import StaffRequest, role_required
from accounts.acting import by
from accounts.looking import note_look
from accounts.models import Role
from credit_platform.declaring import Scope, get_only, post_only
from credit_platform.downloads import download
from ledger.history import history_of
from representation import claiming
from representation.forms import NumberForm
from representation.models import Claim
from representation.refusals import Refused
from subjects.models import Identifier
from subjects.naming import normalise

OFFICE = (Role.OFFICE, Role.OFFICE_APPROVER)
SHOWN = {"mine": "待我办理", "waiting": "全部待办", "": "全部"}


@get_only
@role_required(*OFFICE, Role.AUDITOR)
def listing(request: StaffRequest) -> HttpResponse:
    """What waits first, oldest first, with the days it has waited. Names of persons stand in no list."""
    today, show = timezone.localdate(), request.GET.get("show", "")
    rows = Claim.objects.visible_to(request.user)
    if show == "mine":
        rows = Claim.objects.waiting_for(request.user)
    elif show == "waiting":
        rows = rows.waiting()
    rows = rows.select_related("subject", "office", "representative").order_by("filed_on" if show else "-pk", "pk")
    page = Paginator(rows, 25).get_page(request.GET.get("page"))
    lines = [(one, (today - one.filed_on).days) for one in page]
    context = {
        "page": page,
        "lines": lines,
        "show": show,
        "shown": SHOWN,
        "query": f"show={show}" if show else "",
        "counter": request.user.has_role(*OFFICE),
    }
    return render(request, "workbench/claims.html", context)


@get_only
@role_required(*OFFICE, Role.AUDITOR, of=Scope.OFFICE)
def detail(request: StaffRequest, public_id) -> HttpResponse:
    """One of them: who it is, for whom, the papers, what is to be done."""
    rows = Claim.objects.visible_to(request.user)
    rows = rows.select_related("representative", "subject", "office", "checker", "approver", "filed_by")
    claim = get_object_or_404(rows, public_id=public_id)
    note_look(request, "查看认领", claim.object_kind, claim.public_id)
    form, to_do = NumberForm(), set(Claim.objects.waiting_for(request.user).values_list("pk", flat=True))
    form.tidy()
    context = {
        "claim": claim,
        "form": form,
        "names": request.user.has_role(*OFFICE),
        "on_file": None if claim.own else _on_file(claim),
        "mine": claim.pk in to_do,
        "may_end": claim.state == "active" and request.user.has_role(*OFFICE),
        "history": history_of(claim.public_id, Claim.lifecycle),
        "days": (timezone.localdate() - claim.filed_on).days if claim.state in ("filed", "checked") else None,
    }
    return render(request, "workbench/claim.html", context)


def _on_file(claim: Claim) -> dict:
    """What is on file under the code: {} where nothing is; `differs`: under no such name."""
    held = Identifier.objects.filter(type=claim.identifier_type, value=claim.identifier).select_related("subject")
    found = held.first()
    if found is None:
        return {}
    names = [found.subject.name, *found.subject.former_names.values_list("name", flat=True)]
    known = normalise(claim.subject_name) in {normalise(name) for name in names}
    return {"subject": found.subject, "names": names, "differs": not known}


@post_only
@role_required(*OFFICE, of=Scope.OFFICE)
def decide(request: StaffRequest, public_id) -> HttpResponse:
    """核对、批准、不予认领、解除."""
    claim = get_object_or_404(Claim.objects.visible_to(request.user), public_id=public_id)
    action, reason = request.POST.get("action"), request.POST.get("reason", "")[:500]
    try:
        if action == "check":
            claiming.check(claim, id_number=request.POST.get("id_number", "")[:40], **by(request.user))
            done = "已核对，请另一位同事审批。"
        elif action == "approve":
            claiming.approve(claim, **by(request.user))
            done = "已批准，当事人现在可以查看和办理。"
        elif action == "end":
            claiming.end(claim, reason=reason, **by(request.user))
            done = "已解除，对方立即不能再查看和办理。"
        else:
            claiming.refuse(claim, reason=reason, **by(request.user))
            done = "已记为不予认领，当事人可以看到理由、补正后再提交。"
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, done)
    return redirect("workbench:claim", public_id)


@get_only
@role_required(*OFFICE, of=Scope.OFFICE)
def letter(request: StaffRequest, public_id) -> HttpResponse:
    """授权委托书, as a download."""
    claim = get_object_or_404(Claim.objects.visible_to(request.user), public_id=public_id)
    answer = download(claim.letter_path, claim.letter_name)
    note_look(request, "下载授权委托书", claim.object_kind, claim.public_id, case=claim.public_id)
    return answer


@get_only
@role_required(*OFFICE, of=Scope.OFFICE)
def licence(request: StaffRequest, public_id) -> HttpResponse:
    """营业执照, as a download."""
    claim = get_object_or_404(Claim.objects.visible_to(request.user), public_id=public_id)
    answer = download(claim.licence_path, claim.licence_name)
    note_look(request, "下载认领的执照", claim.object_kind, claim.public_id, case=claim.public_id)
    return answer
