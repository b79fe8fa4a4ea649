"""标注: that something on file is in dispute, opened and closed by the case that disputes it, which lies above. Source: E4, F2."""

import uuid

from django.db import models
from django.db.models import F, Q

from ..querysets import MarkQuerySet


class Mark(models.Model):
    """标注 on a record, a list entry or a measure. One on a record holds for entries grounded on it, one on an entry for its
    measures.
    """

    object_kind = "mark"

    class Kind(models.TextChoices):
        OBJECTION = "objection", "异议处理中"
        VERIFICATION = "verification", "核实中"
        REPAIR = "repair", "信用修复中"
        LITIGATION = "litigation", "复议或诉讼中"
        BANKRUPTCY = "bankruptcy", "破产程序中"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    target_id = models.UUIDField("public id of what is marked")
    kind = models.CharField("类别", max_length=12, choices=Kind.choices)
    suspends = models.BooleanField("暂停执行措施", default=False)
    hides = models.BooleanField(
        "暂时屏蔽", default=False, help_text="What is marked is not shown to the public meanwhile."
    )
    since = models.DateField("标注之日")
    until = models.DateField("解除之日", null=True, blank=True, help_text="From this day on it no longer holds.")
    case_id = models.UUIDField("public id of the case, which lies above us")

    objects = MarkQuerySet.as_manager()

    class Meta:
        verbose_name = "标注"
        constraints = [
            models.UniqueConstraint(
                fields=["target_id", "case_id"], condition=Q(until__isnull=True), name="mark_once_a_case"
            ),
            models.CheckConstraint(condition=Q(hides=False) | Q(kind="bankruptcy"), name="mark_hides_by_law"),
            models.CheckConstraint(condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="mark_dates"),
        ]
        indexes = [
            models.Index(fields=["target_id"], condition=Q(until__isnull=True), name="mark_open"),
            models.Index(fields=["target_id"], condition=Q(hides=True), name="mark_hides"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.since}"
