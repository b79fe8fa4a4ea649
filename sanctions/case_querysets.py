"""Reads about typical cases: whose they are, whose turn it is, what the public may read today."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts.models import Role
from blacklists.models import Entry, Nomination

from .minor_querysets import within_reach

if TYPE_CHECKING:
    from accounts.models import Officer


class TypicalCaseQuerySet(models.QuerySet):
    """典型案例 的查询."""

    def visible_to(self, officer: "Officer"):
        """Of departments within the officer's reach."""
        return self.filter(within_reach(officer))

    def nameable(self, on: date):
        """Naming nobody, or a subject that stands on the public list of the day of the same kind; nobody has to take it off."""
        black = Entry.objects.public(on).filter(subject=OuterRef("subject"))
        red = Nomination.objects.public(on).filter(subject=OuterRef("subject"))
        return self.filter(
            Q(subject__isnull=True) | Q(Exists(black), kind="sanction") | Q(Exists(red), kind="incentive")
        )

    def public(self, on: date):
        """公布中: published, and whoever it names is publicly listed today."""
        return self.nameable(on).filter(state="published", public_from__lte=on)

    def reported_in(self, first: date, last: date):
        """Reported between the days, both included, and not taken back."""
        return self.filter(reported_on__range=(first, last)).exclude(state="taken_back")

    def waiting_for(self, officer: "Officer"):
        """待办理: to be mended by its department, chosen by the office, approved by another person of the office."""
        waits = Q(pk__in=[])
        if officer.has_role(Role.CLERK):
            waits |= Q(state="returned", department=officer.department_id)
        if officer.has_role(Role.OFFICE):
            waits |= Q(state="reported")
        if officer.has_role(Role.OFFICE_APPROVER):
            waits |= Q(state="chosen") & ~Q(chooser=officer.pk) & ~Q(reporter=officer.pk)
        return self.filter(waits)


class CaseParcelQuerySet(models.QuerySet):
    """案例报送件 的查询."""

    def visible_to(self, officer: "Officer"):
        """Those of offices within the officer's reach."""
        return self.filter(within_reach(officer))
