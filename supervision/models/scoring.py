"""年度考核: criteria as dated data, and each department's scorecard of a year. Source: J6 (Harbin 14, 五(五))."""

import uuid

from django.db import models
from django.db.models import F, Q

from accounts.models import Department, Officer

from ..lifecycles import SCORECARD
from ..querysets import OfDepartmentQuerySet, ScoreCriterionQuerySet


class Standing(models.TextChoices):
    """性质 of a rule that somebody sets."""

    LAW = "law", "法规规定"
    LOCAL = "local", "地方规定"
    DEFAULT = "default", "本平台默认"


class ScoreCriterion(models.Model):
    """考核指标: what counts, with how many points, from which day on."""

    key = models.SlugField(max_length=30, help_text="What supervision/scoring.py computes.")
    title = models.CharField("指标", max_length=60)
    weight = models.PositiveSmallIntegerField("分值")
    how = models.CharField("计分办法", max_length=300)
    clause = models.CharField("依据", max_length=300)
    standing = models.CharField("性质", max_length=10, choices=Standing.choices)
    place = models.PositiveSmallIntegerField("顺序", default=0)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)

    objects = ScoreCriterionQuerySet.as_manager()

    class Meta:
        verbose_name = "考核指标"
        ordering = ["place", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["key", "since"], name="score_criterion_once", nulls_distinct=False)
        ]

    def __str__(self) -> str:
        return self.title


class Scorecard(models.Model):
    """考核表: one department and year; assessed by itself, scored by the office, published inside by a second person."""

    object_kind = "scorecard"
    lifecycle = SCORECARD

    class State(models.TextChoices):
        OPEN = "open", "待自评"
        ASSESSED = "assessed", "已自评，待评分"
        SCORED = "scored", "已评分，待审批"
        PUBLISHED = "published", "已内部公布"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="scorecards")
    year = models.PositiveSmallIntegerField("年度")
    drawn_on = models.DateField("生成日期")
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.OPEN)
    assessor = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    assessed_on = models.DateField(null=True, blank=True)
    scorer = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    scored_on = models.DateField(null=True, blank=True)
    approver = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    published_on = models.DateField(null=True, blank=True)
    opinion = models.CharField("意见", max_length=500, blank=True, default="")

    objects = OfDepartmentQuerySet.as_manager()

    class Meta:
        verbose_name = "年度考核表"
        ordering = ["-year", "department__name"]
        constraints = [
            models.UniqueConstraint(fields=["department", "year"], name="scorecard_once_a_year"),
            models.CheckConstraint(
                condition=Q(approver__isnull=True) | (Q(scorer__isnull=False) & ~Q(approver=F("scorer"))),
                name="scorecard_four_eyes",
            ),
            models.CheckConstraint(
                condition=Q(assessor__isnull=True) | Q(scorer__isnull=True) | ~Q(assessor=F("scorer")),
                name="scorecard_not_scored_by_its_own",
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(approver__isnull=False, published_on__isnull=False),
                name="scorecard_published_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.department} {self.year}"


class ScoreLine(models.Model):
    """考核表一行: a criterion as it stood then, what the platform counted, and what both sides gave."""

    scorecard = models.ForeignKey(Scorecard, on_delete=models.PROTECT, related_name="lines")
    place = models.PositiveSmallIntegerField("顺序")
    key = models.SlugField(max_length=30)
    title = models.CharField("指标", max_length=60)
    weight = models.PositiveSmallIntegerField("分值")
    how = models.CharField("计分办法", max_length=300)
    clause = models.CharField("依据", max_length=300)
    counted = models.CharField("平台统计", max_length=200, help_text="In words, with numerator and denominator.")
    computed = models.DecimalField(
        "平台计分", max_digits=5, decimal_places=1, null=True, blank=True, help_text="Empty: no data; not counted."
    )
    own = models.DecimalField("自评", max_digits=5, decimal_places=1, null=True, blank=True)
    own_note = models.CharField("自评说明", max_length=300, blank=True, default="")
    points = models.DecimalField("评分", max_digits=5, decimal_places=1, null=True, blank=True)
    note = models.CharField("评分说明", max_length=300, blank=True, default="")

    class Meta:
        verbose_name = "考核表一行"
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["scorecard", "key"], name="score_line_once"),
            models.CheckConstraint(
                condition=(Q(points__isnull=True) | Q(points__gte=0, points__lte=F("weight")))
                & (Q(own__isnull=True) | Q(own__gte=0, own__lte=F("weight"))),
                name="score_line_within_weight",
            ),
        ]

    def __str__(self) -> str:
        return self.title
