"""名单线索, as an outside body sees them: what it offered and what became of it; nothing else of the platform. Source: D7."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.access import StaffRequest, role_required
from accounts.acting import by
from accounts.looking import note_look
from accounts.models import Role
from credit_platform.codes import check_uscc
from credit_platform.declaring import Scope, get_and_post, get_only, post_from
from credit_platform.downloads import download

from .. import offering
from ..models import Candidate, CandidatePaper
from ..notifying import Paper
from ..refusals import ListRefused
from .reading import PAGE, text
from .sent import Sent, refused


@get_only
@role_required(Role.OUTSIDE)
def listing(request: StaffRequest) -> HttpResponse:
    """Its own, the latest first."""
    today = timezone.localdate()
    rows = Candidate.objects.offered_by(request.user).select_related("department", "entry", "nomination")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    body, outcomes = request.user.department, offering.outcomes(list(page), today)
    context = {
        "page": page,
        "rows": [(one, outcomes[one.pk]) for one in page],
        "may_offer": bool(body.outside and offering.admitted(body.outside, today)),
        "notices": request.user.notices.filter(read_at__isnull=True)[:PAGE],
    }
    return render(request, "blacklists/candidates.html", context)


@get_and_post
@role_required(Role.OUTSIDE)
def offer(request: StaffRequest) -> HttpResponse:
    """The form of one candidate."""
    today, body = timezone.localdate(), request.user.department
    lists = offering.admitted(body.outside, today) if body.outside else []
    departments = offering.addressees(body, today)
    back = None
    if request.method == "POST":
        try:
            made = _offered(request, lists, departments)
        except ListRefused as refusal:
            back = refused(request, refusal, action="offer")
        else:
            messages.success(request, "线索已提供，主管部门答复后在这里可以看到。")
            return redirect("lists:offered", made.public_id)
    context = {
        "back": back,
        "lists": [(value, title) for value, title in Candidate.Which.choices if value in lists],
        "departments": departments,
        "most": offering.MOST,
    }
    return render(request, "blacklists/offer.html", context)


def _offered(request: StaffRequest, lists: list[str], departments) -> Candidate:
    sent = Sent(request)
    which = sent.choice("which", lists, "名单")
    check = check_uscc(text(request, "code"))
    if not check.valid:
        sent.fault("code", f"统一社会信用代码有误：{check.errors[0]}")
    said = sent.words(Candidate, "name", "matter", "facts")
    chosen = departments.chosen(text(request, "department", 40))
    if chosen is None:
        sent.fault("department", "请从列表中选择主管部门。")
    papers = request.FILES.getlist("papers")
    if not 1 <= len(papers) <= offering.MOST:
        sent.fault("papers", f"请上传1至{offering.MOST}份证明材料。")
    sent.settle()
    return offering.offer(
        which=which, code=check.normalised, department=chosen, **said,
        papers=[Paper(one.name or "", one.read()) for one in papers], **by(request.user),
    )  # fmt: skip


@get_only
@role_required(Role.OUTSIDE, of=Scope.OWN)
def detail(request: StaffRequest, public_id) -> HttpResponse:
    """One of its own. Who deals with it, and how, is the department's affair."""
    rows = Candidate.objects.offered_by(request.user).select_related("department", "entry", "nomination")
    one = get_object_or_404(rows, public_id=public_id)
    context = {
        "one": one,
        "outcome": offering.outcomes([one], timezone.localdate())[one.pk],
        "clock": offering.answer_by(one),
        "papers": one.papers.all(),
    }
    return render(request, "blacklists/offered.html", context)


@role_required(Role.OUTSIDE, of=Scope.OWN)
@post_from("lists:offered")
def withdraw(request: StaffRequest, public_id) -> HttpResponse:
    """撤回."""
    one = get_object_or_404(Candidate.objects.offered_by(request.user), public_id=public_id)
    try:
        offering.withdraw(one, reason=text(request, "reason", 600), **by(request.user))
    except ListRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "已撤回。")
    return redirect("lists:offered", public_id)


@get_only
@role_required(Role.OUTSIDE, of=Scope.OWN)
def paper(request: StaffRequest, public_id) -> HttpResponse:
    """A paper of its own."""
    rows = CandidatePaper.objects.filter(candidate__in=Candidate.objects.offered_by(request.user))
    found = get_object_or_404(rows.select_related("candidate"), public_id=public_id)
    note_look(request, "下载线索材料", "candidate", found.candidate.public_id)
    return download(found.path, f"材料{found.number}{found.name.removeprefix('附件')}")
