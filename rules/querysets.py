"""Reads of case clocks: what runs, what is late, who may see it. Source: C6, design sentence 4."""

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import models
from django.db.models import F, Q

from accounts.models import Department, Role

if TYPE_CHECKING:
    from accounts.models import Officer


class ClockRuleQuerySet(models.QuerySet):
    """办理期限规则 的查询."""

    def in_force(self, on: date):
        """Those of the day."""
        return self.filter(Q(since__isnull=True) | Q(since__lte=on), Q(until__isnull=True) | Q(until__gte=on))


class CaseClockQuerySet(models.QuerySet):
    """办理时限 的查询."""

    def open(self):
        """Neither stopped nor cancelled."""
        return self.filter(state__in=["running", "paused"])

    def running(self):
        """Counting now."""
        return self.filter(state="running")

    def overdue(self, on: date):
        """逾期未办结: the due day is past and nobody stopped the clock."""
        return self.running().filter(due__lt=on)

    def met_late(self):
        """逾期办结."""
        return self.filter(state="met", stopped_on__gt=F("due"))

    def due_within(self, days: int, on: date):
        """Due on the day or within so many working days after it; not the overdue ones."""
        from .calendar import working_calendar

        return self.running().filter(due__gte=on, due__lte=working_calendar().add(on, days).date)

    def of(self, case_kind: str, case_id: UUID):
        """Those of one case."""
        return self.filter(case_kind=case_kind, case_id=case_id)

    def visible_to(self, officer: "Officer"):
        """The office its tree, auditors all, others their own department."""
        if officer.has_role(Role.AUDITOR):
            return self
        if officer.has_role(Role.OFFICE, Role.OFFICE_APPROVER):
            return self.filter(department__in=Department.objects.tree(officer.department))
        if officer.has_role(Role.CLERK, Role.REVIEWER):
            return self.filter(department__in=Department.objects.answered_for_by(officer.department))
        return self.none()
