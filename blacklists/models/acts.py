"""失信行为与分级意见: what departments determined, and what the grading rules make of it. Source: D4; Hua 二(二)."""

import uuid

from django.db import models
from django.db.models import F, Q

from accounts.models import Department, Officer
from subjects.models import Subject

from ..lifecycles import GRADE_PROPOSAL, REPORTED_ACT
from ..querysets import GradeProposalQuerySet, ReportedActQuerySet


class ReportedAct(models.Model):
    """部门认定的失信行为: a ground of the grading rules that a department determined; counts once a second person confirmed."""

    object_kind = "reported_act"
    lifecycle = REPORTED_ACT

    class State(models.TextChoices):
        REPORTED = "reported", "待确认"
        CONFIRMED = "confirmed", "已确认"
        DECLINED = "declined", "未确认"
        WITHDRAWN = "withdrawn", "已撤回"
        REPAIRED = "repaired", "已修复"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="reported_acts")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+", verbose_name="认定部门")
    ground = models.SlugField("情形", max_length=60)
    document = models.CharField("认定文书号", max_length=128)
    decided_on = models.DateField("认定日期")
    basis = models.CharField("依据", max_length=500)
    facts = models.CharField("事实", max_length=1000, blank=True, default="")
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.REPORTED)
    proposer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    proposed_on = models.DateField()
    approver = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_by_two_on = models.DateField("确认日期", null=True, blank=True)

    objects = ReportedActQuerySet.as_manager()

    class Meta:
        verbose_name = "部门认定的失信行为"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(approver__isnull=True) | ~Q(approver=F("proposer")), name="reported_act_four_eyes"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["confirmed", "repaired"]) | Q(approver__isnull=False),
                name="reported_act_confirmed_by_somebody",
            ),
            models.CheckConstraint(condition=~Q(basis="") & ~Q(document=""), name="reported_act_has_basis"),
        ]

    def __str__(self) -> str:
        return self.document


class GradeProposal(models.Model):
    """分级意见: what the rules make of a subject's acts as of a day, with the reasoning. The office judges; nobody is listed."""

    object_kind = "grade_proposal"
    lifecycle = GRADE_PROPOSAL

    class State(models.TextChoices):
        OPEN = "open", "待处理"
        TAKEN_UP = "taken_up", "已采用"
        DECLINED = "declined", "不采用"
        SUPERSEDED = "superseded", "已更新"

    class Grade(models.TextChoices):
        MINOR = "minor", "轻微失信"
        FAIRLY = "fairly", "较重失信"
        SERIOUS = "serious", "严重失信"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="grade_proposals")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+", verbose_name="信用办")
    grade = models.CharField("等级", max_length=10, choices=Grade.choices)
    as_of = models.DateField("截至")
    reasoning = models.JSONField("理由", help_text='[{"grade", "words", "clause", "acts": [references]}]')
    questions = models.JSONField("须由人认定", default=list)
    acts = models.JSONField("所依据的行为", help_text='[{"kind": "record" | "act", "public_id"}]')
    digest = models.CharField("of grade and acts: the same is not proposed twice", max_length=64)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.OPEN)
    officer = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answered_on = models.DateField(null=True, blank=True)

    objects = GradeProposalQuerySet.as_manager()

    class Meta:
        verbose_name = "分级意见"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["subject"], condition=Q(state="open"), name="grade_proposal_one_open"),
        ]
        indexes = [models.Index(fields=["subject", "digest"], name="grade_proposal_known")]

    def __str__(self) -> str:
        return f"{self.subject} {self.get_grade_display()}"
