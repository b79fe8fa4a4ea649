"""本人（本单位）信用报告: what was handed out, to whom, and how a print of it is verified. Source: H3, H4."""

import uuid

from django.db import models

from subjects.models import Subject

from ..querysets import OwnReportQuerySet
from .claims import Claim
from .representatives import Representative


class OwnReport(models.Model):
    """自查信用报告: the full report of a subject, asked for by itself, free. Insert-only; the file is kept as it was made."""

    append_only = True
    object_kind = "own_report"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.CharField("报告编号", max_length=20, unique=True)
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    code = models.CharField("验证码", max_length=16)
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="own_reports")
    person = models.BooleanField("自然人", default=False, help_text="In that person's hands only.")
    representative = models.ForeignKey(Representative, on_delete=models.PROTECT, related_name="+")
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="+")
    made_on = models.DateField("出具日期")
    made_at = models.DateTimeField(auto_now_add=True)
    pdf_path = models.CharField("PDF, sealed", max_length=100)
    pdf_sha256 = models.CharField("PDF 的 SHA-256", max_length=64)

    objects = OwnReportQuerySet.as_manager()

    class Meta:
        verbose_name = "自查信用报告"
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["year", "serial"], name="own_report_numbered_once")]
        indexes = [models.Index(fields=["subject", "made_on"], name="own_report_of_subject")]

    def __str__(self) -> str:
        return self.number
