"""Reads of packs and lists: what holds on a day, who may see a department's own rules. Source: K."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from accounts.models import Department, Role

if TYPE_CHECKING:
    from accounts.models import Officer


def on_day(on: date) -> Q:
    """Rows with `since` and `until` that hold on the day, both days included."""
    return (Q(since__isnull=True) | Q(since__lte=on)) & (Q(until__isnull=True) | Q(until__gte=on))


class PackValueQuerySet(models.QuerySet):
    """规则值 的查询."""

    def in_force(self, on: date):
        """Those that hold on the day; what a higher text took the place of never does."""
        return self.filter(on_day(on)).exclude(status="overridden")


class DepartmentRuleQuerySet(models.QuerySet):
    """部门规则 的查询."""

    def in_force(self, on: date):
        """Filed, and of the day. An ended one counts until its end."""
        return self.filter(on_day(on), state__in=["adopted", "ended"])

    def visible_to(self, officer: "Officer"):
        """The office its tree, auditors all, others their own department."""
        if officer.has_role(Role.AUDITOR):
            return self
        if officer.has_role(Role.OFFICE, Role.OFFICE_APPROVER):
            return self.filter(department__in=Department.objects.tree(officer.department))
        if officer.has_role(Role.CLERK, Role.REVIEWER):
            return self.filter(department__in=Department.objects.answered_for_by(officer.department))
        return self.none()


REVISION_AHEAD = timedelta(days=30)


class ListVersionQuerySet(models.QuerySet):
    """清单版本 的查询."""

    def to_revise(self, on: date, names: Iterable[str]):
        """Of the packs `names` the versions of the day whose next revision is near or past."""
        current = self.filter(jurisdiction__name__in=names).current(on)
        return self.model._default_manager.filter(
            pk__in=[one.pk for one in current], next_revision__lte=on + REVISION_AHEAD
        )

    def current(self, on: date):
        """Of each pack the version of the day."""
        return (
            self.filter(Q(since__isnull=True) | Q(since__lte=on))
            .order_by("jurisdiction_id", "-number")
            .distinct("jurisdiction_id")
        )
