"""Reads of reports of dishonesty that more than one place needs."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from accounts.models import Department, Role
from records.querysets import departments_within_reach
from rules.models import CaseClock

if TYPE_CHECKING:
    from accounts.models import Officer

OPEN = ("received", "declining", "forwarded", "answered")
BEFORE_FORWARDING = ("received", "declining", "declined")
CASE = "report"  # of rules.ClockRule


class ReportQuerySet(models.QuerySet):
    """失信举报 的查询."""

    def unsealed_to(self, officer: "Officer"):
        """原文 still before the office, which decides what goes on and what is struck: for its own people, until then."""
        if not officer.has_role(Role.OFFICE, Role.OFFICE_APPROVER) or officer.has_role(Role.AUDITOR):
            return self.none()
        return self.filter(office__in=departments_within_reach(officer), state__in=BEFORE_FORWARDING)

    def open(self):
        """未办结."""
        return self.filter(state__in=OPEN)

    def visible_to(self, officer: "Officer"):
        """The office what came to it and its tree, the competent body once it was forwarded, auditors all."""
        if officer.has_role(Role.AUDITOR):
            return self
        mine = Q(pk__in=[])
        if officer.has_role(Role.OFFICE, Role.OFFICE_APPROVER):
            mine |= Q(office__in=departments_within_reach(officer))
        if officer.has_role(Role.CLERK, Role.REVIEWER):
            own = Department.objects.answered_for_by(officer.department)
            mine |= Q(department__in=own) & ~Q(state__in=BEFORE_FORWARDING)
        return self.filter(mine)

    def waiting_for(self, officer: "Officer"):
        """待办理: whose next step is this officer's; nobody decides what they proposed or answered."""
        waits = Q(pk__in=[])
        if officer.has_role(Role.OFFICE):
            waits |= Q(state="received")
        if officer.has_role(Role.CLERK, Role.REVIEWER, Role.OFFICE):
            own = Department.objects.answered_for_by(officer.department)
            waits |= Q(state="forwarded", department__in=own)
        if officer.has_role(Role.OFFICE_APPROVER):
            waits |= Q(state="declining") & ~Q(taken_by=officer)
            waits |= Q(state="answered") & ~Q(answered_by=officer)
            waits |= Q(state="closed", reward_granted_by__isnull=True, reward_by__isnull=False) & ~Q(reward_by=officer)
        return self.visible_to(officer).filter(waits)

    def overdue(self, on: date):
        """逾期: a day of the case is past and the step not done."""
        return self.filter(public_id__in=CaseClock.objects.filter(case_kind=CASE).overdue(on).values("case_id"))

    def asked_of(self, officer: "Officer"):
        """待同意查看: somebody asks who reported, and this officer may let them."""
        from .models import Reading

        if not officer.has_role(Role.OFFICE_APPROVER):
            return self.none()
        asked = Reading.objects.filter(answer="").exclude(asker=officer)
        return self.visible_to(officer).filter(pk__in=asked.values("report"))


class PaperQuerySet(models.QuerySet):
    """举报证据 的查询."""

    def visible_to(self, officer: "Officer"):
        """What went along to whoever sees the report; what did not, to the office before, and to a named reader who was let in."""
        from .models import Handler, Reading, Report

        seen = Report.objects.visible_to(officer)
        was_let_in = Reading.objects.filter(asker=officer, read_at__isnull=False).values("report")
        named = Handler.objects.filter(officer=officer, ended_on__isnull=True, report__in=was_let_in).values("report")
        return self.filter(
            Q(report__in=seen, forwarded=True)
            | Q(report__in=seen.unsealed_to(officer))
            | Q(report__in=seen, report__pk__in=named)
        )
