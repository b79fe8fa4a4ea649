"""Reads of departments and officers that more than one place needs."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib.auth.base_user import BaseUserManager
from django.db import models

if TYPE_CHECKING:
    from .models import Department, Officer

TREE = """
    WITH RECURSIVE tree (id) AS (
        SELECT id FROM accounts_department WHERE id = %s
        UNION SELECT child.id FROM accounts_department child JOIN tree ON child.parent_id = tree.id
    ) SELECT id FROM tree
"""
PREDECESSORS = """
    WITH RECURSIVE line (id) AS (
        SELECT id FROM accounts_department WHERE id = %s
        UNION SELECT older.id FROM accounts_department older JOIN line ON older.successor_id = line.id
    ) SELECT id FROM line
"""
TAKEN_OVER = """
    WITH RECURSIVE line (id) AS (
        SELECT id FROM accounts_officer WHERE id = %s
        UNION SELECT older.id FROM accounts_officer older JOIN line ON older.successor_id = line.id
    ) SELECT id FROM line
"""


class DepartmentQuerySet(models.QuerySet):
    """部门 的查询."""

    def tree(self, root: "Department"):
        """`root` and everything below it, at any depth."""
        return self.filter(pk__in=[row.pk for row in self.model._default_manager.raw(TREE, [root.pk])])

    def answered_for_by(self, department: "Department"):
        """`department` and those whose work it took over (职能承接), whose old records it corrects."""
        return self.filter(pk__in=[row.pk for row in self.model._default_manager.raw(PREDECESSORS, [department.pk])])

    def reported_for_by(self, departments, on):
        """代报: bodies whose decisions one of `departments` reports on the day."""
        from .models import Tie

        ties = Tie.objects.in_force(on).filter(kind="on_behalf", department__in=departments)
        return self.filter(pk__in=ties.values("other"))

    def chosen(self, text: str):
        """The one that a form names by its public id; None for anything else that was sent."""
        try:
            return self.filter(public_id=UUID(text)).first()
        except ValueError:
            return None

    def in_office(self, on):
        """Those that exist on the day."""
        return self.exclude(since__gt=on).exclude(until__lte=on)


class DepartmentManager(models.Manager.from_queryset(DepartmentQuerySet)):  # type: ignore[misc]
    """部门, without the outside bodies whose accounts stand beside theirs (D7)."""

    def get_queryset(self):
        return super().get_queryset().filter(outside="")


class TieQuerySet(models.QuerySet):
    """部门关系 的查询."""

    def in_force(self, on):
        """Those that hold on the day, whether or not they were ended later."""
        settled = self.filter(state__in=["adopted", "ended"], since__lte=on)
        return settled.filter(models.Q(until__isnull=True) | models.Q(until__gt=on))

    def visible_to(self, officer: "Officer"):
        """Auditors see all, the office those of its tree; nobody else any."""
        from .models import Department, Role

        if officer.has_role(Role.AUDITOR):
            return self
        if officer.has_role(Role.OFFICE, Role.OFFICE_APPROVER):
            return self.filter(department__in=Department.objects.tree(officer.department))
        return self.none()


class ApplicationQuerySet(models.QuerySet):
    """账号申请 的查询."""

    def open(self, on):
        """Those still dealt with on the day, also where no sweep has said so yet."""
        return self.filter(state__in=["waiting", "accepted"], expires_on__gt=on)

    def visible_to(self, officer: "Officer"):
        """Auditors see all, the office those made to an office of its tree; nobody else any."""
        from .models import Department, Role

        if officer.has_role(Role.AUDITOR):
            return self
        if officer.has_role(Role.OFFICE, Role.OFFICE_APPROVER):
            return self.filter(office__in=Department.objects.tree(officer.department))
        return self.none()


class OfficerQuerySet(models.QuerySet):
    """工作人员 的查询."""

    def answered_for_by(self, officer: "Officer"):
        """`officer` and those whose work was handed over to them, at any depth."""
        return self.filter(pk__in=[row.pk for row in self.model._default_manager.raw(TAKEN_OVER, [officer.pk])])

    def holding(self, role: str):
        """Active officers who hold the role now."""
        return self.filter(is_active=True, grants__role=role, grants__until__isnull=True)


class OfficerManager(BaseUserManager.from_queryset(OfficerQuerySet)):  # type: ignore[misc]
    """工作人员: found by the log-in name."""

    def get_by_natural_key(self, username):
        return self.get(username=username)
