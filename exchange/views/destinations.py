"""Destinations: which there are, what waits for them, and changing them with two persons."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.access import StaffRequest, role_required
from accounts.acting import signed
from accounts.looking import note_look
from accounts.models import Role
from credit_platform.declaring import Scope, get_and_post, get_only, post_only
from records.kinds import KINDS
from records.models import Record
from subjects.models import SubjectKind

from ..changing import OFFICE, approve_change, decline_change, propose_change, values_of
from ..forms import DecisionForm, DestinationForm
from ..models import Change, Destination, Line
from ..refusals import ExchangeRefused
from ..sending import send

READERS = (*OFFICE, Role.AUDITOR)
PAGE = 50


@get_only
@role_required(*READERS)
def index(request: StaffRequest) -> HttpResponse:
    """转送目标, with what waits and what is late; changes that wait for a second person."""
    today = timezone.localdate()
    rows = Destination.objects.visible_to(request.user).select_related("department").counted(today)
    waiting = Change.objects.visible_to(request.user).filter(state="proposed")
    context = {
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "changes": waiting.select_related("proposer", "destination", "department")[:PAGE],
        "today": today,
        "may_act": request.user.has_role(*OFFICE),
    }
    return render(request, "exchange/index.html", context)


@get_only
@role_required(*READERS, of=Scope.OFFICE)
def detail(request: StaffRequest, public_id) -> HttpResponse:
    """One destination: its duty, its lines (`?state=`, `?late`), its parcels."""
    today = timezone.localdate()
    destination = _found(request, public_id)
    state, late = request.GET.get("state", ""), "late" in request.GET
    rows = destination.lines.all()
    if state in Line.State.values:
        rows = rows.filter(state=state)
    if late:
        rows = rows.overdue(today)
    if late or state in ("waiting", "refused"):
        order = ("due", "seq")
    else:  # what is overdue first, by its day; then the newest
        rows = rows.with_overdue_first(today)
        order = ("late_due", "-seq")
    page = Paginator(rows.select_related("parcel").order_by(*order), PAGE).get_page(request.GET.get("page"))
    note_look(request, "查看转送目标", "destination", destination.public_id)
    context = {
        "destination": destination,
        "counted": Destination.objects.counted(today).get(pk=destination.pk),
        "kinds": [KINDS[key].title for key in destination.kinds if key in KINDS],
        "today": today,
        "page": page,
        "lines": with_records(page.object_list),
        "parcels": destination.parcels.select_related("sender")[:20],
        "states": Line.State.choices,
        "state": state if not late else "",
        "late": late,
        "query": f"state={state}" if state in Line.State.values else "late" if late else "",
        "open_change": destination.changes.filter(state="proposed").first(),
        "may_act": request.user.has_role(*OFFICE),
    }
    return render(request, "exchange/destination.html", context)


def with_records(lines) -> list[Line]:
    """The page's lines, each with the `record` it is about: one query for all."""
    lines = list(lines)
    rows = Record.objects.filter(public_id__in={line.record_id for line in lines}).select_related("subject")
    found = {row.public_id: row for row in rows}
    for line in lines:
        line.record = found.get(line.record_id)  # type: ignore[attr-defined]
    return lines


@post_only
@role_required(*OFFICE, of=Scope.OFFICE)
def export(request: StaffRequest, public_id) -> HttpResponse:
    """导出待转送的信息."""
    destination = _found(request, public_id)
    try:
        parcel = send(destination, officer=request.user, **signed(request.user))
    except ExchangeRefused as reason:
        messages.error(request, str(reason))
        return redirect("exchange:destination", destination.public_id)
    messages.success(request, f"已导出第{parcel.number}号文件，共{parcel.size}条；请下载后送交对方，并登记回执。")
    return redirect("exchange:parcel", parcel.public_id)


@get_and_post
@role_required(*OFFICE)
def add(request: StaffRequest) -> HttpResponse:
    """申请设立转送目标."""
    return _propose(request, None)


@get_and_post
@role_required(*OFFICE, of=Scope.OFFICE)
def change(request: StaffRequest, public_id) -> HttpResponse:
    """申请变更转送目标."""
    return _propose(request, _found(request, public_id))


def _propose(request: StaffRequest, destination: Destination | None) -> HttpResponse:
    initial = values_of(destination) if destination else {"since": timezone.localdate()}
    form = DestinationForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        reason = values.pop("reason")
        try:
            made = propose_change(
                destination,
                values=values,
                officer=request.user,
                reason=reason,
                **signed(request.user),
            )
        except ExchangeRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "已提交，须由另一位信用办审批人员同意后生效。")
            return redirect("exchange:change", made.public_id)
    form.tidy()
    return render(request, "exchange/propose.html", {"form": form, "destination": destination})


@get_and_post
@role_required(*READERS, of=Scope.OFFICE)
def decide(request: StaffRequest, public_id) -> HttpResponse:
    """One change: what it is now and what it shall be; approve or decline."""
    rows = Change.objects.visible_to(request.user).select_related("destination", "department", "proposer", "approver")
    change = get_object_or_404(rows, public_id=public_id)
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _decide(request, change, form)
    form.tidy()
    may = request.user.has_role(Role.OFFICE_APPROVER) and change.proposer_id != request.user.pk
    context = {"change": change, "form": form, "rows": _differences(change), "may_decide": may}
    return render(request, "exchange/change.html", context)


def _decide(request: StaffRequest, change: Change, form: DecisionForm) -> HttpResponse:
    by = signed(request.user)
    try:
        if form.cleaned_data["action"] == "approve":
            destination = approve_change(change, officer=request.user, **by)
            messages.success(request, "已同意，即日起按此转送。")
            return redirect("exchange:destination", destination.public_id)
        decline_change(change, reason=form.cleaned_data["note"], officer=request.user, **by)
        messages.success(request, "已决定不同意，原设置不变。")
    except ExchangeRefused as reason:
        messages.error(request, str(reason))
        return redirect("exchange:change", change.public_id)
    return redirect("exchange:index")


def _differences(change: Change) -> list[tuple[str, str, str]]:
    """(column, text now, text proposed), those that stay the same left out."""
    old = values_of(change.destination) if change.destination and change.state == "proposed" else {}
    rows = []
    for name, new in change.values.items():
        label = str(DestinationForm.base_fields[name].label)
        now, then = _text(name, old.get(name)), _text(name, new)
        if now != then:
            rows.append((label, now, then))
    return rows


def _text(name: str, value) -> str:
    if value in (None, "", []):
        return ""
    if name == "kinds":
        return "、".join(KINDS[key].title if key in KINDS else key for key in value)
    if name == "subject_kinds":
        return "、".join(str(SubjectKind(key).label) for key in value)
    if name in ("start", "length"):
        return str({"start": Destination.Start, "length": Destination.Length}[name](value).label)
    return str(value)


def _found(request: StaffRequest, public_id) -> Destination:
    rows = Destination.objects.visible_to(request.user).select_related("department")
    return get_object_or_404(rows, public_id=public_id)
