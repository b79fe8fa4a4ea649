"""代码核准: a real registry code issued with a wrong check character, let in by two persons of the credit office."""

import uuid

from django.db import models
from django.db.models import F, Q

from accounts.models import Officer

from ..lifecycles import OVERRIDE


class CodeOverride(models.Model):
    """代码核准: for exactly this code; proposed by one person, granted by another, revocable. Source: domain.md §2."""

    object_kind = "code_override"
    lifecycle = OVERRIDE

    class State(models.TextChoices):
        PROPOSED = "proposed", "待审批"
        GRANTED = "granted", "已核准"
        DECLINED = "declined", "未核准"
        REVOKED = "revoked", "已撤销"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField("统一社会信用代码", max_length=18)
    name = models.CharField("主体名称", max_length=200)
    reason = models.CharField("理由", max_length=500)
    evidence = models.CharField("依据", max_length=300, help_text="What was looked at: register print, licence, reply.")
    print_path = models.CharField(max_length=200, blank=True, default="", help_text="Sealed register print.")
    print_name = models.CharField(max_length=100, blank=True, default="")
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.PROPOSED)
    proposer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    proposed_on = models.DateField("提出日期")
    approver = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_on = models.DateField("审批日期", null=True, blank=True)
    answer = models.CharField("不核准或撤销的理由", max_length=500, blank=True, default="")
    until = models.DateField("撤销日期", null=True, blank=True, help_text="First day on which it no longer holds.")

    class Meta:
        verbose_name = "代码核准"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["code"], condition=Q(state__in=["proposed", "granted"]), name="code_override_once"
            ),
            models.CheckConstraint(
                condition=Q(approver__isnull=True) | ~Q(approver=F("proposer")), name="code_override_four_eyes"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["granted", "revoked"]) | Q(approver__isnull=False, decided_on__isnull=False),
                name="code_override_by_two",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.get_state_display()}"
