"""信用记录与版本: one decision about one subject, and what it says."""

import uuid

from django.db import models
from django.db.models import F, Q

from accounts.models import Department
from subjects.models import Subject

from ..lifecycles import RECORD
from ..querysets import RecordQuerySet
from .submissions import Submission


class RecordKind(models.TextChoices):
    """信息类别: the declarations are in `kinds`; a test holds the two together."""

    LICENCE = "licence", "行政许可"
    PENALTY = "penalty", "行政处罚"
    REGISTRATION = "registration", "登记备案"
    QUALIFICATION = "qualification", "资质资格"
    COERCION = "coercion", "行政强制"
    CONFIRMATION = "confirmation", "行政确认"
    REWARD = "reward", "行政奖励"
    PAYMENT = "payment", "行政给付"
    INSPECTION = "inspection", "行政检查（双随机）"
    RULING = "ruling", "司法裁判"
    DEBTOR = "debtor", "失信被执行人"
    ABNORMAL = "abnormal", "经营异常名录"
    CONTRACT = "contract", "合同履行"
    PLEDGE = "pledge", "抵押质押"
    ANNUAL_REPORT = "annual_report", "年度报告"
    HONOUR = "honour", "诚实守信荣誉"
    GRADE = "grade", "部门信用评价"
    RATING = "rating", "第三方信用评价"
    LISTED = "listed", "外来严重失信名单"
    PRAISED = "praised", "外来守信名单"
    COMMITMENT = "commitment", "信用承诺"
    BREACH = "breach", "违背信用承诺"


class Seriousness(models.TextChoices):
    MINOR = "minor", "轻微"
    GENERAL = "general", "一般"
    SERIOUS = "serious", "严重"


class HoldReason(models.TextChoices):
    """不予公开的理由. Source: B6 (Harbin 9)."""

    STATE_SECRET = "state_secret", "国家秘密"
    BUSINESS_SECRET = "business_secret", "商业秘密"
    PERSONAL_PRIVACY = "personal_privacy", "个人隐私"
    LAW_FORBIDS = "law_forbids", "法律、行政法规禁止公开"
    CHECKING = "checking", "内容存疑，核对中"


class InternalReason(models.TextChoices):
    """为何仅供内部使用."""

    PERSON = "person", "自然人信息，依法不公开"
    KIND = "kind", "本类信息仅供部门共享"
    MINOR = "minor", "轻微失信，原则上不公示"
    INVALID = "invalid", "当前状态为无效"
    OLD_STOCK = "old_stock", "存量数据超出公示范围"
    PERIOD_OVER = "period_over", "公示期已满"


# Decisions whose effect has an end that is still to be noted.
# States in which a record says no more: withdrawn by its body, taken back by its clerk, repaired.
GONE = ("withdrawn", "taken_back", "repaired")
RUNNING = Q(effect_ended=False) & ~Q(state__in=["withdrawn", "taken_back"])


