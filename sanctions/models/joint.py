"""联合奖惩与奖惩措施: what an entry on a list sets going, and who does what about it. Source: E2–E4."""

import uuid

from django.db import models
from django.db.models import F, Q

from accounts.models import Department, Officer
from blacklists.models import Entry, GradeProposal, Nomination
from rules.models import MeasureItem
from subjects.models import KeyPerson, Subject

from ..lifecycles import ACTION, MEASURE
from ..querysets import ActionQuerySet, MeasureQuerySet

ONE_BASIS = (
    Q(entry__isnull=False, nomination__isnull=True, grading__isnull=True)
    | Q(entry__isnull=True, nomination__isnull=False, grading__isnull=True)
    | Q(entry__isnull=True, nomination__isnull=True, grading__isnull=False)
)


class JointAction(models.Model):
    """联合奖惩: set going by one entry; its measures are chosen by one person and decided on by another."""

    object_kind = "joint_action"
    lifecycle = ACTION

    class State(models.TextChoices):
        TRIGGERED = "triggered", "待选定措施"
        PROPOSED = "proposed", "待决定"
        RETURNED = "returned", "退回修改"
        DECIDED = "decided", "实施中"
        DROPPED = "dropped", "不采取联合措施"
        LAPSED = "lapsed", "名单条目已移出"
        CLOSED = "closed", "已终止"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    entry = models.ForeignKey(Entry, null=True, blank=True, on_delete=models.PROTECT, related_name="joint_actions")
    nomination = models.ForeignKey(
        Nomination, null=True, blank=True, on_delete=models.PROTECT, related_name="joint_actions"
    )
    grading = models.ForeignKey(
        GradeProposal, null=True, blank=True, on_delete=models.PROTECT, related_name="joint_actions"
    )
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="joint_actions")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+", verbose_name="发起部门")
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.TRIGGERED)
    triggered_on = models.DateField("触发日期")
    proposer = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    proposed_on = models.DateField(null=True, blank=True)
    decider = models.CharField("决定方式", max_length=20, blank=True, default="")
    document_title = models.CharField("决定文件名称", max_length=200, blank=True, default="")
    document_number = models.CharField("决定文件文号", max_length=128, blank=True, default="")
    document_date = models.DateField("决定文件日期", null=True, blank=True)
    document_path = models.CharField("决定文件, sealed", max_length=100, blank=True, default="")
    document_name = models.CharField(max_length=20, blank=True, default="")
    approver = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_on = models.DateField("决定日期", null=True, blank=True)

    objects = ActionQuerySet.as_manager()

    class Meta:
        verbose_name = "联合奖惩"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=ONE_BASIS, name="action_of_one_entry"),
            models.CheckConstraint(
                condition=Q(approver__isnull=True) | ~Q(approver=F("proposer")), name="action_four_eyes"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["decided", "closed"])
                | Q(proposer__isnull=False, approver__isnull=False, decided_on__isnull=False) & ~Q(decider=""),
                name="action_decided_by_two",
            ),
            models.UniqueConstraint(fields=["entry"], name="action_once_an_entry"),
            models.UniqueConstraint(fields=["nomination"], name="action_once_a_nomination"),
            models.UniqueConstraint(fields=["grading"], name="action_once_a_grading"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.get_state_display()}"

    @property
    def incentive(self) -> bool:
        """守信激励; else 失信惩戒."""
        return self.nomination_id is not None

    @property
    def basis(self) -> Entry | Nomination | GradeProposal:
        """The entry, or the grade taken up, that it stands and falls with."""
        found = self.entry or self.nomination or self.grading
        assert found is not None
        return found

    @property
    def basis_title(self) -> str:
        """名单条目 or 分级意见, with its document and last day."""
        if self.entry:
            return f"{self.entry.behaviour_title}（{self.entry.decision_number}，至{self.entry.until}）"
        if self.nomination:
            return f"{self.nomination.title}（{self.nomination.document_number}，至{self.nomination.until}）"
        assert self.grading is not None
        return (
            f"{self.grading.get_grade_display()}（分级意见，截至{self.grading.as_of}，{self.grading.answered_on}采用）"
        )

    @property
    def basis_kind(self) -> str:
        """On which list, or by what grade."""
        return "严重失信主体名单" if self.entry_id else "红名单" if self.nomination_id else "分级惩戒"


