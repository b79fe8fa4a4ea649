"""Reads of supervision that more than one place needs."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from accounts.models import Department, Role
from rules.calendar import working_calendar

from .reach import OVERSEERS, within_reach

if TYPE_CHECKING:
    from accounts.models import Officer

SOON = 3  # working days, as for records


class SignedQuerySet(models.QuerySet):
    """填报件 的查询."""

    def visible_to(self, officer: "Officer"):
        """Those of departments within the officer's reach."""
        return self.filter(department__in=within_reach(officer))

    def about(self, month: date):
        """Of one month."""
        return self.filter(month=month)

    def signed(self):
        """The versions that count: of each department and month at most one."""
        return self.filter(state="signed")

    def standing(self):
        """待审核或已签发: what is neither sent back, taken back nor corrected."""
        return self.filter(state__in=["proposed", "signed"])


class OfDepartmentQuerySet(models.QuerySet):
    """Rows of a department: 比对、考核表."""

    def visible_to(self, officer: "Officer"):
        """Those of departments within the officer's reach."""
        return self.filter(department__in=within_reach(officer))


class FindingQuerySet(OfDepartmentQuerySet):
    """比对差异 的查询."""

    def pending(self):
        """Neither settled nor accepted."""
        return self.exclude(state="settled")


class OrderQuerySet(OfDepartmentQuerySet):
    """整改通知 的查询."""

    def waiting(self):
        """待部门答复."""
        return self.filter(state__in=["issued", "returned"])

    def overdue(self, on: date):
        """逾期未答复."""
        return self.waiting().filter(due__lt=on)

    def soon(self, on: date):
        """马上到期: to be answered today or within the next working days."""
        return self.waiting().filter(due__gte=on, due__lte=working_calendar().add(on, SOON).date)


class EscalationQuerySet(models.QuerySet):
    """通报与约谈 的查询."""

    def visible_to(self, officer: "Officer"):
        """Overseers theirs in any state; others what was approved about their own department."""
        rows = self.filter(order__department__in=within_reach(officer))
        return rows if officer.has_role(*OVERSEERS) else rows.filter(state__in=["approved", "held"])


class _DatedQuerySet(models.QuerySet):
    def in_force(self, on: date):
        """Those of the day."""
        return self.filter(Q(since__isnull=True) | Q(since__lte=on), Q(until__isnull=True) | Q(until__gte=on))


class ScoreCriterionQuerySet(_DatedQuerySet):
    """考核指标 的查询."""


class RecurringDutyQuerySet(_DatedQuerySet):
    """定期任务规则 的查询."""


class TaskQuerySet(models.QuerySet):
    """定期任务 的查询."""

    def visible_to(self, officer: "Officer"):
        """Those of departments within reach; of a role's, also whoever holds it, at their own node."""
        mine = Q(duty__role__in=officer.roles, department=officer.department_id)
        return self.filter(Q(department__in=within_reach(officer)) | mine)

    def workable_by(self, officer: "Officer"):
        """Those that the officer may finish: the role's by its holders, the office's by the office, others by their own
        department's people.
        """
        rows = Q(duty__role__in=officer.roles, department=officer.department_id)
        if officer.has_role(Role.OFFICE, Role.OFFICE_APPROVER):
            rows |= Q(duty__who="office", department=officer.department_id)
        if officer.has_role(Role.CLERK, Role.REVIEWER):
            rows |= Q(duty__who="department", department__in=Department.objects.answered_for_by(officer.department))
        return self.filter(rows)

    def overdue(self, on: date):
        """逾期未完成."""
        return self.filter(state="open", due__lt=on)
