"""Reads of credit reports that more than one place needs."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from accounts.models import Department, Role

if TYPE_CHECKING:
    from accounts.models import Officer
    from representation.models import Representative


class CreditReportQuerySet(models.QuerySet):
    """信用报告 的查询."""

    def of(self, representative: "Representative", same: Sequence[int]):
        """Those about the subject (and what was merged into it) that this person may take away: a company's every
        representative of it, a natural person's that person alone. What a window handed out stays with the window.
        """
        own = Q(person=True, representative__person_key=representative.person_key)
        return self.filter(Q(person=False) | own, subject__in=same, representative__isnull=False)

    def visible_to(self, officer: "Officer"):
        """What windows of the office's tree handed out; auditors see all windows'."""
        rows = self.filter(department__isnull=False)
        if officer.has_role(Role.AUDITOR):
            return rows
        if officer.has_role(Role.OFFICE, Role.OFFICE_APPROVER):
            return rows.filter(department__in=Department.objects.tree(officer.department))
        return self.none()
