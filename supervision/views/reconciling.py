"""比对: running it, its result, a finding, and the files on paper."""

from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.access import StaffRequest, role_required
from accounts.looking import note_look
from accounts.models import Role
from credit_platform.declaring import Scope, get_and_post, get_only
from ledger.history import history_of
from records.kinds import KINDS
from records.models import Record

from .. import findings
from ..consequence_forms import ReconcileForm, TickForm
from ..models import Finding, Reconciliation, SourceKind
from ..months import last_of, past
from ..reach import OFFICE, OVERSEERS, READERS, within_reach
from ..reconciling import ReconciliationRefused
from .trying import STALE, by, filled, tried

TICKS = 20  # files on paper a page


@get_only
@role_required(*READERS)
def listing(request: StaffRequest) -> HttpResponse:
    """比对一览, and for a department what waits for its word."""
    rows = Reconciliation.objects.visible_to(request.user).select_related("department", "officer")
    pending = Count("sources__findings", filter=~Q(sources__findings__state="settled"))
    rows = rows.annotate(found=Count("sources__findings"), pending=pending).prefetch_related("sources")
    note_look(request, "查看比对一览", "reconciliation")
    context = {
        "page": Paginator(rows.order_by("-pk"), 30).get_page(request.GET.get("page")),
        "may_run": request.user.has_role(*OFFICE),
        "open": Finding.objects.visible_to(request.user).filter(state="open").count(),
    }
    return render(request, "supervision/reconciliations.html", context)


@get_and_post
@role_required(*OFFICE)
def start(request: StaffRequest) -> HttpResponse:
    """新比对."""
    month = past(timezone.localdate(), 1)[0]
    form = ReconcileForm(
        request.POST or None,
        request.FILES or None,
        reach=within_reach(request.user),
        initial={"first": month, "last": last_of(month)},
    )
    if request.method == "POST" and filled(request, form):
        said = form.cleaned_data
        made = tried(
            request,
            lambda: findings.run(
                department=said["department"],
                first=said["first"],
                last=said["last"],
                kinds=[said["kind"]] if said["kind"] else [],
                lists=form.lists(),
                paper=said["paper"],
                **by(request),
            ),
            "已比对，结果如下。",
        )
        if made is not None:
            return redirect("supervision:reconciliation", made.public_id)
    return render(request, "supervision/reconcile.html", {"form": form})


@get_only
@role_required(*READERS, of=Scope.DEPARTMENT)
def detail(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """比对结果: `?what` and `?state` narrow the differences."""
    rows = Reconciliation.objects.visible_to(request.user).select_related("department", "officer")
    made = get_object_or_404(rows, public_id=public_id)
    found = Finding.objects.filter(source__reconciliation=made).select_related("source", "order")
    sources = made.sources.annotate(
        **{
            what: Count("findings", filter=Q(findings__what=what)) for what in Finding.What.values
        }  # not of one another's rows: one relation only
    )
    what, state = request.GET.get("what", ""), request.GET.get("state", "")
    if what in Finding.What.values:
        found = found.filter(what=what)
    if state in Finding.State.values:
        found = found.filter(state=state)
    note_look(request, "查看比对结果", made.object_kind, made.public_id)
    context = {
        "made": made,
        "kinds": [KINDS[kind].title for kind in made.kinds if kind in KINDS],
        "sources": sources,
        "undecided": found.filter(state__in=["open", "explained"]).count(),
        "page": Paginator(found.order_by("pk"), 50).get_page(request.GET.get("page")),
        "whats": Finding.What.choices,
        "states": Finding.State.choices,
        "what": what,
        "state": state,
        "query": f"what={what}&state={state}" if what or state else "",
        "may_order": request.user.has_role(*OFFICE),
        "paper": made.sources.filter(kind=SourceKind.PAPER).exists(),
    }
    return render(request, "supervision/reconciliation.html", context)


@get_and_post
@role_required(*READERS, of=Scope.DEPARTMENT)
def finding(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """一条差异: the department explains, the office accepts or does not."""
    rows = Finding.objects.visible_to(request.user).select_related(
        "source__reconciliation", "department", "order", "explained_by", "decided_by", "record"
    )
    one = get_object_or_404(rows, public_id=public_id)
    officer = request.user
    may_explain = one.state == "open" and officer.has_role(Role.CLERK, Role.REVIEWER)
    may_judge = one.state == "explained" and officer.has_role(*OFFICE) and one.explained_by_id != officer.pk
    if request.method == "POST":
        action, reason = request.POST.get("action", ""), request.POST.get("reason", "")
        who = by(request)
        use, said = {
            "explain": (lambda: findings.explain(one, reason=reason, **who), "已提交说明，等待信用办核定。"),
            "accept": (lambda: findings.judge(one, accepted=True, reason=reason, **who), "已认可，这条差异了结。"),
            "reject": (lambda: findings.judge(one, accepted=False, reason=reason, **who), "已退回部门。"),
        }.get(action, (_stale, ""))
        tried(request, use, said)
        return redirect("supervision:finding", one.public_id)
    note_look(request, "查看比对差异", one.object_kind, one.public_id)
    openable = one.record and Record.objects.visible_to(officer).filter(pk=one.record.pk).exists()
    context = {
        "one": one,
        "may_explain": may_explain,
        "may_judge": may_judge,
        "openable": openable,
        "history": history_of(one.public_id, Finding.lifecycle) if officer.has_role(*OVERSEERS) else [],
    }
    return render(request, "supervision/finding.html", context)


def _stale() -> None:
    raise ReconciliationRefused(STALE)


@get_and_post
@role_required(*OFFICE, of=Scope.OFFICE)
def paper(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """核对纸质档案, some files a page; who looked and when is kept with each."""
    rows = Reconciliation.objects.visible_to(request.user).select_related("department")
    made = get_object_or_404(rows, public_id=public_id)
    source = get_object_or_404(made.sources, kind=SourceKind.PAPER)
    waiting = findings.waiting_for_paper(source)
    if request.method == "POST":
        shown = {one.public_id: TickForm(request.POST, prefix=str(one.public_id)) for one in _posted(request, waiting)}
        outcomes = {
            key: (form.cleaned_data["outcome"], form.cleaned_data["note"])
            for key, form in shown.items()
            if form.is_valid() and form.cleaned_data["outcome"]
        }
        if outcomes:
            who = by(request)
            tried(request, lambda: findings.tick(source, outcomes=outcomes, **who), f"已登记{len(outcomes)}件。")
        return redirect("supervision:paper", made.public_id)
    records = list(waiting.select_related("subject")[:TICKS])
    context = {
        "made": made,
        "source": source,
        "left": waiting.count(),
        "rows": [(one, TickForm(prefix=str(one.public_id))) for one in records],
        "today": timezone.localdate(),
    }
    note_look(request, "核对纸质档案", made.object_kind, made.public_id)
    return render(request, "supervision/paper.html", context)


def _posted(request: StaffRequest, waiting):
    """Records that the request speaks of, of those that wait."""
    keys = {name.removesuffix("-outcome") for name in request.POST if name.endswith("-outcome")}
    found = set()
    for key in keys:
        try:
            found.add(UUID(key))
        except ValueError:
            continue
    return waiting.filter(public_id__in=found)
