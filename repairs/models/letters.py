"""修复文书. Source: F4."""

from django.db import models
from django.db.models import F, Q

from accounts.models import Officer
from blacklists.models import AnyLetter

from ..querysets import LetterQuerySet
from .applications import Repair


class RepairLetter(AnyLetter):
    """修复文书: frozen when it is made; its delivery is added once."""

    object_kind = "repair_letter"

    class Kind(models.TextChoices):
        ACCEPT = "repair_accept", "信用修复受理通知书"
        REFUSE = "repair_refuse", "信用修复不予受理通知书"
        PERMIT = "repair_permit", "关于信用修复申请的回复"
        GRANT = "repair_grant", "准予信用修复决定书"
        MASK = "repair_mask", "暂时屏蔽失信信息决定书"
        REJECT = "repair_reject", "不予信用修复决定书"
        END = "repair_end", "信用修复终止办理通知书"
        REVOKE = "repair_revoke", "撤销信用修复决定书"

    repair = models.ForeignKey(Repair, on_delete=models.PROTECT, related_name="letters")
    kind = models.CharField(max_length=14, choices=Kind.choices)
    maker = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = LetterQuerySet.as_manager()

    class Meta(AnyLetter.Meta):
        verbose_name = "修复文书"
        constraints = [
            models.UniqueConstraint(fields=["word", "year", "serial"], name="repair_letter_number_of_one_letter"),
            models.CheckConstraint(
                condition=Q(delivered_on__isnull=True, means="") | Q(delivered_on__gte=F("made_on")) & ~Q(means=""),
                name="repair_letter_delivered_somehow",
            ),
        ]
