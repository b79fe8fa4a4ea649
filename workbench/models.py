"""通知: what an officer should know, inside the platform."""

from django.db import models

from accounts.models import Officer


class Notice(models.Model):
    """通知: one sentence for one officer; `key` makes sending it twice the same as once."""

    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="notices")
    key = models.CharField(max_length=100)
    text = models.CharField("内容", max_length=500)
    link = models.CharField("链接", max_length=200, blank=True)
    urgent = models.BooleanField("紧急", default=False)
    day = models.DateField("日期")
    created_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField("已读时间", null=True, blank=True)

    class Meta:
        verbose_name = "通知"
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["officer", "key"], name="notice_once")]

    def __str__(self) -> str:
        return self.text
