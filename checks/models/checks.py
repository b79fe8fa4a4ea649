"""信用核查与回执: what was asked before a decision, what the platform answered, what was done then. Insert-only. Source: E6."""

import uuid

from django.db import models
from django.db.models import Q

from accounts.models import Department, Officer
from subjects.models import Subject

from ..querysets import BatchQuerySet, CheckQuerySet
from .catalogue import Matter
from .outside import Authorisation


class Batch(models.Model):
    """批量核查: one workbook, every row answered."""

    append_only = True
    object_kind = "check_batch"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+", verbose_name="核查部门")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    matter_title = models.CharField("办理事项", max_length=100)
    purpose = models.CharField("用途或办件编号", max_length=200)
    file_name = models.CharField("文件名", max_length=200)
    file_path = models.CharField("原件, sealed", max_length=100)
    file_sha256 = models.CharField(max_length=64)
    rows = models.PositiveIntegerField("行数")
    found = models.PositiveIntegerField("查到")
    hits = models.PositiveIntegerField("命中")
    checked_on = models.DateField("核查日期")
    checked_at = models.DateTimeField(auto_now_add=True)

    objects = BatchQuerySet.as_manager()

    class Meta:
        verbose_name = "批量核查"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.file_name


class Check(models.Model):
    """核查回执: the answer as it was given, frozen, with its number and the code by which a print is verified."""

    append_only = True
    object_kind = "check"

    class Channel(models.TextChoices):
        PAGE = "page", "网页"
        BATCH = "batch", "批量"
        API = "api", "接口"

    class Outcome(models.TextChoices):
        FOUND = "found", "已查到"
        UNKNOWN = "unknown", "没有查到"
        AMBIGUOUS = "ambiguous", "有同名主体，须按代码查询"

    class Told(models.TextChoices):
        STAFF = "staff", "政务部门核查"
        PUBLIC = "public", "公开信息核查"
        AUTHORISED = "authorised", "主体授权核查"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.CharField("回执编号", max_length=20, unique=True)
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    code = models.CharField("验证码", max_length=16, help_text="Printed on the receipt; salts the digest.")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+", verbose_name="核查单位")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+", verbose_name="核查人员")
    channel = models.CharField("方式", max_length=5, choices=Channel.choices)
    told = models.CharField("核查范围", max_length=10, choices=Told.choices)
    matter = models.ForeignKey(Matter, null=True, blank=True, on_delete=models.PROTECT, related_name="checks")
    matter_title = models.CharField("办理事项", max_length=100)
    purpose = models.CharField("用途或办件编号", max_length=200)
    authorisation = models.ForeignKey(
        Authorisation, null=True, blank=True, on_delete=models.PROTECT, related_name="checks"
    )
    asked = models.CharField("所查名称或代码", max_length=200)
    outcome = models.CharField("结果", max_length=10, choices=Outcome.choices)
    subject = models.ForeignKey(Subject, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    red = models.BooleanField("有激励依据")
    black = models.BooleanField("有惩戒依据")
    answer = models.JSONField("答复")
    digest = models.CharField("sha256 of code and answer", max_length=64)
    batch = models.ForeignKey(Batch, null=True, blank=True, on_delete=models.PROTECT, related_name="checks")
    row = models.PositiveIntegerField("行号", null=True, blank=True)
    checked_on = models.DateField("核查日期")
    checked_at = models.DateTimeField("核查时间")

    objects = CheckQuerySet.as_manager()

    class Meta:
        verbose_name = "核查回执"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["year", "serial"], name="check_numbered_once"),
            models.CheckConstraint(
                condition=Q(outcome="found", subject__isnull=False) | ~Q(outcome="found") & Q(subject__isnull=True),
                name="check_found_with_subject",
            ),
            models.CheckConstraint(
                condition=Q(told="authorised", authorisation__isnull=False)
                | ~Q(told="authorised") & Q(authorisation__isnull=True),
                name="check_authorised_by_paper",
            ),
        ]
        indexes = [
            models.Index("department", models.F("id").desc(), name="check_of_department"),
            models.Index(fields=["department"], condition=Q(red=True) | Q(black=True), name="check_hit"),
            models.Index(fields=["subject", "checked_on"], condition=Q(subject__isnull=False), name="check_of_subject"),
            models.Index(fields=["checked_on"], name="check_day"),
        ]

    def __str__(self) -> str:
        return self.number


class Feedback(models.Model):
    """核查后的处理: what the department did with the answer. Source: E6."""

    append_only = True
    object_kind = "check_feedback"

    class Done(models.TextChoices):
        FAVOURED = "favoured", "给予激励或便利"
        ORDINARY = "ordinary", "按常规办理"
        STRICT = "strict", "从严审核后办理"
        REFUSED = "refused", "依法不予办理"
        DROPPED = "dropped", "申请人撤回或事项终止"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    check_row = models.ForeignKey(Check, on_delete=models.PROTECT, related_name="feedback")
    done = models.CharField("处理结果", max_length=10, choices=Done.choices)
    note = models.CharField("说明", max_length=500, blank=True, default="")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    done_on = models.DateField("反馈日期")

    class Meta:
        verbose_name = "核查后的处理"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.get_done_display()
