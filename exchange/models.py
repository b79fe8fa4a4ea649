"""信息转送: destinations above and beside us, and for each one line for every event of a record it is to know of. Source: C5."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from accounts.models import Department, Officer

from .lifecycles import CHANGE, LINE
from .querysets import ChangeQuerySet, DestinationQuerySet, LineQuerySet, ParcelQuerySet


class Destination(models.Model):
    """转送目标: where to, what, and by when. Its columns change by an approved `Change` only."""

    object_kind = "destination"

    class Start(models.TextChoices):
        EVENT = "event", "自公示（更正、撤下）之日"
        DECISION = "decision", "自作出决定之日"

    class Length(models.TextChoices):
        AT_ONCE = "at_once", "即时（当日）"
        WORKING_DAYS = "working_days", "若干个工作日内"
        DAY_OF_MONTH = "day_of_month", "每月固定日期前"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    department = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        related_name="destinations",
        verbose_name="转送单位",
        help_text="The office that forwards what its tree publishes.",
    )
    name = models.CharField("名称", max_length=100)
    kinds = ArrayField(models.CharField(max_length=20), verbose_name="信息类别")
    subject_kinds = ArrayField(models.CharField(max_length=12), verbose_name="主体类别")
    start = models.CharField("起算", max_length=10, choices=Start.choices)
    length = models.CharField("期限", max_length=12, choices=Length.choices)
    working_days = models.PositiveSmallIntegerField("工作日", null=True, blank=True)
    day_of_month = models.PositiveSmallIntegerField("每月几日", null=True, blank=True)
    clause = models.CharField("依据", max_length=300)
    since = models.DateField("启用日期")
    until = models.DateField(
        "停用日期", null=True, blank=True, help_text="Last day; what it holds is withdrawn later too."
    )

    objects = DestinationQuerySet.as_manager()

    class Meta:
        verbose_name = "转送目标"
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(length="at_once", working_days__isnull=True, day_of_month__isnull=True)
                | Q(length="working_days", working_days__isnull=False, day_of_month__isnull=True)
                | Q(length="day_of_month", working_days__isnull=True, day_of_month__gte=1, day_of_month__lte=31),
                name="destination_has_one_length",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="destination_dates"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Change(models.Model):
    """转送目标变更: a new destination or other columns of one; a second person grants it."""

    object_kind = "destination_change"
    lifecycle = CHANGE

    class State(models.TextChoices):
        PROPOSED = "proposed", "待审批"
        APPROVED = "approved", "已同意"
        DECLINED = "declined", "未同意"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    destination = models.ForeignKey(
        Destination, null=True, blank=True, on_delete=models.PROTECT, related_name="changes"
    )
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    values = models.JSONField(help_text="Columns of Destination, dates as ISO text.")
    reason = models.CharField("理由", max_length=500)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.PROPOSED)
    proposer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    proposed_on = models.DateField()
    approver = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_on = models.DateField(null=True, blank=True)

    objects = ChangeQuerySet.as_manager()

    class Meta:
        verbose_name = "转送目标变更"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["destination"], condition=Q(state="proposed"), name="change_one_open"),
            models.CheckConstraint(
                condition=Q(approver__isnull=True) | ~Q(approver=F("proposer")), name="change_four_eyes"
            ),
            models.CheckConstraint(
                condition=~Q(state="approved") | Q(approver__isnull=False), name="change_approved_by_somebody"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.values.get('name', '')} {self.proposed_on}"


class Cursor(models.Model):
    """读取位置: up to which position of the ledger the lines of a destination are written. Locked while they are."""

    destination = models.OneToOneField(Destination, on_delete=models.PROTECT, related_name="cursor")
    position = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.destination} {self.position}"


class Parcel(models.Model):
    """转送文件: lines that went out together, as they went out; numbered without gaps for each destination."""

    object_kind = "parcel"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    destination = models.ForeignKey(Destination, on_delete=models.PROTECT, related_name="parcels")
    number = models.PositiveIntegerField("编号")
    transport = models.CharField("方式", max_length=20)
    sent_on = models.DateField("送出日期")
    sender = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+", verbose_name="经办人")
    size = models.PositiveIntegerField("行数")
    sha256 = models.CharField(max_length=64)
    path = models.CharField("sealed file, relative to MEDIA_ROOT", max_length=100, blank=True)

    objects = ParcelQuerySet.as_manager()

    class Meta:
        verbose_name = "转送文件"
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["destination", "number"], name="parcel_number_once")]

    def __str__(self) -> str:
        return f"{self.destination} 第{self.number}号"


class Line(models.Model):
    """转送行: one event of one record for one destination, with its day and its receipt. Holds no content."""

    object_kind = "line"
    lifecycle = LINE

    class State(models.TextChoices):
        WAITING = "waiting", "待转送"
        EXPORTED = "exported", "已送出，待回执"
        ACKNOWLEDGED = "acknowledged", "已回执"
        REFUSED = "refused", "对方退回"
        CLOSED = "closed", "不再转送"

    class Action(models.TextChoices):
        PUBLISH = "publish", "公示"
        CORRECT = "correct", "更正"
        WITHDRAW = "withdraw", "撤下"

    class Carried(models.TextChoices):
        """What left in fact: decided when it leaves, not when the line was written."""

        NOTHING = "", "尚未送出"
        CONTENT = "content", "公开内容"
        WITHDRAWAL = "withdrawal", "撤下通知"
        SUPERSEDED = "superseded", "已有更新，不含内容"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    destination = models.ForeignKey(Destination, on_delete=models.PROTECT, related_name="lines", db_index=False)
    seq = models.BigIntegerField("台账序号")
    record_id = models.UUIDField("public id of the record")
    kind = models.CharField("信息类别", max_length=20)
    action = models.CharField("事项", max_length=10, choices=Action.choices)
    digest = models.CharField("digest of the version that the event names", max_length=64, blank=True)
    day = models.DateField("发生日期")
    starts_on = models.DateField("起算日")
    due = models.DateField("转送期限")
    provisional = models.BooleanField("期限暂定", default=False)
    state = models.CharField("状态", max_length=12, choices=State.choices, default=State.WAITING)
    parcel = models.ForeignKey(Parcel, null=True, blank=True, on_delete=models.PROTECT, related_name="lines")
    sent_on = models.DateField("送出日期", null=True, blank=True)
    carried = models.CharField("实际内容", max_length=12, choices=Carried.choices, blank=True, default="")
    receipt_number = models.CharField("回执编号", max_length=100, blank=True, default="")
    receipt_on = models.DateField("回执日期", null=True, blank=True)
    receipt_by = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    refusal = models.CharField("退回原因", max_length=500, blank=True, default="")

    objects = LineQuerySet.as_manager()

    class Meta:
        verbose_name = "转送行"
        ordering = ["seq"]
        constraints = [
            models.UniqueConstraint(fields=["destination", "seq"], name="line_once"),
            models.CheckConstraint(
                condition=~Q(state="acknowledged") | ~Q(receipt_number="") & Q(receipt_on__isnull=False),
                name="line_acknowledged_by_receipt",
            ),
        ]
        indexes = [
            models.Index(fields=["destination", "record_id"], name="line_of_record"),
            models.Index(fields=["destination", "due"], condition=Q(state__in=["waiting", "refused"]), name="line_due"),
            models.Index(fields=["destination"], condition=Q(state="exported"), name="line_without_receipt"),
        ]

    def __str__(self) -> str:
        return f"{self.destination} {self.seq}"


from .reuse_models import Acknowledgement, Followed, Removal, ReUser  # noqa: E402, F401
