"""轻微失信处置: one minor act, its reminder, interviews and urging, until it is put right or raised a grade. Source: E5; Hua 二(四)1."""

import uuid
from typing import Any

from django.db import models
from django.db.models import F, Q

from accounts.models import Department, Officer
from blacklists.models import AnyLetter, ReportedAct
from records.models import Record
from subjects.models import Subject

from ..lifecycles import INTERVIEW, MINOR_CASE
from ..minor_querysets import CaseLetterQuerySet, InterviewQuerySet, MinorCaseQuerySet

ONE_ACT = Q(act__isnull=False, record__isnull=True) | Q(act__isnull=True, record__isnull=False)
PUT_RIGHT = Q(rectified_on__isnull=False, closer__isnull=False) & ~Q(rectification="") & ~Q(evidence_path="")


class MinorCase(models.Model):
    """轻微失信处置, of one act that the rules grade as minor. Who proposed it and who issued the reminder are two persons."""

    object_kind = "minor_case"
    lifecycle = MINOR_CASE

    class State(models.TextChoices):
        PROPOSED = "proposed", "待签发提醒"
        ISSUED = "issued", "提醒待送达"
        RUNNING = "running", "整改中"
        URGED = "urged", "督促待送达"
        PRESSED = "pressed", "已督促"
        ESCALATING = "escalating", "已提请升级，待确认"
        RISEN = "risen", "已上升为较重失信"
        CLOSED = "closed", "已整改"
        DROPPED = "dropped", "不予处置"
        LAPSED = "lapsed", "依据已撤销"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="minor_cases")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+", verbose_name="承办部门")
    act = models.ForeignKey(ReportedAct, null=True, blank=True, on_delete=models.PROTECT, related_name="minor_cases")
    record = models.ForeignKey(Record, null=True, blank=True, on_delete=models.PROTECT, related_name="minor_cases")
    ground = models.CharField("情形", max_length=200)
    clause = models.CharField("条款", max_length=400)
    document = models.CharField("认定文书号", max_length=128)
    demand = models.CharField("整改要求", max_length=1000)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.PROPOSED)
    proposer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    proposed_on = models.DateField("提出日期")
    issuer = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    urged_for = models.CharField("督促的理由", max_length=500, blank=True, default="")
    escalation = models.OneToOneField(
        ReportedAct, null=True, blank=True, on_delete=models.PROTECT, related_name="escalated_case"
    )
    rectification = models.CharField("整改情况", max_length=1000, blank=True, default="")
    rectified_on = models.DateField("整改完成日期", null=True, blank=True)
    evidence_path = models.CharField("整改凭证, sealed", max_length=100, blank=True, default="")
    evidence_name = models.CharField(max_length=20, blank=True, default="")
    closer = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = MinorCaseQuerySet.as_manager()

    class Meta:
        verbose_name = "轻微失信处置"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=ONE_ACT, name="minor_case_of_one_act"),
            models.UniqueConstraint(fields=["act"], condition=~Q(state="dropped"), name="minor_case_once_an_act"),
            models.UniqueConstraint(fields=["record"], condition=~Q(state="dropped"), name="minor_case_once_a_record"),
            models.CheckConstraint(
                condition=Q(issuer__isnull=True) | ~Q(issuer=F("proposer")), name="minor_case_four_eyes"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "dropped", "lapsed"]) | Q(issuer__isnull=False),
                name="minor_case_issued_by_somebody",
            ),
            models.CheckConstraint(condition=~Q(state="closed") | PUT_RIGHT, name="minor_case_closed_with_evidence"),
            models.CheckConstraint(
                condition=~Q(state__in=["escalating", "risen"]) | Q(escalation__isnull=False),
                name="minor_case_risen_by_an_act",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.ground}"

    def letter(self, kind: str) -> "CaseLetter | None":
        """The last letter of the kind."""
        return self.letters.filter(kind=kind).order_by("-pk").first()


class CaseLetter(AnyLetter):
    """信用提醒函、约谈通知书、督促通知书: frozen when it is made; its delivery is added once. Signed by another than opened the case."""

    object_kind = "case_letter"

    class Kind(models.TextChoices):
        REMINDER = "reminder", "信用提醒函"
        INTERVIEW = "interview", "诚信约谈通知书"
        URGING = "urging", "督促整改通知书"

    case = models.ForeignKey(MinorCase, on_delete=models.PROTECT, related_name="letters")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    opener = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+", help_text="Of the case.")
    signer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    proof_path = models.CharField(max_length=100, blank=True, default="")
    proof_name = models.CharField(max_length=20, blank=True, default="")
    delivered_by = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = CaseLetterQuerySet.as_manager()

    class Meta(AnyLetter.Meta):
        verbose_name = "提醒约谈文书"
        constraints = [
            models.UniqueConstraint(fields=["word", "year", "serial"], name="minor_letter_number_of_one_letter"),
            models.CheckConstraint(condition=~Q(signer=F("opener")), name="minor_letter_four_eyes"),
            models.CheckConstraint(
                condition=Q(delivered_on__isnull=True, means="", proof_path="")
                | Q(delivered_on__gte=F("made_on"), delivered_by__isnull=False) & ~Q(means="") & ~Q(proof_path=""),
                name="minor_letter_delivered_with_proof",
            ),
        ]

    @property
    def layout(self) -> dict[str, Any]:
        """排版数据: what the page and the PDF show."""
        day = self.made_on
        return self.content | {"number": self.number, "date": f"{day.year}年{day.month}月{day.day}日"}


class Interview(models.Model):
    """诚信约谈: an appointment with somebody who answers for the enterprise, and what came of it. By office, never by name."""

    object_kind = "interview"
    lifecycle = INTERVIEW

    class State(models.TextChoices):
        APPOINTED = "appointed", "已约定"
        HELD = "held", "已约谈"
        MISSED = "missed", "无故未到"
        EXCUSED = "excused", "有正当理由，改期"
        CANCELLED = "cancelled", "不再约谈"

    class Whom(models.TextChoices):
        HEAD = "head", "主要负责人"
        DEPUTY = "deputy", "分管负责人"
        DIRECT = "direct", "直接责任人"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(MinorCase, on_delete=models.PROTECT, related_name="interviews")
    letter = models.OneToOneField(CaseLetter, on_delete=models.PROTECT, related_name="interview")
    whom = models.CharField("约谈对象", max_length=10, choices=Whom.choices)
    appointed_on = models.DateField("约谈日期")
    place = models.CharField("时间和地点", max_length=200)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.APPOINTED)
    record = models.CharField("约谈记录", max_length=2000, blank=True, default="")
    paper_path = models.CharField("约谈笔录, sealed", max_length=100, blank=True, default="")
    paper_name = models.CharField(max_length=20, blank=True, default="")
    held_on = models.DateField("实际日期", null=True, blank=True)
    recorder = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = InterviewQuerySet.as_manager()

    class Meta:
        verbose_name = "诚信约谈"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(state="appointed"), name="interview_one_open"),
            models.CheckConstraint(
                condition=~Q(state="held")
                | Q(held_on__isnull=False, recorder__isnull=False) & ~Q(record="") & ~Q(paper_path=""),
                name="interview_held_with_record",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["missed", "excused"]) | Q(recorder__isnull=False),
                name="interview_missed_by_somebodys_word",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case.subject} {self.appointed_on}"
