"""报送批次与退回行: what came in as it came, and the rows that stayed out."""

import uuid

from django.db import models
from django.db.models import F, Q

from accounts.models import Department, Officer

from ..lifecycles import SUBMISSION
from ..querysets import RejectedRowQuerySet, SubmissionQuerySet


class CorrectionGround(models.TextChoices):
    """更正原因; the public is told the class, never what was wrong. Source: B7."""

    ENTRY = "entry", "录入有误"
    OMISSION = "omission", "补充遗漏内容"
    SOURCE = "source", "来源数据有误"
    AMENDED = "amended", "决定内容依法更正"
    OTHER = "other", "其他"


class Submission(models.Model):
    """报送批次: one uploaded file or one hand-typed row, kept as it came (sealed), with what became of it."""

    object_kind = "submission"
    lifecycle = SUBMISSION

    class State(models.TextChoices):
        RECEIVED = "received", "处理中"
        DONE = "done", "已处理"
        REFUSED = "refused", "未能读取"
        TAKEN_BACK = "taken_back", "已撤回"

    class Means(models.TextChoices):
        FILE = "file", "文件"
        FORM = "form", "手工填报"
        API = "api", "接口"
        LIST = "list", "外来名单文件"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="submissions")
    clerk = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="submissions")
    means = models.CharField(max_length=10, choices=Means.choices, default=Means.FILE)
    state = models.CharField("状态", max_length=12, choices=State.choices, default=State.RECEIVED)
    system = models.CharField(
        "报送系统", max_length=60, blank=True, default="", help_text="Of the token, where by API."
    )
    stock = models.BooleanField("存量", default=False)
    ground = models.CharField(
        "更正原因",
        max_length=16,
        choices=CorrectionGround.choices,
        blank=True,
        default="",
        help_text="Of a correction.",
    )
    reason = models.CharField("更正说明", max_length=500, blank=True, default="")
    file_name = models.CharField("文件名", max_length=255)
    file_path = models.CharField("sealed file, relative to MEDIA_ROOT", max_length=100, blank=True)
    file_sha256 = models.CharField(max_length=64)
    file_size = models.PositiveBigIntegerField("字节数")
    arrived_on = models.DateField("报送日期")
    arrived_at = models.DateTimeField("报送时间", auto_now_add=True)
    attempts = models.PositiveSmallIntegerField(
        default=0, help_text="How often processing began; a poisoned file ends it."
    )
    kind = models.CharField("信息类别", max_length=20, blank=True)
    layout = models.CharField("模板版本", max_length=20, blank=True)
    rows_above = models.PositiveSmallIntegerField("rows of the sheet above data row 1", default=0)
    refusal = models.CharField("未能读取的原因", max_length=500, blank=True)
    rows = models.PositiveIntegerField("行数", default=0)
    new = models.PositiveIntegerField("新增", default=0)
    unchanged = models.PositiveIntegerField("未变", default=0)
    repeated = models.JSONField(
        "重复的行",
        default=list,
        blank=True,
        help_text="[data row, primary key of the record it repeats]: the first of those unchanged.",
    )
    changed = models.PositiveIntegerField("变更", default=0)
    rejected = models.PositiveIntegerField("退回", default=0)
    done_at = models.DateTimeField("处理完成时间", null=True, blank=True)
    traits = models.JSONField(
        "批次特征", default=dict, blank=True, help_text="gating.Traits: what later batches are compared with."
    )
    odd = models.JSONField(
        "与以往不同之处", default=list, blank=True, help_text="Sentences: how it is unlike the department's past (B9)."
    )
    gated = models.BooleanField("等信用办核对", default=False, help_text="Nothing of it becomes public meanwhile.")
    let_through_by = models.ForeignKey(
        Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name="放行人（信用办）"
    )

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = "报送批次"
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["arrived_at"], condition=Q(state="received"), name="submission_received"),
            models.Index(fields=["file_sha256"], name="submission_sha256"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(let_through_by__isnull=True) | ~Q(let_through_by=F("clerk")), name="submission_four_eyes"
            )
        ]

    def __str__(self) -> str:
        return self.file_name


class RejectedRow(models.Model):
    """退回行: a row that did not become a record, why, and which submission sent it again. Holds no cell values."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="rejected_rows")
    row = models.PositiveIntegerField("行号", help_text="Data row from 1.")
    findings = models.JSONField(help_text='[{"column", "code", "message", "verdict"}]')
    decided_on = models.DateField(null=True, blank=True)
    due = models.DateField(null=True, blank=True)
    mark = models.CharField(
        "keyed hash of kind, document number and name",
        max_length=64,
        blank=True,
        default="",
        help_text="By which a later row is known to be this one, mended.",
    )
    dismissed = models.CharField("不再报送的理由", max_length=300, blank=True, default="")
    mended_by = models.ForeignKey(
        Submission, null=True, blank=True, on_delete=models.PROTECT, related_name="mended_rows"
    )

    objects = RejectedRowQuerySet.as_manager()

    class Meta:
        verbose_name = "退回行"
        ordering = ["row"]
        constraints = [models.UniqueConstraint(fields=["submission", "row"], name="rejected_row_once")]
        indexes = [models.Index(fields=["due"], condition=Q(mended_by__isnull=True), name="rejected_row_unmended")]

    def __str__(self) -> str:
        return f"{self.submission} 第{self.row}行"

    @property
    def open(self) -> bool:
        """Whether somebody still has to do something about it."""
        return self.mended_by_id is None and not self.dismissed
