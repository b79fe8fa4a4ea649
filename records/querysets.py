"""The sentences about records that every page, feed and check asks: what is public, who may see what."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery

from accounts.models import Department, Role
from rules.models import CaseClock

if TYPE_CHECKING:
    from accounts.models import Officer


def departments_within_reach(officer: "Officer", *also: str) -> models.QuerySet[Department]:
    """Departments whose rows the officer may see: auditors all, the office its tree, others their own and those whose
    work it took over; nobody else any (sentence 4). `also`: roles that see their tree in this, too.
    """
    if officer.has_role(Role.AUDITOR):
        return Department.objects.all()
    if officer.has_role(Role.OFFICE, Role.OFFICE_APPROVER, *also):
        # A credit office is the node above the departments of its level; a county's office sees its county only.
        return Department.objects.tree(officer.department)
    if officer.has_role(Role.CLERK, Role.REVIEWER):
        return Department.objects.answered_for_by(officer.department)
    return Department.objects.none()


def _within_reach(officer: "Officer") -> Q:
    """Scope by department."""
    return Q() if officer.has_role(Role.AUDITOR) else Q(department__in=departments_within_reach(officer))


class SubmissionQuerySet(models.QuerySet):
    """报送批次 的查询."""

    def visible_to(self, officer: "Officer"):
        """Those the officer may see."""
        return self.filter(_within_reach(officer))


class RejectedRowQuerySet(models.QuerySet):
    """退回行 的查询."""

    def open(self):
        """待更正: neither sent again nor dismissed, of a submission that stands."""
        return self.filter(mended_by__isnull=True, dismissed="", submission__state="done")


class RecordQuerySet(models.QuerySet):
    """信用记录 的查询."""

    def visible_to(self, officer: "Officer"):
        """Those the officer may see, whatever their state."""
        return self.filter(_within_reach(officer))

    def public(self, on: date):
        """公示中: published, and state, dates and hides still say so on the day. The end is derived, never awaited.

        An unconfirmed hide runs out, but not while publication is frozen: nothing comes into sight then.
        """
        return (
            self.filter(state="released", public_from__lte=on)
            .filter(Q(public_until__isnull=True) | Q(public_until__gte=on))
            .exclude(subject__kind="person")
            .unhidden(on)
            .unmasked(on)
        )

    def unmasked(self, on: date):
        """Without what a mark masks (暂时屏蔽): while a plan of reorganisation that a court approved is carried out."""
        from .models import Mark

        return self.filter(~Exists(Mark.objects.hiding(on).filter(target_id=OuterRef("public_id"))))

    def kept_in_sight(self, on: date):
        """可以查到主体的记录: published, neither masked nor hidden with the word of a second person. What one person hid still counts:
        it may be shown again within a day.
        """
        from .models import Hide

        hidden = Hide.objects.filter(record=OuterRef("pk"), approver__isnull=False, lifted_on__isnull=True)
        return self.filter(~Exists(hidden), state="released").unmasked(on)

    def unhidden(self, on: date):
        """未下线: without those that somebody hid for doubt (紧急下线), whether or not a second person has said so yet."""
        from .models import Freeze, Hide

        frozen = Exists(Freeze.objects.filter(lifted_at__isnull=True))
        hidden = Hide.objects.filter(
            Q(approver__isnull=False) | Q(confirm_by__gte=on) | frozen, record=OuterRef("pk"), hidden_on__lte=on
        ).exclude(lifted_on__lte=on)
        return self.filter(~Exists(hidden))

    def due_for_release(self, on: date):
        """到期应公示: what the clock publishes on the morning of `release_by` (design §4)."""
        return self.filter(state="awaiting", release_by__lte=on).staying()

    def staying(self):
        """Without those whose department has asked to withdraw them: nobody publishes what is about to leave."""
        from .models import Proposal

        leaving = Proposal.objects.filter(record=OuterRef("pk"), kind="withdrawal", state="open")
        return self.filter(~Exists(leaving))


class ProposalQuerySet(models.QuerySet):
    """更正与撤下提议 的查询."""

    def visible_to(self, officer: "Officer"):
        """Those about records that the officer may see."""
        from .models import Record

        return self.filter(record__in=Record.objects.visible_to(officer))

    def open(self):
        """待审核."""
        return self.filter(state="open")

    def with_due(self):
        """With `due`: the day by which a revoked decision must have left; None where no day is set."""
        clocks = CaseClock.objects.filter(case_kind="revocation", case_id=OuterRef("public_id"))
        return self.annotate(due=Subquery(clocks.order_by("-pk").values("due")[:1]))


class CatalogueQuerySet(models.QuerySet):
    """信息目录 的查询."""

    def visible_to(self, officer: "Officer"):
        """Those the officer may see."""
        return self.filter(_within_reach(officer))

    def in_force(self, department: Department):
        """现行目录 of the department; empty where it has filed none."""
        return self.filter(department=department, state="adopted")


class DeliveryQuerySet(models.QuerySet):
    """登记推送 的查询."""

    def visible_to(self, officer: "Officer"):
        """What was handed to the officer's department, or to those below the office."""
        return self.filter(_within_reach(officer))

    def waiting(self):
        """待签收."""
        return self.filter(state="waiting")


class MarkQuerySet(models.QuerySet):
    """标注 的查询."""

    def open(self, on: date):
        """Those that hold on the day. Each kind is told to everybody: an objection, a review in court, and no less a doubt that the
        house found by itself, for whoever reads meanwhile is not to take what is doubted for settled.
        """
        return self.filter(since__lte=on).filter(Q(until__isnull=True) | Q(until__gt=on))

    def hiding(self, on: date):
        """暂时屏蔽: those whose object the public is not shown on the day."""
        return self.open(on).filter(hides=True)

    def suspending(self, on: date):
        """Those that stop measures on the day."""
        return self.open(on).filter(suspends=True)
