"""Reads of objections and complaints that more than one place needs."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from accounts.models import Department, Role
from records.querysets import departments_within_reach
from subjects.models import Subject

if TYPE_CHECKING:
    from accounts.models import Officer

OPEN = ("filed", "declining", "forwarded", "returned", "answered", "in_review", "review_answered")
AT_BODY = ("forwarded", "returned")


class DisputeQuerySet(models.QuerySet):
    """异议与投诉 的查询."""

    def open(self):
        """未办结."""
        return self.filter(state__in=OPEN)

    def about(self, subject: Subject):
        """Of the subject and of those merged into it."""
        return self.filter(subject__in=Subject.objects.one_with(subject))

    def visible_to(self, officer: "Officer"):
        """The office those filed with its tree, the body that looks into it once it was forwarded, auditors all."""
        if officer.has_role(Role.AUDITOR):
            return self
        mine = Q(pk__in=[])
        if officer.has_role(Role.OFFICE, Role.OFFICE_APPROVER):
            mine |= Q(office__in=departments_within_reach(officer))
        if officer.has_role(
            Role.CLERK, Role.REVIEWER, Role.OFFICE
        ):  # the last: where an office itself is complained of
            own = Department.objects.answered_for_by(officer.department)
            mine |= Q(department__in=own) & ~Q(state__in=["filed", "declining", "declined"])
        return self.filter(mine)

    def waiting_for(self, officer: "Officer"):
        """待办理: whose next step is this officer's; nobody decides what they answered."""
        waits = Q(pk__in=[])
        own = Department.objects.answered_for_by(officer.department)
        if officer.has_role(Role.OFFICE):
            part = Q(answered_by=officer) | Q(closer=officer) | Q(taken_by=officer) & ~Q(decline_reason="")
            waits |= Q(state="filed") | Q(state="in_review") & ~part
        if officer.has_role(Role.CLERK, Role.REVIEWER, Role.OFFICE):
            waits |= Q(state__in=AT_BODY, department__in=own)
        if officer.has_role(Role.OFFICE_APPROVER):
            waits |= Q(state="declining") & ~Q(taken_by=officer)
            waits |= Q(state="answered") & ~Q(answered_by=officer) & ~Q(taken_by=officer)
            unmoved = ~(Q(taken_by=officer) & ~Q(decline_reason=""))
            waits |= Q(state="review_answered") & ~Q(reviewed_by=officer) & ~Q(closer=officer) & unmoved
        if officer.has_role(Role.REVIEWER):
            waits |= Q(state="answered", kind="objection", department__in=own) & ~Q(answered_by=officer)
        return self.visible_to(officer).filter(waits)


class DisputeLetterQuerySet(models.QuerySet):
    """异议文书 的查询."""

    def visible_to(self, officer: "Officer"):
        """Of cases that the officer may see."""
        from .models import Dispute

        return self.filter(dispute__in=Dispute.objects.visible_to(officer))


class ProceedingQuerySet(models.QuerySet):
    """复议诉讼 的查询."""

    def visible_to(self, officer: "Officer"):
        """Of the deciding department and the office above it."""
        if officer.has_role(Role.AUDITOR):
            return self
        return self.filter(department__in=departments_within_reach(officer))
