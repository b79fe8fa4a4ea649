"""双公示月报: how many decisions a department made in a month. Needed for the reporting rate. Source: B10."""

from django.db import models
from django.db.models import F, Q

from .signing import Signed


class DecisionKind(models.TextChoices):
    """双公示: the two kinds of which every decision is reported."""

    LICENCE = "licence", "行政许可"
    PENALTY = "penalty", "行政处罚"


class MonthlyReturn(Signed):
    """双公示月报: one version of a department's statement about one month; its figures are in its lines."""

    object_kind = "monthly_return"

    class Meta:
        verbose_name = "双公示月报"
        ordering = ["-month", "-number"]
        constraints = [
            *Signed.Meta.constraints,
            models.UniqueConstraint(fields=["department", "month", "number"], name="monthlyreturn_number_once"),
            models.UniqueConstraint(
                fields=["department", "month"], condition=Q(state="signed"), name="monthlyreturn_one_signed"
            ),
            models.UniqueConstraint(
                fields=["department", "month"], condition=Q(state="proposed"), name="monthlyreturn_one_open"
            ),
        ]
        indexes = [models.Index(fields=["month"], condition=Q(state="signed"), name="monthlyreturn_signed")]

    def __str__(self) -> str:
        return f"{self.department} {self.month:%Y-%m} 第{self.number}份"


class ReturnLine(models.Model):
    """月报一行: one kind. A month without a decision is said in so many words (零报告), never by silence."""

    monthly_return = models.ForeignKey(MonthlyReturn, on_delete=models.PROTECT, related_name="lines")
    kind = models.CharField("信息类别", max_length=20, choices=DecisionKind.choices)
    zero = models.BooleanField("零报告", default=False)
    produced = models.PositiveIntegerField("产生数量")
    own_site = models.PositiveIntegerField("本单位公示数量")
    not_reported = models.PositiveIntegerField("未报送数量")
    why_not = models.CharField("未报送依据", max_length=300, blank=True, default="")

    class Meta:
        verbose_name = "月报明细"
        ordering = ["kind"]
        constraints = [
            models.UniqueConstraint(fields=["monthly_return", "kind"], name="returnline_kind_once"),
            models.CheckConstraint(
                condition=Q(zero=True, produced=0) | Q(zero=False, produced__gt=0), name="returnline_zero_is_said"
            ),
            models.CheckConstraint(
                condition=Q(own_site__lte=F("produced"), not_reported__lte=F("produced")), name="returnline_parts"
            ),
            models.CheckConstraint(condition=Q(not_reported=0) | ~Q(why_not=""), name="returnline_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.produced}"
