"""Reach (管辖范围): for which departments an officer sees rates and returns; and who has to file. Source: sentence 4, A4."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Exists, Min, OuterRef, QuerySet

from accounts.models import Department, Role, RoleGrant
from records.models import Submission
from records.querysets import departments_within_reach

from .months import last_of

if TYPE_CHECKING:
    from accounts.models import Officer

OFFICE = (Role.OFFICE, Role.OFFICE_APPROVER)
OVERSEERS = (*OFFICE, Role.SUPERVISOR, Role.AUDITOR)
READERS = (Role.CLERK, Role.REVIEWER, *OVERSEERS)


def within_reach(officer: "Officer") -> QuerySet[Department]:
    """Departments whose figures the officer may see: as with records, and supervisors (督查员) their tree."""
    return departments_within_reach(officer, Role.SUPERVISOR)


def obliged(departments: QuerySet[Department]) -> QuerySet[Department]:
    """Those of `departments` that owe returns about the months in which they exist: all but nodes that decide nothing.

    Such a node has people of the office or of supervision, or departments below it, and neither a clerk nor a reviewer.
    """
    held = RoleGrant.objects.filter(officer__department=OuterRef("pk"), officer__is_active=True, until__isnull=True)
    reports = Exists(held.filter(role__in=[Role.CLERK, Role.REVIEWER]))
    oversees = Exists(held.filter(role__in=[*OFFICE, Role.SUPERVISOR]))
    stands_above = Exists(Department.objects.filter(parent=OuterRef("pk")))
    return departments.filter(reports | ~(oversees | stands_above))


def existed_in(department: Department, month: date) -> bool:
    """Whether it was there on a day of the month."""
    begun = department.since is None or department.since <= last_of(month)
    return begun and (department.until is None or department.until > month)


def begun_reporting(departments: Iterable[Department]) -> dict[int, date]:
    """Department → day of its first submission; one that never sent anything owes from the day it exists, and is not in it."""
    rows = Submission.objects.filter(department__in=[one.pk for one in departments]).order_by()
    return dict(rows.values_list("department").annotate(first=Min("arrived_on")))
