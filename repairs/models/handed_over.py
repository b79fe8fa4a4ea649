"""两书同达: what was handed over with a decision. Source: F8; 国办发〔2025〕22号."""

import uuid

from django.db import models

from accounts.models import Department, Officer
from blacklists.models import Letter
from records.models import Record

from ..querysets import HandedOverQuerySet


class HandedOver(models.Model):
    """两书同达: that the notice of repair was handed over together with the decision. Source: F8; 国办发〔2025〕22号."""

    object_kind = "handed_over"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    record = models.OneToOneField(Record, on_delete=models.PROTECT, related_name="handed_over")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    handed_on = models.DateField("同时送达日期")
    means = models.CharField("送达方式", max_length=12, choices=Letter.Means.choices)
    noted_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    noted_on = models.DateField()

    objects = HandedOverQuerySet.as_manager()

    class Meta:
        verbose_name = "两书同达"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.record} {self.handed_on}"
