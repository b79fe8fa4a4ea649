"""典型案例 for staff: reporting, choosing, publishing, handing up."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.access import StaffRequest, role_required
from accounts.acting import by
from accounts.looking import note_look
from accounts.models import Role
from blacklists.refusals import ListRefused
from blacklists.views.reading import PAGE, day, subject_named, text, uuids
from blacklists.views.sent import Back, Sent, refused
from credit_platform.declaring import Scope, get_and_post, get_only, post_from
from credit_platform.downloads import download
from ledger.history import history_of
from rules.jurisdictions import find
from subjects.models import Subject

from .. import handing_up, telling_cases
from ..models import CaseParcel, TypicalCase
from ..next_steps import of_typical_case
from .actions import READERS, WORKERS

DONE = {
    "take_back": "已收回。",
    "choose": "已选用，由另一人审批公布。",
    "return": "已退回修改。",
    "decline": "已记为不选用。",
    "publish": "已公布。",
    "withdraw": "已撤下，公众不再能看到。",
}


@get_only
@role_required(*READERS)
def listing(request: StaffRequest) -> HttpResponse:
    """What waits first; `?show=mine`, `public`, `over`."""
    officer, today = request.user, timezone.localdate()
    rows = TypicalCase.objects.visible_to(officer).select_related("department", "subject")
    tabs = {
        "": rows.filter(state__in=["reported", "returned", "chosen"]),
        "mine": rows & TypicalCase.objects.waiting_for(officer),
        "public": rows.filter(state="published"),
        "over": rows.filter(state__in=["declined", "withdrawn", "taken_back"]),
    }
    shown = request.GET.get("show", "")
    shown = shown if shown in tabs else ""
    page = Paginator(tabs[shown].order_by("-pk"), PAGE).get_page(request.GET.get("page"))
    seen = set(rows.public(today).filter(pk__in=[one.pk for one in page]).values_list("pk", flat=True))
    note_look(request, "查看典型案例列表", TypicalCase.object_kind)
    context = {
        "page": page,
        "rows": [(one, one.pk in seen) for one in page],
        "show": shown,
        "rule": telling_cases.rule(today),
        "may_report": officer.has_role(*telling_cases.REPORTERS),
        "office": officer.has_role(Role.OFFICE, Role.OFFICE_APPROVER, Role.AUDITOR),
    }
    return render(request, "sanctions/cases.html", context)


@get_and_post
@role_required(*telling_cases.REPORTERS)
def report(request: StaffRequest) -> HttpResponse:
    """报送."""
    back = None
    if request.method == "POST":
        try:
            made = telling_cases.report(**_said(request, new=True), **by(request.user))
        except ListRefused as refusal:
            back = refused(request, refusal, action="report")
        else:
            messages.success(request, "已报送，由信用办选用。")
            return redirect("joint:case", made.public_id)
    context = {
        "kinds": TypicalCase.Kind.choices,
        "back": back,
        "rule": telling_cases.rule(timezone.localdate()),
    }
    return render(request, "sanctions/case_report.html", context)


def _said(request: StaffRequest, *, new: bool = False) -> dict:
    """What the form says, with every fault at once. `new`: with the kind. Raises ListRefused."""
    sent, named = Sent(request), text(request, "subject", 60)
    kind = {"kind": sent.choice("kind", TypicalCase.Kind.values, "类别")} if new else {}
    said = sent.words(TypicalCase, *telling_cases.TEXTS)
    subject: Subject | None = subject_named(named, request.user) if named else None
    if named and subject is None:
        sent.fault("subject", "没有这个主体：请核对统一社会信用代码。")
    sent.settle()
    return {"subject": subject, **kind, **said}


@get_and_post
@role_required(*READERS, of=Scope.DEPARTMENT)
def detail(request: StaffRequest, public_id) -> HttpResponse:
    """One case; sent back, its department mends it here."""
    case, officer = _found(request, public_id), request.user
    back = None
    if request.method == "POST":
        try:
            telling_cases.amend(case, **_said(request), **by(officer))
        except ListRefused as refusal:
            back = refused(request, refusal, action="amend")
        else:
            messages.success(request, "已修改并再次报送。")
            return redirect("joint:case", case.public_id)
    return _page(request, public_id, back)


def _page(request: StaffRequest, public_id, back: Back | None) -> HttpResponse:
    case, officer, today = _found(request, public_id), request.user, timezone.localdate()
    note_look(request, "查看典型案例", case.object_kind, case.public_id)
    own = case.department_id == officer.department_id and officer.has_role(*telling_cases.REPORTERS)
    context = {
        "case": case,
        "public": TypicalCase.objects.public(today).filter(pk=case.pk).exists(),
        "may": _may(case, officer, own=own),
        "back": back,
        "next": of_typical_case(case, officer),
        "today": today,
        "parcels": case.parcels.order_by("pk"),
        "history": history_of(case.public_id, TypicalCase.lifecycle),
    }
    return render(request, "sanctions/case.html", context)


def _may(case: TypicalCase, officer, *, own: bool) -> set[str]:
    """Steps that the officer may take now. For the page; the use cases decide."""
    may: set[str] = set()
    if own and case.state in ("reported", "returned"):
        may |= {"take_back"} | ({"amend"} if case.state == "returned" else set())
    if officer.has_role(Role.OFFICE) and case.state == "reported":
        may |= {"choose", "decline", "return"}
    if officer.has_role(Role.OFFICE_APPROVER):
        if case.state == "reported":
            may |= {"decline", "return"}
        if case.state == "chosen" and officer.pk not in (case.chooser_id, case.reporter_id):
            may |= {"publish", "return"}
    if officer.has_role(Role.OFFICE, Role.OFFICE_APPROVER) and case.state == "published":
        may.add("withdraw")
    return may


@role_required(*WORKERS, of=Scope.DEPARTMENT)
@post_from("joint:case")
def step(request: StaffRequest, public_id) -> HttpResponse:
    """收回、选用、退回、不选用、公布、撤下."""
    case, name = _found(request, public_id), request.POST.get("action", "")
    who, reason = by(request.user), text(request, "reason", 600)
    try:
        match name:
            case "take_back":
                telling_cases.take_back(case, **who)
            case "choose":
                telling_cases.choose(case, **who)
            case "return" | "decline":
                telling_cases.send_back(case, reason=reason, for_good=name == "decline", **who)
            case "publish":
                telling_cases.publish(case, **who)
            case "withdraw":
                telling_cases.withdraw(case, reason=reason, **who)
            case _:
                raise ListRefused("没有看懂要做的操作，请回到页面重试。")
    except ListRefused as refusal:
        return _page(request, public_id, refused(request, refusal))
    messages.success(request, DONE[name])
    return redirect("joint:case", case.public_id)


@get_and_post
@role_required(Role.OFFICE, Role.OFFICE_APPROVER, Role.AUDITOR)
def parcels(request: StaffRequest) -> HttpResponse:
    """案例上报: what was handed up; a new parcel of cases that are public."""
    officer, today = request.user, timezone.localdate()
    public = (
        TypicalCase.objects.visible_to(officer)
        .public(today)
        .select_related("department")
        .order_by("-public_from", "-pk")
    )
    back = None
    if request.method == "POST":
        try:
            chosen = list(public.filter(public_id__in=uuids(request.POST.getlist("case"))))
            handing_up.hand_up(chosen, destination=text(request, "destination", 110), **by(officer))
        except ListRefused as refusal:
            back = refused(request, refusal, action="hand_up")
        else:
            messages.success(request, "已生成报送件，请下载送交，收到回执后登记。")
            return redirect("joint:case_parcels")
    upper = find(["names.upper"], today).get("names.upper")
    note_look(request, "查看案例报送件", CaseParcel.object_kind)
    rows = CaseParcel.objects.visible_to(officer).prefetch_related("cases").order_by("-pk")
    context = {
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "cases": public[:100],
        "done": set(public.filter(parcels__isnull=False).values_list("pk", flat=True)),
        "may_send": officer.has_role(Role.OFFICE),
        "upper": upper.value if upper else [],
        "to": telling_cases.rule(today).to,
        "back": back,
    }
    return render(request, "sanctions/case_parcels.html", context)


@get_only
@role_required(Role.OFFICE, Role.OFFICE_APPROVER, Role.AUDITOR, of=Scope.OFFICE)
def parcel_file(request: StaffRequest, public_id) -> HttpResponse:
    """报送件, always the same bytes."""
    found = get_object_or_404(CaseParcel.objects.visible_to(request.user), public_id=public_id)
    note_look(request, "下载案例报送件", found.object_kind, found.public_id)
    return download(found.file_path, f"{found.number}.xlsx")


@role_required(Role.OFFICE, of=Scope.OFFICE)
@post_from("joint:case_parcels", same=False)
def parcel_receipt(request: StaffRequest, public_id) -> HttpResponse:
    """登记回执."""
    found = get_object_or_404(CaseParcel.objects.visible_to(request.user), public_id=public_id)
    try:
        handing_up.enter_receipt(
            found, receipt=text(request, "receipt", 210), received_on=day(request, "received_on", "接收日期"),
            **by(request.user),
        )  # fmt: skip
    except ListRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "回执已登记。")
    return redirect("joint:case_parcels")


def _found(request: StaffRequest, public_id) -> TypicalCase:
    rows = TypicalCase.objects.visible_to(request.user).select_related("department", "subject", "reporter")
    return get_object_or_404(rows, public_id=public_id)
