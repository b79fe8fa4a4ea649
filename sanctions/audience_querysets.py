"""Reads about publication to a named audience: who manages it, who is told, whether it lasts today."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from accounts.models import Department, Role
from records.querysets import departments_within_reach

if TYPE_CHECKING:
    from accounts.models import Officer


class DisclosureQuerySet(models.QuerySet):
    """适当范围公示 的查询."""

    def visible_to(self, officer: "Officer"):
        """For those who manage it: the publishing department, its office, auditors."""
        if officer.has_role(Role.AUDITOR):
            return self
        return self.filter(department__in=departments_within_reach(officer))

    def lasting(self, on: date):
        """公示中 on the day: approved, within its days, and the measure behind it in force. Derived: nobody takes it off."""
        from .models import Measure

        forced = Measure.objects.in_force(on).exclude(subject__kind="person")
        return self.filter(state="shown", since__lte=on, until__gte=on, measure__in=forced)

    def told_to(self, officer: "Officer", on: date):
        """What the officer's department is told today: it, or one whose work it took over, stands among those named."""
        from .models import Disclosure

        own = {
            officer.department_id,
            *Department.objects.answered_for_by(officer.department).values_list("pk", flat=True),
        }
        named = Disclosure.audience.through.objects.filter(department__in=own)
        return self.lasting(on).filter(pk__in=named.values("disclosure"))

    def over(self, on: date):
        """Approved or proposed, and nothing more to show, ever: its days are over or the measure has ended."""
        from .models import Measure

        ended = ~Q(measure__in=Measure.objects.standing(on))
        return self.filter(Q(state__in=["proposed", "shown"]) & (Q(until__lt=on) | ended))

    def waiting_for(self, officer: "Officer"):
        """待审批, by another than proposed it."""
        if not officer.has_role(Role.REVIEWER, Role.OFFICE_APPROVER):
            return self.none()
        own = Department.objects.answered_for_by(officer.department)
        return self.filter(state="proposed", department__in=own).exclude(proposer=officer.pk)
