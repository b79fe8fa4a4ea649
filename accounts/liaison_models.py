"""联络员: who answers the telephone for a department in matters of credit information. Source: A7, Fuzhou 三(三)."""

import uuid

from django.db import models
from django.db.models import F, Q

from .models import Department


class Liaison(models.Model):
    """联络员, one and one deputy at a time. Name and office telephone, nothing more of the person. Source: A7."""

    object_kind = "liaison"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="liaisons", verbose_name="部门")
    deputy = models.BooleanField("备用联络员", default=False)
    name = models.CharField("姓名", max_length=50)
    position = models.CharField("科室或职务", max_length=60, blank=True, default="")
    phone = models.CharField("办公电话", max_length=30)
    since = models.DateField("自")
    until = models.DateField("至", null=True, blank=True, help_text="First day on which somebody else is.")

    class Meta:
        verbose_name = "联络员"
        ordering = ["department__name", "deputy"]
        constraints = [
            models.UniqueConstraint(
                fields=["department", "deputy"], condition=Q(until__isnull=True), name="liaison_one_at_a_time"
            ),
            models.CheckConstraint(condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="liaison_dates"),
        ]

    def __str__(self) -> str:
        return f"{self.department} {self.name}"
