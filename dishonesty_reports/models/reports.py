"""失信举报: what somebody says that another did, whom it was passed on to, what became of it. Source: F7."""

import uuid

from django.db import models
from django.db.models import F, Q

from accounts.models import Department, Officer
from subjects.models import Subject

from ..lifecycles import REPORT
from ..querysets import OPEN, PaperQuerySet, ReportQuerySet


class Report(models.Model):
    """失信举报: from the public page or taken down by staff; answered by the competent department, closed by another person.

    Who reported, and their own words, stand sealed: `reporter` and `original`. What goes to the department is
    `forwarded_text`, from which the office may have struck words. Nothing else of the row says who it was.
    """

    object_kind = "dishonesty_report"
    lifecycle = REPORT

    class State(models.TextChoices):
        RECEIVED = "received", "待转办"
        DECLINING = "declining", "拟不予受理"
        DECLINED = "declined", "不予受理"
        FORWARDED = "forwarded", "办理中"
        ANSWERED = "answered", "待办结"
        CLOSED = "closed", "已办结"

    class Source(models.TextChoices):
        ONLINE = "online", "网上"
        HOTLINE = "hotline", "热线电话"
        VISIT = "visit", "来访"
        LETTER = "letter", "来信"
        OTHER = "other", "其他部门转来"

    class Outcome(models.TextChoices):
        FOUNDED = "founded", "查实"
        UNFOUNDED = "unfounded", "查无实据"
        ELSEWHERE = "elsewhere", "不属于本单位职责"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.CharField("举报编号", max_length=20, unique=True)
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    receipt_key = models.CharField("keyed hash of the receipt code", max_length=64, unique=True)
    address_key = models.CharField(max_length=64, blank=True, default="", help_text="Keyed hash of day and address.")
    state = models.CharField("状态", max_length=12, choices=State.choices, default=State.RECEIVED)
    source = models.CharField("来源", max_length=8, choices=Source.choices)
    named = models.BooleanField("实名", help_text="Whether `reporter` says anything.")
    reporter = models.TextField("举报人", help_text="JSON, sealed.", blank=True, default="")
    accused = models.CharField("被举报人", max_length=200, blank=True, default="", help_text="As typed.")
    accused_code = models.CharField("被举报人代码", max_length=18, blank=True, default="", help_text="As typed.")
    subject = models.ForeignKey(
        Subject, null=True, blank=True, on_delete=models.PROTECT, related_name="+", help_text="By staff, by code."
    )
    happened = models.CharField("发生时间", max_length=60, blank=True, default="")
    original = models.TextField("举报内容", max_length=2000, help_text="As sent, sealed.")
    forwarded_text = models.TextField("转办内容", max_length=2000, blank=True, default="")
    office = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+", verbose_name="信用办")
    department = models.ForeignKey(
        Department, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name="办理单位"
    )
    filed_by = models.ForeignKey(
        Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+", help_text="Taken down by staff."
    )
    filed_on = models.DateField("收到日期")
    taken_by = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    taken_on = models.DateField("转办日期", null=True, blank=True)
    decline_reason = models.CharField("不予受理的理由", max_length=500, blank=True, default="")
    outcome = models.CharField("办理结果", max_length=10, choices=Outcome.choices, blank=True, default="")
    answer = models.TextField("办理情况", max_length=2000, blank=True, default="")
    answered_by = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answered_on = models.DateField("答复日期", null=True, blank=True)
    closer = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    closed_on = models.DateField("办结日期", null=True, blank=True)
    told = models.CharField("告知举报人的话", max_length=500, blank=True, default="")
    reward = models.CharField("奖励", max_length=200, blank=True, default="")
    reward_by = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reward_granted_by = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reward_granted_on = models.DateField("同意奖励日期", null=True, blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = "失信举报"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["year", "serial"], name="dishonesty_report_number_once"),
            models.CheckConstraint(
                condition=Q(source="online") ^ Q(filed_by__isnull=False), name="dishonesty_report_by_one_door"
            ),
            models.CheckConstraint(
                condition=Q(named=True) & ~Q(reporter="") | Q(named=False, reporter=""), name="dishonesty_report_named"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["forwarded", "answered", "closed"])
                | Q(department__isnull=False) & ~Q(forwarded_text=""),
                name="dishonesty_report_forwarded_to_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state="closed")
                | Q(closer__isnull=False, answered_by__isnull=False) & ~Q(closer=F("answered_by")) & ~Q(outcome=""),
                name="dishonesty_report_closed_by_two",
            ),
            models.CheckConstraint(
                condition=~Q(state="declined")
                | Q(closer__isnull=False, taken_by__isnull=False) & ~Q(closer=F("taken_by")),
                name="dishonesty_report_declined_by_two",
            ),
            models.CheckConstraint(
                condition=Q(reward_granted_by__isnull=True)
                | Q(reward_by__isnull=False) & ~Q(reward_granted_by=F("reward_by")) & Q(outcome="founded"),
                name="dishonesty_report_reward_by_two",
            ),
        ]
        indexes = [
            models.Index(fields=["address_key"], name="dishonesty_report_address"),
            models.Index(fields=["office", "filed_on"], condition=Q(state__in=OPEN), name="dishonesty_report_open"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def whom(self) -> str:
        """被举报人: as staff bound it, else as typed."""
        return self.subject.name if self.subject else self.accused or self.accused_code

    @property
    def is_open(self) -> bool:
        """未办结."""
        return self.state in OPEN


class Paper(models.Model):
    """举报证据: sealed, a download for the office; for the department those that go along."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="papers")
    path = models.CharField(max_length=100)
    name = models.CharField("名称", max_length=20)
    size = models.PositiveIntegerField("字节")
    forwarded = models.BooleanField("随转办", default=False)

    objects = PaperQuerySet.as_manager()

    class Meta:
        verbose_name = "举报证据"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.report} {self.name}"
