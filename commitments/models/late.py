"""容缺受理: accepted although papers are missing, on a dated promise. Source: E7; Yingkou (七), Suining 二(二)1(2), Harbin 3."""

import uuid

from django.db import models
from django.db.models import F, Q

from accounts.models import Department, Officer
from records.models import Submission
from subjects.models import Subject

from ..lifecycles import LATE_PAPERS
from ..querysets import LatePapersQuerySet
from .matters import Matter, MatterPaper

SIGNED = Q(accepted_on__isnull=False, accepted_by__isnull=False) & ~Q(signed_path="")


class LatePapers(models.Model):
    """容缺受理 of one application. Overdue is derived from `promised_by`; a breach takes two persons."""

    object_kind = "late_papers"
    lifecycle = LATE_PAPERS

    class State(models.TextChoices):
        DRAFTED = "drafted", "待签署承诺书"
        ACCEPTED = "accepted", "已受理，待补交"
        COMPLETED = "completed", "已补齐"
        BREACH_PROPOSED = "breach_proposed", "违诺待核定"
        BREACHED = "breached", "已认定违诺"
        CANCELLED = "cancelled", "已撤回"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.CharField("承诺书编号", max_length=40, unique=True)
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="late_papers")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+", verbose_name="受理部门")
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="cases", verbose_name="办理事项")
    application = models.CharField("办件编号", max_length=60)
    promised_by = models.DateField("承诺补齐日期")
    standing = models.CharField("符合绿色通道条件的情形", max_length=500)
    clause = models.CharField("依据", max_length=300)
    state = models.CharField("状态", max_length=16, choices=State.choices, default=State.DRAFTED)
    drafter = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+", verbose_name="经办人")
    drafted_on = models.DateField("起草日期")
    pdf_path = models.CharField("承诺书 PDF, sealed", max_length=100, blank=True, default="")
    signed_path = models.CharField("签署的承诺书, sealed", max_length=100, blank=True, default="")
    signed_name = models.CharField(max_length=20, blank=True, default="")
    accepted_by = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    accepted_on = models.DateField("受理日期", null=True, blank=True)
    completed_on = models.DateField("补齐日期", null=True, blank=True)
    breach = models.CharField("违诺情况", max_length=500, blank=True, default="")
    breach_proposer = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    breach_proposed_on = models.DateField(null=True, blank=True)
    breach_approver = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    breached_on = models.DateField("认定违诺日期", null=True, blank=True)
    breach_submission = models.ForeignKey(Submission, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = LatePapersQuerySet.as_manager()

    class Meta:
        verbose_name = "容缺受理"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["year", "serial"], name="late_papers_number"),
            models.CheckConstraint(condition=Q(promised_by__gte=F("drafted_on")), name="late_papers_day"),
            models.CheckConstraint(
                condition=Q(state__in=["drafted", "cancelled"]) | SIGNED, name="late_papers_accepted_on_signature"
            ),
            models.CheckConstraint(
                condition=~Q(state="completed") | Q(completed_on__isnull=False), name="late_papers_completed_on"
            ),
            models.CheckConstraint(
                condition=Q(breach_approver__isnull=True) | ~Q(breach_approver=F("breach_proposer")),
                name="late_papers_breach_four_eyes",
            ),
            models.CheckConstraint(
                condition=~Q(state="breach_proposed") | Q(breach_proposer__isnull=False) & ~Q(breach=""),
                name="late_papers_breach_proposed_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state="breached")
                | Q(breach_proposer__isnull=False, breach_approver__isnull=False, breached_on__gt=F("promised_by"))
                & Q(breach_submission__isnull=False)
                & ~Q(breach=""),
                name="late_papers_breached_by_two_and_recorded",
            ),
        ]
        indexes = [
            models.Index(
                fields=["promised_by"], condition=Q(state__in=["accepted", "breach_proposed"]), name="late_papers_open"
            )
        ]

    def __str__(self) -> str:
        return self.number


class PromisedPaper(models.Model):
    """承诺补交的材料."""

    case = models.ForeignKey(LatePapers, on_delete=models.PROTECT, related_name="papers")
    paper = models.ForeignKey(MatterPaper, on_delete=models.PROTECT, related_name="+")
    delivered_on = models.DateField("补交日期", null=True, blank=True)
    taken_by = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "承诺补交的材料"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["case", "paper"], name="promised_paper_once"),
            models.CheckConstraint(
                condition=Q(delivered_on__isnull=True) | Q(taken_by__isnull=False), name="promised_paper_taken_by"
            ),
        ]

    def __str__(self) -> str:
        return str(self.paper)
