"""听取意见: what the subject said before the decision, what consulted departments replied, who got a copy. Source: D3."""

import uuid

from django.db import models
from django.db.models import Q

from accounts.models import Department, Officer

from .entries import Entry


class Statement(models.Model):
    """陈述申辩: what the subject said, and the answer. `last`: it has nothing to add; `waived`: it declares to say nothing."""

    class Means(models.TextChoices):
        WRITTEN = "written", "书面"
        ORAL = "oral", "口头（已作笔录）"
        HEARING = "hearing", "听证"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="statements")
    made_on = models.DateField("提出日期")
    means = models.CharField("方式", max_length=10, choices=Means.choices)
    text = models.CharField("内容", max_length=2000)
    last = models.BooleanField("不再补充", default=False)
    waived = models.BooleanField("书面表示放弃", default=False)
    paper_path = models.CharField(max_length=100, blank=True, default="")
    paper_name = models.CharField(max_length=20, blank=True, default="")
    taken_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    accepted = models.BooleanField("采纳", null=True, blank=True)
    answer = models.CharField("核实与答复", max_length=1000, blank=True, default="")
    answered_by = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answered_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = "陈述申辩"
        ordering = ["made_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True, answer="")
                | ~Q(answer="") & Q(answered_on__isnull=False, answered_by__isnull=False, accepted__isnull=False),
                name="statement_answered_in_full",
            )
        ]

    def __str__(self) -> str:
        return f"{self.entry} {self.made_on}"


class Consultation(models.Model):
    """征求意见: a department consulted before the decision, and its reply."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="consultations")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    asked_on = models.DateField("征求日期")
    asked_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    agrees = models.BooleanField("同意", null=True, blank=True)
    reply = models.CharField("回复", max_length=1000, blank=True, default="")
    replied_on = models.DateField("回复日期", null=True, blank=True)

    class Meta:
        verbose_name = "征求意见"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "department"], name="consultation_once"),
            models.CheckConstraint(
                condition=Q(replied_on__isnull=True, agrees__isnull=True)
                | Q(replied_on__isnull=False, agrees__isnull=False),
                name="consultation_replied_in_full",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry} {self.department}"


class Copy(models.Model):
    """抄送: a decision sent to a department, which acknowledges it."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="copies")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    sent_on = models.DateField("抄送日期")
    acknowledged_on = models.DateField("签收日期", null=True, blank=True)
    acknowledged_by = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "抄送"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["entry", "department"], name="copy_once")]

    def __str__(self) -> str:
        return f"{self.entry} → {self.department}"
