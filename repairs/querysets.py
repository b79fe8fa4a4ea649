"""The sentences about repairs: whose they are, whose turn it is, what the public reads of results."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts.models import Department, Role, RoleGrant
from records.models import Mark
from records.querysets import departments_within_reach
from subjects.models import Subject

if TYPE_CHECKING:
    from accounts.models import Officer

OPEN = ("filed", "accepted", "rectifying", "inspected", "proposed", "masked")
CASE = "repair"  # of rules.ClockRule
FORWARD, ACCEPTANCE, RESULT, PUBLISH = "forward", "acceptance", "result", "publish"
FIELDS = {"record": "record", "entry": "entry", "reported_act": "act"}  # kind of the target → column
BY_HANDLER = ("filed", "accepted", "rectifying", "inspected")


def _within_reach(officer: "Officer") -> Q:
    return Q() if officer.has_role(Role.AUDITOR) else Q(department__in=departments_within_reach(officer))


class RepairQuerySet(models.QuerySet):
    """信用修复申请 的查询."""

    def visible_to(self, officer: "Officer"):
        """Those that departments within the officer's reach handle."""
        return self.filter(_within_reach(officer))

    def handled_by(self, officer: "Officer"):
        """谁认定、谁修复: of the officer's own body; for the office also of bodies without anybody here to handle it."""
        own = Q(department__in=Department.objects.answered_for_by(officer.department))
        if officer.has_role(Role.OFFICE):
            held = RoleGrant.objects.filter(
                role__in=[Role.CLERK, Role.REVIEWER], until__isnull=True, officer__is_active=True
            )
            own |= ~Q(department__in=held.values("officer__department"))
        return self.filter(own)

    def open(self):
        """办理中."""
        return self.filter(state__in=OPEN)

    def about(self, subject):
        """Of the subject and of those merged into it."""
        return self.filter(subject__in=Subject.objects.one_with(subject))

    def of(self, target):
        """About this record, entry or act."""
        return self.filter(**{FIELDS[target.object_kind]: target})

    def waiting_for(self, officer: "Officer", on: date):
        """待办理: whose next step is the officer's; a rectification waits for nobody until its last day."""
        waits = Q(pk__in=[])
        if officer.has_role(Role.CLERK, Role.REVIEWER, Role.OFFICE):
            mine = Q(pk__in=type(self)(self.model).handled_by(officer))
            ready = Q(rectify_until__isnull=True) | Q(rectify_until__lte=on)
            waits |= mine & Q(state__in=BY_HANDLER) & ready
            waits |= mine & Q(state="masked", ruled_on__isnull=True)
        if officer.has_role(Role.REVIEWER, Role.OFFICE_APPROVER):
            waits |= Q(state="proposed") & ~Q(proposer=officer.pk)
            waits |= Q(falsehoods__state="proposed") & ~Q(falsehoods__proposer=officer.pk)
        return self.visible_to(officer).filter(waits).distinct()

    def overtaken(self):
        """办理中, while there is nothing to repair any more: the record, entry or act has gone by another way."""
        gone = Q(record__state__in=["withdrawn", "taken_back", "repaired"]) | Q(entry__state="left")
        gone |= Q(act__state__in=["withdrawn", "repaired"])
        return self.open().filter(gone)

    def reorganising(self, on: date):
        """重整企业专区: while the mark of a court's plan hides what the public saw before; about no natural person."""
        hiding = Mark.objects.hiding(on).filter(case_id=OuterRef("public_id"))
        rows = self.filter(masked_on__lte=on, result_from__lte=on, ruled_on__isnull=False).filter(Exists(hiding))
        return rows.exclude(subject__kind="person")

    def announced(self, on: date):
        """结果公示中: granted, about no natural person, and its days not over."""
        rows = self.filter(state="granted", result_from__lte=on, result_until__gte=on)
        return rows.exclude(subject__kind="person")


class LetterQuerySet(models.QuerySet):
    """修复文书 的查询."""

    def visible_to(self, officer: "Officer"):
        """Those of repairs that the officer may see."""
        return self.filter(_within_reach(officer))


class ProofQuerySet(models.QuerySet):
    """修复材料 的查询."""

    def visible_to(self, officer: "Officer"):
        """Those of repairs that the officer may see."""
        from .models import Repair

        return self.filter(repair__in=Repair.objects.visible_to(officer))


class DishonestyQuerySet(models.QuerySet):
    """弄虚作假 的查询."""

    def visible_to(self, officer: "Officer"):
        """Those of repairs that the officer may see."""
        from .models import Repair

        return self.filter(repair__in=Repair.objects.visible_to(officer))

    def standing(self):
        """已确认."""
        return self.filter(state="confirmed")

    def about(self, subject):
        """Of the subject and of those merged into it."""
        return self.filter(repair__subject__in=Subject.objects.one_with(subject))


class HandedOverQuerySet(models.QuerySet):
    """两书同达 的查询."""

    def visible_to(self, officer: "Officer"):
        """Those of departments within the officer's reach."""
        return self.filter(_within_reach(officer))
