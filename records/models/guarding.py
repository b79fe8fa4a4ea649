"""冻结公示: nothing begins to be public until a second person says so. Source: L1."""

import uuid

from django.db import models
from django.db.models import F, Q

from accounts.models import Officer


class Freeze(models.Model):
    """冻结公示: set by one person at once, lifted only by another."""

    object_kind = "freeze"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    reason = models.CharField("理由", max_length=500)
    proposer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+", verbose_name="冻结人")
    since = models.DateTimeField("冻结时间", auto_now_add=True)
    frozen_on = models.DateField("冻结日期")
    lifting_reason = models.CharField("恢复的理由", max_length=500, blank=True, default="")
    approver = models.ForeignKey(
        Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name="恢复人"
    )
    lifted_at = models.DateTimeField("恢复时间", null=True, blank=True)

    class Meta:
        verbose_name = "冻结公示"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(models.Value(1), condition=Q(lifted_at__isnull=True), name="freeze_one_at_a_time"),
            models.CheckConstraint(
                condition=Q(approver__isnull=True) | ~Q(approver=F("proposer")), name="freeze_four_eyes"
            ),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True) | Q(approver__isnull=False), name="freeze_lifted_by_somebody"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.frozen_on} {self.reason}"
