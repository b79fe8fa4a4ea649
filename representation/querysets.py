"""Reads of claims that more than one place needs."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q

from subjects.models import Subject

if TYPE_CHECKING:
    from accounts.models import Officer

    from .models import Representative

WAITING = ("filed", "checked")


class ClaimQuerySet(models.QuerySet):
    """认领 的查询."""

    def active(self, on: date):
        """By which somebody may act on the day: approved, within the term of its letter, the account not closed."""
        return self.filter(
            Q(until__isnull=True) | Q(until__gte=on),
            state="active",
            since__lte=on,
            representative__closed_on__isnull=True,
        )

    def of(self, representative: "Representative"):
        """Their own."""
        return self.filter(representative=representative)

    def about(self, subject: Subject):
        """Of the subject, and of those merged into it."""
        return self.filter(subject__in=Subject.objects.one_with(subject))

    def waiting(self):
        """待办理."""
        return self.filter(state__in=WAITING)

    def waiting_for(self, officer: "Officer"):
        """What the officer's roles take the next step of; nobody approves what they checked."""
        from accounts.models import Role

        mine = Q(pk__in=[])
        if officer.has_role(Role.OFFICE):
            mine |= Q(state="filed")
        if officer.has_role(Role.OFFICE_APPROVER):
            mine |= Q(state="checked") & ~Q(checker=officer)
        return self.visible_to(officer).filter(mine)

    def visible_to(self, officer: "Officer"):
        """Auditors see all, the office those filed with an office of its tree; nobody else any."""
        from accounts.models import Department, Role

        if officer.has_role(Role.AUDITOR):
            return self
        if officer.has_role(Role.OFFICE, Role.OFFICE_APPROVER):
            return self.filter(office__in=Department.objects.tree(officer.department))
        return self.none()


class OwnReportQuerySet(models.QuerySet):
    """自查信用报告 的查询."""

    def of(self, representative: "Representative", same: Sequence[int]):
        """Those about the subject (and what was merged into it) that this person may take away: a company's every
        representative of it, a natural person's that person alone.
        """
        own = Q(person=True, representative__person_key=representative.person_key)
        return self.filter(Q(person=False) | own, subject__in=same)


class OwedMailQuerySet(models.QuerySet):
    """待发邮件 的查询."""

    def waiting(self):
        """待发."""
        return self.filter(settled_at=None)

    def to_send(self, now: datetime):
        """Those that may go out now, oldest first. News that wait behind older news of the same person go with those."""
        older = (
            OwedMailQuerySet(self.model)
            .waiting()
            .filter(representative=OuterRef("representative"), about="news", pk__lt=OuterRef("pk"))
        )
        rows = self.waiting().filter(Q(after=None) | Q(after__lte=now)).order_by("pk")
        return rows.exclude(Q(about="news") & Exists(older))
