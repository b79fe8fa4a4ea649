"""守信红名单: yearly campaign, nominations, objections to them, benefits granted and reclaimed. Source: D2; Hua 一(一)(四)."""

import uuid
from decimal import Decimal

from django.db import models
from django.db.models import F, Q

from accounts.models import Department, Officer
from subjects.models import Subject

from ..lifecycles import CAMPAIGN, NOMINATION
from ..querysets import CampaignQuerySet, NominationQuerySet
from .hearing import Statement

APPROVED = (
    Q(approver__isnull=False, approved_on__isnull=False, notice_from__isnull=False, notice_until__isnull=False)
    & ~Q(document_number="")
    & ~Q(document_title="")
)


class Campaign(models.Model):
    """年度评选: whose progress everybody can follow."""

    object_kind = "campaign"
    lifecycle = CAMPAIGN

    class State(models.TextChoices):
        OPEN = "open", "进行中"
        CLOSED = "closed", "已结束"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+", verbose_name="信用办")
    year = models.PositiveSmallIntegerField("年度")
    title = models.CharField("名称", max_length=100)
    nominate_by = models.DateField("推荐截止")
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    opened_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    opened_on = models.DateField("启动日期")
    closed_on = models.DateField("结束日期", null=True, blank=True)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = "年度评选"
        ordering = ["-year", "-pk"]
        constraints = [models.UniqueConstraint(fields=["department", "year"], name="campaign_once_a_year")]

    def __str__(self) -> str:
        return self.title


class Nomination(models.Model):
    """红名单推荐: by a department, out of its own industry's list; through check, public notice, approval to the list."""

    object_kind = "nomination"
    lifecycle = NOMINATION
    event_columns = (
        "'', moved.public_from, CASE WHEN moved.public_from IS NOT NULL THEN moved.until END",
        "",
    )

    class State(models.TextChoices):
        NOMINATED = "nominated", "待比对"
        STOPPED = "stopped", "比对发现不良记录"
        CHECKED = "checked", "待公示征求异议"
        IN_NOTICE = "in_notice", "征求异议公示中"
        SETTLED = "settled", "待批准"
        APPROVED = "approved", "待公布"
        PUBLISHED = "published", "已公布"
        WITHDRAWN = "withdrawn", "已取消"
        EXPIRED = "expired", "有效期满"
        DROPPED = "dropped", "不予列入"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    campaign = models.ForeignKey(Campaign, null=True, blank=True, on_delete=models.PROTECT, related_name="nominations")
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="nominations")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+", verbose_name="推荐部门")
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.NOMINATED)
    title = models.CharField("拟授称号", max_length=100)
    industry_list = models.CharField("所依据的行业激励名单", max_length=200)
    deeds = models.CharField("守信事迹", max_length=1000)
    basis = models.CharField("依据", max_length=500)
    proposer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    proposed_on = models.DateField("推荐日期")
    checked_on = models.DateField("比对日期", null=True, blank=True)
    hits = models.JSONField("比对结果", default=list, help_text='[{"kind", "public_id", "words"}]')
    resolution = models.CharField("查明情况", max_length=500, blank=True, default="")
    resolver = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    notice_from = models.DateField("公示开始", null=True, blank=True)
    notice_until = models.DateField("公示截止", null=True, blank=True)
    decider = models.CharField("批准机关", max_length=20, blank=True, default="")
    document_title = models.CharField("批准文件名称", max_length=200, blank=True, default="")
    document_number = models.CharField("批准文件文号", max_length=128, blank=True, default="")
    document_date = models.DateField("批准日期", null=True, blank=True)
    document_path = models.CharField("批准文件, sealed", max_length=100, blank=True, default="")
    document_name = models.CharField(max_length=20, blank=True, default="")
    approver = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    approved_on = models.DateField(null=True, blank=True)
    months = models.PositiveSmallIntegerField("有效期（月）", null=True, blank=True)
    public_from = models.DateField("公布日期", null=True, blank=True)
    until = models.DateField("有效期至", null=True, blank=True)
    # withdrawal
    breach = models.CharField("重大失信情况", max_length=500, blank=True, default="")
    withdrawal_basis = models.CharField("取消的依据", max_length=500, blank=True, default="")
    withdrawal_noticed_on = models.DateField("告知书送达日期", null=True, blank=True)
    withdrawal_proposer = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    withdrawal_approver = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    left_on = models.DateField("退出日期", null=True, blank=True)

    objects = NominationQuerySet.as_manager()

    class Meta:
        verbose_name = "红名单推荐"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(approver__isnull=True) | ~Q(approver=F("proposer")), name="nomination_four_eyes"
            ),
            models.CheckConstraint(
                condition=Q(resolver__isnull=True) | ~Q(resolver=F("proposer")), name="nomination_resolved_by_another"
            ),
            models.CheckConstraint(
                condition=Q(withdrawal_approver__isnull=True) | ~Q(withdrawal_approver=F("withdrawal_proposer")),
                name="nomination_withdrawal_four_eyes",
            ),
            models.CheckConstraint(condition=~Q(industry_list="") & ~Q(basis=""), name="nomination_says_its_list"),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "published", "withdrawn", "expired"]) | APPROVED,
                name="nomination_approved_with_document",
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(public_from__isnull=False, until__isnull=False),
                name="nomination_published_with_dates",
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | Q(withdrawal_approver__isnull=False, left_on__isnull=False),
                name="nomination_withdrawn_by_two",
            ),
            models.UniqueConstraint(
                fields=["subject", "department", "title"],
                condition=~Q(state__in=["withdrawn", "expired", "dropped"]),
                name="nomination_one_open",
            ),
        ]
        indexes = [models.Index(fields=["until"], condition=Q(state="published"), name="nomination_running")]

    def __str__(self) -> str:
        return f"{self.subject} {self.title}"

    @property
    def public_until(self):
        """For the events: the last day, of what was published."""
        return self.until if self.public_from else None


