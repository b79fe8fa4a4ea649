"""Reads of checks, matters, classes and authorisations that more than one place needs; who may see which."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from accounts.models import Role
from records.querysets import departments_within_reach

if TYPE_CHECKING:
    from accounts.models import Officer


def _reach(officer: "Officer", path: str = "department") -> Q:
    return Q() if officer.has_role(Role.AUDITOR) else Q(**{f"{path}__in": departments_within_reach(officer)})


class MatterQuerySet(models.QuerySet):
    """应查必查事项 的查询."""

    def visible_to(self, officer: "Officer"):
        """The department its own, the office its tree's, auditors all; the adopted ones are public anyhow."""
        return self.filter(_reach(officer))

    def in_force(self, on: date):
        """现行: adopted, begun, not ended."""
        return self.filter(state__in=["adopted", "ending"], since__lte=on)

    def waiting(self):
        """待审批."""
        return self.filter(state__in=["proposed", "ending"])


class BatchQuerySet(models.QuerySet):
    """批量核查 的查询."""

    def visible_to(self, officer: "Officer"):
        """The department its own, the office its tree's, an outside body its own, auditors all."""
        return self.filter(department=officer.department) if officer.is_outside else self.filter(_reach(officer))


class CheckQuerySet(models.QuerySet):
    """核查回执 的查询."""

    def visible_to(self, officer: "Officer"):
        """The department its own, the office its tree's, an outside body its own, auditors all."""
        if officer.is_outside:
            return self.filter(department=officer.department)
        return self.filter(_reach(officer))

    def hits(self):
        """命中: something that speaks for or against."""
        return self.filter(Q(red=True) | Q(black=True))

    def unanswered(self):
        """命中而未反馈处理结果, of departments; an outside body owes none."""
        return self.hits().filter(told="staff", feedback__isnull=True)


class ClassRuleQuerySet(models.QuerySet):
    """监管类别规则 的查询."""

    def visible_to(self, officer: "Officer"):
        """The department its own, the office its tree's, auditors all."""
        return self.filter(_reach(officer))

    def in_force(self, on: date):
        """现行, or was on the day."""
        held = self.filter(state__in=["adopted", "ended"], since__lte=on)
        return held.filter(Q(until__isnull=True) | Q(until__gt=on))


class AuthorisationQuerySet(models.QuerySet):
    """查询授权 的查询."""

    def visible_to(self, officer: "Officer"):
        """A body its own; the office those of the bodies it admitted, auditors all."""
        if officer.is_outside:
            return self.filter(body=officer.department)
        if officer.has_role(Role.AUDITOR):
            return self
        if officer.has_role(Role.OFFICE, Role.OFFICE_APPROVER):
            return self.filter(body__parent__in=departments_within_reach(officer))
        return self.none()

    def in_force(self, on: date):
        """有效: confirmed, not withdrawn, not over. Derived: nobody has to end it."""
        return self.filter(state="confirmed", confirmed_on__lte=on, signed_on__lte=on, until__gte=on)
