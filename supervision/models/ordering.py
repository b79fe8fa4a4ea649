"""整改: orders to departments, their replies with evidence, circulars and interviews. Source: J6."""

import uuid

from django.db import models
from django.db.models import F, Q

from accounts.models import Department, Officer

from ..lifecycles import ESCALATION, ORDER
from ..querysets import EscalationQuerySet, OrderQuerySet


class RectificationOrder(models.Model):
    """整改通知: what a department has to put right, by when, and on what basis."""

    object_kind = "order"
    lifecycle = ORDER

    class Ground(models.TextChoices):
        FINDINGS = "findings", "比对差异"
        RATES = "rates", "三率偏低"
        OVERDUE = "overdue", "逾期事项"
        OTHER = "other", "其他"

    class State(models.TextChoices):
        ISSUED = "issued", "待答复"
        REPLIED = "replied", "已答复，待核"
        RETURNED = "returned", "退回继续整改"
        SETTLED = "settled", "已办结"
        WITHDRAWN = "withdrawn", "已撤销"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    office = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+", verbose_name="下达单位")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="orders", verbose_name="整改部门")
    year = models.PositiveSmallIntegerField("年度")
    serial = models.PositiveIntegerField("顺序号")
    ground = models.CharField("事由", max_length=10, choices=Ground.choices)
    title = models.CharField("标题", max_length=100)
    text = models.TextField("整改要求", max_length=4000)
    basis = models.CharField("依据", max_length=300)
    issuer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+", verbose_name="经办人")
    issued_on = models.DateField("下达日期")
    due = models.DateField("答复期限")
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.ISSUED)

    objects = OrderQuerySet.as_manager()

    class Meta:
        verbose_name = "整改通知"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["office", "year", "serial"], name="order_number_once"),
            models.CheckConstraint(condition=Q(due__gte=F("issued_on")), name="order_due_after_issue"),
        ]
        indexes = [models.Index(fields=["due"], condition=Q(state__in=["issued", "returned"]), name="order_waiting")]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """文号, as it stands on the notice."""
        return f"信用整改〔{self.year}〕{self.serial}号"


class OrderReply(models.Model):
    """整改答复: what the department did; what the office said to it."""

    order = models.ForeignKey(RectificationOrder, on_delete=models.PROTECT, related_name="replies")
    number = models.PositiveSmallIntegerField("第几次")
    text = models.TextField("整改情况", max_length=4000)
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+", verbose_name="答复人")
    replied_on = models.DateField("答复日期")
    due = models.DateField("当时的期限")
    reviewer = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reviewed_on = models.DateField(null=True, blank=True)
    opinion = models.CharField("审核意见", max_length=500, blank=True, default="")

    class Meta:
        verbose_name = "整改答复"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["order", "number"], name="order_reply_once"),
            models.CheckConstraint(
                condition=Q(reviewer__isnull=True) | ~Q(reviewer=F("officer")), name="order_reply_four_eyes"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order} {self.number}"

    @property
    def late(self) -> bool:
        return self.replied_on > self.due


class OrderPaper(models.Model):
    """整改佐证: a file attached to a reply, sealed; only ever handed out as a download."""

    append_only = True

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    reply = models.ForeignKey(OrderReply, on_delete=models.PROTECT, related_name="papers")
    name = models.CharField("名称", max_length=40)
    path = models.CharField("sealed file, relative to MEDIA_ROOT", max_length=100)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField("字节数")

    class Meta:
        verbose_name = "整改佐证"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class Escalation(models.Model):
    """通报、约谈: proposed because of an order, decided by another person; an interview ends with its record."""

    object_kind = "escalation"
    lifecycle = ESCALATION

    class Kind(models.TextChoices):
        CIRCULAR = "circular", "通报"
        INTERVIEW = "interview", "约谈部门负责人"

    class State(models.TextChoices):
        PROPOSED = "proposed", "待审批"
        APPROVED = "approved", "已批准"
        DECLINED = "declined", "未批准"
        TAKEN_BACK = "taken_back", "已收回"
        HELD = "held", "已约谈"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    order = models.ForeignKey(RectificationOrder, on_delete=models.PROTECT, related_name="escalations")
    kind = models.CharField("方式", max_length=10, choices=Kind.choices)
    text = models.TextField("内容", max_length=2000)
    basis = models.CharField("依据", max_length=300)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.PROPOSED)
    proposer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+", verbose_name="提出人")
    proposed_on = models.DateField("提出日期")
    approver = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_on = models.DateField(null=True, blank=True)
    opinion = models.CharField("审批意见", max_length=500, blank=True, default="")
    held_on = models.DateField("约谈日期", null=True, blank=True)
    attended = models.CharField("参加人员职务", max_length=200, blank=True, default="")
    minutes = models.TextField("约谈记录", max_length=4000, blank=True, default="")

    objects = EscalationQuerySet.as_manager()

    class Meta:
        verbose_name = "通报与约谈"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(approver__isnull=True) | ~Q(approver=F("proposer")), name="escalation_four_eyes"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "held"]) | Q(approver__isnull=False, decided_on__isnull=False),
                name="escalation_approved_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state="held") | (Q(kind="interview", held_on__isnull=False) & ~Q(minutes="")),
                name="escalation_held_has_its_record",
            ),
            models.UniqueConstraint(
                fields=["order", "kind"], condition=Q(state="proposed"), name="escalation_one_proposed"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.order}"
