"""黑名单条目: one subject, on the grounds it stands on, through every step to publication and out again. Source: D3, D5."""

import uuid

from django.db import models
from django.db.models import F, Q

from accounts.models import Department, Officer
from records.models import Record
from rules.models import MeasureItem
from subjects.models import Subject

from ..lifecycles import ENTRY, LEAVING
from ..querysets import EntryQuerySet, LeavingQuerySet
from .acts import ReportedAct

# States in which the decision stands: everything that due process asks for must be there.
LISTED = ["published", "filed"]
DUE_PROCESS = (
    ~Q(basis="")
    & ~Q(notice_number="")
    & Q(notice_delivered_on__isnull=False)
    & ~Q(decision_number="")
    & Q(decided_on__isnull=False)
    & Q(approver__isnull=False)
    & Q(until__isnull=False)
    & ~Q(document_number="")
    & ~Q(exit_conditions="")
    & ~Q(remedies="")
)


class Exit(models.TextChoices):
    """移出原因. Source: D5."""

    EXPIRED = "expired", "期限届满"
    CORRECTED = "corrected", "在规定期限内纠正并经核实"
    REPAIRED = "repaired", "信用修复"
    OBJECTION = "objection", "异议成立"
    REVOKED = "revoked", "列入决定被撤销"
    GROUNDS_GONE = "grounds_gone", "所依据的决定已撤销"


class Entry(models.Model):
    """黑名单条目. Who proposed and who approved are columns of this row, by person."""

    object_kind = "entry"
    lifecycle = ENTRY
    event_columns = (
        "'', moved.public_from, CASE WHEN moved.public_from IS NOT NULL THEN moved.until END",
        "",
    )

    class State(models.TextChoices):
        PROPOSED = "proposed", "拟列入"
        NOTICED = "noticed", "告知书待送达"
        DELIVERED = "delivered", "陈述申辩期"
        HEARD = "heard", "待核实"
        REVIEWED = "reviewed", "待决定"
        RETURNED = "returned", "退回补充"
        DECIDED = "decided", "决定书待送达"
        SERVED = "served", "待公示"
        PUBLISHED = "published", "已公示"
        FILED = "filed", "内部执行"
        LEFT = "left", "已移出"
        DROPPED = "dropped", "不予列入"
        TAKEN_BACK = "taken_back", "提出人收回"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="list_entries")
    person = models.BooleanField("自然人", default=False)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+", verbose_name="认定部门")
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.PROPOSED)
    # what is proposed
    behaviour = models.CharField("行为清单事项", max_length=60)
    behaviour_title = models.CharField("严重失信行为", max_length=200)
    behaviour_version = models.CharField("行为清单版本", max_length=100)
    field = models.CharField("领域", max_length=60)
    reasons = models.CharField("事由", max_length=1000)
    basis = models.CharField("依据", max_length=500)
    proposer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    proposed_on = models.DateField("提出日期")
    # prior notice
    notice_number = models.CharField("告知书文号", max_length=60, blank=True, default="")
    noticed_by = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    notice_delivered_on = models.DateField("告知书送达日期", null=True, blank=True)
    hearing_closed_on = models.DateField("陈述申辩结束日期", null=True, blank=True)
    # decision, drafted at the review, made by somebody else
    drafter = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    findings = models.CharField("核实情况", max_length=1000, blank=True, default="")
    months = models.PositiveSmallIntegerField("列入期限（月）", null=True, blank=True)
    correct_by = models.DateField(
        "纠正期限", null=True, blank=True, help_text="Corrected by then, the entry may leave."
    )
    exit_conditions = models.CharField("移出条件和程序", max_length=1000, blank=True, default="")
    remedies = models.CharField("救济途径", max_length=1000, blank=True, default="")
    measures = models.CharField(
        "失信惩戒措施提示",
        max_length=4000,
        blank=True,
        default="",
        help_text="Of EntryMeasure, in words (hinting.said).",
    )
    decider = models.CharField("决定方式", max_length=20, blank=True, default="")
    decision_number = models.CharField("列入决定书文号", max_length=60, blank=True, default="")
    document_title = models.CharField("决定文件名称", max_length=200, blank=True, default="")
    document_number = models.CharField("决定文件文号", max_length=128, blank=True, default="")
    document_date = models.DateField("决定文件日期", null=True, blank=True)
    document_path = models.CharField("会议纪要或批复, sealed", max_length=100, blank=True, default="")
    document_name = models.CharField(max_length=20, blank=True, default="")
    approver = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_on = models.DateField("决定日期", null=True, blank=True)
    until = models.DateField("列入截止", null=True, blank=True, help_text="Last day.")
    decision_delivered_on = models.DateField("决定书送达日期", null=True, blank=True)
    # publication
    publisher = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    effective_from = models.DateField("生效日期", null=True, blank=True)
    public_from = models.DateField("公示日期", null=True, blank=True)
    left_on = models.DateField("移出日期", null=True, blank=True)
    exit = models.CharField("移出原因", max_length=16, choices=Exit.choices, blank=True, default="")

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = "黑名单条目"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(approver__isnull=True) | ~Q(approver=F("proposer")) & ~Q(approver=F("drafter")),
                name="entry_four_eyes",
            ),
            models.CheckConstraint(
                condition=Q(noticed_by__isnull=True) | ~Q(noticed_by=F("proposer")), name="entry_notice_four_eyes"
            ),
            models.CheckConstraint(
                condition=Q(publisher__isnull=True) | ~Q(publisher=F("proposer")), name="entry_publish_four_eyes"
            ),
            models.CheckConstraint(condition=~Q(state="decided") | DUE_PROCESS, name="entry_decided_by_due_process"),
            models.CheckConstraint(
                condition=~Q(state__in=["served", *LISTED]) | DUE_PROCESS & Q(decision_delivered_on__isnull=False),
                name="entry_listed_by_due_process",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=LISTED) | Q(effective_from__isnull=False, publisher__isnull=False),
                name="entry_listed_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(person=False, public_from__isnull=False),
                name="entry_published_never_a_person",
            ),
            models.CheckConstraint(
                condition=Q(state="left", left_on__isnull=False) & ~Q(exit="")
                | ~Q(state="left") & Q(left_on__isnull=True, exit=""),
                name="entry_left_says_when_and_why",
            ),
            models.UniqueConstraint(
                fields=["subject", "department", "behaviour"],
                condition=~Q(state__in=["left", "dropped", "taken_back"]),
                name="entry_one_open_a_behaviour",
            ),
        ]
        indexes = [
            models.Index(fields=["until"], condition=Q(state__in=LISTED), name="entry_running"),
            models.Index(fields=["public_from"], condition=Q(state="published"), name="entry_public"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.behaviour_title}"

    @property
    def public_until(self):
        """For the events: the last day, of what was published."""
        return self.until if self.public_from else None


class Ground(models.Model):
    """列入依据: a record or a department's determination. Withdrawn, it carries no entry any more."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="grounds")
    record = models.ForeignKey(Record, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    act = models.ForeignKey(ReportedAct, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "列入依据"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(record__isnull=False, act__isnull=True) | Q(record__isnull=True, act__isnull=False),
                name="ground_is_one_thing",
            ),
            models.UniqueConstraint(fields=["entry", "record", "act"], name="ground_once", nulls_distinct=False),
        ]

    def __str__(self) -> str:
        return str(self.record or self.act)


class EntryMeasure(models.Model):
    """措施提示的一项: an item of the measure list in force when it was chosen, so with its list version. Source: E1."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="chosen")
    item = models.ForeignKey(MeasureItem, on_delete=models.PROTECT, related_name="entry_measures")
    chosen_on = models.DateField("选定日期")
    dropped_on = models.DateField("不再选定日期", null=True, blank=True)

    class Meta:
        verbose_name = "措施提示"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "item"], condition=Q(dropped_on__isnull=True), name="entry_measure_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.item)


