"""更正、放行与下线: what a second person decides about a record. Source: B7, D6."""

import uuid

from django.db import models
from django.db.models import F, Q

from accounts.models import Officer

from ..lifecycles import PROPOSAL
from ..querysets import ProposalQuerySet
from .record import Record, Version
from .submissions import CorrectionGround, Submission


class WithdrawalGround(models.TextChoices):
    """撤下原因. Source: B7, F9; 行政处罚法第四十八条."""

    REVOKED = "revoked", "决定被撤销"
    VARIED = "varied", "决定被变更"
    REVIEWED = "reviewed", "复议或诉讼撤销"
    UNLAWFUL = "unlawful", "确认违法或无效"
    WRONG_SUBJECT = "wrong_subject", "主体认定有误"
    DUPLICATE = "duplicate", "重复报送"
    OTHER = "other", "其他"


GROUNDS = [*CorrectionGround.choices, *(pair for pair in WithdrawalGround.choices if pair[0] != "other")]


class Proposal(models.Model):
    """更正或撤下的提议: what is said against a record that is already decided on. Needs a second person.

    One that an upload or a form brings has a version; a withdrawal with a ground has none. `revoked_on` starts the days
    within which a revoked decision leaves (rules.CaseClock).
    """

    object_kind = "proposal"
    lifecycle = PROPOSAL

    class Kind(models.TextChoices):
        CORRECTION = "correction", "更正"
        WITHDRAWAL = "withdrawal", "撤下"

    class State(models.TextChoices):
        OPEN = "open", "待审核"
        ACCEPTED = "accepted", "已采纳"
        REFUSED = "refused", "不采纳"
        SUPERSEDED = "superseded", "已被后来的提议取代"
        TAKEN_BACK = "taken_back", "已撤回"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="proposals")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    state = models.CharField(max_length=12, choices=State.choices, default=State.OPEN)
    version = models.OneToOneField(Version, null=True, on_delete=models.PROTECT, related_name="proposal")
    submission = models.ForeignKey(Submission, null=True, on_delete=models.PROTECT, related_name="proposals")
    ground = models.CharField("原因", max_length=16, choices=GROUNDS, blank=True, default="")
    reason = models.CharField("说明", max_length=500, blank=True, default="")
    system = models.CharField(
        "报送系统", max_length=60, blank=True, default="", help_text="Of the token, where by API."
    )
    revoked_on = models.DateField("撤销、变更等生效日期", null=True, blank=True)
    proposer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    proposed_on = models.DateField()
    approver = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_on = models.DateField(null=True, blank=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = "更正提议"
        constraints = [
            models.CheckConstraint(
                condition=Q(version__isnull=False, submission__isnull=False)
                | (Q(kind="withdrawal", version__isnull=True) & ~Q(ground="") & ~Q(reason="")),
                name="proposal_says_what_or_why",
            ),
            models.UniqueConstraint(fields=["record"], condition=Q(state="open"), name="proposal_one_open"),
            models.CheckConstraint(
                condition=Q(approver__isnull=True) | ~Q(approver=F("proposer")), name="proposal_four_eyes"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.record}"


class Release(models.Model):
    """审核放行: who brought a record in and who let it out; both columns of one row, never the same person (D6)."""

    append_only = True

    record = models.OneToOneField(Record, on_delete=models.PROTECT, related_name="release_row")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+", db_index=False)
    proposer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+", db_index=False)
    approver = models.ForeignKey(
        Officer, null=True, on_delete=models.PROTECT, related_name="+", db_index=False, help_text="Empty: the clock."
    )
    released_on = models.DateField()

    class Meta:
        verbose_name = "审核放行"
        constraints = [
            models.CheckConstraint(
                condition=Q(approver__isnull=True) | ~Q(approver=F("proposer")), name="release_four_eyes"
            )
        ]

    def __str__(self) -> str:
        return f"{self.record} {self.released_on}"


class Hide(models.Model):
    """紧急下线: one person hides at once; without a second person's word by `confirm_by` it is shown again."""

    object_kind = "hide"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="hides")
    reason = models.CharField("理由", max_length=500)
    proposer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    hidden_on = models.DateField()
    confirm_by = models.DateField("须在此日前经第二人确认")
    provisional = models.BooleanField("期限待日历公布后确定", default=False)
    approver = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    confirmed_on = models.DateField(null=True, blank=True)
    lifted_on = models.DateField("恢复公示日", null=True, blank=True)

    class Meta:
        verbose_name = "紧急下线"
        constraints = [
            models.UniqueConstraint(fields=["record"], condition=Q(lifted_on__isnull=True), name="hide_one_open"),
            models.CheckConstraint(
                condition=Q(approver__isnull=True) | ~Q(approver=F("proposer")), name="hide_four_eyes"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.record} {self.hidden_on}"
