"""适当范围公示: a sanction told to named departments and associations for a set time, and to nobody else. Source: E5; Hua 二(四)2."""

import uuid

from django.db import models
from django.db.models import F, Q

from accounts.models import Department, Officer

from ..audience_querysets import DisclosureQuerySet
from ..lifecycles import DISCLOSURE
from .joint import Measure


class Disclosure(models.Model):
    """适当范围公示. What is told is frozen once a second person approved it; whom, too. Who sees it today is derived."""

    object_kind = "disclosure"
    lifecycle = DISCLOSURE

    class State(models.TextChoices):
        PROPOSED = "proposed", "待审批"
        SHOWN = "shown", "公示中"
        DECLINED = "declined", "未同意"
        WITHDRAWN = "withdrawn", "已撤下"
        ENDED = "ended", "已结束"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="disclosures")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+", verbose_name="公示部门")
    words = models.CharField("公示内容", max_length=1000)
    audience = models.ManyToManyField(Department, related_name="+", verbose_name="公示范围")
    since = models.DateField("公示起")
    until = models.DateField("公示止")
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.PROPOSED)
    proposer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    proposed_on = models.DateField()
    approver = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_on = models.DateField("审批日期", null=True, blank=True)

    objects = DisclosureQuerySet.as_manager()

    class Meta:
        verbose_name = "适当范围公示"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="disclosure_dates"),
            models.CheckConstraint(
                condition=Q(approver__isnull=True) | ~Q(approver=F("proposer")), name="disclosure_four_eyes"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["shown", "withdrawn", "ended"]) | Q(approver__isnull=False),
                name="disclosure_approved_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["measure"], condition=Q(state__in=["proposed", "shown"]), name="disclosure_one_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure.subject} {self.since}"

    def named(self):
        """公示范围, outside bodies and all."""
        rows = Disclosure.audience.through.objects.filter(disclosure=self)
        return Department.every.filter(pk__in=rows.values("department")).order_by("name")
