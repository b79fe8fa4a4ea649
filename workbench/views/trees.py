"""部门树: territory and lines of trades, who reports on whose behalf, and what the office proposes of both. Source: A4."""

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts import tying
from accounts.access import StaffRequest, role_required
from accounts.acting import by
from accounts.forms import Tidy, choose
from accounts.liaising import missing_liaisons
from accounts.models import Department, Officer, Role, Tie
from accounts.refusals import Refused
from accounts.trees import by_line, by_territory
from credit_platform.declaring import Scope, get_and_post, get_only, post_only

OFFICE = (Role.OFFICE, Role.OFFICE_APPROVER)
READERS = (*OFFICE, Role.AUDITOR)


class DayField(forms.DateField):
    """A day, with the browser's calendar."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class TieForm(forms.Form, Tidy):
    """登记条线或代报关系."""

    kind = forms.ChoiceField(label="关系", choices=Tie.Kind.choices)
    department = forms.ModelChoiceField(
        Department.objects.none(), label="部门（下级，或代为报送的）", empty_label="请选择"
    )
    other = forms.ModelChoiceField(
        Department.objects.none(), label="另一部门（条线上级，或被代报的）", empty_label="请选择"
    )
    trade = forms.CharField(
        label="条线名称（代报不填）", max_length=40, required=False, help_text="如 市场监管、应急管理"
    )
    basis = forms.CharField(label="依据", max_length=300, help_text="文件名称、文号")
    since = DayField(label="自")
    until = DayField(label="至（选填，当日起不再有效）", required=False)

    def __init__(self, *args, officer: Officer, **kwargs):
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        choose(self, "department", Department.objects.tree(officer.department).in_office(today))
        choose(self, "other", Department.objects.in_office(today))


def _departments(officer: Officer):
    if officer.has_role(Role.AUDITOR):
        return Department.objects.all()
    return Department.objects.tree(officer.department)


@get_only
@role_required(*READERS)
def tree(request: StaffRequest) -> HttpResponse:
    """按地域 or 按条线, any depth; `?q` finds by name or code and shows where it stands."""
    today = timezone.localdate()
    here = _departments(request.user).in_office(today)
    lines = Tie.objects.in_force(today).filter(kind="line").select_related("department", "other")
    lines = lines.filter(Q(department__in=here) | Q(other__in=here))
    query, shape = request.GET.get("q", "").strip()[:100], request.GET.get("by", "")
    above: dict[int, list[Tie]] = {}
    for tie in lines:
        above.setdefault(tie.department_id, []).append(tie)
    context: dict = {"q": query, "by": shape if shape == "line" else "territory"}
    if query:
        context |= _found(request, here, query)
        shown = [one for one, _ in context["hits"]]
    else:
        context["nodes"] = by_line(lines) if shape == "line" else by_territory(here)
        shown = [node.department for node in context["nodes"]]
    lacking = set(missing_liaisons(here, today).values_list("pk", flat=True))
    for one in shown:
        one.above, one.lacks_liaison = above.get(one.pk, []), one.pk in lacking
    return render(request, "workbench/tree.html", context)


def _found(request: StaffRequest, here, query: str) -> dict:
    """Hits with the path of names above each."""
    page = Paginator(here.filter(Q(name__icontains=query) | Q(code__istartswith=query)), 50)
    rows = page.get_page(request.GET.get("page"))
    everybody = {pk: (name, parent) for pk, name, parent in here.values_list("pk", "name", "parent_id")}
    hits = []
    for one in rows:
        path: list[str] = []
        at = one.parent_id
        while at in everybody and len(path) < 100:
            path.append(everybody[at][0])
            at = everybody[at][1]
        hits.append((one, " › ".join(reversed(path))))
    return {"hits": hits, "page": rows}


@get_and_post
@role_required(*READERS)
def ties(request: StaffRequest) -> HttpResponse:
    """条线与代报: what holds, what waits, what ended; the form to propose one (经办 only)."""
    form = None
    if request.user.has_role(Role.OFFICE):
        form = TieForm(request.POST or None, officer=request.user, initial={"since": timezone.localdate()})
        if request.method == "POST" and form.is_valid():
            try:
                tying.propose_tie(**form.cleaned_data, **by(request.user))
            except Refused as reason:
                form.add_error(None, str(reason))
            else:
                messages.success(request, "已提出，待信用办审批。")
                return redirect("workbench:ties")
        form.tidy()
    rows = Tie.objects.visible_to(request.user).select_related("department", "other", "proposer", "approver")
    kind = request.GET.get("kind", "")
    if kind in Tie.Kind.values:
        rows = rows.filter(kind=kind)
    context = {
        "waiting": rows.filter(state="proposed"),
        "page": Paginator(rows.exclude(state="proposed"), 25).get_page(request.GET.get("page")),
        "kind": kind,
        "today": timezone.localdate(),
        "form": form,
        "may_decide": request.user.has_role(Role.OFFICE_APPROVER),
        "may_end": request.user.has_role(*OFFICE),
    }
    return render(request, "workbench/ties.html", context)


@post_only
@role_required(*OFFICE, of=Scope.OFFICE)
def decide(request: StaffRequest, public_id) -> HttpResponse:
    """采用、不采用、终止."""
    tie = get_object_or_404(Tie.objects.visible_to(request.user), public_id=public_id)
    action, reason = request.POST.get("action", ""), request.POST.get("reason", "")[:500]
    who = by(request.user)
    try:
        if action == "adopt":
            tying.adopt_tie(tie, **who)
            done = "已采用。"
        elif action == "decline":
            tying.decline_tie(tie, reason=reason, **who)
            done = "已记为不采用。"
        elif action == "end":
            tying.end_tie(tie, reason=reason, **who)
            done = "已终止，今天起不再有效。"
        else:
            raise Refused("没有看懂要做的操作，请回到页面重试。")
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, done)
    return redirect("workbench:ties")
