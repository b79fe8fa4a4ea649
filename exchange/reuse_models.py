"""数据使用单位与撤下回执: who keeps copies of the open data, what went out of public sight, and who has said that they dropped it.

Here and not with the public face: a re-user is one more place that what we publish is carried to, with receipts, like a destination;
only that it fetches by itself and everybody may read whether it drops what we withdrew. Source: I5.
"""

import uuid

from django.db import models
from django.db.models import F, Q

from accounts.models import Department, Officer

from .lifecycles import RE_USER
from .reuse_querysets import RemovalQuerySet, ReUserQuerySet


class ReUser(models.Model):
    """数据使用单位: applies on line; checked by one of the office, registered by another. Source: I5, D6."""

    object_kind = "re_user"
    lifecycle = RE_USER

    class State(models.TextChoices):
        FILED = "filed", "待核对"
        CHECKED = "checked", "已核对，待审批"
        REGISTERED = "registered", "已登记"
        REFUSED = "refused", "不予登记"
        ENDED = "ended", "已注销"
        LAPSED = "lapsed", "已失效"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    office = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="re_users", verbose_name="信用办")
    name = models.CharField("单位全称", max_length=200)
    code = models.CharField("统一社会信用代码", max_length=18)
    site = models.CharField("在哪里展示或者使用", max_length=200)
    purpose = models.CharField("用途", max_length=500)
    phone = models.CharField("办公电话", max_length=30)
    receipt_key = models.CharField("keyed hash of the receipt code", max_length=64, unique=True)
    token_hash = models.CharField("keyed hash of the token", max_length=64, blank=True, default="")
    address_key = models.CharField(max_length=64, help_text="Keyed hash of the day and the address it came from.")
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.FILED)
    arrived_on = models.DateField("申请日期")
    checker = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    approver = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    registered_on = models.DateField("登记日期", null=True, blank=True)
    since = models.BigIntegerField("台账序号", null=True, blank=True, help_text="Answers for removals behind it.")
    answer = models.CharField("理由", max_length=500, blank=True, default="")
    ended_on = models.DateField("办结或者注销日期", null=True, blank=True)

    objects = ReUserQuerySet.as_manager()

    class Meta:
        verbose_name = "数据使用单位"
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(approver__isnull=True) | Q(checker__isnull=False) & ~Q(approver=F("checker")),
                name="re_user_four_eyes",
            ),
            models.CheckConstraint(
                condition=~Q(state="registered")
                | Q(approver__isnull=False, since__isnull=False, registered_on__isnull=False),
                name="re_user_registered_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["code"], condition=~Q(state__in=["refused", "ended", "lapsed"]), name="re_user_once_at_a_time"
            ),
            models.UniqueConstraint(fields=["token_hash"], condition=~Q(token_hash=""), name="re_user_token_once"),
        ]
        indexes = [models.Index(fields=["address_key"], name="re_user_address")]

    def __str__(self) -> str:
        return self.name


class Removal(models.Model):
    """撤下: one public item that went out of sight, to be acknowledged. Holds its random id and nothing else of it."""

    seq = models.BigIntegerField("台账序号")
    kind = models.CharField("条目种类", max_length=20)
    item_id = models.UUIDField("公开标识")
    removed_on = models.DateField("撤下日期")
    due = models.DateField("确认期限")
    returned = models.BooleanField(
        "已恢复公示", default=False, help_text="Public again: nobody has to drop it any more."
    )

    objects = RemovalQuerySet.as_manager()

    class Meta:
        verbose_name = "撤下"
        ordering = ["seq", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "item_id"], condition=Q(returned=False), name="removal_open_once")
        ]
        indexes = [models.Index(fields=["seq"], condition=Q(returned=False), name="removal_by_position")]

    def __str__(self) -> str:
        return f"{self.seq} {self.kind} {self.item_id}"


class Acknowledgement(models.Model):
    """撤下回执: a re-user says that it dropped an item."""

    re_user = models.ForeignKey(ReUser, on_delete=models.PROTECT, related_name="acknowledgements")
    removal = models.ForeignKey(Removal, on_delete=models.PROTECT, related_name="acknowledgements", db_index=False)
    at = models.DateTimeField("确认时间", auto_now_add=True)

    class Meta:
        verbose_name = "撤下回执"
        constraints = [models.UniqueConstraint(fields=["removal", "re_user"], name="acknowledged_once")]

    def __str__(self) -> str:
        return f"{self.re_user} {self.removal}"


class Followed(models.Model):
    """读取位置: up to which position of the ledger removals are written down. One row, locked while they are."""

    position = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.position}"
