"""定期任务: duties that come again by the calendar, and their dated tasks. Source: J7."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from accounts.models import Department, Officer, Role

from ..lifecycles import TASK
from ..querysets import RecurringDutyQuerySet, TaskQuerySet
from .scoring import Standing


class RecurringDuty(models.Model):
    """定期任务规则: what is due again and again, from whom, in which rhythm; dated data with its clause."""

    class Who(models.TextChoices):
        DEPARTMENT = "department", "各部门"
        OFFICE = "office", "信用办"
        ROLE = "role", "指定角色"

    class Rhythm(models.TextChoices):
        MONTHLY = "monthly", "每月"
        QUARTERLY = "quarterly", "每季度"
        YEARLY = "yearly", "每年"

    key = models.SlugField(max_length=40)
    title = models.CharField("任务", max_length=60)
    who = models.CharField("承担者", max_length=12, choices=Who.choices)
    role = models.CharField("角色", max_length=20, choices=Role.choices, blank=True, default="")
    rhythm = models.CharField("周期", max_length=10, choices=Rhythm.choices)
    month = models.PositiveSmallIntegerField(
        "月", null=True, blank=True, help_text="Yearly: 1–12; quarterly: 1–3 of the quarter; monthly: empty."
    )
    day = models.PositiveSmallIntegerField("日", help_text="Beyond the end of a month: its last day.")
    remind_before = ArrayField(models.PositiveSmallIntegerField(), default=list, help_text="Working days ahead.")
    link = models.CharField("办理页面", max_length=100, blank=True, default="")
    follows = models.CharField(
        max_length=20, blank=True, default="", help_text="Done by itself when this is: monthly_return."
    )
    clause = models.CharField("依据", max_length=300)
    standing = models.CharField("性质", max_length=10, choices=Standing.choices)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)

    objects = RecurringDutyQuerySet.as_manager()

    class Meta:
        verbose_name = "定期任务规则"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["key", "since"], name="recurring_duty_once", nulls_distinct=False),
            models.CheckConstraint(
                condition=Q(rhythm="monthly", month__isnull=True)
                | Q(rhythm="quarterly", month__gte=1, month__lte=3)
                | Q(rhythm="yearly", month__gte=1, month__lte=12),
                name="recurring_duty_month",
            ),
            models.CheckConstraint(condition=Q(day__gte=1, day__lte=31), name="recurring_duty_day"),
            models.CheckConstraint(
                condition=(Q(who="role") & ~Q(role="")) | (~Q(who="role") & Q(role="")), name="recurring_duty_role"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class RecurringTask(models.Model):
    """定期任务: one duty of one department (or of a role there), with its day."""

    object_kind = "task"
    lifecycle = TASK

    class State(models.TextChoices):
        OPEN = "open", "待完成"
        DONE = "done", "已完成"
        CANCELLED = "cancelled", "本期不适用"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    duty = models.ForeignKey(RecurringDuty, on_delete=models.PROTECT, related_name="tasks")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="recurring_tasks")
    due = models.DateField("应完成日期")
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.OPEN)
    done_by = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    done_on = models.DateField("完成日期", null=True, blank=True)
    note = models.CharField("完成情况", max_length=500, blank=True, default="")
    evidence = models.CharField(
        "佐证", max_length=300, blank=True, default="", help_text="An address or a file number."
    )

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = "定期任务"
        ordering = ["due", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["duty", "department", "due"], name="recurring_task_once"),
            models.CheckConstraint(condition=Q(state="open") | Q(done_on__isnull=False), name="recurring_task_done_on"),
        ]
        indexes = [models.Index(fields=["due"], condition=Q(state="open"), name="recurring_task_open")]

    def __str__(self) -> str:
        return f"{self.duty} {self.due}"
