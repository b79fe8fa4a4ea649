"""办理时限: the one clock of every kind of case: its rule, its days, its pauses and extensions. Source: C6."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from accounts.models import Department, Officer

from .lifecycles import CLOCK, EXTENSION
from .querysets import CaseClockQuerySet, ClockRuleQuerySet


class ClockRule(models.Model):
    """办理期限规则: how long a step of a kind of case may take, as dated data with its clause. Source: C6."""

    class Standing(models.TextChoices):
        LAW = "law", "法规规定"
        LOCAL = "local", "地方规定"
        DEFAULT = "default", "本平台默认"

    case_kind = models.SlugField("事项", max_length=20)
    step = models.SlugField("环节", max_length=30)
    title = models.CharField("名称", max_length=60)
    working_days = models.PositiveSmallIntegerField("工作日", null=True, blank=True)
    calendar_days = models.PositiveSmallIntegerField("自然日", null=True, blank=True, help_text="Holidays count, too.")
    day_of_month = models.PositiveSmallIntegerField("每月几日前", null=True, blank=True)
    extension_days = models.PositiveSmallIntegerField("可延长的工作日", default=0, help_text="Altogether; 0: none.")
    extensions = models.PositiveSmallIntegerField("可延长的次数", default=0)
    pausable = models.BooleanField("可暂停", default=False)
    remind_before = ArrayField(models.PositiveSmallIntegerField(), default=list, help_text="Working days ahead.")
    clause = models.CharField("依据", max_length=300)
    standing = models.CharField("性质", max_length=10, choices=Standing.choices)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)

    objects = ClockRuleQuerySet.as_manager()

    class Meta:
        verbose_name = "办理期限规则"
        constraints = [
            # None of them: the day is set by whoever starts the clock.
            models.CheckConstraint(
                condition=Q(working_days__isnull=True, calendar_days__isnull=True)
                | Q(working_days__isnull=True, day_of_month__isnull=True)
                | Q(calendar_days__isnull=True, day_of_month__isnull=True),
                name="clock_rule_one_length",
            ),
            models.CheckConstraint(
                condition=Q(extension_days=0, extensions=0) | Q(extension_days__gt=0, extensions__gt=0),
                name="clock_rule_extension",
            ),
            models.UniqueConstraint(
                fields=["case_kind", "step", "since"], name="clock_rule_once_a_day", nulls_distinct=False
            ),
        ]

    def __str__(self) -> str:
        return self.title


class CaseClock(models.Model):
    """办理时限: one step of one case, who answers for it and until when. `due` is computed from dates, never counted down."""

    object_kind = "clock"
    lifecycle = CLOCK

    class State(models.TextChoices):
        RUNNING = "running", "计时中"
        PAUSED = "paused", "已暂停"
        MET = "met", "已办结"
        CANCELLED = "cancelled", "已终止"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    rule = models.ForeignKey(ClockRule, on_delete=models.PROTECT, related_name="clocks")
    case_kind = models.CharField("事项", max_length=20)
    case_id = models.UUIDField("public id of the case, which lies above us")
    step = models.CharField("环节", max_length=30)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="clocks", verbose_name="承办部门")
    started_on = models.DateField("起算日")
    working_days = models.PositiveSmallIntegerField("工作日", null=True, blank=True, help_text="As the rule said then.")
    fixed_on = models.DateField("限定日期", null=True, blank=True)
    due = models.DateField("办理期限", help_text="While paused: as if the pause had not been.")
    provisional = models.BooleanField("期限暂定", default=False)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.RUNNING)
    stopped_on = models.DateField("办结日期", null=True, blank=True)
    reminded = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="The last reminder sent for this due day, in working days ahead."
    )

    objects = CaseClockQuerySet.as_manager()

    class Meta:
        verbose_name = "办理时限"
        constraints = [
            models.CheckConstraint(
                condition=Q(working_days__isnull=False, fixed_on__isnull=True)
                | Q(working_days__isnull=True, fixed_on__isnull=False),
                name="clock_has_one_length",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["running", "paused"], stopped_on__isnull=True)
                | Q(state__in=["met", "cancelled"], stopped_on__isnull=False),
                name="clock_stopped_has_its_day",
            ),
            models.UniqueConstraint(
                fields=["case_kind", "case_id", "step"],
                condition=Q(state__in=["running", "paused"]),
                name="clock_one_open_a_step",
            ),
        ]
        indexes = [
            models.Index(fields=["case_id"], name="clock_of_case"),
            models.Index(fields=["due"], condition=Q(state="running"), name="clock_running"),
            models.Index(fields=["started_on"], condition=Q(provisional=True), name="clock_provisional"),
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.due}"


class ClockPause(models.Model):
    """暂停: days that are not counted, e.g. an appraisal; the day it begins is out, the day it ends is in again."""

    class Reason(models.TextChoices):
        APPRAISAL = "appraisal", "检验、检测、检疫、鉴定"
        SUPPLEMENT = "supplement", "等待补正材料"
        PROCEEDINGS = "proceedings", "行政复议或诉讼"
        SUSPENDED = "suspended", "核实、异议期间暂停执行"
        OTHER = "other", "其他依法不计入的时间"

    clock = models.ForeignKey(CaseClock, on_delete=models.PROTECT, related_name="pauses")
    reason = models.CharField("理由", max_length=12, choices=Reason.choices)
    since = models.DateField("暂停之日")
    until = models.DateField("恢复之日", null=True, blank=True)

    class Meta:
        verbose_name = "暂停"
        ordering = ["since", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["clock"], condition=Q(until__isnull=True), name="pause_one_open"),
            models.CheckConstraint(condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="pause_dates"),
        ]

    def __str__(self) -> str:
        return f"{self.get_reason_display()} {self.since}"


class ClockExtension(models.Model):
    """延长: more working days, asked for with a reason, granted by a second person before the day is over."""

    object_kind = "extension"
    lifecycle = EXTENSION

    class State(models.TextChoices):
        PROPOSED = "proposed", "待批准"
        APPROVED = "approved", "已批准"
        DECLINED = "declined", "未批准"
        LAPSED = "lapsed", "未及批准"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    clock = models.ForeignKey(CaseClock, on_delete=models.PROTECT, related_name="extension_rows")
    working_days = models.PositiveSmallIntegerField("延长的工作日")
    reason = models.CharField("理由", max_length=500)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.PROPOSED)
    proposer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    proposed_on = models.DateField()
    approver = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = "延长"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["clock"], condition=Q(state="proposed"), name="extension_one_open"),
            models.CheckConstraint(
                condition=Q(approver__isnull=True) | ~Q(approver=F("proposer")), name="extension_four_eyes"
            ),
            models.CheckConstraint(
                condition=~Q(state="approved") | Q(approver__isnull=False), name="extension_approved_by_somebody"
            ),
            models.CheckConstraint(condition=Q(working_days__gt=0), name="extension_lengthens"),
        ]

    def __str__(self) -> str:
        return f"{self.clock} +{self.working_days}"
