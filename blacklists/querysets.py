"""The sentences about lists that every page, feed and check asks: what is in force, what is public, who may see what."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts.models import Role
from records.models import GONE, Mark
from records.querysets import departments_within_reach
from subjects.models import Subject

if TYPE_CHECKING:
    from accounts.models import Department, Officer


# Whose step comes next. A nomination moves by the office alone.
BY_APPROVER = ("proposed", "reviewed", "served")
BY_HANDLER = ("noticed", "heard", "returned", "decided")
RED_BY_OFFICE = ("nominated", "stopped", "checked", "settled", "approved")


def _within_reach(officer: "Officer") -> Q:
    return Q() if officer.has_role(Role.AUDITOR) else Q(department__in=departments_within_reach(officer))


def marks_of_entry(marks: models.QuerySet) -> models.QuerySet:
    """标注: of the marks those on an entry itself or on a record that it rests on; for a subquery of entries."""
    from .models import Ground

    grounds = Ground.objects.filter(entry=OuterRef(OuterRef("pk")), record__isnull=False)
    return marks.filter(Q(target_id=OuterRef("public_id")) | Q(target_id__in=grounds.values("record__public_id")))


class ReportedActQuerySet(models.QuerySet):
    """部门认定的失信行为 的查询."""

    def visible_to(self, officer: "Officer"):
        """Those the officer may see."""
        return self.filter(_within_reach(officer))

    def standing(self):
        """已确认、未撤回."""
        return self.filter(state="confirmed")


class GradeProposalQuerySet(models.QuerySet):
    """分级意见 的查询."""

    def visible_to(self, officer: "Officer"):
        """For the office: it adds up what several departments say."""
        return self.filter(_within_reach(officer))


class EntryQuerySet(models.QuerySet):
    """黑名单条目 的查询."""

    def visible_to(self, officer: "Officer"):
        """Those the officer may see, whatever their state."""
        return self.filter(_within_reach(officer))

    def waiting_for(self, officer: "Officer", on: date):
        """待办理: whose next step is for a person with the officer's roles, and open leavings for who approves them."""
        from .procedure import BODY, procedure

        states: tuple[str, ...] = ()
        approves = officer.has_role(Role.REVIEWER, Role.OFFICE_APPROVER)
        if approves:
            states += BY_APPROVER
        if not officer.has_role(Role.OFFICE_APPROVER) and procedure(on, officer.department).decider != BODY:
            states = tuple(state for state in states if state != "reviewed")  # the office brings the decision about
        if officer.has_role(Role.CLERK, Role.OFFICE):
            states += BY_HANDLER
        waits = Q(state__in=states)
        if approves:
            waits |= Q(pk__in=self.model._default_manager.filter(leavings__state="open").values("pk"))
        return self.visible_to(officer).filter(waits)

    def grounded(self):
        """有依据: a ground stands. One whose every ground was withdrawn is not in force from that moment on.

        A record that is hidden (紧急下线) stands on purpose: hiding takes the record's own text from sight, says nothing against
        the decision behind it, and one person alone may do it. To end a listing takes two and a reason (leaving.py); what the
        entry shows is its own decision, never the text of the record.
        """
        from .models import Ground

        standing = Ground.objects.filter(entry=OuterRef("pk")).filter(
            Q(record__isnull=False) & ~Q(record__state__in=GONE) | Q(act__state="confirmed")
        )
        return self.filter(Exists(standing))

    def ungrounded(self):
        """依据全无."""
        return self.exclude(pk__in=self.grounded().values("pk"))

    def in_force(self, on: date):
        """在列: listed, begun, not over, and a ground stands. Derived: nobody has to take it off. Persons, too: for staff."""
        return self.filter(state__in=["published", "filed"], effective_from__lte=on, until__gte=on).grounded()

    def public(self, on: date):
        """公示中: in force, published, no natural person, and not masked (暂时屏蔽)."""
        listed = self.in_force(on).filter(state="published", person=False, public_from__lte=on)
        return listed.exclude(subject__kind="person").unmasked(on)

    def unmasked(self, on: date):
        """Without what a mark masks (暂时屏蔽)."""
        return self.filter(~Exists(Mark.objects.hiding(on).filter(target_id=OuterRef("public_id"))))

    def about(self, subject):
        """Of the subject and of those merged into it."""
        return self.filter(subject__in=Subject.objects.one_with(subject))


