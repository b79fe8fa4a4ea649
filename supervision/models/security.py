"""安全台账: risk assessments, incidents, drills and access reviews. Source: L1 (Bengbu 五(六))."""

import uuid

from django.db import models
from django.db.models import F, Q

from accounts.models import Officer
from records.models import Freeze

from ..lifecycles import SECURITY


class SecurityEntry(models.Model):
    """安全台账一条: what was looked at or happened, what was found, what is done about it; closed by a second person."""

    object_kind = "security_entry"
    lifecycle = SECURITY

    class Kind(models.TextChoices):
        ASSESSMENT = "assessment", "风险评估"
        INCIDENT = "incident", "安全事件"
        DRILL = "drill", "应急演练"
        RESTORE = "restore", "备份恢复演练"
        ACCESS_REVIEW = "access_review", "权限清查"

    class State(models.TextChoices):
        OPEN = "open", "整改中"
        CLOSED = "closed", "已销号"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField("类别", max_length=14, choices=Kind.choices)
    happened_on = models.DateField("日期")
    responsible = models.CharField("责任人", max_length=50)
    finding = models.TextField("情况与发现", max_length=2000)
    measure = models.TextField("措施", max_length=2000, blank=True, default="")
    due = models.DateField("整改期限", null=True, blank=True)
    freeze = models.ForeignKey(
        Freeze, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name="公示冻结"
    )
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.OPEN)
    writer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+", verbose_name="登记人")
    written_on = models.DateField("登记日期")
    closer = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    closed_on = models.DateField("销号日期", null=True, blank=True)
    closing_note = models.CharField("核实情况", max_length=500, blank=True, default="")

    class Meta:
        verbose_name = "安全台账"
        ordering = ["-happened_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closer__isnull=True) | ~Q(closer=F("writer")), name="security_entry_four_eyes"
            ),
            models.CheckConstraint(
                condition=~Q(state="closed") | (Q(closer__isnull=False, closed_on__isnull=False) & ~Q(closing_note="")),
                name="security_entry_closed_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(due__isnull=True) | Q(due__gte=F("happened_on")), name="security_entry_dates"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.happened_on}"
