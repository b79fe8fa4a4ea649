"""Notices of orders and applications (整改通知与账号申请提醒): whoever it is with now is told once. Source: J6, A7, C6."""

from datetime import date

from django.db.models import Count

from accounts.models import Application, Officer, Role
from supervision.models import Escalation, RectificationOrder

from .noticing import officers_of, tell

OFFICE = (Role.OFFICE, Role.OFFICE_APPROVER)


def tell_of_orders(on: date) -> int:
    """整改通知 issued or sent back: its department; answered: the office that issued it; an escalation proposed: who decides,
    decided: the department. Returns notices made; safe to run twice.
    """
    made = 0
    rows = RectificationOrder.objects.filter(state__in=["issued", "returned", "replied"])
    for order in rows.annotate(answers=Count("replies")).select_related("department"):
        link = f"/supervision/orders/{order.public_id}/"
        key = f"order:{order.public_id}:{order.state}:{order.answers}"
        if order.state == RectificationOrder.State.REPLIED:
            text = f"{order.department.name}已答复{order.number}，请核对。"
            made += tell(officers_of([order.office_id], Role.OFFICE), key, text, on, link=link)
            continue
        what = "退回继续整改" if order.state == RectificationOrder.State.RETURNED else "下达"
        text = f"{order.number}已{what}，请于{order.due}前整改并答复。"
        people = officers_of([order.department_id], Role.CLERK, Role.REVIEWER)
        made += tell(people, key, text, on, urgent=True, link=link)
    return made + _tell_of_escalations(on)


def _tell_of_escalations(on: date) -> int:
    made = 0
    rows = Escalation.objects.filter(state__in=["proposed", "approved"]).select_related("order__department")
    for one in rows:
        link, key = f"/supervision/escalations/{one.public_id}/", f"escalation:{one.public_id}:{one.state}"
        kind, order = one.get_kind_display(), one.order
        if one.state == Escalation.State.PROPOSED:
            people = officers_of([order.office_id], Role.OFFICE_APPROVER).exclude(pk=one.proposer_id)
            made += tell(people, key, f"拟对{order.department.name}{kind}（{order.number}），请审批。", on, link=link)
        else:
            people = officers_of([order.department_id], Role.CLERK, Role.REVIEWER)
            made += tell(people, key, f"因{order.number}，已批准{kind}。", on, urgent=True, link=link)
    return made


def tell_of_applications(on: date) -> int:
    """账号申请: arrived: the office it was sent to; checked: system administrators. Returns notices made."""
    made = 0
    for one in Application.objects.filter(state__in=["waiting", "accepted"], expires_on__gt=on):
        key = f"application:{one.public_id}:{one.state}"
        if one.state == Application.State.WAITING:
            link, people = f"/workbench/applications/{one.public_id}/", officers_of([one.office_id], *OFFICE)
            made += tell(people, key, "有部门在网上申请账号，请核对。", on, link=link, plain=True)
        else:
            people = Officer.objects.holding(Role.SYSTEM_ADMIN)
            made += tell(
                people, key, "有一份账号申请已核对，请开设账号。", on, link="/accounts/applications/", plain=True
            )
    return made