class RedObjection(models.Model):
    """对红名单公示的异议; whoever raised it is not recorded here."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    nomination = models.ForeignKey(Nomination, on_delete=models.PROTECT, related_name="objections")
    received_on = models.DateField("收到日期")
    means = models.CharField("途径", max_length=60)
    text = models.CharField("内容", max_length=1000)
    taken_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    upheld = models.BooleanField("成立", null=True, blank=True)
    answer = models.CharField("核查情况", max_length=1000, blank=True, default="")
    checker = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    checked_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = "红名单公示异议"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(checker__isnull=True) | ~Q(checker=F("taken_by")), name="red_objection_four_eyes"
            ),
            models.CheckConstraint(
                condition=Q(checked_on__isnull=True) | Q(checker__isnull=False, upheld__isnull=False) & ~Q(answer=""),
                name="red_objection_checked_in_full",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.nomination} {self.received_on}"


class WithdrawalStatement(models.Model):
    """取消称号前的陈述申辩: what the subject said, and the answer. `last`: it has nothing to add, or waives in writing."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    nomination = models.ForeignKey(Nomination, on_delete=models.PROTECT, related_name="statements")
    made_on = models.DateField("提出日期")
    means = models.CharField("方式", max_length=10, choices=Statement.Means.choices)
    text = models.CharField("内容", max_length=2000)
    last = models.BooleanField("不再补充或书面放弃", default=False)
    closed = models.BooleanField("of a proposal that was given up", default=False)
    paper_path = models.CharField(max_length=100, blank=True, default="")
    paper_name = models.CharField(max_length=20, blank=True, default="")
    taken_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    accepted = models.BooleanField("采纳", null=True, blank=True)
    answer = models.CharField("核实与答复", max_length=1000, blank=True, default="")
    answered_by = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answered_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = "取消称号前的陈述申辩"
        ordering = ["made_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True, answer="")
                | ~Q(answer="") & Q(answered_on__isnull=False, answered_by__isnull=False, accepted__isnull=False),
                name="withdrawal_statement_answered_in_full",
            )
        ]

    def __str__(self) -> str:
        return f"{self.nomination} {self.made_on}"


class Benefit(models.Model):
    """享受的激励: what a department granted because of the title; money is asked back when the title is withdrawn."""

    class Kind(models.TextChoices):
        FUNDS = "funds", "财政性资金"
        CREDIT = "credit", "优惠贷款或额度"
        FEE = "fee", "规费减免"
        POINTS = "points", "招投标或评审加分"
        PROCESS = "process", "绿色通道等便利"
        OTHER = "other", "其他"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    nomination = models.ForeignKey(Nomination, on_delete=models.PROTECT, related_name="benefits")
    kind = models.CharField("种类", max_length=10, choices=Kind.choices)
    amount = models.DecimalField("金额（万元）", max_digits=18, decimal_places=6, null=True, blank=True)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+", verbose_name="给予部门")
    granted_on = models.DateField("给予日期")
    note = models.CharField("说明", max_length=300, blank=True, default="")
    recorded_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    reclaim_asked_on = models.DateField("要求追回日期", null=True, blank=True)
    reclaimed_on = models.DateField("追回日期", null=True, blank=True)
    reclaimed = models.DecimalField("已追回（万元）", max_digits=18, decimal_places=6, null=True, blank=True)
    reclaim_note = models.CharField("追回情况", max_length=300, blank=True, default="")

    class Meta:
        verbose_name = "享受的激励"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(reclaimed_on__isnull=True) | Q(reclaim_asked_on__isnull=False),
                name="benefit_reclaimed_after_it_was_asked",
            ),
            models.CheckConstraint(condition=Q(amount__isnull=True) | Q(amount__gt=0), name="benefit_amount"),
        ]

    def __str__(self) -> str:
        return f"{self.nomination} {self.get_kind_display()}"

    @property
    def amount_words(self) -> str:
        """金额 without trailing zeros; empty where none is known."""
        return _plain(self.amount)

    @property
    def reclaimed_words(self) -> str:
        """已追回 without trailing zeros."""
        return _plain(self.reclaimed)


def _plain(amount: Decimal | None) -> str:
    said = "" if amount is None else f"{amount:f}"
    return said.rstrip("0").rstrip(".") if "." in said else said
