"""办事材料清单: what a matter asks for, and which of it may come later. Kept by the department, adopted by two. Source: E7."""

import uuid

from django.db import models
from django.db.models import F, Q

from accounts.models import Department, Officer

from ..lifecycles import MATTER
from ..querysets import MatterQuerySet


class Matter(models.Model):
    """办事事项 with its papers; a change is a new one that replaces it."""

    object_kind = "matter"
    lifecycle = MATTER

    class State(models.TextChoices):
        PROPOSED = "proposed", "待审批"
        ADOPTED = "adopted", "使用中"
        DECLINED = "declined", "未采用"
        REPLACED = "replaced", "已停用"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+", verbose_name="办理部门")
    title = models.CharField("事项名称", max_length=100)
    basis = models.CharField("材料清单的依据", max_length=300)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.PROPOSED)
    proposer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    proposed_on = models.DateField("提出日期")
    approver = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_on = models.DateField("审批日期", null=True, blank=True)

    objects = MatterQuerySet.as_manager()

    class Meta:
        verbose_name = "办事材料清单"
        ordering = ["department", "title", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(approver__isnull=True) | ~Q(approver=F("proposer")), name="paper_list_four_eyes"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["adopted", "replaced"]) | Q(approver__isnull=False, decided_on__isnull=False),
                name="paper_list_adopted_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["department", "title"], condition=Q(state="adopted"), name="paper_list_one_in_use"
            ),
            models.UniqueConstraint(
                fields=["department", "title"], condition=Q(state="proposed"), name="paper_list_one_proposed"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class MatterPaper(models.Model):
    """申报材料. One that law or regulation asks for is never late: the database says so, too."""

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="papers")
    position = models.PositiveSmallIntegerField()
    name = models.CharField("材料名称", max_length=100)
    statutory = models.BooleanField("法定材料", help_text="Asked for by a law or regulation.")
    late_days = models.PositiveSmallIntegerField(
        "可容缺的工作日", null=True, blank=True, help_text="Longest time until it is handed in; empty: never late."
    )

    class Meta:
        verbose_name = "申报材料"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["matter", "name"], name="paper_once_a_matter"),
            models.CheckConstraint(
                condition=Q(statutory=False) | Q(late_days__isnull=True), name="paper_of_the_law_never_late"
            ),
            models.CheckConstraint(
                condition=Q(late_days__isnull=True) | Q(late_days__gte=1, late_days__lte=250), name="paper_late_days"
            ),
        ]

    def __str__(self) -> str:
        return self.name
