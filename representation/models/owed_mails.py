"""待发邮件: that something waits at the platform, or that an address was changed; and up to where the ledger was read for it. Source: F1."""

import uuid
from datetime import datetime

from django.db import models
from django.db.models import Q

from credit_platform.sealing import unseal_text

from ..querysets import OwedMailQuerySet
from .representatives import Representative


class OwedMail(models.Model):
    """待发邮件: the outbox of the representatives. One row a thing to be told of, so that none is told of twice; those of a
    representative that wait go out as one mail.
    """

    class About(models.TextChoices):
        NEWS = "news", "有新的文书或者待办事项"
        MOVED = "moved", "邮箱已更换或者停用"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False, help_text="Names the mail.")
    representative = models.ForeignKey(Representative, on_delete=models.PROTECT, related_name="owed_mails")
    about = models.CharField(max_length=8, choices=About.choices)
    key = models.CharField(max_length=80, help_text="Kind and public id of the thing, never what it says.")
    sealed_email = models.TextField(
        blank=True,
        default="",
        help_text="The address that was given up, until it is told; else the account's own is used.",
    )
    made_at = models.DateTimeField(auto_now_add=True)
    after = models.DateTimeField("下次发送不早于", null=True, blank=True)
    attempts = models.PositiveSmallIntegerField("发送次数", default=0)
    error = models.CharField("未能发出的原因", max_length=200, blank=True, default="")
    sent_at = models.DateTimeField("发出时间", null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True, help_text="Sent, or not to be sent any more.")

    objects = OwedMailQuerySet.as_manager()

    class Meta:
        verbose_name = "待发邮件"
        constraints = [models.UniqueConstraint(fields=["representative", "key"], name="owed_mail_once")]
        indexes = [
            models.Index(fields=["id"], condition=Q(settled_at__isnull=True), name="owed_mail_waiting"),
            models.Index(fields=["representative", "sent_at"], name="owed_mail_of_representative"),
        ]

    def __str__(self) -> str:
        return f"待发邮件 {self.public_id}"

    @property
    def old_email(self) -> str:
        return unseal_text(self.sealed_email, f"representative:email:{self.representative.public_id}")

    def settle(self, now: datetime, *, sent: bool = False) -> None:
        """Without saving. The address that was given up is not kept."""
        self.settled_at, self.sent_at, self.sealed_email = now, now if sent else None, ""


class NewsPlace(models.Model):
    """读取位置: up to which position of the ledger representatives were told. One row, locked while they are."""

    position = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.position}"