class LeavingQuerySet(models.QuerySet):
    """移出 的查询."""

    def visible_to(self, officer: "Officer"):
        """Those about entries that the officer may see."""
        from .models import Entry

        return self.filter(entry__in=Entry.objects.visible_to(officer))

    def open(self):
        """待审批."""
        return self.filter(state="open")


class NominationQuerySet(models.QuerySet):
    """红名单推荐 的查询."""

    def visible_to(self, officer: "Officer"):
        """Those the officer may see, whatever their state."""
        return self.filter(_within_reach(officer))

    def waiting_for(self, officer: "Officer"):
        """待办理 for the office: the next step, and a withdrawal that waits for its approver: for the notice, or for the decision
        once the days of statement and defence are over or nothing more is said.
        """
        if not officer.has_role(Role.OFFICE, Role.OFFICE_APPROVER):
            return self.none()
        waits = Q(state__in=RED_BY_OFFICE)
        if officer.has_role(Role.OFFICE_APPROVER):
            waits |= Q(state="published", withdrawal_proposer__isnull=False)
        return self.visible_to(officer).filter(waits)

    def in_force(self, on: date):
        """有效: published and not over."""
        return self.filter(state="published", public_from__lte=on, until__gte=on)

    def public(self, on: date):
        """公布中: in force, and no natural person."""
        return self.in_force(on).exclude(subject__kind="person")

    def in_notice(self, on: date):
        """征求异议公示中, for everybody to see; no natural person."""
        running = self.filter(state="in_notice", notice_from__lte=on, notice_until__gte=on)
        return running.exclude(subject__kind="person")

    def about(self, subject):
        """Of the subject and of those merged into it."""
        return self.filter(subject__in=Subject.objects.one_with(subject))


class CampaignQuerySet(models.QuerySet):
    """年度评选 的查询."""

    def visible_to(self, officer: "Officer"):
        """Those of the officer's office."""
        return self.filter(_within_reach(officer))

    def followed_by(self, officer: "Officer"):
        """Those and the ones of offices above, for which the officer's department may nominate; their progress is public."""
        line: list[int] = []
        node: Department | None = officer.department
        while node is not None:
            line.append(node.pk)
            node = node.parent
        return self.filter(_within_reach(officer) | Q(department__in=line))


class LetterQuerySet(models.QuerySet):
    """文书 的查询."""

    def visible_to(self, officer: "Officer"):
        """Those about cases that the officer may see."""
        return self.filter(_within_reach(officer))


class AnnouncementQuerySet(models.QuerySet):
    """移出公告 的查询."""

    def public(self, on: date):
        """公告中; no natural person."""
        return self.filter(announced_on__lte=on, until__gte=on).exclude(subject__kind="person")


class CandidateQuerySet(models.QuerySet):
    """名单线索 的查询."""

    def visible_to(self, officer: "Officer"):
        """Those offered to departments within the officer's reach; an outside body's are seen by `offered_by` alone."""
        return self.filter(_within_reach(officer))

    def offered_by(self, officer: "Officer"):
        """Those of the outside body that the officer acts for."""
        ours = officer.has_role(Role.OUTSIDE) and officer.department.outside
        return self.filter(body=officer.department_id) if ours else self.none()

    def waiting(self):
        """待答复."""
        return self.filter(state="offered")


class ListFileQuerySet(models.QuerySet):
    """外来名单文件 的查询."""

    def visible_to(self, officer: "Officer"):
        """Those that an office within the officer's reach took in."""
        return self.filter(_within_reach(officer))
