"""信用报告: what was issued about whom, of what kind, and what stood in it, so that a print can be checked. Source: H1."""

import uuid

from django.db import models
from django.db.models import Q

from accounts.models import Department
from representation.models import Claim, Representative
from subjects.models import Subject

from .querysets import CreditReportQuerySet


class CreditReport(models.Model):
    """信用报告, issued once. Insert-only: whether it still holds is asked of the records (standing.py), never written here.

    `contents` says of each thing printed which it was and a salted digest of its words, not the words. Files are kept of those that
    somebody asked for by name, not of what the public takes from a subject's page: a withdrawn record would live on in them.
    """

    append_only = True
    object_kind = "credit_report"

    class Kind(models.TextChoices):
        PUBLIC = "public", "公共信用信息报告"
        SPECIAL = "special", "专项信用报告"

    class Basis(models.TextChoices):
        PUBLIC = "public", "仅公开的信息"
        OWN = "own", "登记在案的信息"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.CharField("报告编号", max_length=20, unique=True)
    kind = models.CharField("种类", max_length=10, choices=Kind.choices)
    basis = models.CharField("范围", max_length=10, choices=Basis.choices)
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    code = models.CharField("验证码", max_length=16)
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="credit_reports")
    person = models.BooleanField("自然人", default=False, help_text="In that person's hands only.")
    subject_name = models.CharField("印出的名称", max_length=200, blank=True, help_text="Empty of a person.")
    subject_code = models.CharField("印出的代码", max_length=18, blank=True)
    since = models.DateField("所查期间自", null=True, blank=True)
    until = models.DateField("所查期间至", null=True, blank=True)
    domains = models.JSONField("所查领域", default=list, help_text="Keys of domains.py.")
    made_on = models.DateField("出具日期")
    made_at = models.DateTimeField(auto_now_add=True)
    contents = models.JSONField("what was printed", help_text="{key of the thing: salted digest}")
    digest = models.CharField("sha256 of salt and contents", max_length=64)
    rare = models.CharField("字库没有的字", max_length=200, blank=True, default="")
    pdf_path = models.CharField("PDF, sealed", max_length=100, blank=True, default="")
    pdf_sha256 = models.CharField("PDF 的 SHA-256", max_length=64)
    representative = models.ForeignKey(
        Representative, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    claim = models.ForeignKey(Claim, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    department = models.ForeignKey(
        Department, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name="出具窗口"
    )
    reason = models.CharField("事由", max_length=200, blank=True, default="")

    objects = CreditReportQuerySet.as_manager()

    class Meta:
        verbose_name = "信用报告"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "year", "serial"], name="credit_report_numbered_once"),
            models.CheckConstraint(
                condition=Q(kind="public", since__isnull=True, until__isnull=True)
                | Q(kind="special", since__isnull=False, until__gte=models.F("since")),
                name="credit_report_special_has_a_period",
            ),
            models.CheckConstraint(
                condition=Q(basis="public", person=False) | Q(basis="own"), name="credit_report_of_a_person_is_own"
            ),
            models.CheckConstraint(
                condition=Q(person=False) | Q(representative__isnull=False, subject_name="", department__isnull=True),
                name="credit_report_of_a_person_to_that_person",
            ),
        ]
        indexes = [models.Index(fields=["subject", "made_on"], name="credit_report_of_subject")]

    def __str__(self) -> str:
        return self.number
