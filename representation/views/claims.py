"""/my/claims/: for whom one may act, asking for more, and the other representatives of the same subject. Source: F1."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from credit_platform.declaring import Scope, get_and_post, get_only, post_only

from .. import claiming, entering
from ..acting import by_subject
from ..entering import RepresentativeRequest, representative_required
from ..forms import ClaimForm, OfficeForm
from ..identity import COUNTER
from ..models import Claim
from ..progress import answered_by, line_of
from ..refusals import Refused


@get_only
@representative_required()
def listing(request: RepresentativeRequest) -> HttpResponse:
    """我能代表谁: claims of all states."""
    today = timezone.localdate()
    rows = Claim.objects.of(request.representative).select_related("subject", "office")
    active = set(rows.active(today).values_list("pk", flat=True))
    context = {
        "claims": [(one, one.pk in active) for one in rows],
        "has_own": rows.filter(acts_as="own", state__in=("filed", "checked", "active")).exists(),
        "own_form": OfficeForm(),
        "at_counter": request.representative.proven_by in ("", COUNTER),
    }
    context["own_form"].tidy()
    return render(request, "representation/claims.html", context)


@get_and_post
@representative_required()
def new(request: RepresentativeRequest) -> HttpResponse:
    """认领企业: code, name, as whom, licence, letter."""
    form = ClaimForm(request.POST or None, request.FILES or None, initial=_again(request))
    if request.method == "POST" and form.is_valid():
        try:
            made = claiming.file_claim(**form.values(), **by_subject(request))
        except Refused as reason:
            form.add_error(None, str(reason))
        else:
            done = "请本人带身份证到窗口核实身份。" if made.needs_proof else "请等信用办核对。"
            messages.success(request, f"认领已提交，{done}")
            return redirect("representation:claim", made.public_id)
    form.tidy()
    return render(request, "representation/claim_new.html", {"form": form})


@post_only
@representative_required()
def own(request: RepresentativeRequest) -> HttpResponse:
    """认领本人信用档案."""
    form = OfficeForm(request.POST)
    try:
        if not form.is_valid():
            raise Refused("请选择由哪个信用办办理。")
        made = claiming.file_own(office=form.cleaned_data["office"], **by_subject(request))
    except Refused as reason:
        messages.error(request, str(reason))
        return redirect("representation:claims")
    done = "本人信用档案已打开。" if made.state == "active" else "已提交。请本人带身份证到信用办窗口核实身份。"
    messages.success(request, done)
    return redirect("representation:claim", made.public_id)


@get_only
@representative_required(of=Scope.SUBJECT)
def one(request: RepresentativeRequest, public_id) -> HttpResponse:
    """One of one's own claims: how far it is, who else acts for the subject."""
    today = timezone.localdate()
    claim = _mine(request, public_id)
    active = Claim.objects.active(today).filter(pk=claim.pk).exists()
    context = {
        "claim": claim,
        "active": active,
        "fellows": claiming.fellows(claim, today) if active else [],
        "line": line_of(claim, today),
        "due": answered_by(claim),
        "today": today,
        "over": claim.state == "active" and not active,
    }
    return render(request, "representation/claim.html", context)


@post_only
@representative_required(of=Scope.SUBJECT)
def use(request: RepresentativeRequest, public_id) -> HttpResponse:
    """切换: act for this subject from now on."""
    claim = get_object_or_404(
        Claim.objects.of(request.representative).active(timezone.localdate()), public_id=public_id
    )
    entering.choose(request, claim)
    return redirect("my:home")


@post_only
@representative_required(of=Scope.SUBJECT)
def withdraw(request: RepresentativeRequest, public_id) -> HttpResponse:
    """退出, or take back what waits. Other sessions of the account end, this one goes on."""
    claim = _mine(request, public_id)
    try:
        claiming.withdraw(claim, **by_subject(request))
    except Refused as reason:
        messages.error(request, str(reason))
    else:
        request.representative.refresh_from_db()
        entering.go_on(request, request.representative)
        gone = "已退出，不能再查看和办理这个主体的事项。" if claim.since else "已撤回，可以另行提交。"
        messages.success(request, gone)
    return redirect("representation:claims")


@post_only
@representative_required(of=Scope.SUBJECT)
def remove(request: RepresentativeRequest, public_id) -> HttpResponse:
    """解除另一位经办人: only of a subject for which one may act today."""
    claim = get_object_or_404(
        Claim.objects.exclude(representative=request.representative).active(timezone.localdate()), public_id=public_id
    )
    mine = Claim.objects.of(request.representative).active(timezone.localdate())
    own = next((one for one in mine if claim in claiming.fellows(one, timezone.localdate())), None)
    if own is None:
        raise Http404
    try:
        claiming.remove(claim, reason=request.POST.get("reason", "")[:500], **by_subject(request))
    except Refused as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, "已解除。对方立即不能再查看和办理。")
    return redirect("representation:claim", own.public_id)


def _again(request: RepresentativeRequest) -> dict:
    """What was said in one's refused claim, to be sent again with what was missing; papers are chosen anew."""
    try:
        asked = UUID(request.GET.get("again", ""))
    except ValueError:
        return {}
    one = Claim.objects.of(request.representative).filter(public_id=asked).exclude(acts_as=Claim.As.OWN).first()
    if one is None:
        return {}
    said = {"code": one.identifier, "name": one.subject_name, "acts_as": one.acts_as, "until": one.until}
    return said | {"office": one.office_id}


def _mine(request: RepresentativeRequest, public_id) -> Claim:
    rows = Claim.objects.of(request.representative).select_related("subject__merged_into", "office", "representative")
    return get_object_or_404(rows, public_id=public_id)
