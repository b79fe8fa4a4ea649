"""异议文书: replies to who objected, frozen as they were made. Source: F2, F8."""

from django.db import models

from accounts.models import Officer
from blacklists.models import AnyLetter

from ..querysets import DisputeLetterQuerySet
from .disputes import Dispute


class DisputeLetter(AnyLetter):
    """答复书、不予受理通知书、复核决定书、更正告知书: whoever filed reads it on the case's page; its delivery on paper is added once."""

    object_kind = "dispute_letter"

    class Kind(models.TextChoices):
        REPLY = "objection_reply", "答复书"
        DECLINED = "objection_declined", "不予受理通知书"
        REVIEW = "objection_review", "复核决定书"
        RESTORED = "objection_restored", "更正告知书"

    dispute = models.ForeignKey(Dispute, on_delete=models.PROTECT, related_name="letters")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    signer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")

    objects = DisputeLetterQuerySet.as_manager()

    class Meta(AnyLetter.Meta):
        verbose_name = "异议文书"
        constraints = [
            models.UniqueConstraint(fields=["word", "year", "serial"], name="dispute_letter_number_of_one_letter")
        ]
