"""办理单位（谁认定、谁负责）: which department looks into what is said against something on record: one rule for objections and repairs.

1. The department that decided, found by the code of the deciding body; where it was dissolved, the one its work went to.
2. Where nobody works for it on this platform: who reports on its behalf (代报) on the day.
3. Else the department that reported the record, or its successor. Where that is the deciding one itself the credit office above it acts.

Source: 国办发〔2025〕22号、令第36号 (谁认定、谁修复; an objection to the site or to the authority, forwarded to it); 遂宁安居 二(三)3 (谁决定、谁负责);
滑县 二(五)1, 3 (原报送信息的认定机关: there one body). 代报 only carries what another decided, so it answers for it only where that
one cannot. Mandatory national values stand above a pack's `objection.addressee`; docs/law.md.
"""

from datetime import date

from accounts.models import Department, Officer, Role, Tie

from .models import Record

WORKERS = (Role.CLERK, Role.REVIEWER)


def in_charge(department: Department, on: date) -> Department:
    """职能承接: the department itself, or whom its work went to, at however many removes, on the day."""
    while department.until is not None and department.until <= on and department.successor is not None:
        department = department.successor
    return department


def addressee_of(record: Record, on: date) -> Department:
    """Who looks into an objection to the record and decides on its repair."""
    reporter = in_charge(record.department, on)
    decided = Department.objects.filter(code=record.body_code).select_related("successor").first()
    if decided is None:
        return reporter
    body = in_charge(decided, on)
    if _works(body):
        return body
    ties = Tie.objects.in_force(on).filter(kind="on_behalf", other=body).select_related("department").order_by("pk")
    behalf = [in_charge(tie.department, on) for tie in ties]
    return next((one for one in [*behalf, reporter] if _works(one)), body)


def _works(department: Department) -> bool:
    """Whether anybody here works for it."""
    return Officer.objects.filter(
        department=department, is_active=True, grants__role__in=WORKERS, grants__until__isnull=True
    ).exists()
