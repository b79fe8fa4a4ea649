"""行为台账: what every officer, command and the clock did, for auditors; read-only. Source: J5."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from accounts.access import StaffRequest, role_required
from accounts.looking import note_look
from accounts.models import Role
from credit_platform.declaring import Scope, get_only
from ledger.models import Act

from ..act_titles import act_title
from ..forms import ActFilter
from ..moved_objects import told

SHOWN = 200  # objects of one act on its page


@get_only
@role_required(Role.AUDITOR)
def listing(request: StaffRequest) -> HttpResponse:
    """行为, newest first, by person, kind and day."""
    form = ActFilter(request.GET or None)
    said = form.cleaned_data if form.is_valid() else {}
    rows = Act.objects.told(actor=said.get("actor", ""), what=said.get("what", ""), day=said.get("day"))
    note_look(request, "查看行为台账", "act")
    page = Paginator(rows, 50).get_page(request.GET.get("page"))
    for act in page:
        act.title = act_title(act.what)
    query = request.GET.copy()
    query.pop("page", None)
    return render(request, "workbench/acts.html", {"page": page, "form": form, "query": query.urlencode()})


@get_only
@role_required(Role.AUDITOR, of=Scope.PLATFORM)
def detail(request: StaffRequest, public_id) -> HttpResponse:
    """One act with the objects it moved."""
    act = get_object_or_404(Act, public_id=public_id)
    note_look(request, "查看行为", "act", act.public_id)
    events = told(act.events.select_related("position").order_by("pk")[:SHOWN], request.user)
    context = {"act": act, "title": act_title(act.what), "events": events, "total": act.events.count(), "shown": SHOWN}
    return render(request, "workbench/act.html", context)
