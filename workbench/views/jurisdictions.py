"""规则包: packs with their values, clauses and conflicts; changes with their rehearsal; departments' own rules. Source: K."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.access import StaffRequest, role_required
from accounts.acting import by, signed
from accounts.models import Role
from credit_platform.declaring import Scope, get_and_post, get_only, post_only
from ledger.history import history_of
from rules import changing
from rules.jurisdiction_listing import values_of
from rules.jurisdictions import names_in_use
from rules.models import DepartmentRule, Jurisdiction, RuleChange
from rules.rule_targets import UnknownRule, target

from ..rehearsals import LAYERS, LINKS, within_reach
from ..rule_forms import ChangeForm, OwnRuleForm
from ..rule_words import differing, in_words, spoken, title_of, value_of
from .addresses import kept

OFFICE = (Role.OFFICE, Role.OFFICE_APPROVER)
READERS = (*OFFICE, Role.AUDITOR)
PAGE = 40
STATUS_WORDS = {"in force": "现行", "historic": "已过期", "platform default": "本平台默认"}


@get_only
@role_required()
def listing(request: StaffRequest) -> HttpResponse:
    """Packs on file, those in use, their conflicts, and what waits or was decided."""
    context = {
        "packs": Jurisdiction.objects.annotate(said=Count("values_held")).order_by("pk"),
        "in_use": names_in_use(),
        "conflicts": _conflicts(Jurisdiction.objects.filter(name__in=names_in_use())),
        "may_propose": request.user.has_role(Role.OFFICE),
    }
    if request.user.has_role(*READERS):
        context["changes"] = [
            (row, title_of(row.key)) for row in RuleChange.objects.select_related("proposer", "approver")[:20]
        ]
    return render(request, "workbench/jurisdictions.html", context)


def _conflicts(packs) -> list[dict]:
    return [
        {
            "pack": pack, "row": row, "title": title_of(row.key), "national": spoken(row.key, row.national),
            "local": spoken(row.key, row.local),
        }
        for pack in packs
        for row in pack.conflicts.all()
    ]  # fmt: skip


@get_only
@role_required()
def detail(request: StaffRequest, pack: str) -> HttpResponse:
    """One pack: every value with clause and status."""
    found = get_object_or_404(Jurisdiction, name=pack)
    text = request.GET.get("q", "").strip()[:100]
    rows = []
    for row in values_of(found):
        family = row["key"].partition(".")[0]
        title = row["value"]["title"] if family in ("behaviour", "measure") else title_of(row["key"])
        value = row["value"]["ground"] if family in ("behaviour", "measure") else spoken(row["key"], row["value"])
        if text and not any(text in said for said in (row["key"], title, value, row["clause"])):
            continue
        status = STATUS_WORDS.get(row["status"]) or "被取代"
        over = row["status"].removeprefix("overridden by ") if status == "被取代" else ""
        rows.append(row | {"title": title, "said": value, "status_said": status, "over": over, "family": family})
    context = {
        "pack": found,
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "query": kept(request),
        "q": text,
        "in_use": found.name in names_in_use(),
        "conflicts": _conflicts([found]),
        "may_propose": request.user.has_role(Role.OFFICE) and found.name in names_in_use(),
    }
    return render(request, "workbench/jurisdiction.html", context)


@get_and_post
@role_required(Role.OFFICE)
def change(request: StaffRequest) -> HttpResponse:
    """提出变更: first the rehearsal, then the proposal."""
    form = ChangeForm(request.POST or None, initial={"key": request.GET.get("key", "")})
    context: dict = {"form": form, "chosen": bool(form.data.get("key") or request.GET.get("key"))}
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        value = value_of(said["key"], said["value"])
        try:
            if "propose" in request.POST:
                made = changing.propose_change(
                    said["key"], value, since=said["since"], clause=said["clause"], reason=said["reason"],
                    layers=LAYERS, **by(request.user),
                )  # fmt: skip
                messages.success(request, "已提出，待信用办审批；采用前仍按现行规则办理。")
                return redirect("workbench:rule_change", made.public_id)
            found = changing.rehearse(said["key"], value, timezone.localdate(), LAYERS)
            context["found"] = rehearsed(request, found)
        except changing.ChangeRefused as reason:
            form.add_error(None, str(reason))
    elif request.method == "GET" and request.GET.get("key"):
        context["now"] = _now(request.GET["key"])
    form.tidy()
    return render(request, "workbench/rule_propose.html", context)


def _now(key: str) -> dict | None:
    try:
        value = target(key, timezone.localdate()).value
    except UnknownRule:
        return None
    return {"title": title_of(key), "said": spoken(key, value)}


def rehearsed(request: StaffRequest, found: dict) -> dict:
    """The rehearsal as the page shows it: only what is within the officer's reach is named."""
    items = [
        item
        | {
            **dict(zip(("was", "becomes"), map(in_words, differing(item["before"], item["after"])), strict=True)),
            "link": reverse(LINKS[item["kind"]], args=[item["public_id"]]),
        }
        for item in within_reach(request.user, found["items"])
    ]  # fmt: skip
    key = found["key"]
    said = {"title": title_of(key), "was": spoken(key, found["before"]), "becomes": spoken(key, found["value"])}
    return found | said | {"items": items[:50], "named": len(items)}


