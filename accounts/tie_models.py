"""部门关系: what ties departments beside the territorial tree: the line of a trade, and reporting on behalf. Source: A4."""

import uuid

from django.db import models
from django.db.models import F, Q

from .lifecycles import TIE
from .models import Department, Officer
from .querysets import TieQuerySet


class Tie(models.Model):
    """部门关系, from a day to a day; proposed by one person of the office, adopted by another. Source: A4.

    LINE (条线): `department` stands below `other` in its trade (省→市→县). ON_BEHALF (代报): `department` reports what
    `other` decided; it counts for `other`.
    """

    object_kind = "tie"
    lifecycle = TIE

    class Kind(models.TextChoices):
        LINE = "line", "条线上级"
        ON_BEHALF = "on_behalf", "代报"

    class State(models.TextChoices):
        PROPOSED = "proposed", "待审批"
        ADOPTED = "adopted", "已采用"
        DECLINED = "declined", "未采用"
        ENDED = "ended", "已终止"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField("关系", max_length=10, choices=Kind.choices)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="ties", verbose_name="部门")
    other = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="ties_to", verbose_name="另一部门")
    trade = models.CharField("条线", max_length=40, blank=True, default="", help_text="Of a line only: 市场监管 …")
    basis = models.CharField("依据", max_length=300)
    since = models.DateField("自")
    until = models.DateField("至", null=True, blank=True, help_text="First day on which it no longer holds.")
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.PROPOSED)
    proposer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    proposed_on = models.DateField("提出日期")
    approver = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_on = models.DateField("审批日期", null=True, blank=True)
    answer = models.CharField("不采用的理由", max_length=500, blank=True, default="")
    ended_by = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    ended_on = models.DateField("终止操作日期", null=True, blank=True)
    end_reason = models.CharField("终止的理由", max_length=500, blank=True, default="")

    objects = TieQuerySet.as_manager()

    class Meta:
        verbose_name = "部门关系"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(department=F("other")), name="tie_of_two_departments"),
            models.CheckConstraint(condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="tie_dates"),
            models.CheckConstraint(
                condition=(Q(kind="line") & ~Q(trade="")) | Q(kind="on_behalf", trade=""), name="tie_line_has_a_trade"
            ),
            models.UniqueConstraint(
                fields=["kind", "department", "other", "trade"], condition=Q(state="proposed"), name="tie_one_open"
            ),
            models.CheckConstraint(
                condition=Q(approver__isnull=True) | ~Q(approver=F("proposer")), name="tie_four_eyes"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["adopted", "ended"]) | Q(approver__isnull=False, decided_on__isnull=False),
                name="tie_by_two",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.department} {self.get_kind_display()} {self.other}"
