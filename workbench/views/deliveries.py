"""登记推送: new registrations handed to the department in charge; it takes them, or says whose they are. Source: B11."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.access import StaffRequest, role_required
from accounts.acting import signed
from accounts.looking import note_look
from accounts.models import Department, Role
from credit_platform.declaring import Scope, get_only, post_only
from records.delivering import DeliveryRefused, acknowledge, add_rule, end_rule, hand_on, rules_of, send_back
from records.models import Delivery, DeliveryRule

OFFICE = (Role.OFFICE, Role.OFFICE_APPROVER)
READERS = (Role.CLERK, Role.REVIEWER, *OFFICE, Role.AUDITOR)


@get_only
@role_required(*READERS)
def listing(request: StaffRequest) -> HttpResponse:
    """Waiting ones first by due day; `?state=` shows the others."""
    state = request.GET.get("state", "waiting")
    rows = Delivery.objects.visible_to(request.user).select_related("record__subject", "department", "version")
    if state in Delivery.State.values:
        rows = rows.filter(state=state)
    note_look(request, "查看登记推送", "delivery")
    page = Paginator(rows.order_by("due", "pk"), 25).get_page(request.GET.get("page"))
    is_office = request.user.has_role(*OFFICE)
    context = {
        "page": page,
        "state": state,
        "states": Delivery.State.choices,
        "today": timezone.localdate(),
        "is_office": is_office,
        "own": request.user.department_id,
        "may_answer": not request.user.has_role(Role.AUDITOR),
        "departments": Department.objects.tree(request.user.department) if is_office else [],
    }
    return render(request, "workbench/deliveries.html", context)


@post_only
@role_required(Role.CLERK, Role.REVIEWER, *OFFICE, of=Scope.DEPARTMENT)
def answer(request: StaffRequest, public_id) -> HttpResponse:
    """签收、退回、转交."""
    delivery = get_object_or_404(Delivery.objects.visible_to(request.user), public_id=public_id)
    action = request.POST.get("action")
    try:
        if action == "acknowledge":
            acknowledge(delivery, officer=request.user, **signed(request.user))
            messages.success(request, "已签收。")
        elif action == "hand_on":
            to = Department.objects.tree(request.user.department).chosen(request.POST.get("department", ""))
            if to is None:
                raise DeliveryRefused("请选择要转交的部门。")
            hand_on(delivery, to=to, officer=request.user, **signed(request.user))
            messages.success(request, f"已转交{to.name}。")
        else:
            send_back(
                delivery, officer=request.user, reason=request.POST.get("reason", "")[:500], **signed(request.user)
            )
            messages.success(request, "已退回信用办。")
    except DeliveryRefused as reason:
        messages.error(request, str(reason))
    return redirect("workbench:deliveries")


@role_required(*OFFICE, Role.AUDITOR)
def rules(request: StaffRequest) -> HttpResponse:
    """推送规则: words of the business scope, and who gets what they name."""
    if request.method == "POST":
        department = Department.objects.tree(request.user.department).chosen(request.POST.get("department", ""))
        words = request.POST.get("words", "").replace("，", "、").replace(",", "、").split("、")
        try:
            if department is None:
                raise DeliveryRefused("请选择接收的部门。")
            add_rule(
                department,
                words,
                request.POST.get("division", "").strip(),
                officer=request.user,
                **signed(request.user),
            )
        except DeliveryRefused as reason:
            messages.error(request, str(reason))
        else:
            messages.success(request, "已新增规则，此后新报来的登记按它推送。")
            return redirect("workbench:delivery_rules")
    context = {
        "rules": rules_of(request.user.department),
        "departments": Department.objects.tree(request.user.department),
        "may_change": request.user.has_role(Role.OFFICE),
        "words": request.POST.get("words", ""),
        "division": request.POST.get("division", ""),
    }
    return render(request, "workbench/delivery_rules.html", context)


@post_only
@role_required(Role.OFFICE, of=Scope.DEPARTMENT)
def stop_rule(request: StaffRequest, rule: int) -> HttpResponse:
    """停用."""
    tree = Department.objects.tree(request.user.department)
    found = get_object_or_404(DeliveryRule, pk=rule, department__in=tree, until__isnull=True)
    end_rule(found, officer=request.user, **signed(request.user))
    messages.success(request, "已停用。")
    return redirect("workbench:delivery_rules")
