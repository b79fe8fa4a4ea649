"""通知: what an officer should know, inside the platform and by mail."""

from datetime import datetime

from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import Q

from accounts.models import Officer


class NoticeQuerySet(models.QuerySet):
    """通知 的查询."""

    def to_mail(self, now: datetime):
        """Those whose mail is to go out now, oldest first."""
        waiting = self.filter(mail_wanted=True, mailed_at__isnull=True)
        return waiting.filter(Q(mail_after__isnull=True) | Q(mail_after__lte=now)).order_by("pk")


class Notice(models.Model):
    """通知: one sentence for one officer; `key` makes sending it twice the same as once.

    The row is the outbox of its mail too: written with the notice in one transaction, emptied by `mailing.drain`.
    """

    public_id = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False, help_text="Names the mail.")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="notices")
    key = models.CharField(max_length=100)
    text = models.CharField("内容", max_length=500)
    link = models.CharField("链接", max_length=200, blank=True)
    urgent = models.BooleanField("紧急", default=False)
    day = models.DateField("日期")
    created_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField("已读时间", null=True, blank=True)
    plain = models.BooleanField(default=False, help_text="Counts and days only: the mail may repeat the sentence.")
    mail_wanted = models.BooleanField("待发邮件", default=False)
    mail_after = models.DateTimeField("下次发送不早于", null=True, blank=True)
    mailed_at = models.DateTimeField("邮件发出时间", null=True, blank=True)
    mail_attempts = models.PositiveSmallIntegerField("发送次数", default=0)
    mail_error = models.CharField("未能发出的原因", max_length=200, blank=True, default="")

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = "通知"
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["officer", "key"], name="notice_once")]
        indexes = [
            models.Index(fields=["id"], condition=Q(mail_wanted=True, mailed_at__isnull=True), name="notice_to_mail")
        ]

    def __str__(self) -> str:
        return self.text
