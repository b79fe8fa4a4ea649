"""修复文书. Source: F4."""

import uuid
from typing import Any

from django.db import models
from django.db.models import F, Q

from accounts.models import Department, Officer
from blacklists.models import Letter

from ..querysets import LetterQuerySet
from .applications import Repair


class RepairLetter(models.Model):
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

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    repair = models.ForeignKey(Repair, on_delete=models.PROTECT, related_name="letters")
    kind = models.CharField(max_length=14, choices=Kind.choices)
    number = models.CharField("文号", max_length=60)
    word = models.CharField("机关代字", max_length=20)
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveSmallIntegerField()
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    content = models.JSONField("内容", help_text="As blacklists.Letter has it.")
    made_on = models.DateField("日期")
    maker = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    means = models.CharField("送达方式", max_length=12, choices=Letter.Means.choices, blank=True, default="")
    delivered_on = models.DateField("送达日期", null=True, blank=True)
    pdf_path = models.CharField("PDF, sealed", max_length=100, blank=True, default="")
    pdf_sha256 = models.CharField("PDF 的 SHA-256", max_length=64, blank=True, default="")
    undrawn = models.CharField("字库没有的字", max_length=200, blank=True, default="")

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = "修复文书"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["word", "year", "serial"], name="repair_letter_number_of_one_letter"),
            models.CheckConstraint(
                condition=Q(delivered_on__isnull=True, means="") | Q(delivered_on__gte=F("made_on")) & ~Q(means=""),
                name="repair_letter_delivered_somehow",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def layout(self) -> dict[str, Any]:
        """排版数据: what the page and the PDF show."""
        day = self.made_on
        return self.content | {"number": self.number, "date": f"{day.year}年{day.month}月{day.day}日"}