@get_only
@role_required(*READERS, of=Scope.PLATFORM)
def change_detail(request: StaffRequest, public_id) -> HttpResponse:
    """One change with the rehearsal kept when it was proposed, and one of today where it still waits."""
    row = get_object_or_404(RuleChange.objects.select_related("proposer", "approver"), public_id=public_id)
    waits = row.state == RuleChange.State.PROPOSED
    found, refused = row.rehearsed, ""
    if waits:
        try:
            found = changing.rehearse(row.key, row.value, timezone.localdate(), LAYERS)
        except changing.ChangeRefused as reason:
            refused = str(reason)
    context = {
        "change": row,
        "waits": waits,
        "refused": refused,
        "found": rehearsed(request, found),
        "may_decide": waits and request.user.has_role(Role.OFFICE_APPROVER) and request.user.pk != row.proposer_id,
        "history": history_of(row.public_id, RuleChange.lifecycle),
    }
    return render(request, "workbench/rule_change.html", context)


@post_only
@role_required(Role.OFFICE_APPROVER, of=Scope.PLATFORM)
def change_decide(request: StaffRequest, public_id) -> HttpResponse:
    """采用 or 不采用."""
    row = get_object_or_404(RuleChange, public_id=public_id)
    try:
        if request.POST.get("action") == "adopt":
            changing.adopt_change(row, **by(request.user))
            done = "已采用，自施行日期起按新规则办理。"
        else:
            changing.decline_change(row, reason=request.POST.get("reason", ""), **by(request.user))
            done = "已记为不采用。"
    except changing.ChangeRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, done)
    return redirect("workbench:rule_change", public_id)


@get_and_post
@role_required(Role.CLERK, Role.REVIEWER, *READERS)
def own_rules(request: StaffRequest) -> HttpResponse:
    """部门规则: what departments filed; the form for clerk and reviewer."""
    context: dict = {}
    if request.user.has_role(Role.CLERK, Role.REVIEWER):
        form = OwnRuleForm(request.POST or None)
        if request.method == "POST" and form.is_valid() and _file(request, form):
            return redirect("workbench:department_rules")
        form.tidy()
        context["form"] = form
    rows = DepartmentRule.objects.visible_to(request.user).select_related("department", "proposer", "approver")[:200]
    context["rows"] = [(row, title_of(row.key), spoken(row.key, row.value)) for row in rows]
    context["may_decide"] = request.user.has_role(Role.OFFICE_APPROVER)
    return render(request, "workbench/department_rules.html", context)


def _file(request: StaffRequest, form: OwnRuleForm) -> bool:
    said = form.cleaned_data
    value = value_of(said["key"], said["value"])
    try:
        changing.file_rule(
            request.user.department, said["key"], value, since=said["since"], clause=said["clause"], officer=request.user,
            **signed(request.user),
        )  # fmt: skip
    except changing.ChangeRefused as reason:
        form.add_error(None, str(reason))
        return False
    messages.success(request, "已报信用办备案。")
    return True


@post_only
@role_required(Role.OFFICE_APPROVER, of=Scope.OFFICE)
def own_rule_decide(request: StaffRequest, public_id) -> HttpResponse:
    """予以备案 or 不予备案."""
    row = get_object_or_404(DepartmentRule.objects.visible_to(request.user), public_id=public_id)
    try:
        if request.POST.get("action") == "adopt":
            changing.adopt_rule(row, **by(request.user))
            done = "已备案，自施行日期起适用。"
        else:
            changing.decline_rule(row, reason=request.POST.get("reason", ""), **by(request.user))
            done = "已记为不予备案。"
    except changing.ChangeRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, done)
    return redirect("workbench:department_rules")
