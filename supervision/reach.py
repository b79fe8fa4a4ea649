"""Reach (管辖范围): for which departments an officer sees rates and returns; and who has to file. Source: sentence 4, A4."""

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import Department, Role, RoleGrant

from .months import last_of

if TYPE_CHECKING:
    from accounts.models import Officer

READERS = (Role.CLERK, Role.REVIEWER, Role.OFFICE, Role.OFFICE_APPROVER, Role.AUDITOR)
OVERSEERS = (Role.OFFICE, Role.OFFICE_APPROVER, Role.AUDITOR)


def within_reach(officer: "Officer") -> QuerySet[Department]:
    """Departments whose figures the officer may see: auditors all, the office its tree, others their own and those whose
    work it took over; nobody else any.
    """
    if officer.has_role(Role.AUDITOR):
        return Department.objects.all()
    if officer.has_role(Role.OFFICE, Role.OFFICE_APPROVER):
        return Department.objects.tree(officer.department)
    if officer.has_role(Role.CLERK, Role.REVIEWER):
        return Department.objects.answered_for_by(officer.department)
    return Department.objects.none()


def obliged(departments: QuerySet[Department]) -> QuerySet[Department]:
    """Those of `departments` that owe returns about the months in which they exist: all but credit offices without a
    clerk of their own, which decide nothing.
    """
    held = RoleGrant.objects.filter(officer__department=OuterRef("pk"), officer__is_active=True, until__isnull=True)
    office = Exists(held.filter(role__in=[Role.OFFICE, Role.OFFICE_APPROVER]))
    clerk = Exists(held.filter(role=Role.CLERK))
    return departments.filter(~Q(office) | Q(clerk))


def existed_in(department: Department, month: date) -> bool:
    """Whether it was there on a day of the month."""
    begun = department.since is None or department.since <= last_of(month)
    return begun and (department.until is None or department.until > month)
