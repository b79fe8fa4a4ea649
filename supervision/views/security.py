"""安全台账: the register, a new entry, one entry."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.access import StaffRequest, role_required
from accounts.looking import note_look
from credit_platform.declaring import Scope, get_and_post, get_only
from ledger.history import history_of
from records.freezing import frozen

from .. import securing
from ..consequence_forms import AmendForm, SecurityForm
from ..models import SecurityEntry
from ..securing import CLOSERS, READERS, WRITERS
from .trying import STALE, by, filled, tried


@get_only
@role_required(*READERS)
def listing(request: StaffRequest) -> HttpResponse:
    """安全台账一览, `?kind` and `?open`."""
    rows, kind = SecurityEntry.objects.select_related("writer", "closer", "freeze"), request.GET.get("kind", "")
    if kind in SecurityEntry.Kind.values:
        rows = rows.filter(kind=kind)
    only_open = "open" in request.GET
    note_look(request, "查看安全台账", "security_entry")
    context = {
        "page": Paginator(rows.filter(state="open") if only_open else rows, 30).get_page(request.GET.get("page")),
        "kinds": SecurityEntry.Kind.choices,
        "kind": kind,
        "only_open": only_open,
        "today": timezone.localdate(),
        "standing": frozen(),
        "may_write": request.user.has_role(*WRITERS),
    }
    return render(request, "supervision/security.html", context)


@get_and_post
@role_required(*WRITERS)
def new(request: StaffRequest) -> HttpResponse:
    """登记一条."""
    form = SecurityForm(request.POST or None, initial={"happened_on": timezone.localdate()})
    if request.method == "POST" and filled(request, form):
        who = by(request)
        made = tried(request, lambda: securing.enter(**form.cleaned_data, **who), "已登记。")
        if made is not None:
            return redirect("supervision:security_entry", made.public_id)
    return render(request, "supervision/security_new.html", {"form": form})


@get_and_post
@role_required(*READERS, of=Scope.PLATFORM)
def detail(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """一条: measures are added by its writers, closing takes a second person."""
    entry = get_object_or_404(SecurityEntry.objects.select_related("writer", "closer", "freeze"), public_id=public_id)
    amending = AmendForm(
        request.POST if request.POST.get("action") == "amend" else None,
        initial={"measure": entry.measure, "due": entry.due},
    )
    if request.method == "POST":
        who, words = by(request), request.POST.get("words", "")
        use, said = {
            "amend": (lambda: securing.amend(entry, **amending.cleaned_data, **who), "已补充。"),
            "close": (lambda: securing.close(entry, words=words, **who), "已核实销号。"),
        }.get(request.POST.get("action", ""), (_stale, ""))
        if not amending.is_bound or filled(request, amending):
            tried(request, use, said)
            return redirect("supervision:security_entry", entry.public_id)
    else:
        note_look(request, "查看安全台账一条", entry.object_kind, entry.public_id)
    opened = entry.state == "open"
    context = {
        "entry": entry,
        "amending": amending,
        "today": timezone.localdate(),
        "may_amend": opened and request.user.has_role(*WRITERS),
        "may_close": opened and request.user.has_role(*CLOSERS) and entry.writer_id != request.user.pk,
        "history": history_of(entry.public_id, SecurityEntry.lifecycle),
    }
    return render(request, "supervision/security_entry.html", context)


def _stale() -> None:
    raise securing.SecurityRefused(STALE)
