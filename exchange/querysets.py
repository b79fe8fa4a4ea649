"""Reads of destinations and lines: scope, what is late, what has no receipt. Source: C5, design sentence 4."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Case, Count, F, FilteredRelation, Q, When

from accounts.models import Department, Role

if TYPE_CHECKING:
    from accounts.models import Officer


def _reach(officer: "Officer", path: str) -> Q:
    """The office its tree, auditors all, nobody else."""
    if officer.has_role(Role.AUDITOR):
        return Q()
    if officer.has_role(Role.OFFICE, Role.OFFICE_APPROVER):
        return Q(**{f"{path}__in": Department.objects.tree(officer.department)})
    return Q(pk__in=[])


class DestinationQuerySet(models.QuerySet):
    """转送目标 的查询."""

    def visible_to(self, officer: "Officer"):
        """Those the officer may see."""
        return self.filter(_reach(officer, "department"))

    def counted(self, on: date):
        """With `waiting`, `overdue`, `sent` (without receipt) and `refused` lines."""
        # Only the open ones are joined: settled lines grow without end.
        still = FilteredRelation("lines", condition=Q(lines__state__in=["waiting", "exported", "refused"]))
        late = Q(still__state__in=["waiting", "refused"], still__due__lt=on)
        return self.annotate(
            still=still,
            waiting=Count("still", filter=Q(still__state="waiting")),
            overdue=Count("still", filter=late),
            sent=Count("still", filter=Q(still__state="exported")),
            refused=Count("still", filter=Q(still__state="refused")),
        ).order_by("name", "pk")


class ChangeQuerySet(models.QuerySet):
    """转送目标变更 的查询."""

    def visible_to(self, officer: "Officer"):
        """Those the officer may see."""
        return self.filter(_reach(officer, "department"))


class ParcelQuerySet(models.QuerySet):
    """转送文件 的查询."""

    def visible_to(self, officer: "Officer"):
        """Those the officer may see."""
        return self.filter(_reach(officer, "destination__department"))


class LineQuerySet(models.QuerySet):
    """转送行 的查询."""

    def visible_to(self, officer: "Officer"):
        """Those the officer may see."""
        return self.filter(_reach(officer, "destination__department"))

    def overdue(self, on: date):
        """逾期未转送: not sent, or sent back, and the day is past."""
        return self.filter(state__in=["waiting", "refused"], due__lt=on)

    def with_overdue_first(self, on: date):
        """With `late_due`: the day of those that are overdue; none for the others, so that these come after."""
        late = When(state__in=["waiting", "refused"], due__lt=on, then=F("due"))
        return self.annotate(late_due=Case(late, default=None))

    def sent_late(self):
        """逾期转送."""
        return self.filter(sent_on__gt=models.F("due"))
