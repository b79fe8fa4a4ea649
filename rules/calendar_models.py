"""工作日历: the days, the years announced, and calendars that wait for a second person. Source: C7."""

import uuid

from django.db import models
from django.db.models import F, Q

from accounts.models import Officer

from .lifecycles import CALENDAR


class CalendarYear(models.Model):
    """日历年度: whether the State Council's notice for the year is in. Without it dates are provisional. Source: C7."""

    year = models.SmallIntegerField(primary_key=True)
    source = models.CharField("来源", max_length=200)
    imported_on = models.DateField("导入日期")

    def __str__(self) -> str:
        return str(self.year)


class CalendarDay(models.Model):
    """日历日: only the days that differ from Monday–Friday: holidays on weekdays, make-up Saturdays and Sundays."""

    day = models.DateField(primary_key=True)
    working = models.BooleanField("工作日")
    name = models.CharField("说明", max_length=40, blank=True)

    def __str__(self) -> str:
        return f"{self.day} {'班' if self.working else '休'}"


class CalendarProposal(models.Model):
    """待采用的日历: a year's calendar as read from the notice, proposed by one person, adopted by another. Source: C7."""

    object_kind = "calendar_proposal"
    lifecycle = CALENDAR

    class State(models.TextChoices):
        PROPOSED = "proposed", "待审批"
        ADOPTED = "adopted", "已采用"
        DECLINED = "declined", "未采用"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    year = models.SmallIntegerField("年度")
    days = models.JSONField("各日", help_text="[[day, working, name]], in the order of the days.")
    source = models.CharField("来源", max_length=200)
    original = models.TextField("原文", help_text="As it was pasted or uploaded.")
    moving = models.PositiveIntegerField(
        "期限变动", default=0, help_text="Open deadlines that would move, when proposed."
    )
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.PROPOSED)
    proposer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    proposed_on = models.DateField("提出日期")
    approver = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_on = models.DateField("审批日期", null=True, blank=True)
    answer = models.CharField("不采用的理由", max_length=500, blank=True, default="")

    class Meta:
        verbose_name = "待采用的日历"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["year"], condition=Q(state="proposed"), name="calendar_proposal_one_open"),
            models.CheckConstraint(
                condition=Q(approver__isnull=True) | ~Q(approver=F("proposer")), name="calendar_proposal_four_eyes"
            ),
            models.CheckConstraint(
                condition=~Q(state="adopted") | Q(approver__isnull=False, decided_on__isnull=False),
                name="calendar_proposal_by_two",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.get_state_display()}"
