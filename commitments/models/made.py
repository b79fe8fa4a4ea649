"""信用承诺: one commitment of one subject, received by one department. What is public of it is its record. Source: H2."""

import uuid

from django.db import models
from django.db.models import F, Q

from accounts.models import Department, Officer
from records.models import Submission
from subjects.models import Subject

from ..lifecycles import COMMITMENT
from ..querysets import CommitmentQuerySet
from .templates import Template

RECEIVED = Q(received_on__isnull=False, received_by__isnull=False, submission__isnull=False) & ~Q(signed_path="")


class Commitment(models.Model):
    """信用承诺 on one version of a template. `submission` brought its record, `breach_submission` that of its breach."""

    object_kind = "commitment"
    lifecycle = COMMITMENT

    class State(models.TextChoices):
        DRAFTED = "drafted", "待签署"
        PERFORMING = "performing", "履行中"
        FULFILLED = "fulfilled", "已履行"
        BREACH_PROPOSED = "breach_proposed", "违诺待核定"
        BREACHED = "breached", "未履行"
        WITHDRAWN = "withdrawn", "已撤回"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.CharField("承诺书编号", max_length=40, unique=True)
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="commitments")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+", verbose_name="受理单位")
    template = models.ForeignKey(Template, on_delete=models.PROTECT, related_name="commitments")
    matter = models.CharField("承诺事由", max_length=200)
    fulfil_by = models.DateField("履行期限", null=True, blank=True)
    valid_until = models.DateField("有效期至", null=True, blank=True)
    state = models.CharField("状态", max_length=16, choices=State.choices, default=State.DRAFTED)
    drafter = models.ForeignKey(
        Officer,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Empty: the subject itself.",
    )
    drafted_on = models.DateField("起草日期")
    pdf_path = models.CharField("承诺书 PDF, sealed", max_length=100, blank=True, default="")
    signed_path = models.CharField("签署的承诺书, sealed", max_length=100, blank=True, default="")
    signed_name = models.CharField(max_length=20, blank=True, default="")
    received_by = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    received_on = models.DateField("作出承诺日期", null=True, blank=True)
    submission = models.ForeignKey(Submission, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    fulfilment = models.CharField("履行情况", max_length=500, blank=True, default="")
    fulfilled_on = models.DateField("履行完毕日期", null=True, blank=True)
    breach = models.CharField("违诺情况", max_length=500, blank=True, default="")
    breach_proposer = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    breach_proposed_on = models.DateField(null=True, blank=True)
    breach_approver = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    breached_on = models.DateField("认定违诺日期", null=True, blank=True)
    breach_submission = models.ForeignKey(Submission, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        verbose_name = "信用承诺"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["year", "serial"], name="commitment_number"),
            models.CheckConstraint(
                condition=Q(state__in=["drafted", "withdrawn"]) | RECEIVED, name="commitment_received_signed"
            ),
            models.CheckConstraint(
                condition=~Q(state="fulfilled") | Q(fulfilled_on__isnull=False) & ~Q(fulfilment=""),
                name="commitment_fulfilled_how",
            ),
            models.CheckConstraint(
                condition=Q(breach_approver__isnull=True) | ~Q(breach_approver=F("breach_proposer")),
                name="commitment_breach_four_eyes",
            ),
            models.CheckConstraint(
                condition=~Q(state="breach_proposed") | Q(breach_proposer__isnull=False) & ~Q(breach=""),
                name="commitment_breach_proposed_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state="breached")
                | Q(breach_proposer__isnull=False, breach_approver__isnull=False, breached_on__isnull=False)
                & Q(breach_submission__isnull=False)
                & ~Q(breach=""),
                name="commitment_breached_by_two_and_recorded",
            ),
        ]

    def __str__(self) -> str:
        return self.number
