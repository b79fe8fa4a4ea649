"""系统令牌: by which a department's own system sends and reads, within its department. Source: B4, D6."""

import uuid
from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from credit_platform.lifecycle import Lifecycle, move

from .models import Department, Officer

TOKEN = Lifecycle(
    initial=["proposed"],
    moves=[
        move("activate", "proposed", "active", "启用"),
        move("revoke", "proposed active", "revoked", "撤销", needs_reason=True),
    ],
)


class SystemToken(models.Model):
    """系统令牌: opened by the system administrator, good for nothing until the security administrator has activated it.

    The secret is kept as a keyed hash only. `officer` answers for what comes by it and so never releases any of it.
    """

    object_kind = "token"
    lifecycle = TOKEN

    class State(models.TextChoices):
        PROPOSED = "proposed", "待启用"
        ACTIVE = "active", "启用"
        REVOKED = "revoked", "已撤销"

    class Scope(models.TextChoices):
        SUBMIT = "submit", "报送"
        CORRECT = "correct", "更正与撤下"
        READ = "read", "查询"
        CHECK = "check", "信用核查"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField("系统名称", max_length=60)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="tokens", verbose_name="部门")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="tokens", verbose_name="责任人")
    secret_hash = models.CharField("keyed hash of the secret", max_length=64, unique=True)
    hint = models.CharField("first letters of the secret, to tell tokens apart", max_length=12)
    scopes = ArrayField(models.CharField(max_length=10, choices=Scope.choices), verbose_name="可做的事")
    addresses = ArrayField(
        models.CharField(max_length=50), verbose_name="允许的地址", default=list, blank=True, help_text="Empty: any."
    )
    since = models.DateField("生效日期")
    until = models.DateField("失效日期", null=True, blank=True, help_text="The last day on which it is good.")
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.PROPOSED)
    proposer = models.ForeignKey(
        Officer, null=True, on_delete=models.PROTECT, related_name="+", help_text="Empty: a command of demo or test."
    )
    approver = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    last_used_at = models.DateTimeField("最近使用", null=True, blank=True, help_text="To the minute.")

    class Meta:
        verbose_name = "系统令牌"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(approver__isnull=True) | Q(proposer__isnull=True) | ~Q(approver=F("proposer")),
                name="token_four_eyes",
            ),
            models.CheckConstraint(condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="token_dates"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def scope_titles(self) -> list[str]:
        return [str(self.Scope(one).label) for one in self.scopes]

    def expired(self, on: date) -> bool:
        """Whether its last day is past."""
        return self.until is not None and self.until < on
