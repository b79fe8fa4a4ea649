"""身份查阅: who may learn who reported, and every time that somebody did. Source: F7."""

import uuid

from django.db import models
from django.db.models import F, Q

from accounts.models import Officer

from .reports import Report


class Handler(models.Model):
    """身份查阅人: named for one report by the office's approver. Being named alone shows nothing yet."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="handlers")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    named_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    named_on = models.DateField("指定日期")
    ended_on = models.DateField("取消日期", null=True, blank=True)

    class Meta:
        verbose_name = "身份查阅人"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "officer"], condition=Q(ended_on__isnull=True), name="dishonesty_handler_once"
            ),
            models.CheckConstraint(condition=~Q(officer=F("named_by")), name="dishonesty_handler_four_eyes"),
        ]

    def __str__(self) -> str:
        return f"{self.report} {self.officer.name}"


class Reading(models.Model):
    """查看举报人信息: asked with a reason, let by another person, good for one look. The rows are the log; none is ever removed."""

    class Answer(models.TextChoices):
        ALLOWED = "allowed", "同意"
        REFUSED = "refused", "不同意"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="readings")
    asker = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField("查看的理由", max_length=500)
    asked_on = models.DateField("申请日期")
    answer = models.CharField("答复", max_length=8, choices=Answer.choices, blank=True, default="")
    answered_by = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answered_on = models.DateField("答复日期", null=True, blank=True)
    read_at = models.DateTimeField("查看时间", null=True, blank=True)

    class Meta:
        verbose_name = "查看举报人信息"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "asker"],
                condition=Q(answer="") | Q(answer="allowed", read_at__isnull=True),
                name="dishonesty_reading_one_open",
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_by__isnull=True)
                | Q(answered_by__isnull=False) & ~Q(answer="") & ~Q(answered_by=F("asker")),
                name="dishonesty_reading_four_eyes",
            ),
            models.CheckConstraint(
                condition=Q(read_at__isnull=True) | Q(answer="allowed"), name="dishonesty_reading_let_in"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report} {self.asker.name} {self.asked_on}"
