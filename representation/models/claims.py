"""认领: for which subject a person may act. Source: F1."""

import uuid

from django.db import models
from django.db.models import F, Q

from accounts.models import Department, Officer
from subjects.models import IdentifierType, Subject

from ..lifecycles import CLAIM
from ..querysets import ClaimQuerySet
from .representatives import Representative

OPEN = ("filed", "checked", "active")


class Claim(models.Model):
    """认领: a representative for a subject; checked by one of the office, approved by another. Source: F1.

    The subject is named by its number as typed, and bound when a second person has seen the papers: until then a
    stranger opens nobody's file, nor learns whether there is one.
    """

    object_kind = "claim"
    lifecycle = CLAIM

    class As(models.TextChoices):
        """以何身份."""

        LEGAL = "legal", "法定代表人、负责人或经营者"
        AUTHORISED = "authorised", "受委托的经办人"
        OWN = "own", "本人（自然人）"

    class State(models.TextChoices):
        FILED = "filed", "待核对"
        CHECKED = "checked", "已核对，待审批"
        ACTIVE = "active", "已认领"
        REFUSED = "refused", "不予认领"
        WITHDRAWN = "withdrawn", "本人已退出"
        REMOVED = "removed", "已被其他经办人解除"
        ENDED = "ended", "已由信用办解除"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    representative = models.ForeignKey(Representative, on_delete=models.PROTECT, related_name="claims")
    acts_as = models.CharField("以何身份", max_length=12, choices=As.choices)
    identifier_type = models.CharField(max_length=24, choices=IdentifierType.choices, default=IdentifierType.USCC)
    identifier = models.CharField("统一社会信用代码", max_length=64, help_text="Of a person the keyed hash.")
    subject_name = models.CharField("主体名称", max_length=200, blank=True, help_text="As typed; empty of a person.")
    subject = models.ForeignKey(Subject, null=True, blank=True, on_delete=models.PROTECT, related_name="claims")
    office = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="claims", verbose_name="信用办")
    letter_path = models.CharField(max_length=200, blank=True, default="", help_text="授权委托书, sealed.")
    letter_name = models.CharField(max_length=100, blank=True, default="")
    licence_path = models.CharField(max_length=200, blank=True, default="", help_text="营业执照等, sealed.")
    licence_name = models.CharField(max_length=100, blank=True, default="")
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.FILED)
    filed_on = models.DateField("提交日期")
    filed_by = models.ForeignKey(
        Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+", help_text="At the counter."
    )
    checker = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    checked_on = models.DateField("核对日期", null=True, blank=True)
    approver = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    since = models.DateField("生效日期", null=True, blank=True)
    until = models.DateField("委托截止日期", null=True, blank=True, help_text="Last day of the letter's term.")
    refused_by = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    ended_on = models.DateField("结束日期", null=True, blank=True)
    ended_officer = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    ended_representative = models.ForeignKey(
        Representative, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answer = models.CharField("理由", max_length=500, blank=True, default="", help_text="Of a refusal or an end.")

    objects = ClaimQuerySet.as_manager()

    class Meta:
        verbose_name = "认领"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["representative", "identifier_type", "identifier"],
                condition=Q(state__in=OPEN),
                name="claim_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(approver__isnull=True) | ~Q(approver=F("checker")), name="claim_four_eyes"
            ),
            # Approved by a second person, or one's own file opened by the identity service.
            models.CheckConstraint(
                condition=~Q(state="active")
                | Q(subject__isnull=False, since__isnull=False) & (Q(approver__isnull=False) | Q(acts_as="own")),
                name="claim_active_is_bound_and_approved",
            ),
            models.CheckConstraint(
                condition=~Q(state="checked") | Q(checker__isnull=False), name="claim_checked_by_somebody"
            ),
            models.CheckConstraint(
                condition=Q(acts_as="own") | ~Q(licence_path=""), name="claim_of_another_has_its_licence"
            ),
            models.CheckConstraint(
                condition=~Q(acts_as="authorised") | ~Q(letter_path=""), name="claim_authorised_has_a_letter"
            ),
            models.CheckConstraint(
                condition=~Q(acts_as="own") | Q(identifier_type=IdentifierType.ID_CARD), name="claim_own_is_a_persons"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(since__isnull=True) | Q(until__gte=F("since")),
                name="claim_ends_after_it_began",
            ),
        ]
        indexes = [
            models.Index(fields=["subject"], condition=Q(state="active"), name="claim_active_of_subject"),
            models.Index(fields=["office", "state"], condition=Q(state__in=["filed", "checked"]), name="claim_waiting"),
        ]

    def __str__(self) -> str:
        return f"认领 {self.public_id}"

    @property
    def own(self) -> bool:
        """Whether it is a natural person's own file."""
        return self.acts_as == self.As.OWN

    @property
    def standing(self) -> str:
        """状态 in words: whoever took back what was never approved did not leave anything."""
        taken_back = self.state == self.State.WITHDRAWN and self.since is None
        return "已撤回" if taken_back else str(self.get_state_display())

    @property
    def needs_proof(self) -> bool:
        """Whether a legal representative who filed on line has first to be known as who they say: nobody else signs for them."""
        return self.acts_as == self.As.LEGAL and not self.filed_by_id and not self.representative.proven_by

    @property
    def title(self) -> str:
        """Of whom, for pages of the representative and of the office: the subject's name, 本人信用档案 of a person's own."""
        if self.own:
            return "本人信用档案"
        return self.subject.name if self.subject else self.subject_name