class Leaving(models.Model):
    """移出: asked for by one person with a reason, approved by another. The clock needs none: it only notes what is over."""

    object_kind = "leaving"
    lifecycle = LEAVING

    class State(models.TextChoices):
        OPEN = "open", "待审批"
        APPROVED = "approved", "已同意"
        DECLINED = "declined", "未同意"
        LAPSED = "lapsed", "已另行移出"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="leavings")
    exit = models.CharField("原因", max_length=16, choices=Exit.choices)
    reason = models.CharField("理由", max_length=500)
    happened_on = models.DateField("纠正、决定等日期")
    case_id = models.UUIDField("public id of the repair or objection, which lies above us", null=True, blank=True)
    proof_path = models.CharField("证明文件, sealed", max_length=100, blank=True, default="")
    proof_name = models.CharField(max_length=20, blank=True, default="")
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.OPEN)
    proposer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    proposed_on = models.DateField()
    approver = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_on = models.DateField(null=True, blank=True)

    objects = LeavingQuerySet.as_manager()

    class Meta:
        verbose_name = "移出"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["entry"], condition=Q(state="open"), name="leaving_one_open"),
            models.CheckConstraint(
                condition=Q(approver__isnull=True) | ~Q(approver=F("proposer")), name="leaving_four_eyes"
            ),
            models.CheckConstraint(
                condition=~Q(state="approved") | Q(approver__isnull=False), name="leaving_approved_by_somebody"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry} {self.get_exit_display()}"
