"""修复申请: the application and its way, and its papers. Source: F4–F6; 令第36号; 滑县 二(五)2–4."""

import uuid

from django.db import models
from django.db.models import F, Q

from accounts.models import Department, Officer
from blacklists.models import Entry, ReportedAct
from blacklists.repair_rules import COMMITMENT, COURT, PERFORMANCE, PLAN, SERVICE, WITHDRAWAL
from commitments.models import Commitment
from records.models import Record
from representation.models import Representative
from subjects.models import Subject

from ..eligibility_rules import TITLES, Procedure
from ..lifecycles import REPAIR
from ..querysets import ProofQuerySet, RepairQuerySet

PROCEDURES = [(one.value, TITLES[one]) for one in Procedure]
ONE_TARGET = (
    Q(record__isnull=False, entry__isnull=True, act__isnull=True)
    | Q(record__isnull=True, entry__isnull=False, act__isnull=True)
    | Q(record__isnull=True, entry__isnull=True, act__isnull=False)
)
ONE_DOOR = Q(filed_by__isnull=False, representative__isnull=True) | Q(
    filed_by__isnull=True, representative__isnull=False
)
OVER = ["granted", "rejected", "refused", "withdrawn", "ended", "revoked"]


class Repair(models.Model):
    """信用修复申请, about one record, one entry or one act that a department determined. Who proposed the decision and who made it are two persons."""

    object_kind = "repair"
    lifecycle = REPAIR

    class State(models.TextChoices):
        FILED = "filed", "已申请，待受理"
        ACCEPTED = "accepted", "已受理，审查中"
        RECTIFYING = "rectifying", "整改中"
        INSPECTED = "inspected", "已验收，待提出意见"
        PROPOSED = "proposed", "待决定"
        MASKED = "masked", "暂时屏蔽中"
        GRANTED = "granted", "准予修复"
        REJECTED = "rejected", "不予修复"
        REFUSED = "refused", "不予受理"
        WITHDRAWN = "withdrawn", "申请人撤回"
        ENDED = "ended", "已终止"
        REVOKED = "revoked", "修复已撤销"

    class Ask(models.TextChoices):
        GRANT = "grant", "准予修复"
        REJECT = "reject", "不予修复"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.CharField("申请编号", max_length=60, unique=True)
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveSmallIntegerField()
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="repairs")
    record = models.ForeignKey(Record, null=True, blank=True, on_delete=models.PROTECT, related_name="repairs")
    entry = models.ForeignKey(Entry, null=True, blank=True, on_delete=models.PROTECT, related_name="repairs")
    act = models.ForeignKey(
        ReportedAct,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="repairs",
        help_text="Without a record.",
    )
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+", verbose_name="办理单位")
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.FILED)
    procedure = models.CharField("程序", max_length=16, choices=PROCEDURES)
    clause = models.CharField("依据", max_length=300)
    what_was_done = models.CharField("纠正和履行情况", max_length=1000)
    minor = models.BooleanField("行为发生时未满18周岁", default=False)
    bankrupt = models.BooleanField("法院已批准重整计划或认可和解协议", default=False)
    court = models.CharField("作出裁定的法院", max_length=100, blank=True, default="")
    ruling_number = models.CharField("裁定书文号", max_length=128, blank=True, default="")
    ruled_on = models.DateField("裁定日期", null=True, blank=True)
    filed_on = models.DateField("申请日期")
    filed_by = models.ForeignKey(
        Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+", help_text="At the counter."
    )
    representative = models.ForeignKey(
        Representative, null=True, blank=True, on_delete=models.PROTECT, related_name="repairs", help_text="On line."
    )
    commitment = models.ForeignKey(
        Commitment, null=True, blank=True, on_delete=models.PROTECT, related_name="repairs", verbose_name="信用承诺"
    )
    # acceptance
    handler = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    accepted_on = models.DateField("受理日期", null=True, blank=True)
    # rectification where the place's text asks for it
    reply_delivered_on = models.DateField("同意回复送达日期", null=True, blank=True)
    rectify_until = models.DateField("整改至少到", null=True, blank=True)
    inspected_on = models.DateField("验收日期", null=True, blank=True)
    inspector = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    inspection = models.CharField("调查验收记录", max_length=1000, blank=True, default="")
    statement = models.CharField("修复情况说明", max_length=1000, blank=True, default="")
    # decision
    ask = models.CharField("处理意见", max_length=6, choices=Ask.choices, blank=True, default="")
    opinion = models.CharField("意见理由", max_length=1000, blank=True, default="")
    proposer = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    proposed_on = models.DateField("提出意见日期", null=True, blank=True)
    approver = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decider = models.CharField("决定方式", max_length=20, blank=True, default="")
    decided_on = models.DateField("决定日期", null=True, blank=True)
    masked_on = models.DateField("暂时屏蔽之日", null=True, blank=True, help_text="Of a plan that a court approved.")
    reason = models.CharField("决定、终止的理由", max_length=500, blank=True, default="")
    document_title = models.CharField("批准文件名称", max_length=200, blank=True, default="")
    document_number = models.CharField("批准文件文号", max_length=128, blank=True, default="")
    document_path = models.CharField("批准文件, sealed", max_length=100, blank=True, default="")
    document_name = models.CharField(max_length=20, blank=True, default="")
    result_from = models.DateField("结果公示自", null=True, blank=True)
    result_until = models.DateField("结果公示至", null=True, blank=True)

    objects = RepairQuerySet.as_manager()

    class Meta:
        verbose_name = "信用修复申请"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["year", "serial"], name="repair_number"),
            models.CheckConstraint(condition=ONE_TARGET, name="repair_of_one_thing"),
            models.CheckConstraint(condition=ONE_DOOR, name="repair_by_one_door"),
            models.UniqueConstraint(fields=["record"], condition=~Q(state__in=OVER), name="repair_one_open_a_record"),
            models.UniqueConstraint(fields=["entry"], condition=~Q(state__in=OVER), name="repair_one_open_an_entry"),
            models.UniqueConstraint(fields=["act"], condition=~Q(state__in=OVER), name="repair_one_open_an_act"),
            models.CheckConstraint(
                condition=Q(approver__isnull=True) | Q(proposer__isnull=False) & ~Q(approver=F("proposer")),
                name="repair_four_eyes",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["granted", "rejected", "revoked"])
                | Q(approver__isnull=False, decided_on__isnull=False) & ~Q(reason=""),
                name="repair_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state="masked") | Q(bankrupt=True, masked_on__isnull=False, approver__isnull=False),
                name="repair_masked_by_two",
            ),
            models.CheckConstraint(
                condition=~Q(state="granted", procedure="rectification")
                | Q(inspected_on__gte=F("rectify_until")) & ~Q(inspection="") & ~Q(statement=""),
                name="repair_rectified_and_inspected",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def target(self) -> Record | Entry | ReportedAct:
        """What is to be repaired."""
        found = self.record or self.entry or self.act
        assert found is not None  # repair_of_one_thing
        return found

    @property
    def what(self) -> str:
        """修复事项 in words: the kind and number of the decision."""
        if self.entry is not None:
            return f"严重失信主体名单（{self.entry.behaviour_title}，{self.entry.decision_number}）"
        if self.act is not None:
            return f"部门认定的失信行为（{self.act.document}）"
        assert self.record is not None
        return f"{self.record.get_kind_display()}（{self.record.document_number}）"


class Proof(models.Model):
    """修复材料: a scan that came with the application, or later; sealed, outside the web root."""

    class Kind(models.TextChoices):
        PERFORMANCE = PERFORMANCE, "履行完毕、纠正的证明"
        COMMITMENT = COMMITMENT, "信用修复承诺书"
        SERVICE = SERVICE, "社会公益服务证明"
        PLAN = PLAN, "整改方案"
        COURT = COURT, "法院裁定"
        INSPECTION = "inspection", "调查验收材料"
        WITHDRAWAL = WITHDRAWAL, "撤回书"
        OTHER = "other", "其他材料"

    object_kind = "repair_proof"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    repair = models.ForeignKey(Repair, on_delete=models.PROTECT, related_name="proofs")
    kind = models.CharField("材料", max_length=16, choices=Kind.choices)
    path = models.CharField("sealed", max_length=100)
    name = models.CharField(max_length=20)
    title = models.CharField("名称", max_length=60, blank=True, default="", help_text="As the sender called the file.")
    size = models.PositiveIntegerField("bytes")
    added_on = models.DateField()
    added_by = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = ProofQuerySet.as_manager()

    class Meta:
        verbose_name = "修复材料"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.repair} {self.get_kind_display()}"
