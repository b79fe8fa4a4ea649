"""台账: what was done (acts), what it moved (events), and the order everyone may follow (positions). Insert-only."""

import uuid

from django.db import models

from .querysets import ActQuerySet


class Act(models.Model):
    """行为: one use case carried out by somebody. Actor and department are frozen text: they outlive their accounts."""

    append_only = True  # roles.grant: SELECT and INSERT, nothing else

    class Channel(models.TextChoices):
        PAGE = "page", "页面"
        API = "api", "接口"
        COMMAND = "command", "命令行"
        CLOCK = "clock", "法定时限自动执行"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    what = models.CharField("行为", max_length=40)
    at = models.DateTimeField("时间", auto_now_add=True)
    day = models.DateField("日期", help_text="The day on which the act counts; a parameter of every use case.")
    actor_id = models.UUIDField("人员标识", null=True)
    actor = models.CharField("人员", max_length=200, blank=True)
    role = models.CharField("角色", max_length=40, blank=True)
    department = models.CharField("部门", max_length=200, blank=True)
    reason = models.TextField("理由", blank=True)
    basis = models.TextField("依据", blank=True)
    channel = models.CharField("渠道", max_length=10, choices=Channel.choices)
    os_user = models.CharField("系统用户", max_length=64, blank=True)

    objects = ActQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["actor_id", "id"]), models.Index(fields=["day"])]
        verbose_name = "行为"

    def __str__(self) -> str:
        return f"{self.what} {self.day} {self.actor}"


class Event(models.Model):
    """事件: one object moved by an act. Never a name, code or ID number; the object is (kind, public_id)."""

    append_only = True

    # Without a check by the database: it would cost as much as the row, and only moves.py writes events.
    act = models.ForeignKey(Act, on_delete=models.PROTECT, related_name="events", db_constraint=False)
    object_kind = models.CharField(max_length=20)
    object_id = models.UUIDField()
    move = models.CharField(max_length=40)
    state = models.CharField(max_length=20)
    digest = models.CharField("salted digest of the version it concerns", max_length=64, blank=True)
    public_from = models.DateField(null=True)
    public_until = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["object_id"])]
        verbose_name = "事件"

    def __str__(self) -> str:
        return f"{self.object_kind} {self.object_id} {self.move} → {self.state}"


class Position(models.Model):
    """序号: dense number of a committed event, given by the sequencer; everyone's cursor."""

    append_only = True

    seq = models.BigIntegerField(primary_key=True)
    event = models.OneToOneField(Event, on_delete=models.PROTECT, related_name="position")

    class Meta:
        verbose_name = "序号"

    def __str__(self) -> str:
        return f"{self.seq}"


class Unsequenced(models.Model):
    """待编号事件: filled by a trigger in the transaction of the event, emptied by the sequencer.

    A queue, not a scan for `id > last seen`: identity values commit out of order. Deleting from it can only delay a
    number; `sequencer.missing()` finds what has none.
    """

    event_id = models.BigIntegerField(primary_key=True)

    def __str__(self) -> str:
        return f"{self.event_id}"
