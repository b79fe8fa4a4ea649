"""复议与诉讼: a decision that is under administrative review or before a court. Source: F9; 行政处罚法第四十八条."""

import uuid

from django.db import models
from django.db.models import F, Q

from accounts.models import Department, Officer

from ..querysets import ProceedingQuerySet


class Proceeding(models.Model):
    """复议（诉讼）: shown as a mark while it runs; what the result takes away leaves by its own use case."""

    object_kind = "proceeding"

    class Kind(models.TextChoices):
        REVIEW = "review", "行政复议"
        SUIT = "suit", "行政诉讼"

    class Result(models.TextChoices):
        KEPT = "kept", "维持"
        REVOKED = "revoked", "撤销、确认违法或者无效"
        VARIED = "varied", "变更"
        ENDED = "ended", "撤回申请或者终止"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    target_kind = models.CharField(max_length=10, choices=[("record", "信用记录"), ("entry", "名单条目")])
    target_id = models.UUIDField()
    target_title = models.CharField("所指事项", max_length=300)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+", verbose_name="认定单位")
    kind = models.CharField("种类", max_length=8, choices=Kind.choices)
    body = models.CharField("受理机关", max_length=100)
    case_number = models.CharField("案号", max_length=60)
    accepted_on = models.DateField("受理日期")
    paper_path = models.CharField(max_length=100)
    paper_name = models.CharField(max_length=20)
    opened_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    opened_on = models.DateField("登记日期")
    result = models.CharField("结果", max_length=8, choices=Result.choices, blank=True, default="")
    effective_on = models.DateField("生效日期", null=True, blank=True)
    result_words = models.CharField("结果说明", max_length=500, blank=True, default="")
    result_path = models.CharField(max_length=100, blank=True, default="")
    result_name = models.CharField(max_length=20, blank=True, default="")
    closed_by = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    closed_on = models.DateField("办结日期", null=True, blank=True)

    objects = ProceedingQuerySet.as_manager()

    class Meta:
        verbose_name = "复议诉讼"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["target_id", "kind"], condition=Q(closed_on__isnull=True), name="proceeding_one_open"
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True, result="")
                | Q(closed_on__isnull=False, closed_by__isnull=False) & ~Q(result="") & ~Q(result_path=""),
                name="proceeding_closed_with_its_paper",
            ),
            models.CheckConstraint(
                condition=Q(effective_on__isnull=True) | Q(effective_on__gte=F("accepted_on")), name="proceeding_dates"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.case_number}"
