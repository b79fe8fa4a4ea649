"""邮件链接: one-time links to an e-mail address: to confirm it, or to set a new password. Source: F1."""

from django.db import models

from credit_platform.sealing import unseal_text

from .representatives import Representative


class MailLink(models.Model):
    """一次性链接. The token stands in the mail alone, here its keyed hash, from the moment the mail is written."""

    class Purpose(models.TextChoices):
        CONFIRM = "confirm", "确认邮箱"
        RESET = "reset", "重设口令"

    representative = models.ForeignKey(Representative, on_delete=models.PROTECT, related_name="mail_links")
    purpose = models.CharField(max_length=8, choices=Purpose.choices)
    sealed_email = models.TextField("收件邮箱", help_text="Sealed as the representative's own.")
    asked_at = models.DateTimeField()
    token_key = models.CharField(max_length=64, unique=True, null=True, blank=True)
    until = models.DateTimeField("有效至", null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True, help_text="Used, or made void by what came later.")

    class Meta:
        verbose_name = "邮件链接"
        indexes = [models.Index(fields=["representative", "asked_at"], name="mail_link_of_representative")]

    def __str__(self) -> str:
        return f"邮件链接 {self.pk}"

    @property
    def email(self) -> str:
        return unseal_text(self.sealed_email, f"representative:email:{self.representative.public_id}")
