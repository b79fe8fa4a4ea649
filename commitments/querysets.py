"""The sentences about promises that every page asks: whose they are, what is due, what waits for whom."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Count, Q

from accounts.models import Role
from records.querysets import departments_within_reach

if TYPE_CHECKING:
    from accounts.models import Department, Officer

HANDLERS = (Role.CLERK, Role.OFFICE)
APPROVERS = (Role.REVIEWER, Role.OFFICE_APPROVER)


def within_reach(officer: "Officer") -> Q:
    """Departments see their own, an office its tree, auditors all."""
    return Q() if officer.has_role(Role.AUDITOR) else Q(department__in=departments_within_reach(officer))


OPEN_LATE = Q(state__in=["accepted", "breach_proposed"])
OPEN_COMMITMENT = Q(state__in=["performing", "breach_proposed"])


def _accused(officer: "Officer") -> Q:
    """A breach that the officer may decide on: another proposed it."""
    if not officer.has_role(*APPROVERS):
        return Q(pk__in=[])
    return Q(state="breach_proposed") & ~Q(breach_proposer=officer.pk)


class MatterQuerySet(models.QuerySet):
    """办事材料清单 的查询."""

    def visible_to(self, officer: "Officer"):
        """Those the officer may see, whatever their state."""
        return self.filter(within_reach(officer))

    def in_use(self):
        """使用中."""
        return self.filter(state="adopted")

    def waiting_for(self, officer: "Officer"):
        """待审批, by another than who proposed it."""
        if not officer.has_role(*APPROVERS):
            return self.none()
        return self.visible_to(officer).filter(state="proposed").exclude(proposer=officer.pk)


class LatePapersQuerySet(models.QuerySet):
    """容缺受理 的查询."""

    def visible_to(self, officer: "Officer"):
        """Those the officer may see."""
        return self.filter(within_reach(officer))

    def open(self):
        """待补交: accepted, and papers are still to come."""
        return self.filter(OPEN_LATE)

    def overdue(self, on: date):
        """逾期未补交: derived, nobody has to note it."""
        return self.filter(OPEN_LATE, promised_by__lt=on)

    def to_do(self, officer: "Officer", on: date) -> dict[str, int]:
        """How many are overdue, and wait for the officer's decision; in one query."""
        late = Count("pk", filter=OPEN_LATE & Q(promised_by__lt=on))
        return self.visible_to(officer).aggregate(overdue=late, mine=Count("pk", filter=_accused(officer)))

    def waiting_for(self, officer: "Officer"):
        """待核定违诺, by another than who proposed it."""
        return self.visible_to(officer).filter(_accused(officer))


class TemplateQuerySet(models.QuerySet):
    """承诺书模板 的查询."""

    def visible_to(self, officer: "Officer"):
        """Those of departments within reach, and those that stand above the officer's own."""
        if officer.has_role(Role.AUDITOR):
            return self
        return self.filter(within_reach(officer) | Q(department__in=line_of(officer.department)))

    def of(self, officer: "Officer"):
        """Those that the officer's own department or office draws up."""
        return self.filter(within_reach(officer))

    def usable_by(self, department: "Department"):
        """使用中, of the department or of one above it."""
        return self.filter(state="adopted", department__in=line_of(department))

    def waiting_for(self, officer: "Officer"):
        """待审批, by another than who proposed it."""
        if not officer.has_role(*APPROVERS):
            return self.none()
        return self.of(officer).filter(state="proposed").exclude(proposer=officer.pk)


class CommitmentQuerySet(models.QuerySet):
    """信用承诺 的查询."""

    def visible_to(self, officer: "Officer"):
        """Those the officer may see."""
        return self.filter(within_reach(officer))

    def open(self):
        """履行中."""
        return self.filter(OPEN_COMMITMENT)

    def overdue(self, on: date):
        """逾期未履行: derived."""
        return self.filter(OPEN_COMMITMENT, fulfil_by__lt=on)

    def to_do(self, officer: "Officer", on: date) -> dict[str, int]:
        """How many are overdue, and wait for the officer's decision; in one query."""
        late = Count("pk", filter=OPEN_COMMITMENT & Q(fulfil_by__lt=on))
        return self.visible_to(officer).aggregate(overdue=late, mine=Count("pk", filter=_accused(officer)))

    def waiting_for(self, officer: "Officer"):
        """待核定违诺, by another than who proposed it."""
        return self.visible_to(officer).filter(_accused(officer))


def line_of(department: "Department") -> list[int]:
    """The department and all above it."""
    line: list[int] = []
    node: Department | None = department
    while node is not None and node.pk not in line:
        line.append(node.pk)
        node = node.parent
    return line
