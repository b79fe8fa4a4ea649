"""异议与投诉: what a subject says is wrong, who looks into it, what became of it. Source: F2, F3, F10."""

import uuid

from django.db import models
from django.db.models import F, Q

from accounts.models import Department, Officer
from records.models import Proposal
from representation.models import Representative
from subjects.models import Subject

from ..lifecycles import DISPUTE
from ..querysets import OPEN, DisputeQuerySet


class Dispute(models.Model):
    """异议（投诉）: filed by a representative online or at the counter, answered by whoever decided, closed by another person.

    An objection says that something on record is wrong, and is marked in public; a complaint is about a measure or how
    a matter is handled. Everything both need is the same, so they are one table.
    """

    object_kind = "dispute"
    lifecycle = DISPUTE

    class Kind(models.TextChoices):
        OBJECTION = "objection", "异议"
        COMPLAINT = "complaint", "投诉"

    class State(models.TextChoices):
        FILED = "filed", "待受理"
        DECLINING = "declining", "拟不予受理"
        DECLINED = "declined", "不予受理"
        FORWARDED = "forwarded", "核查中"
        RETURNED = "returned", "补充核查中"
        ANSWERED = "answered", "待决定"
        UPHELD = "upheld", "成立"
        REJECTED = "rejected", "不成立"
        IN_REVIEW = "in_review", "复核中"
        REVIEW_ANSWERED = "review_answered", "复核待决定"
        FINAL = "final", "复核维持"
        WITHDRAWN = "withdrawn", "已撤回"

    class Target(models.TextChoices):
        RECORD = "record", "信用记录"
        ENTRY = "entry", "严重失信主体名单条目"
        MEASURE = "measure", "惩戒措施"
        CHECK = "check", "信用核查"
        HANDLING = "handling", "办理过程"

    class Ground(models.TextChoices):
        FACTS = "facts", "与事实不符"
        WORDING = "wording", "文字、数字错误"
        MISSING = "missing", "有遗漏"
        OVERDUE = "overdue", "超过期限仍在公示"
        OTHER_SUBJECT = "other_subject", "不是本单位（本人）"
        LISTED_WRONGLY = "listed_wrongly", "不应列入，或者应移出未移出"
        MEASURE_WRONG = "measure_wrong", "措施没有依据或者超出范围"
        HANDLING = "handling", "办理拖延、推诿或者态度问题"
        OTHER = "other", "其他"

    class Outcome(models.TextChoices):
        CORRECT = "correct", "更正"
        DELETE = "delete", "删除（移出、解除）"
        MEND = "mend", "已纠正办理"
        KEEP = "keep", "维持"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.CharField("受理编号", max_length=20, unique=True)
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    kind = models.CharField("类别", max_length=10, choices=Kind.choices)
    state = models.CharField("状态", max_length=16, choices=State.choices, default=State.FILED)
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="disputes")
    target_kind = models.CharField("对象", max_length=10, choices=Target.choices)
    target_id = models.UUIDField("public id of what it is about; of the subject for handling")
    target_title = models.CharField("所指事项", max_length=300)
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="disputes", verbose_name="核查单位"
    )
    office = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+", verbose_name="信用办")
    ground = models.CharField("理由", max_length=16, choices=Ground.choices)
    statement = models.TextField("事实和理由", max_length=2000)
    wish = models.CharField("请求", max_length=500)
    wants_notice = models.BooleanField("成立的，希望出具更正告知书", default=True)
    representative = models.ForeignKey(
        Representative, null=True, blank=True, on_delete=models.PROTECT, related_name="+", help_text="Filed online."
    )
    filed_by = models.ForeignKey(
        Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+", help_text="Taken at the counter."
    )
    filed_on = models.DateField("提出日期")
    taken_by = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    taken_on = models.DateField("受理日期", null=True, blank=True)
    decline_reason = models.CharField("不予受理的理由", max_length=500, blank=True, default="")
    outcome = models.CharField("核查结论", max_length=8, choices=Outcome.choices, blank=True, default="")
    answer = models.TextField("核查情况", max_length=2000, blank=True, default="")
    answered_by = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answered_on = models.DateField("答复日期", null=True, blank=True)
    closer = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    closed_on = models.DateField("决定日期", null=True, blank=True)
    decision = models.CharField("决定的理由", max_length=500, blank=True, default="")
    correction = models.ForeignKey(
        Proposal, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name="决定采纳的更正"
    )
    review_reason = models.CharField("申请复核的理由", max_length=500, blank=True, default="")
    review_asked_on = models.DateField("申请复核日期", null=True, blank=True)
    review_outcome = models.CharField("复核意见", max_length=8, choices=Outcome.choices, blank=True, default="")
    review_answer = models.TextField("复核情况", max_length=2000, blank=True, default="")
    reviewed_by = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reviewed_on = models.DateField("复核日期", null=True, blank=True)
    review_closer = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    review_closed_on = models.DateField("复核决定日期", null=True, blank=True)
    review_decision = models.CharField("复核决定的理由", max_length=500, blank=True, default="")

    objects = DisputeQuerySet.as_manager()

    class Meta:
        verbose_name = "异议"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(representative__isnull=True) ^ Q(filed_by__isnull=True), name="dispute_filed_by_one_door"
            ),
            models.UniqueConstraint(
                fields=["kind", "target_id", "subject"],
                condition=Q(state__in=OPEN) & ~Q(target_kind="handling"),
                name="dispute_one_open",
            ),
            models.UniqueConstraint(fields=["year", "serial"], name="dispute_number_of_one_case"),
            models.CheckConstraint(
                condition=Q(closer__isnull=True)
                | Q(answered_by__isnull=True)
                | ~Q(closer=F("answered_by")) & ~Q(outcome=""),
                name="dispute_four_eyes",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["upheld", "rejected"])
                | Q(closer__isnull=False, answered_by__isnull=False)
                | Q(review_closer__isnull=False),
                name="dispute_closed_by_two",
            ),
            models.CheckConstraint(
                condition=~Q(state="declined")
                | Q(closer__isnull=False, taken_by__isnull=False) & ~Q(closer=F("taken_by")),
                name="dispute_declined_by_two",
            ),
            # Whoever reviews had no part in what is reviewed.
            models.CheckConstraint(
                condition=Q(reviewed_by__isnull=True)
                | (Q(answered_by__isnull=True) | ~Q(reviewed_by=F("answered_by")))
                & ~Q(reviewed_by=F("closer"))
                & (Q(decline_reason="") | ~Q(reviewed_by=F("taken_by"))),
                name="dispute_reviewed_by_another",
            ),
            models.CheckConstraint(
                condition=Q(review_closer__isnull=True)
                | ~Q(review_closer=F("reviewed_by")) & ~Q(review_closer=F("closer")),
                name="dispute_review_four_eyes",
            ),
        ]
        indexes = [
            models.Index(fields=["target_id"], name="dispute_target"),
            models.Index(fields=["office", "filed_on"], condition=Q(state__in=OPEN), name="dispute_open"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.number

    @property
    def is_open(self) -> bool:
        """未办结."""
        return self.state in OPEN

    @property
    def title(self) -> str:
        """异议 or 投诉 with its number."""
        return f"{self.get_kind_display()}{self.number}"


class Attachment(models.Model):
    """证据材料: sealed, served as a download to those of the case. It is handed out under a name by what it holds, never the sender's."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    dispute = models.ForeignKey(Dispute, on_delete=models.PROTECT, related_name="attachments")
    path = models.CharField(max_length=100)
    name = models.CharField("下载名", max_length=20)
    title = models.CharField("名称", max_length=60, blank=True, default="", help_text="As the sender called the file.")
    size = models.PositiveIntegerField("字节")
    from_staff = models.BooleanField("核查单位提供", default=False)
    added_on = models.DateField("提交日期")

    class Meta:
        verbose_name = "证据材料"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.dispute} {self.name}"
