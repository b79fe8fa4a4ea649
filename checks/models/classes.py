"""分级分类监管: which class of supervision follows from a department's grade. Source: E9 (Yingkou (四), Suining 二(二)1(4), Harbin 5)."""

import uuid

from django.db import models
from django.db.models import F, Q

from accounts.models import Department, Officer

from ..lifecycles import CLASS_RULE
from ..querysets import ClassRuleQuerySet


class ClassRule(models.Model):
    """监管类别规则: grade of a scheme → more or fewer inspections, with its basis. Filed by the grading department."""

    object_kind = "class_rule"
    lifecycle = CLASS_RULE

    class State(models.TextChoices):
        PROPOSED = "proposed", "待核准"
        ADOPTED = "adopted", "现行"
        REFUSED = "refused", "未核准"
        ENDED = "ended", "已停用"

    class Level(models.TextChoices):
        RELAXED = "relaxed", "减少检查"
        ORDINARY = "ordinary", "常规检查"
        STRICT = "strict", "增加检查"
        KEY = "key", "重点监管"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+", verbose_name="监管部门")
    scheme = models.CharField("评价方案", max_length=200)
    grade = models.CharField("评价等级", max_length=64)
    level = models.CharField("监管类别", max_length=10, choices=Level.choices)
    inspections = models.CharField("检查比例和频次", max_length=200)
    basis = models.CharField("依据", max_length=300)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.PROPOSED)
    proposer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    proposed_on = models.DateField()
    approver = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    since = models.DateField("起", null=True, blank=True)
    until = models.DateField("止", null=True, blank=True, help_text="The day from which it no longer holds.")

    objects = ClassRuleQuerySet.as_manager()

    class Meta:
        verbose_name = "监管类别规则"
        ordering = ["department__name", "scheme", "grade", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["department", "scheme", "grade"], condition=Q(state="adopted"), name="class_rule_once"
            ),
            models.UniqueConstraint(
                fields=["department", "scheme", "grade"], condition=Q(state="proposed"), name="class_rule_one_waiting"
            ),
            models.CheckConstraint(
                condition=~Q(state="ended") | Q(until__isnull=False), name="class_rule_ended_on_a_day"
            ),
            models.CheckConstraint(
                condition=Q(approver__isnull=True) | ~Q(approver=F("proposer")), name="class_rule_four_eyes"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["adopted", "ended"]) | Q(approver__isnull=False, since__isnull=False),
                name="class_rule_adopted_by_two",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scheme} {self.grade}"
