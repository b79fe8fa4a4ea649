"""核实: doubt about an entry while its measures are carried out; they rest until it is answered. Source: E4; Suining 二(三)2, Harbin 13."""

import uuid

from django.db import models
from django.db.models import F, Q

from accounts.models import Department, Officer
from blacklists.models import Entry

from ..lifecycles import VERIFICATION
from ..querysets import VerificationQuerySet


class Verification(models.Model):
    """核实: opened by who found the doubt, answered by who supplied the entry, closed by another person."""

    object_kind = "verification"
    lifecycle = VERIFICATION

    class State(models.TextChoices):
        OPEN = "open", "待答复"
        ANSWERED = "answered", "待核定"
        RETURNED = "returned", "退回补充"
        KEPT = "kept", "核实无误"
        UPHELD = "upheld", "核实有误"
        LAPSED = "lapsed", "已移出，不再核实"

    class Trigger(models.TextChoices):
        DISCOVERY = "discovery", "执行中主动发现"
        OBJECTION = "objection", "异议"
        COMPLAINT = "complaint", "投诉"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="verifications")
    trigger = models.CharField("启动情形", max_length=10, choices=Trigger.choices)
    facts = models.CharField("发现的情况", max_length=1000)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.OPEN)
    suspends = models.BooleanField("核实期间暂停执行措施")
    clause = models.CharField("依据", max_length=300)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+", verbose_name="提出部门")
    opened_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    opened_on = models.DateField("启动日期")
    supplier = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+", verbose_name="信息提供部门")
    stands = models.BooleanField("答复", null=True, blank=True, help_text="What the supplier says: the entry is right.")
    answer = models.CharField("答复内容", max_length=1000, blank=True, default="")
    answered_by = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answered_on = models.DateField("答复日期", null=True, blank=True)
    closer = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    closed_on = models.DateField("核定日期", null=True, blank=True)

    objects = VerificationQuerySet.as_manager()

    class Meta:
        verbose_name = "核实"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry"], condition=Q(state__in=["open", "answered", "returned"]), name="verification_one_open"
            ),
            models.CheckConstraint(
                condition=Q(closer__isnull=True) | ~Q(closer=F("answered_by")) & ~Q(closer=F("opened_by")),
                name="verification_four_eyes",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["kept", "upheld"])
                | Q(closer__isnull=False, answered_by__isnull=False, stands__isnull=False),
                name="verification_closed_by_two",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry} {self.get_state_display()}"
