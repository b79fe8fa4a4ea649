"""规则: numbers of the law as dated rows with their clause, the calendar, case clocks, and the heartbeats of the sweeps."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from .calendar_models import CalendarDay, CalendarProposal, CalendarYear
from .clock_models import CaseClock, ClockExtension, ClockPause, ClockRule
from .jurisdiction_models import Conflict, DepartmentRule, Jurisdiction, PackValue, RuleChange
from .list_models import BehaviourItem, BehaviourList, MeasureItem, MeasureList

__all__ = [
    "BehaviourItem", "BehaviourList", "CalendarDay", "CalendarProposal", "CalendarYear", "CaseClock", "ClockExtension",
    "ClockPause", "ClockRule", "Conflict", "DepartmentRule", "Duty", "Heartbeat", "Jurisdiction", "MeasureItem", "MeasureList",
    "PackValue", "PenaltyClass", "PublicationPeriod", "RuleChange", "RuleSet",
]  # fmt: skip


class Duty(models.Model):
    """报送公示义务: kind of record, act, start, length, channels, clause. Source: C1."""

    class Act(models.TextChoices):
        PUBLISH = "publish", "公示"
        SUBMIT = "submit", "报送"
        FORWARD = "forward", "转送"

    class Start(models.TextChoices):
        DECISION = "decision", "作出决定之日"
        GENERATION = "generation", "信息产生之日"
        RECEIPT = "receipt", "收到之日"

    key = models.SlugField(max_length=60)
    kinds = ArrayField(models.CharField(max_length=20))
    act = models.CharField(max_length=10, choices=Act.choices)
    start = models.CharField(max_length=12, choices=Start.choices)
    working_days = models.PositiveSmallIntegerField(null=True, blank=True)
    day_of_month = models.PositiveSmallIntegerField(null=True, blank=True)
    channels = ArrayField(models.CharField(max_length=40), default=list)
    clause = models.CharField("依据", max_length=300)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = "报送公示义务"
        constraints = [
            models.CheckConstraint(
                condition=Q(working_days__isnull=False, day_of_month__isnull=True)
                | Q(working_days__isnull=True, day_of_month__isnull=False),
                name="duty_has_one_length",
            ),
            models.UniqueConstraint(fields=["key", "since"], name="duty_once_a_day", nulls_distinct=False),
        ]

    def __str__(self) -> str:
        return self.key


class RuleSet(models.Model):
    """期限规则: one legal text on publication periods, in force for decisions of certain days. Source: C4."""

    class Start(models.TextChoices):
        DECISION = "decision", "自作出决定之日起"
        PUBLICATION = "publication", "自公示之日起"

    key = models.SlugField(max_length=40)
    title = models.CharField("名称", max_length=100)
    clause = models.CharField("依据", max_length=300)
    field = models.CharField(
        "领域", max_length=20, blank=True, default="", help_text="Empty: every field without its own."
    )
    start = models.CharField("起算", max_length=12, choices=Start.choices)
    since = models.DateField("决定日期自", null=True, blank=True)
    until = models.DateField("决定日期至", null=True, blank=True)

    class Meta:
        verbose_name = "期限规则"
        constraints = [
            models.UniqueConstraint(fields=["key", "since"], name="rule_set_once", nulls_distinct=False),
            models.CheckConstraint(
                condition=Q(since__isnull=True) | Q(until__isnull=True) | Q(since__lte=F("until")),
                name="rule_set_dates",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class PenaltyClass(models.Model):
    """处罚类别与失信程度: which class a penalty of this kind has. No row: not derivable, a person decides."""

    rule_set = models.ForeignKey(RuleSet, on_delete=models.PROTECT, related_name="penalty_classes")
    kind = models.CharField("处罚类别", max_length=40)
    above = models.DecimalField(
        "金额高于（万元）", max_digits=18, decimal_places=6, null=True, blank=True, help_text="Empty: any amount."
    )
    seriousness = models.CharField("失信程度", max_length=10)
    clause = models.CharField("依据", max_length=300)

    class Meta:
        verbose_name = "处罚类别与失信程度"
        constraints = [
            models.UniqueConstraint(
                fields=["rule_set", "kind", "above"], name="penalty_class_once", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.seriousness}"


class PublicationPeriod(models.Model):
    """公示期: shortest and longest publication, in months, of a class in a field."""

    rule_set = models.ForeignKey(RuleSet, on_delete=models.PROTECT, related_name="periods")
    seriousness = models.CharField("失信程度", max_length=10)
    field = models.CharField("领域", max_length=20, blank=True, default="")
    public = models.BooleanField("公示", default=True)
    shortest_months = models.PositiveSmallIntegerField("最短（月）", default=0)
    longest_months = models.PositiveSmallIntegerField("最长（月）", default=0)
    clause = models.CharField("依据", max_length=300)

    class Meta:
        verbose_name = "公示期"
        constraints = [
            models.UniqueConstraint(fields=["rule_set", "seriousness", "field"], name="publication_period_once")
        ]

    def __str__(self) -> str:
        return f"{self.seriousness} {self.shortest_months}–{self.longest_months}"


class Heartbeat(models.Model):
    """心跳: when a sweep last ran, and what came of it."""

    name = models.CharField(primary_key=True, max_length=40)
    at = models.DateTimeField(auto_now=True)
    day = models.DateField()
    moved = models.IntegerField(default=0)
    error = models.TextField(blank=True, default="")

    def __str__(self) -> str:
        return self.name