class Record(models.Model):
    """信用记录: one decision about one subject. What it says is in its versions; here is what queries need."""

    object_kind = "record"
    lifecycle = RECORD
    event_columns = (
        "version.digest, moved.public_from, moved.public_until",
        "JOIN records_version version ON version.id = moved.version_id",
    )

    class State(models.TextChoices):
        AWAITING = "awaiting", "待审核"
        HELD = "held", "暂不公开"
        ESCALATED = "escalated", "已转信用办"
        RELEASED = "released", "已公示"
        INTERNAL = "internal", "内部留存"
        ENDED = "ended", "公示期满"
        REPAIRED = "repaired", "已修复"
        WITHDRAWN = "withdrawn", "已撤下"
        TAKEN_BACK = "taken_back", "填报员已撤回"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField("信息类别", max_length=20, choices=RecordKind.choices)
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="records", db_index=False)
    # These two without a check by the database, which costs as much as the row: intake alone writes them, out of the
    # submission that it holds locked; the department of that is checked, and neither is ever deleted.
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="records", verbose_name="报送部门", db_constraint=False
    )
    submission = models.ForeignKey(
        Submission,
        on_delete=models.PROTECT,
        related_name="records",
        help_text="The one that brought the current version.",
        db_constraint=False,
    )
    body_code = models.CharField("决定机关代码", max_length=18)
    body_name = models.CharField("决定机关", max_length=200)
    document_key = models.CharField("normalised document number", max_length=128)
    number_key = models.CharField("normalised licence number", max_length=128, blank=True, default="")
    document_number = models.CharField("文书号", max_length=128)
    decided_on = models.DateField("决定日期")
    due = models.DateField(
        "法定公示期限", null=True, blank=True, help_text="Lateness is measured on it; empty for stock."
    )
    release_by = models.DateField("自动公示日", null=True, blank=True, help_text="Empty: a person only (stock).")
    provisional = models.BooleanField(
        "期限暂定", default=False, help_text="The calendar of a year is not announced yet."
    )
    arrived_on = models.DateField("报送日期")
    stock = models.BooleanField("存量", default=False)
    state = models.CharField("状态", max_length=12, choices=State.choices)
    grave = models.BooleanField("有待确认的重要提示", default=False, help_text="Never published by the clock.")
    publishable = models.BooleanField("可公示", default=True)
    internal_reason = models.CharField(max_length=12, choices=InternalReason.choices, blank=True, default="")
    hold_reason = models.CharField(max_length=20, choices=HoldReason.choices, blank=True, default="")
    seriousness = models.CharField("失信程度", max_length=10, choices=Seriousness.choices, blank=True, default="")
    derived = models.CharField("规则推定的失信程度", max_length=10, choices=Seriousness.choices, blank=True, default="")
    rule_set = models.CharField("期限规则", max_length=40, blank=True, default="")
    field = models.CharField("领域", max_length=20, blank=True, default="")
    valid_until = models.DateField(
        "有效期至", null=True, blank=True, help_text="Of the licence or penalty; empty: long-term."
    )
    effect_ended = models.BooleanField("效力已届满", default=False)
    public_from = models.DateField("公示日期", null=True, blank=True)
    publication_months = models.PositiveSmallIntegerField(
        "公示期（月）", null=True, blank=True, help_text="Only where the rule set counts from publication."
    )
    public_until = models.DateField("公示截止", null=True, blank=True, help_text="Last day in public; empty: no end.")
    # Written with its version in one transaction, by intake and `add_version` only; the database checks the other way.
    version = models.ForeignKey(
        "Version", on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = "信用记录"
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "kind", "body_code", "document_key", "number_key"], name="record_key"
            ),
            models.CheckConstraint(
                condition=~Q(state="released") | Q(publishable=True, public_from__isnull=False),
                name="record_released_only_if_publishable",
            ),
        ]
        indexes = [
            models.Index(fields=["document_key"], name="record_document_key"),
            models.Index(fields=["release_by"], condition=Q(state="awaiting"), name="record_awaiting"),
            models.Index(fields=["public_until"], condition=Q(state="released"), name="record_public_until"),
            models.Index(
                fields=["valid_until"], condition=RUNNING & Q(valid_until__isnull=False), name="record_effect"
            ),
            models.Index(fields=["decided_on"], condition=Q(provisional=True), name="record_provisional"),
            models.Index(fields=["arrived_on"], condition=Q(kind="registration"), name="record_registration"),
            # Pages of lists and columns, the latest first (publicity/library.py, columns.py).
            models.Index(
                "kind",
                F("public_from").desc(),
                F("public_id").desc(),
                condition=Q(state="released"),
                name="record_of_columns",
            ),
            # The same of those that came late, which are few.
            models.Index(
                "kind",
                F("public_from").desc(),
                F("public_id").desc(),
                condition=Q(state="released", public_from__gt=F("due")),
                name="record_late",
            ),
        ]

    def __str__(self) -> str:
        return self.document_number


class Version(models.Model):
    """记录版本: the content as sent, validated by the declared columns of its kind. Insert-only."""

    append_only = True

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="versions", db_index=False)
    number = models.PositiveSmallIntegerField("版本号")
    content = models.JSONField("内容", help_text="Declared columns by national code; no ID numbers.")
    sealed = models.TextField("ID numbers, sealed JSON by national code", blank=True, default="")
    sameness = models.CharField("keyed hash of the whole content", max_length=64)
    salt = models.CharField(max_length=32)
    digest = models.CharField("sha256 of salt and content", max_length=64)
    warnings = models.JSONField(default=list, help_text='[{"column", "code", "message", "grave"}]')
    submission = models.ForeignKey(
        Submission, on_delete=models.PROTECT, related_name="versions", db_index=False, db_constraint=False
    )
    row = models.PositiveIntegerField("行号")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "记录版本"
        constraints = [
            models.UniqueConstraint(fields=["record", "number"], name="version_number_once"),
            models.UniqueConstraint(fields=["submission", "row"], name="version_of_one_row"),
        ]

    def __str__(self) -> str:
        return f"{self.record} v{self.number}"
