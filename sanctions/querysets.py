"""The sentences about measures that every page, check and report asks: what is in force, what is suspended, who sees what."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q

from accounts.models import Department, Role
from blacklists.models import Entry, Ground, Nomination
from blacklists.querysets import GONE
from records.models import Mark
from records.querysets import departments_within_reach
from rules.jurisdictions import find

if TYPE_CHECKING:
    from accounts.models import Officer

# States in which a measure that was assigned has not come to an end.
RUNNING = ("assigned", "acknowledged", "executed", "refused")
TO_DO = ("assigned", "acknowledged", "ending")  # the implementer's turn


def meaning(key: str, on: date) -> list[str]:
    """Keys of the measure list's items that the pack gives this meaning; none where it is silent."""
    found = find([key], on).get(key)
    return list(found.value) if found else []


def _reach(officer: "Officer", path: str) -> Q:
    return Q() if officer.has_role(Role.AUDITOR) else Q(**{f"{path}__in": departments_within_reach(officer)})


class ActionQuerySet(models.QuerySet):
    """联合奖惩 的查询."""

    def visible_to(self, officer: "Officer"):
        """Of the initiating department and its office, and of whoever is to implement a decided one."""
        if officer.has_role(Role.AUDITOR):
            return self
        own = Department.objects.answered_for_by(officer.department)
        mine = self.model._default_manager.filter(measures__department__in=own, state__in=["decided", "closed"]).values(
            "pk"
        )
        return self.filter(_reach(officer, "department") | Q(pk__in=mine))

    def of(self, officer: "Officer"):
        """发起一方的: of the initiating department and its office; never by being an implementer."""
        return self.filter(_reach(officer, "department"))

    def waiting(self):
        """未决定: still to be planned or decided."""
        return self.filter(state__in=["triggered", "proposed", "returned"])

    def waiting_for(self, officer: "Officer", on: date):
        """待办理: to be planned by clerk or office, to be decided by whom the text of the place names."""
        from .ordering import BODY, decided_by

        states: tuple[str, ...] = ()
        if officer.has_role(Role.CLERK, Role.OFFICE):
            states += ("triggered", "returned")
        by_department = officer.has_role(Role.REVIEWER) and decided_by(on)[0] == BODY
        if by_department or officer.has_role(Role.OFFICE_APPROVER):
            states += ("proposed",)
        return self.of(officer).filter(state__in=states)

    def founded(self, on: date):
        """Whose list entry stands on the day; or whose grade was taken up, while one line of its reasoning has all its acts."""
        from .models import GradeGround

        lost = Q(record__state__in=GONE) | Q(act__isnull=False) & ~Q(act__state="confirmed")
        same = GradeGround.objects.filter(lost, action=OuterRef("action"), line=OuterRef("line"))
        whole = GradeGround.objects.filter(~Exists(same), action=OuterRef("pk"))
        return self.filter(
            Q(entry__in=Entry.objects.in_force(on))
            | Q(nomination__in=Nomination.objects.in_force(on))
            | Q(Exists(whole), grading__state="taken_up")
        )


class MeasureQuerySet(models.QuerySet):
    """奖惩措施 的查询."""

    def visible_to(self, officer: "Officer"):
        """The implementer its own once it was assigned, the initiating department and its office all of theirs."""
        if officer.has_role(Role.AUDITOR):
            return self
        own = Department.objects.answered_for_by(officer.department)
        implementing = Q(department__in=own) & ~Q(state__in=["planned", "struck"])
        return self.filter(_reach(officer, "action__department") | implementing)

    def of(self, officer: "Officer"):
        """交办给本部门的, of those the officer's department answers for."""
        own = Department.objects.answered_for_by(officer.department)
        return self.filter(department__in=own).exclude(state__in=["planned", "struck"])

    def to_do(self, on: date):
        """待办理: the implementer's turn; not while the measure rests, for then it may not be carried out."""
        from .models import Measure

        resting = Measure.objects.filter(state__in=["assigned", "acknowledged"]).suspended(on)
        return self.filter(state__in=TO_DO).exclude(pk__in=resting.values("pk"))

    def resting(self, on: date):
        """暂停中: would be acted on or has force, but for a mark."""
        return self.standing(on).suspended(on)

    def suspended(self, on: date):
        """暂停执行: a suspending mark stands on the measure, its entry, or a record or act the entry rests on."""
        return self.filter(_marked(on))

    def with_suspended(self, on: date):
        """With `rests`: whether it is suspended."""
        return self.annotate(rests=ExpressionWrapper(_marked(on), BooleanField()))

    def standing(self, on: date):
        """成立: decided, within its days, and its list entry stands; suspended or not."""
        from .models import JointAction

        founded = JointAction.objects.filter(state="decided").founded(on)
        return self.filter(state__in=RUNNING, action__in=founded, since__lte=on, until__gte=on)

    def in_force(self, on: date):
        """有效: it stands and is not suspended. Derived: nobody has to take it off. Source: E4."""
        return self.standing(on).exclude(_marked(on))

    def key_inspection(self, on: date):
        """重点抽查: in force and, by the pack, one that makes its subject the first to be inspected. Source: E5, E9; Hua 二(四)2."""
        return self.in_force(on).filter(item__key__in=meaning("measures.key_inspection", on))

    def disclosing(self, on: date):
        """适当范围公示: in force and, by the pack, told to a named audience."""
        return self.in_force(on).filter(item__key__in=meaning("measures.named_audience", on))

    def baseless(self, on: date):
        """措施已无依据: of decided actions, those whose entry has left or whose days are over."""
        running = self.filter(state__in=RUNNING, action__state="decided")
        return running.exclude(pk__in=self.standing(on).values("pk"))


def _marked(on: date) -> Q:
    from .models import GradeGround

    marks = Mark.objects.suspending(on)
    graded = GradeGround.objects.filter(action=OuterRef("action")).filter(
        Q(record__public_id__in=marks.values("target_id")) | Q(act__public_id__in=marks.values("target_id"))
    )
    grounds = Ground.objects.filter(entry=OuterRef("action__entry")).filter(
        Q(record__public_id__in=marks.values("target_id")) | Q(act__public_id__in=marks.values("target_id"))
    )
    return (
        Q(Exists(marks.filter(target_id=OuterRef("public_id"))))
        | Q(Exists(marks.filter(target_id=OuterRef("action__entry__public_id"))))
        | Q(Exists(marks.filter(target_id=OuterRef("action__nomination__public_id"))))
        | Q(Exists(grounds))
        | Q(Exists(graded))
    )


class VerificationQuerySet(models.QuerySet):
    """核实 的查询."""

    def visible_to(self, officer: "Officer"):
        """Whoever asked, whoever answers, and the office above."""
        if officer.has_role(Role.AUDITOR):
            return self
        own = Department.objects.answered_for_by(officer.department)
        return self.filter(_reach(officer, "supplier") | Q(department__in=own))

    def open(self):
        """未办结."""
        return self.filter(state__in=["open", "answered", "returned"])

    def waiting_for(self, officer: "Officer"):
        """待办理: the supplier's answer, another's word on it."""
        waits = Q(pk__in=[])
        if officer.has_role(Role.CLERK, Role.REVIEWER, Role.OFFICE):
            own = Department.objects.answered_for_by(officer.department)
            waits |= Q(state__in=["open", "returned"], supplier__in=own)
        if officer.has_role(Role.REVIEWER, Role.OFFICE_APPROVER):
            mine = Q(answered_by=officer.pk) | Q(opened_by=officer.pk)
            waits |= _reach(officer, "supplier") & Q(state="answered") & ~mine
        return self.filter(waits)
