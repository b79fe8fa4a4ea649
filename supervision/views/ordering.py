"""整改: orders, what departments answer, evidence, circulars and interviews."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.access import StaffRequest, role_required
from accounts.looking import note_look
from accounts.models import Department, Role
from credit_platform.declaring import Scope, get_and_post, get_only
from credit_platform.downloads import download
from ledger.history import history_of
from rules.calendar import working_calendar

from .. import escalating, ordering
from ..assessing import year_figures
from ..consequence_forms import EscalationForm, HoldForm, OrderForm, ReplyForm, SendBackForm
from ..models import Escalation, Finding, OrderPaper, OrderReply, RectificationOrder, RecurringTask
from ..reach import OFFICE, OVERSEERS, READERS, within_reach
from .trying import STALE, by, filled, tried

DAYS = 14  # of a proposed answer; the officer sets what fits
MOST = 500  # differences in one order
ASKED = {
    Finding.What.MISSING_HERE: "平台缺少的，请补报",
    Finding.What.MISSING_THERE: "来源缺少的，请核实决定是否确实作出、本单位的公示和台账是否漏登，并补登或申请撤下",
    Finding.What.DIFFERENT: "内容不一致的，请核实后更正错的一方",
}


@get_only
@role_required(*READERS)
def listing(request: StaffRequest) -> HttpResponse:
    """整改通知一览, `?show=overdue|soon|waiting|replied`; circulars and interviews below."""
    today, show = timezone.localdate(), request.GET.get("show", "")
    rows = RectificationOrder.objects.visible_to(request.user)
    counts = {
        "waiting": rows.waiting().count(),
        "overdue": rows.overdue(today).count(),
        "soon": rows.soon(today).count(),
        "replied": rows.filter(state="replied").count(),
    }
    chosen = {
        "waiting": rows.waiting(),
        "overdue": rows.overdue(today),
        "soon": rows.soon(today),
        "replied": rows.filter(state="replied"),
    }
    shown = chosen.get(show, rows).select_related("department", "issuer")
    escalations = Escalation.objects.visible_to(request.user).select_related(
        "order__department", "proposer", "approver"
    )
    note_look(request, "查看整改通知一览", "order")
    context = {
        "page": Paginator(shown, 30).get_page(request.GET.get("page")),
        "counts": counts,
        "show": show,
        "today": today,
        "may_issue": request.user.has_role(*OFFICE),
        "escalations": escalations[:50],
    }
    return render(request, "supervision/orders.html", context)


@get_and_post
@role_required(*OFFICE)
def new(request: StaffRequest) -> HttpResponse:
    """下达整改通知. `?finding=…` (several) puts differences into it, `?all` those of a reconciliation that nobody has settled
    (`what`, `state` narrow them); `?department` fills in the department.
    """
    today, reach = timezone.localdate(), within_reach(request.user)
    findings, more = _findings(request)
    department = findings[0].department if findings else Department.objects.chosen(request.GET.get("department", ""))
    initial: dict = {"due": _proposed_day(today), "ground": "findings" if findings else "other"}
    if findings:
        initial |= {
            "title": f"比对差异整改（{len(findings)}件）",
            "text": f"请逐件核实以下差异，并说明原因。{_asked(findings)}",
            "basis": "双公示信息比对；本单位信用信息归集公示责任",
        }
    if department and reach.filter(pk=department.pk).exists():
        initial["department"] = department.public_id
    else:
        department = None
    form = OrderForm(request.POST or None, reach=reach, initial=initial)
    if request.method == "POST" and filled(request, form):
        made = tried(
            request,
            lambda: ordering.issue(**form.cleaned_data, findings=findings, **by(request)),
            "已下达，并通知该部门。",
        )
        if made is not None:
            return redirect("supervision:order", made.public_id)
    context = {"form": form, "findings": findings, "more": more, "department": department}
    if department:
        context["figures"] = year_figures([department], today.year, today)[department.pk]
        context["late_tasks"] = RecurringTask.objects.filter(department=department).overdue(today).count()
        context["pending"] = Finding.objects.filter(department=department).pending().count()
    return render(request, "supervision/order_new.html", context)


def _proposed_day(today: date) -> date:
    """Some days on, and never a day off."""
    return working_calendar().add(today + timedelta(days=DAYS - 1), 1).date


def _asked(findings: list[Finding]) -> str:
    """What is to be done about each kind of difference that there is."""
    found = {one.what for one in findings}
    return "".join(f"{words}。" for what, words in ASKED.items() if what in found)


def _findings(request: StaffRequest) -> tuple[list[Finding], int]:
    """(the unsettled differences that were meant, how many more than fit into one order)."""
    sent = request.POST if request.method == "POST" else request.GET
    rows = Finding.objects.visible_to(request.user).filter(state__in=["open", "explained"])
    if "all" in sent and request.method == "GET":
        rows = rows.filter(source__reconciliation__public_id__in=_ids([sent["all"]]))
        known = {"what": Finding.What.values, "state": Finding.State.values}
        rows = rows.filter(**{name: sent[name] for name, values in known.items() if sent.get(name) in values})
    else:
        rows = rows.filter(public_id__in=_ids(sent.getlist("finding")[:MOST]))
    found = list(rows.select_related("department", "source").order_by("pk")[:MOST])
    return found, rows.count() - len(found)


def _ids(texts: list[str]) -> list[UUID]:
    keys = []
    for text in texts:
        try:
            keys.append(UUID(text))
        except ValueError:
            continue
    return keys


@get_and_post
@role_required(*READERS, of=Scope.DEPARTMENT)
def detail(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """一份整改通知: the department answers, the office reviews, the office or supervision proposes what follows."""
    rows = RectificationOrder.objects.visible_to(request.user).select_related("department", "office", "issuer")
    order = get_object_or_404(rows, public_id=public_id)
    officer, today = request.user, timezone.localdate()
    forms = {
        "reply": ReplyForm(None),
        "send_back": SendBackForm(None, initial={"due": _proposed_day(today)}),
        "escalate": EscalationForm(None),
    }
    if request.method == "POST":
        action = request.POST.get("action", "")
        if action in forms:
            forms[action] = type(forms[action])(request.POST, request.FILES or None)  # type: ignore[call-arg]
        if _post(request, order, action, forms):
            return redirect("supervision:order", order.public_id)
        order.refresh_from_db()
    else:
        note_look(request, "查看整改通知", order.object_kind, order.public_id)
    replies = list(order.replies.select_related("officer", "reviewer").prefetch_related("papers"))
    waits, own = order.state in ("issued", "returned"), bool(replies) and replies[-1].officer_id == officer.pk
    answers = Department.objects.answered_for_by(officer.department).filter(pk=order.department_id).exists()
    context = {
        "order": order,
        "forms": forms,
        "replies": replies,
        "findings": order.findings.select_related("source")[:200],
        "overdue": waits and order.due < today,
        "may_reply": waits and answers and officer.has_role(Role.CLERK, Role.REVIEWER),
        "may_review": order.state == "replied" and officer.has_role(*OFFICE) and not own,
        "may_withdraw": waits and officer.has_role(*OFFICE),
        "may_escalate": order.state not in ("settled", "withdrawn") and officer.has_role(*escalating.PROPOSERS),
        "escalations": Escalation.objects.visible_to(officer)
        .filter(order=order)
        .select_related("proposer", "approver"),
        "history": history_of(order.public_id, RectificationOrder.lifecycle) if officer.has_role(*OVERSEERS) else [],
    }
    return render(request, "supervision/order.html", context)


def _post(request: StaffRequest, order: RectificationOrder, action: str, forms: dict) -> bool:
    """Call the use case; False where the page is to be shown again with what was typed."""
    who, form = by(request), forms.get(action)
    if form is not None and not filled(request, form):
        return False
    typed: dict[str, Any] = form.cleaned_data if form is not None else {}
    opinion, reason = request.POST.get("opinion", ""), request.POST.get("reason", "")
    actions: dict[str, tuple[Callable[[], Any], str]] = {
        "reply": (lambda: _reply(order, typed, who), "已答复，等待信用办审核。"),
        "send_back": (lambda: ordering.send_back(order, **typed, **who), "已退回部门继续整改。"),
        "settle": (lambda: ordering.settle(order, opinion=opinion, **who), "已办结。"),
        "withdraw": (lambda: ordering.withdraw(order, reason=reason, **who), "已撤销。"),
        "escalate": (lambda: escalating.propose(order, **typed, **who), "已提出，等待信用办审批。"),
    }
    use, said = actions.get(action, (_stale, ""))
    return tried(request, use, said) is not None or form is None


def _reply(order: RectificationOrder, typed: dict[str, Any], who: dict[str, Any]) -> OrderReply:
    papers = [(one.name, one.read()) for one in typed["papers"]]
    return ordering.reply(order, text=typed["text"], papers=papers, **who)


def _stale() -> None:
    raise ordering.OrderRefused(STALE)


@get_only
@role_required(*READERS, of=Scope.DEPARTMENT)
def evidence(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """佐证下载."""
    visible = RectificationOrder.objects.visible_to(request.user)
    one = get_object_or_404(OrderPaper.objects.filter(reply__order__in=visible), public_id=public_id)
    note_look(request, "下载整改佐证", "order_paper", one.public_id)
    return download(one.path, one.name)


@get_and_post
@role_required(*READERS, of=Scope.DEPARTMENT)
def escalation(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """一份通报或约谈: decided by another person; an interview ends with its record."""
    rows = Escalation.objects.visible_to(request.user).select_related("order__department", "proposer", "approver")
    made = get_object_or_404(rows, public_id=public_id)
    officer = request.user
    held = HoldForm(request.POST if request.POST.get("action") == "hold" else None)
    if request.method == "POST":
        who = by(request)
        opinion = request.POST.get("opinion", "")
        actions = {
            "approve": (lambda: escalating.approve(made, opinion=opinion, **who), "已批准。"),
            "decline": (lambda: escalating.decline(made, opinion=opinion, **who), "未批准，已告知提出人。"),
            "take_back": (lambda: escalating.take_back(made, **who), "已收回。"),
            "hold": (lambda: escalating.hold(made, **held.cleaned_data, **who), "已登记约谈记录。"),
        }
        use, said = actions.get(request.POST.get("action", ""), (_stale, ""))
        if not held.is_bound or filled(request, held):
            done = tried(request, use, said)
            if done is not None or not held.is_bound:
                return redirect("supervision:escalation", made.public_id)
    note_look(request, "查看通报约谈", made.object_kind, made.public_id)
    context = {
        "made": made,
        "held": held,
        "may_decide": made.state == "proposed"
        and officer.has_role(Role.OFFICE_APPROVER)
        and made.proposer_id != officer.pk,
        "may_take_back": made.state == "proposed" and made.proposer_id == officer.pk,
        "may_hold": made.state == "approved"
        and made.kind == Escalation.Kind.INTERVIEW
        and officer.has_role(*escalating.PROPOSERS, Role.OFFICE_APPROVER),
        "history": history_of(made.public_id, Escalation.lifecycle) if officer.has_role(*OVERSEERS) else [],
    }
    return render(request, "supervision/escalation.html", context)
