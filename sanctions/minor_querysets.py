"""Reads about minor acts: whose they are, whose turn it is, which have lost their ground, what was not done in time."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts.models import Department, Role
from blacklists.querysets import GONE
from records.querysets import departments_within_reach
from rules.models import CaseClock

if TYPE_CHECKING:
    from accounts.models import Officer

OPEN = ("proposed", "issued", "running", "urged", "pressed", "escalating")
BY_HANDLER = ("issued", "running", "urged", "pressed")
CASE, RECTIFY, URGE, INTERVIEW = "minor", "rectify", "urge", "interview"  # of rules.ClockRule


def within_reach(officer: "Officer", path: str = "department") -> Q:
    """Of departments that the officer answers for or looks after; auditors all."""
    return Q() if officer.has_role(Role.AUDITOR) else Q(**{f"{path}__in": departments_within_reach(officer)})


class MinorCaseQuerySet(models.QuerySet):
    """轻微失信处置 的查询."""

    def visible_to(self, officer: "Officer"):
        """Those of departments within the officer's reach."""
        return self.filter(within_reach(officer))

    def open(self):
        """未办结."""
        return self.filter(state__in=OPEN)

    def grounded(self):
        """有依据: the act behind it stands."""
        return self.filter(Q(record__isnull=False) & ~Q(record__state__in=GONE) | Q(act__state="confirmed"))

    def baseless(self):
        """依据已撤销, not closed yet."""
        from .models import MinorCase

        return self.open().exclude(pk__in=MinorCase.objects.grounded().values("pk"))

    def late(self, on: date):
        """逾期未改: the days of the reminder are over, or after an urging those of the urging; or an interview was missed."""
        from .models import MinorCase

        over = CaseClock.objects.overdue(on).filter(case_kind=CASE, case_id=OuterRef("public_id"))
        missed = MinorCase.objects.filter(pk=OuterRef("pk"), interviews__state="missed")
        return self.filter(
            Q(state="running") & (Exists(over.filter(step=RECTIFY)) | Exists(missed))
            | Q(state="pressed") & Exists(over.filter(step=URGE))
        )

    def waiting_for(self, officer: "Officer", on: date):
        """待办理: a reminder to sign, an escalation to confirm, a letter to serve, what was not put right in time."""
        from .models import MinorCase

        own = Department.objects.answered_for_by(officer.department)
        late = Q(pk__in=MinorCase.objects.late(on).values("pk"))
        waits = Q(pk__in=[])
        if officer.has_role(Role.REVIEWER, Role.OFFICE_APPROVER):
            waits |= Q(state="proposed") & ~Q(proposer=officer.pk)
            waits |= Q(state="escalating", escalation__state="reported") & ~Q(escalation__proposer=officer.pk)
            waits |= Q(state="running") & ~Q(proposer=officer.pk) & late
        if officer.has_role(Role.CLERK, Role.OFFICE):
            waits |= Q(state__in=["issued", "urged"])
            waits |= Q(state="pressed") & late
            waits |= Q(interviews__state="appointed", interviews__appointed_on__lte=on)
        found = MinorCase.objects.filter(waits, department__in=own)
        return self.filter(pk__in=found.values("pk"))


class CaseLetterQuerySet(models.QuerySet):
    """提醒约谈文书 的查询."""

    def visible_to(self, officer: "Officer"):
        """Those of cases that the officer may see."""
        return self.filter(within_reach(officer, "case__department"))


class InterviewQuerySet(models.QuerySet):
    """诚信约谈 的查询."""

    def visible_to(self, officer: "Officer"):
        """Those of cases that the officer may see."""
        return self.filter(within_reach(officer, "case__department"))
