"""异议文书: replies to who objected, frozen as they were made. Source: F2, F8."""

import uuid
from typing import Any

from django.db import models

from accounts.models import Department, Officer
from blacklists.models import Letter

from ..querysets import DisputeLetterQuerySet
from .disputes import Dispute


class DisputeLetter(models.Model):
    """答复书、不予受理通知书、复核决定书、更正告知书: whoever filed reads it on the case's page; its delivery on paper is added once."""

    object_kind = "dispute_letter"

    class Kind(models.TextChoices):
        REPLY = "objection_reply", "答复书"
        DECLINED = "objection_declined", "不予受理通知书"
        REVIEW = "objection_review", "复核决定书"
        RESTORED = "objection_restored", "更正告知书"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    dispute = models.ForeignKey(Dispute, on_delete=models.PROTECT, related_name="letters")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    number = models.CharField("文号", max_length=60)
    word = models.CharField("机关代字", max_length=20)
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveSmallIntegerField()
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    content = models.JSONField("内容", help_text="As blacklists.Letter has it.")
    made_on = models.DateField("日期")
    signer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    means = models.CharField("送达方式", max_length=12, choices=Letter.Means.choices, blank=True, default="")
    delivered_on = models.DateField("送达日期", null=True, blank=True)
    pdf_path = models.CharField("PDF, sealed", max_length=100, blank=True, default="")
    pdf_sha256 = models.CharField("PDF 的 SHA-256", max_length=64, blank=True, default="")
    undrawn = models.CharField("字库没有的字", max_length=200, blank=True, default="")

    objects = DisputeLetterQuerySet.as_manager()

    class Meta:
        verbose_name = "异议文书"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["word", "year", "serial"], name="dispute_letter_number_of_one_letter")
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def layout(self) -> dict[str, Any]:
        """排版数据: what the page and the PDF show."""
        day = self.made_on
        return self.content | {"number": self.number, "date": f"{day.year}年{day.month}月{day.day}日"}
