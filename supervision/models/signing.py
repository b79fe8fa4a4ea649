"""What every return has that one person files and another signs."""

import uuid

from django.db import models
from django.db.models import F, Q

from accounts.models import Department, Officer

from ..lifecycles import SIGNING
from ..querysets import SignedQuerySet


class Signed(models.Model):
    """填报与签发: one version of what a department reports about a month. Filed by a clerk, signed by another person."""

    lifecycle = SIGNING
    object_kind: str

    class State(models.TextChoices):
        PROPOSED = "proposed", "待审核"
        SIGNED = "signed", "已签发"
        DECLINED = "declined", "已退回"
        TAKEN_BACK = "taken_back", "已收回"
        SUPERSEDED = "superseded", "已被更正"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="%(class)ss", verbose_name="部门")
    month = models.DateField("月份", help_text="Its first day.")
    number = models.PositiveSmallIntegerField("第几份", help_text="From 1; a correction is the next one.")
    state = models.CharField("状态", max_length=12, choices=State.choices, default=State.PROPOSED)
    due = models.DateField("应报日期", null=True, blank=True)
    reason = models.CharField("更正理由", max_length=300, blank=True, default="")
    clerk = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+", verbose_name="填报人")
    filed_on = models.DateField("填报日期")
    reviewer = models.ForeignKey(
        Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name="审核人"
    )
    decided_on = models.DateField("审核日期", null=True, blank=True)
    note = models.CharField("审核意见", max_length=300, blank=True, default="")

    objects = SignedQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(reviewer__isnull=True) | ~Q(reviewer=F("clerk")), name="%(class)s_four_eyes"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["signed", "superseded"]) | Q(reviewer__isnull=False, decided_on__isnull=False),
                name="%(class)s_signed_by_somebody",
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="%(class)s_first_of_month"),
        ]

    @property
    def late(self) -> bool:
        """Whether it came after its day; measured on the filing, for the reviewer's desk is the department's own."""
        return self.due is not None and self.filed_on > self.due
