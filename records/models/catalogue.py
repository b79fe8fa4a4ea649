"""信息目录与登记推送: what each department is to send, and to whom new registrations are delivered. Source: B11, B12."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from accounts.models import Department, Officer

from ..lifecycles import CATALOGUE, DELIVERY
from ..querysets import CatalogueQuerySet, DeliveryQuerySet


class Catalogue(models.Model):
    """信息目录: one version of what a department sends; proposed by one person, adopted by another. Source: B12."""

    object_kind = "catalogue"
    lifecycle = CATALOGUE

    class State(models.TextChoices):
        PROPOSED = "proposed", "待审批"
        ADOPTED = "adopted", "现行"
        REFUSED = "refused", "未采纳"
        REPLACED = "replaced", "已被新版取代"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="catalogues")
    number = models.PositiveSmallIntegerField("版本")
    state = models.CharField("状态", max_length=12, choices=State.choices, default=State.PROPOSED)
    basis = models.CharField("编制依据", max_length=300)
    proposer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    proposed_on = models.DateField("提出日期")
    approver = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_on = models.DateField("审批日期", null=True, blank=True)

    objects = CatalogueQuerySet.as_manager()

    class Meta:
        verbose_name = "信息目录"
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["department", "number"], name="catalogue_number_once"),
            models.UniqueConstraint(
                fields=["department", "state"],
                condition=Q(state__in=["proposed", "adopted"]),
                name="catalogue_one_in_force",
            ),
            models.CheckConstraint(
                condition=Q(approver__isnull=True) | ~Q(approver=F("proposer")), name="catalogue_four_eyes"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.department} 第{self.number}版"


class CatalogueItem(models.Model):
    """目录条目: one kind that the department sends, how often, for whom, and on what basis."""

    class Cycle(models.TextChoices):
        ARISING = "arising", "随时产生，按期限报送"
        MONTH = "month", "每月"
        QUARTER = "quarter", "每季度"
        YEAR = "year", "每年"

    catalogue = models.ForeignKey(Catalogue, on_delete=models.PROTECT, related_name="items")
    kind = models.CharField("信息类别", max_length=20)
    cycle = models.CharField("报送周期", max_length=10, choices=Cycle.choices, default=Cycle.ARISING)
    public = models.BooleanField("向社会公示", default=True, help_text="Never more than the kind itself allows.")
    basis = models.CharField("依据", max_length=300)

    class Meta:
        verbose_name = "目录条目"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["catalogue", "kind"], name="catalogue_item_once")]

    def __str__(self) -> str:
        return self.kind


class DeliveryRule(models.Model):
    """登记推送规则: registrations with one of these words in their business scope, in this territory, go to the department."""

    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="delivery_rules")
    words = ArrayField(models.CharField(max_length=40), verbose_name="经营范围关键词")
    division = models.CharField("行政区划代码（前几位）", max_length=6, blank=True, default="")
    since = models.DateField("启用日期")
    until = models.DateField("停用日期", null=True, blank=True)

    class Meta:
        verbose_name = "登记推送规则"

    def __str__(self) -> str:
        return f"{self.department} {'、'.join(self.words)}"


class Delivery(models.Model):
    """登记推送: one version of a registration, handed to a department in charge, which acknowledges it. Source: B11."""

    object_kind = "delivery"
    lifecycle = DELIVERY

    class State(models.TextChoices):
        WAITING = "waiting", "待签收"
        ACKNOWLEDGED = "acknowledged", "已签收"
        RETURNED = "returned", "不属本部门，已退回"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    record = models.ForeignKey("records.Record", on_delete=models.PROTECT, related_name="deliveries", db_index=False)
    version = models.ForeignKey("records.Version", on_delete=models.PROTECT, related_name="deliveries")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="deliveries")
    state = models.CharField("状态", max_length=14, choices=State.choices, default=State.WAITING)
    word = models.CharField(
        "命中的关键词", max_length=40, blank=True, default="", help_text="Empty: no rule named anybody."
    )
    delivered_on = models.DateField("推送日期")
    due = models.DateField("签收期限")
    provisional = models.BooleanField("期限待日历公布后确定", default=False)
    answered_by = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answered_on = models.DateField("签收日期", null=True, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = "登记推送"
        constraints = [models.UniqueConstraint(fields=["record", "version", "department"], name="delivery_once")]
        indexes = [
            models.Index(fields=["department", "due"], condition=Q(state="waiting"), name="delivery_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.record} → {self.department}"
