"""名单线索: whom an outside body offers for a list, with its evidence, and what a department made of it. Source: D7."""

import uuid

from django.db import models
from django.db.models import F, Q

from accounts.models import Department, Officer

from ..lifecycles import CANDIDATE
from ..querysets import CandidateQuerySet
from .entries import Entry
from .red import Nomination


class Candidate(models.Model):
    """名单线索: by code, to the department that the body holds competent. It has no effect on anybody: what a department takes up
    becomes that department's own proposal, with all its steps. Never public.
    """

    object_kind = "candidate"
    lifecycle = CANDIDATE

    class State(models.TextChoices):
        OFFERED = "offered", "待答复"
        TAKEN_UP = "taken_up", "已采用"
        DECLINED = "declined", "未采用"
        WITHDRAWN = "withdrawn", "已撤回"

    class Which(models.TextChoices):
        RED = "red", "守信红名单"
        BLACK = "black", "严重失信主体名单"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    body = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+", verbose_name="提供机构")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+", verbose_name="提供人")
    which = models.CharField("名单", max_length=5, choices=Which.choices)
    code = models.CharField("统一社会信用代码", max_length=18)
    name = models.CharField("主体名称", max_length=200, help_text="As the body writes it; the code decides who it is.")
    matter = models.CharField("守信称号或失信行为", max_length=100)
    facts = models.CharField("事实", max_length=1000)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+", verbose_name="主管部门")
    offered_on = models.DateField("提供日期")
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.OFFERED)
    answer = models.CharField("不采用的理由", max_length=500, blank=True, default="")
    answered_by = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answered_on = models.DateField("答复日期", null=True, blank=True)
    entry = models.OneToOneField(Entry, null=True, blank=True, on_delete=models.PROTECT, related_name="candidate")
    nomination = models.OneToOneField(
        Nomination, null=True, blank=True, on_delete=models.PROTECT, related_name="candidate"
    )

    objects = CandidateQuerySet.as_manager()

    class Meta:
        verbose_name = "名单线索"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_by__isnull=True) | ~Q(answered_by=F("officer")), name="candidate_four_eyes"
            ),
            models.CheckConstraint(
                condition=~Q(state="taken_up", which="black") | Q(entry__isnull=False), name="candidate_became_an_entry"
            ),
            models.CheckConstraint(
                condition=~Q(state="taken_up", which="red") | Q(nomination__isnull=False),
                name="candidate_became_a_nomination",
            ),
            models.CheckConstraint(
                condition=Q(state="taken_up") | Q(entry__isnull=True, nomination__isnull=True),
                name="candidate_opens_nothing_by_itself",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["taken_up", "declined"])
                | Q(answered_by__isnull=False, answered_on__isnull=False),
                name="candidate_answered_by_somebody",
            ),
            models.CheckConstraint(condition=~Q(state="declined") | ~Q(answer=""), name="candidate_declined_says_why"),
            models.UniqueConstraint(
                fields=["body", "code", "which", "matter"], condition=Q(state="offered"), name="candidate_one_open"
            ),
        ]
        indexes = [models.Index(fields=["department"], condition=Q(state="offered"), name="candidate_waiting")]

    def __str__(self) -> str:
        return f"{self.name} {self.get_which_display()}"


class CandidatePaper(models.Model):
    """线索材料, sealed. What the sender called the file may be anybody's name, so it is not kept."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    candidate = models.ForeignKey(Candidate, on_delete=models.PROTECT, related_name="papers")
    number = models.PositiveSmallIntegerField()
    path = models.CharField(max_length=100)
    name = models.CharField(max_length=20)
    size = models.PositiveIntegerField("字节数")

    class Meta:
        verbose_name = "线索材料"
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["candidate", "number"], name="candidate_paper_numbered_once")]

    def __str__(self) -> str:
        return f"{self.candidate} {self.number}"
