"""外部机构: a subject's authorisation to tell a body more than is public, and the body's receipts for changes of the lists.

Source: A6 (Yingkou (四)(八)(十三), Hua 二(四)3).
"""

import uuid

from django.db import models
from django.db.models import F, Q

from accounts.models import Department, Officer
from subjects.models import Subject

from ..lifecycles import AUTHORISATION
from ..querysets import AuthorisationQuerySet


class Authorisation(models.Model):
    """查询授权: given by the subject on paper, registered by the body, compared with its paper by the office."""

    object_kind = "authorisation"
    lifecycle = AUTHORISATION

    class State(models.TextChoices):
        REGISTERED = "registered", "待核对"
        CONFIRMED = "confirmed", "有效"
        REFUSED = "refused", "未认可"
        WITHDRAWN = "withdrawn", "已撤回"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    body = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+", verbose_name="被授权机构")
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="+", verbose_name="授权主体")
    purpose = models.CharField("授权用途", max_length=200)
    signed_on = models.DateField("授权日期")
    until = models.DateField("授权期限至")
    paper_path = models.CharField("授权书, sealed", max_length=100)
    paper_name = models.CharField(max_length=20)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.REGISTERED)
    registrar = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    registered_on = models.DateField("登记日期")
    confirmer = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    confirmed_on = models.DateField("核对日期", null=True, blank=True)
    withdrawn_on = models.DateField("撤回日期", null=True, blank=True)

    objects = AuthorisationQuerySet.as_manager()

    class Meta:
        verbose_name = "查询授权"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(until__gte=F("signed_on")), name="authorisation_days_in_order"),
            models.CheckConstraint(
                condition=~Q(state="confirmed") | Q(confirmer__isnull=False, confirmed_on__isnull=False),
                name="authorisation_confirmed_by_office",
            ),
            models.CheckConstraint(
                condition=Q(confirmer__isnull=True) | ~Q(confirmer=F("registrar")), name="authorisation_four_eyes"
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | Q(withdrawn_on__isnull=False), name="authorisation_withdrawn_on_a_day"
            ),
            models.UniqueConstraint(
                fields=["body", "subject"],
                condition=Q(state="registered"),
                name="authorisation_one_waiting",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} → {self.body}"


class ListReceipt(models.Model):
    """名单变动签收: that a body has taken note of who entered or left a list, up to one day."""

    append_only = True
    object_kind = "list_receipt"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    body = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+", verbose_name="机构")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    first = models.DateField("变动日期起")
    last = models.DateField("变动日期止")
    entered = models.PositiveIntegerField("列入")
    left = models.PositiveIntegerField("移出")
    digest = models.CharField("sha256 of what was shown", max_length=64)
    signed_on = models.DateField("签收日期")
    signed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "名单变动签收"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["body", "last"], name="list_receipt_once_a_day"),
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="list_receipt_days_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.body} {self.last}"
