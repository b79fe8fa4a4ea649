"""典型案例: stories of trust kept or broken that departments report, an office chooses and publishes, and hands upward. Source: D9."""

import uuid

from django.db import models
from django.db.models import F, Q

from accounts.models import Department, Officer
from subjects.models import Subject

from ..case_querysets import CaseParcelQuerySet, TypicalCaseQuerySet
from ..lifecycles import TYPICAL_CASE


class TypicalCase(models.Model):
    """典型案例. Whoever reported or chose it does not approve its publication. A company is named only while it is publicly listed."""

    object_kind = "typical_case"
    lifecycle = TYPICAL_CASE

    class State(models.TextChoices):
        REPORTED = "reported", "待选用"
        RETURNED = "returned", "退回修改"
        CHOSEN = "chosen", "待审批公布"
        PUBLISHED = "published", "已公布"
        DECLINED = "declined", "未选用"
        WITHDRAWN = "withdrawn", "已撤下"
        TAKEN_BACK = "taken_back", "已收回"

    class Kind(models.TextChoices):
        INCENTIVE = "incentive", "守信激励"
        SANCTION = "sanction", "失信惩戒"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="typical_cases")
    kind = models.CharField("类别", max_length=10, choices=Kind.choices)
    title = models.CharField("标题", max_length=100)
    story = models.CharField("案情", max_length=3000)
    measures = models.CharField("奖惩措施", max_length=1000)
    effect = models.CharField("成效", max_length=1000)
    subject = models.ForeignKey(Subject, null=True, blank=True, on_delete=models.PROTECT, related_name="typical_cases")
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.REPORTED)
    reporter = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    reported_on = models.DateField("报送日期")
    chooser = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    chosen_on = models.DateField("选用日期", null=True, blank=True)
    approver = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    public_from = models.DateField("公布日期", null=True, blank=True)

    objects = TypicalCaseQuerySet.as_manager()

    class Meta:
        verbose_name = "典型案例"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(approver__isnull=True) | ~Q(approver=F("reporter")) & ~Q(approver=F("chooser")),
                name="typical_case_four_eyes",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["published", "withdrawn"])
                | Q(chooser__isnull=False, approver__isnull=False, public_from__isnull=False),
                name="typical_case_published_by_two",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class CaseParcel(models.Model):
    """案例报送件: published cases handed to the platform above, as a numbered file, with its receipt."""

    object_kind = "case_parcel"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+", verbose_name="报送单位")
    number = models.CharField("编号", max_length=40, unique=True)
    destination = models.CharField("报送对象", max_length=100)
    cases = models.ManyToManyField(TypicalCase, related_name="parcels")
    made_on = models.DateField("日期")
    maker = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    file_path = models.CharField("sealed", max_length=100)
    sha256 = models.CharField("SHA-256", max_length=64)
    received_on = models.DateField("对方接收日期", null=True, blank=True)
    receipt = models.CharField("回执编号或说明", max_length=200, blank=True, default="")
    receipted_by = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = CaseParcelQuerySet.as_manager()

    class Meta:
        verbose_name = "案例报送件"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(received_on__isnull=True, receipt="")
                | Q(received_on__gte=F("made_on"), receipted_by__isnull=False) & ~Q(receipt=""),
                name="case_parcel_receipt_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.number
