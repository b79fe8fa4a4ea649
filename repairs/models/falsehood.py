"""弄虚作假: what falsehood leads to. Source: F4, F6."""

import uuid

from django.db import models
from django.db.models import F, Q

from accounts.models import Officer

from ..lifecycles import DISHONESTY
from ..querysets import DishonestyQuerySet
from .applications import Repair


class Dishonesty(models.Model):
    """弄虚作假: false material or a grossly untrue promise in a repair, found by one person, confirmed by another. Until `until` nothing
    of the subject is repaired; a repair that was won by it is revoked.
    """

    object_kind = "repair_dishonesty"
    lifecycle = DISHONESTY

    class State(models.TextChoices):
        PROPOSED = "proposed", "待确认"
        CONFIRMED = "confirmed", "已确认"
        DECLINED = "declined", "未确认"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    repair = models.ForeignKey(Repair, on_delete=models.PROTECT, related_name="falsehoods")
    facts = models.CharField("查明的事实", max_length=1000)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.PROPOSED)
    clause = models.CharField("依据", max_length=300, blank=True, default="")
    until = models.DateField("不得申请至", null=True, blank=True, help_text="Last day.")
    proposer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    proposed_on = models.DateField("提出日期")
    approver = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_on = models.DateField("确认日期", null=True, blank=True)

    objects = DishonestyQuerySet.as_manager()

    class Meta:
        verbose_name = "修复中弄虚作假"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["repair"], condition=~Q(state="declined"), name="dishonesty_once_a_repair"),
            models.CheckConstraint(
                condition=Q(approver__isnull=True) | ~Q(approver=F("proposer")), name="dishonesty_four_eyes"
            ),
            models.CheckConstraint(
                condition=~Q(state="confirmed") | Q(approver__isnull=False, until__isnull=False) & ~Q(clause=""),
                name="dishonesty_confirmed_until_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.repair} {self.until}"
