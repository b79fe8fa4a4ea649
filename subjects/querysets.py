"""Reads of subjects that more than one place needs."""

from datetime import date
from uuid import UUID

from django.db import models
from django.db.models import Q


class SubjectQuerySet(models.QuerySet):
    """信用主体 的查询."""

    def alive(self):
        """Not merged into another."""
        return self.filter(merged_into__isnull=True)

    def public(self):
        """Those the public may find: something about them is published, and they are no natural person (G6)."""
        return self.alive().filter(public_since__isnull=False).exclude(kind="person")

    def one_with(self, subject):
        """同一主体: the subject and all that were merged into it, at whatever remove; what is said of those is said of it.

        One step is all of them: merging leads every subject straight to the one kept (subjects/merging.py).
        """
        return self.filter(Q(pk=subject.pk) | Q(merged_into=subject.pk))

    def one_with_id(self, public_id: UUID | None):
        """同一主体 of a public id; nobody where it is unknown. Two look-ups by index, where one sentence over both would read the table."""
        found = self.model._default_manager.filter(public_id=public_id).first()
        return self.one_with(found) if found else self.none()

    def listed(self, on: date):
        """Those noted as standing on a public list on the day, merged ones included. Whether they do, the lists say."""
        return self.filter(listed_until__gte=on)


# Whoever leads or controls a subject answers for what it seriously did; others only where a decision names them. Source:
# A3, Yingkou (四), Hua 二(一)3.
ANSWERABLE = ("legal_representative", "principal", "controller", "directly_responsible")
IN_CONTROL = ("legal_representative", "principal", "controller")


class KeyPersonQuerySet(models.QuerySet):
    """关键人员 的查询."""

    def in_office(self, on: date):
        """Whose tenure covers the day; an open end, or one not known, covers it."""
        return self.filter(Q(since__isnull=True) | Q(since__lte=on), Q(until__isnull=True) | Q(until__gte=on))

    def answerable(self):
        """责任人员: in a role that answers for serious acts."""
        return self.filter(role__in=ANSWERABLE)

    def in_control(self):
        """Whose own acts count for the subject."""
        return self.filter(role__in=IN_CONTROL)


class InstitutionQuerySet(models.QuerySet):
    """信用服务机构 的查询."""

    def filed(self):
        """备案中: in the register, also while its removal is being decided."""
        return self.filter(state__in=["filed", "leaving"])
