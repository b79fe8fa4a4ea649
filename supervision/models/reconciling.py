"""比对: what the platform has, held against other places, and the differences found. Source: J3 (Suining 四(三))."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from accounts.models import Department, Officer
from records.models import Record

from ..lifecycles import FINDING
from ..querysets import FindingQuerySet, OfDepartmentQuerySet


class SourceKind(models.TextChoices):
    SITE = "site", "本单位公示"
    REGISTRATION = "registration", "登记系统"
    ENFORCEMENT = "enforcement", "执法系统"
    PAPER = "paper", "纸质档案"


class Reconciliation(models.Model):
    """比对: one department and one period, against up to four sources."""

    object_kind = "reconciliation"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="reconciliations")
    first = models.DateField("决定日期自")
    last = models.DateField("决定日期至")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+", verbose_name="比对人")
    run_on = models.DateField("比对日期")
    kinds = ArrayField(
        models.CharField(max_length=30), default=list, help_text="What was compared; empty: not written down then."
    )
    here = models.PositiveIntegerField("平台记录数", default=0)

    objects = OfDepartmentQuerySet.as_manager()

    class Meta:
        verbose_name = "比对"
        ordering = ["-pk"]
        constraints = [models.CheckConstraint(condition=Q(first__lte=F("last")), name="reconciliation_dates")]

    def __str__(self) -> str:
        return f"{self.department} {self.first}–{self.last}"


class Source(models.Model):
    """比对来源: one list that the platform was held against; the file as it came, sealed."""

    reconciliation = models.ForeignKey(Reconciliation, on_delete=models.PROTECT, related_name="sources")
    kind = models.CharField("来源", max_length=12, choices=SourceKind.choices)
    file_name = models.CharField("文件名", max_length=255, blank=True, default="", help_text="Empty: ticked by hand.")
    file_path = models.CharField("sealed file, relative to MEDIA_ROOT", max_length=100, blank=True, default="")
    file_sha256 = models.CharField(max_length=64, blank=True, default="")
    rows = models.PositiveIntegerField("行数", default=0)
    same = models.PositiveIntegerField("一致", default=0)
    unreadable = models.JSONField("读不出的行", default=list, help_text="[[row, what is missing], …], the first 200.")

    class Meta:
        verbose_name = "比对来源"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["reconciliation", "kind"], name="source_once")]

    def __str__(self) -> str:
        return self.get_kind_display()


class PaperTick(models.Model):
    """纸质核对: a record compared with its file on paper: who looked, when, and what came of it."""

    class Outcome(models.TextChoices):
        SAME = "same", "一致"
        MISSING = "missing", "没有找到案卷"
        DIFFERENT = "different", "内容不一致"

    append_only = True

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="ticks")
    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField("核对结果", max_length=10, choices=Outcome.choices)
    note = models.CharField("说明", max_length=200, blank=True, default="")
    checker = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+", verbose_name="核对人")
    checked_on = models.DateField("核对日期")

    class Meta:
        verbose_name = "纸质核对"
        constraints = [
            models.UniqueConstraint(fields=["source", "record"], name="paper_tick_once"),
            models.CheckConstraint(condition=~Q(outcome="different") | ~Q(note=""), name="paper_tick_says_what"),
        ]

    def __str__(self) -> str:
        return f"{self.record} {self.get_outcome_display()}"


class Finding(models.Model):
    """比对差异: one document that is missing on one side, or says something else there."""

    object_kind = "finding"
    lifecycle = FINDING

    class What(models.TextChoices):
        MISSING_HERE = "missing_here", "平台缺少"
        MISSING_THERE = "missing_there", "来源缺少"
        DIFFERENT = "different", "内容不一致"

    class State(models.TextChoices):
        OPEN = "open", "待处理"
        EXPLAINED = "explained", "已说明，待核"
        ORDERED = "ordered", "整改中"
        SETTLED = "settled", "已了结"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="findings")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="findings")
    what = models.CharField("差异", max_length=14, choices=What.choices)
    record = models.ForeignKey(Record, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    row = models.PositiveIntegerField("来源行号", null=True, blank=True)
    document_number = models.CharField("文书号", max_length=128)
    subject_name = models.CharField("主体", max_length=200, blank=True, default="", help_text="Of persons: 自然人.")
    person_key = models.CharField(
        "keyed hash of a person's ID number", max_length=64, blank=True, default="", editable=False
    )
    decided_on = models.DateField("决定日期", null=True, blank=True)
    columns = models.JSONField("不一致的栏目", default=list, help_text='[{"column", "here", "there"}]')
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.OPEN)
    explanation = models.CharField("部门说明", max_length=500, blank=True, default="")
    explained_by = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_by = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField("信用办意见", max_length=500, blank=True, default="")
    order = models.ForeignKey(
        "RectificationOrder", null=True, blank=True, on_delete=models.PROTECT, related_name="findings"
    )

    objects = FindingQuerySet.as_manager()

    class Meta:
        verbose_name = "比对差异"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(explained_by__isnull=True) | Q(decided_by__isnull=True) | ~Q(decided_by=F("explained_by")),
                name="finding_four_eyes",
            ),
            models.CheckConstraint(
                condition=~Q(state="ordered") | Q(order__isnull=False), name="finding_has_its_order"
            ),
            models.CheckConstraint(
                condition=Q(record__isnull=True, what="missing_here") | Q(record__isnull=False), name="finding_of_what"
            ),
        ]
        indexes = [
            models.Index(
                fields=["department"], condition=Q(state__in=["open", "explained", "ordered"]), name="finding_pending"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_what_display()} {self.document_number}"
