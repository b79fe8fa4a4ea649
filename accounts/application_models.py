"""账号申请: a department without a system of its own asks for accounts, on line and without a log-in. Source: A7."""

import uuid

from django.db import models
from django.db.models import F, Q

from .lifecycles import APPLICATION
from .models import Department, Officer
from .querysets import ApplicationQuerySet


class Application(models.Model):
    """账号申请: checked by the credit office, carried out by the system administrator. Source: A7.

    Whom it names stands sealed in `sealed`, and is shown only while it is being dealt with.
    """

    object_kind = "application"
    lifecycle = APPLICATION

    class State(models.TextChoices):
        WAITING = "waiting", "待信用办核对"
        ACCEPTED = "accepted", "已核对，待开设账号"
        DONE = "done", "已开设账号"
        REFUSED = "refused", "不予开设"
        EXPIRED = "expired", "逾期失效"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    receipt_key = models.CharField("keyed hash of the receipt code", max_length=64, unique=True)
    office = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="applications_to", verbose_name="信用办"
    )
    department = models.ForeignKey(
        Department,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="applications",
        help_text="Empty: new.",
    )
    department_name = models.CharField("部门名称", max_length=200)
    department_code = models.CharField("统一社会信用代码", max_length=18)
    outside = models.CharField(
        "单位性质", max_length=12, choices=Department.Outside.choices, blank=True, default="",
        help_text="Empty: a department.",
    )  # fmt: skip
    sealed = models.TextField("申请人员", help_text="JSON of the persons, sealed.")
    persons = models.PositiveSmallIntegerField("人数")
    letter_path = models.CharField(max_length=200, help_text="The stamped letter, sealed.")
    letter_name = models.CharField(max_length=100)
    address_key = models.CharField(max_length=64, help_text="Keyed hash of the day and the address it came from.")
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.WAITING)
    arrived_on = models.DateField("申请日期")
    expires_on = models.DateField("失效日期", help_text="First day on which it is no longer dealt with.")
    checked_by = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    checked_on = models.DateField(null=True, blank=True)
    opened_by = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField("理由", max_length=500, blank=True, default="")
    ended_on = models.DateField("办结日期", null=True, blank=True)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = "账号申请"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["address_key"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(opened_by__isnull=True) | ~Q(opened_by=F("checked_by")), name="application_four_eyes"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["accepted", "done"]) | Q(checked_by__isnull=False), name="application_checked"
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(opened_by__isnull=False), name="application_opened_by_a_second"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.department_name} {self.get_state_display()}"

    @property
    def status_title(self) -> str:
        return str(self.State(self.state).label)


class ApplicationAccount(models.Model):
    """已开账号: which person of an application (place from 0) got which account."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="accounts")
    place = models.PositiveSmallIntegerField()
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "已开账号"
        constraints = [models.UniqueConstraint(fields=["application", "place"], name="application_account_once")]

    def __str__(self) -> str:
        return f"{self.application} {self.place}"
