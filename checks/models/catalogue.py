"""查询事项目录: matters before whose decision a department must look up the subject. Source: E6 (Harbin 10, Shaanxi 二(五))."""

import uuid

from django.db import models
from django.db.models import F, Q

from accounts.models import Department, Officer

from ..lifecycles import MATTER
from ..querysets import MatterQuerySet


class Matter(models.Model):
    """应查必查事项: proposed by the department that decides it, adopted by the office."""

    object_kind = "check_matter"
    lifecycle = MATTER

    class State(models.TextChoices):
        PROPOSED = "proposed", "待审批"
        ADOPTED = "adopted", "已列入"
        ENDING = "ending", "拟移出，待审批"
        ENDED = "ended", "已移出"
        REFUSED = "refused", "未列入"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+", verbose_name="办理部门")
    kind = models.CharField("类别", max_length=40, help_text="Of the text of the place, else of our own list.")
    title = models.CharField("事项名称", max_length=100)
    basis = models.CharField("应当查询的依据", max_length=300)
    licences = models.BooleanField(
        "办理结果是行政许可", default=False, help_text="Its licences can be held against the checks."
    )
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.PROPOSED)
    proposer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    proposed_on = models.DateField()
    approver = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    since = models.DateField("列入日期", null=True, blank=True)
    ender = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    end_approver = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    until = models.DateField("移出日期", null=True, blank=True)

    objects = MatterQuerySet.as_manager()

    class Meta:
        verbose_name = "应查必查事项"
        ordering = ["department__name", "title", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["department", "title"],
                condition=Q(state__in=["proposed", "adopted", "ending"]),
                name="matter_once_a_department",
            ),
            models.CheckConstraint(
                condition=Q(approver__isnull=True) | ~Q(approver=F("proposer")), name="matter_four_eyes"
            ),
            models.CheckConstraint(
                condition=Q(end_approver__isnull=True) | ~Q(end_approver=F("ender")), name="matter_end_four_eyes"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["adopted", "ending", "ended"]) | Q(approver__isnull=False, since__isnull=False),
                name="matter_adopted_by_two",
            ),
            models.CheckConstraint(
                condition=~Q(state="ended") | Q(end_approver__isnull=False, ender__isnull=False, until__isnull=False),
                name="matter_ended_by_two",
            ),
        ]

    def __str__(self) -> str:
        return self.title
