"""接口回执: which request of a department's system was answered by what, so that sending again does nothing twice. Source: B4."""

from django.db import models

from accounts.models import SystemToken

from .deciding import Proposal
from .submissions import Submission


class Receipt(models.Model):
    """接口回执: one `Idempotency-Key` of a token, the digest of what came with it, and what was made of it."""

    token = models.ForeignKey(SystemToken, on_delete=models.PROTECT, related_name="receipts")
    key = models.CharField("幂等键", max_length=100)
    digest = models.CharField("sha256 of operation and body", max_length=64)
    submission = models.ForeignKey(Submission, null=True, on_delete=models.PROTECT, related_name="+")
    proposal = models.ForeignKey(Proposal, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "接口回执"
        constraints = [models.UniqueConstraint(fields=["token", "key"], name="receipt_once_a_key")]

    def __str__(self) -> str:
        return self.key