class Measure(models.Model):
    """奖惩措施: one item of the published measure list, done by one department to one subject, for as long as the entry stands."""

    object_kind = "measure"
    lifecycle = MEASURE

    class State(models.TextChoices):
        PLANNED = "planned", "拟采取"
        STRUCK = "struck", "不采用"
        ASSIGNED = "assigned", "待签收"
        ACKNOWLEDGED = "acknowledged", "待执行"
        EXECUTED = "executed", "已执行"
        REFUSED = "refused", "说明不能执行，待核"
        EXCUSED = "excused", "同意不执行"
        ENDING = "ending", "已终止，待解除"
        LIFTED = "lifted", "已解除"
        LAPSED = "lapsed", "已终止"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    action = models.ForeignKey(JointAction, on_delete=models.PROTECT, related_name="measures")
    item = models.ForeignKey(MeasureItem, on_delete=models.PROTECT, related_name="+", verbose_name="措施")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+", verbose_name="实施部门")
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="measures", verbose_name="对象")
    role = models.CharField("职务", max_length=30, choices=KeyPerson.Role.choices, blank=True, default="")
    condition = models.CharField("条件", max_length=200, blank=True, default="")
    area = models.CharField("适用范围", max_length=200, blank=True, default="")
    state = models.CharField("状态", max_length=12, choices=State.choices, default=State.PLANNED)
    planner = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    planned_on = models.DateField()
    agrees = models.BooleanField("实施部门意见", null=True, blank=True)
    reply = models.CharField("意见内容", max_length=500, blank=True, default="")
    replied_on = models.DateField("回复日期", null=True, blank=True)
    approver = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    since = models.DateField("起", null=True, blank=True)
    until = models.DateField(
        "止", null=True, blank=True, help_text="Never later than the entry's own last day; of a grade as planned."
    )
    acknowledged_by = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    acknowledged_on = models.DateField("签收日期", null=True, blank=True)
    executed_by = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    executed_on = models.DateField("执行日期", null=True, blank=True)
    feedback = models.CharField("执行情况", max_length=1000, blank=True, default="")
    evidence_path = models.CharField("执行凭证, sealed", max_length=100, blank=True, default="")
    evidence_name = models.CharField(max_length=20, blank=True, default="")
    refuser = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    refusal = models.CharField("不能执行的理由", max_length=500, blank=True, default="")
    judge = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    ended_on = models.DateField("终止日期", null=True, blank=True)
    lifted_by = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    lifted_on = models.DateField("解除日期", null=True, blank=True)

    objects = MeasureQuerySet.as_manager()

    class Meta:
        verbose_name = "奖惩措施"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["action", "item", "department", "subject"],
                condition=~Q(state="struck"),
                name="measure_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["planned", "struck", "lapsed"]) | Q(since__isnull=False, until__isnull=False),
                name="measure_assigned_with_days",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["executed", "ending", "lifted"])
                | Q(executed_by__isnull=False, executed_on__isnull=False) & ~Q(feedback="") & ~Q(evidence_path=""),
                name="measure_executed_with_evidence",
            ),
            models.CheckConstraint(
                condition=Q(approver__isnull=True) | ~Q(approver=F("planner")), name="measure_four_eyes"
            ),
            models.CheckConstraint(
                condition=Q(judge__isnull=True) | ~Q(judge=F("refuser")), name="measure_refusal_four_eyes"
            ),
            models.CheckConstraint(
                condition=~Q(state="excused") | Q(judge__isnull=False), name="measure_excused_by_somebody"
            ),
        ]
        indexes = [
            models.Index(
                fields=["subject"],
                condition=Q(state__in=["assigned", "acknowledged", "executed", "refused"]),
                name="measure_running",
            )
        ]

    def __str__(self) -> str:
        return f"{self.item} {self.department}"
