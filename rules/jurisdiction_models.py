"""地方规则包: the packs of data that say what a place's own texts add to the law in force, and how they are changed. Source: K."""

import uuid

from django.db import models
from django.db.models import F, Q

from accounts.models import Department, Officer

from .jurisdiction_querysets import DepartmentRuleQuerySet, PackValueQuerySet
from .lifecycles import DEPARTMENT_RULE, RULE_CHANGE


class Jurisdiction(models.Model):
    """规则包: one text (or the national law in force) as data."""

    object_kind = "jurisdiction"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.SlugField("代号", max_length=40, unique=True)
    title = models.CharField("地方", max_length=60)
    text = models.CharField("文件", max_length=200)
    short = models.CharField("简称", max_length=80, help_text="Stands before every clause number.")
    source = models.CharField("原文文件名", max_length=80, blank=True)
    since = models.DateField("施行日期", null=True, blank=True)
    note = models.CharField("说明", max_length=300, blank=True)
    digest = models.CharField("SHA-256 of the file loaded", max_length=64)
    loaded_on = models.DateField("载入日期")

    class Meta:
        verbose_name = "规则包"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.title


class Status(models.TextChoices):
    IN_FORCE = "in_force", "现行"
    HISTORIC = "historic", "已过期"
    OVERRIDDEN = "overridden", "被上位规定取代"
    DEFAULT = "default", "本平台默认"


class Bound(models.TextChoices):
    """How a lower rule may differ from a mandatory value."""

    EXACT = "exact", "不得变更"
    AT_MOST = "at_most", "只可更短、更少"
    AT_LEAST = "at_least", "只可更长、更多"


class RuleChange(models.Model):
    """规则变更: a value proposed by one person with its rehearsal, adopted by another, in force from a day. Source: K, D6."""

    object_kind = "rule_change"
    lifecycle = RULE_CHANGE

    class State(models.TextChoices):
        PROPOSED = "proposed", "待审批"
        ADOPTED = "adopted", "已采用"
        DECLINED = "declined", "未采用"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key = models.CharField("规则", max_length=100)
    value = models.JSONField("新值")
    before = models.JSONField("原值", null=True)
    since = models.DateField("施行日期")
    clause = models.CharField("依据", max_length=300)
    reason = models.CharField("理由", max_length=500)
    rehearsed = models.JSONField("预演结果", default=dict, help_text="As it was when proposed: counts and first items.")
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.PROPOSED)
    proposer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    proposed_on = models.DateField("提出日期")
    approver = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_on = models.DateField("审批日期", null=True, blank=True)
    answer = models.CharField("不采用的理由", max_length=500, blank=True, default="")

    class Meta:
        verbose_name = "规则变更"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["key"], condition=Q(state="proposed"), name="rule_change_one_open"),
            models.CheckConstraint(
                condition=Q(approver__isnull=True) | ~Q(approver=F("proposer")), name="rule_change_four_eyes"
            ),
            models.CheckConstraint(
                condition=~Q(state="adopted") | Q(approver__isnull=False, decided_on__isnull=False),
                name="rule_change_by_two",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.since}"


class PackValue(models.Model):
    """规则值: one value of a pack on its days, with the clause behind it."""

    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="values_held")
    key = models.CharField("规则", max_length=100)
    value = models.JSONField("值")
    since = models.DateField("自", null=True, blank=True)
    until = models.DateField("至", null=True, blank=True)
    clause = models.CharField("依据", max_length=400)
    status = models.CharField("效力", max_length=10, choices=Status.choices)
    overridden_by = models.CharField("被何规定取代", max_length=200, blank=True)
    mandatory = models.BooleanField("强制", default=False, help_text="National only: a local pack cannot lower it.")
    bound = models.CharField("地方可否变更", max_length=10, choices=Bound.choices, default=Bound.EXACT)
    change = models.ForeignKey(
        RuleChange, null=True, blank=True, on_delete=models.PROTECT, related_name="+", help_text="Empty: from the file."
    )

    objects = PackValueQuerySet.as_manager()

    class Meta:
        verbose_name = "规则值"
        ordering = ["jurisdiction", "key", "since"]
        constraints = [
            models.UniqueConstraint(
                fields=["jurisdiction", "key", "since"], name="pack_value_once_a_day", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=Q(since__isnull=True) | Q(until__isnull=True) | Q(since__lte=F("until")),
                name="pack_value_dates",
            ),
            models.CheckConstraint(condition=~Q(clause=""), name="pack_value_has_clause"),
            models.CheckConstraint(
                condition=Q(status="overridden") & ~Q(overridden_by="") | ~Q(status="overridden") & Q(overridden_by=""),
                name="pack_value_overridden_by_something",
            ),
        ]

    def __str__(self) -> str:
        return self.key


class Conflict(models.Model):
    """规则冲突: where a local pack says other than the law: which value counts, and why. Listed anew at every load."""

    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="conflicts")
    key = models.CharField("规则", max_length=100)
    national = models.JSONField("国家规定", null=True)
    national_clause = models.CharField("国家依据", max_length=400, blank=True)
    local = models.JSONField("地方规定", null=True)
    local_clause = models.CharField("地方依据", max_length=400)
    winner = models.CharField("采用", max_length=10, choices=[("national", "国家规定"), ("local", "地方规定")])
    why = models.CharField("理由", max_length=300)

    class Meta:
        verbose_name = "规则冲突"
        ordering = ["jurisdiction", "key"]
        constraints = [models.UniqueConstraint(fields=["jurisdiction", "key"], name="conflict_once")]

    def __str__(self) -> str:
        return self.key


class DepartmentRule(models.Model):
    """部门规则: a department's own rule below the local pack, filed with the credit office. Source: Hua County 二(五), Harbin 12."""

    object_kind = "department_rule"
    lifecycle = DEPARTMENT_RULE

    class State(models.TextChoices):
        PROPOSED = "proposed", "待备案"
        ADOPTED = "adopted", "已备案"
        DECLINED = "declined", "未予备案"
        ENDED = "ended", "已停用"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="own_rules", verbose_name="部门")
    key = models.CharField("规则", max_length=100)
    value = models.JSONField("值")
    clause = models.CharField("依据", max_length=300)
    since = models.DateField("自")
    until = models.DateField("至", null=True, blank=True)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.PROPOSED)
    proposer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    proposed_on = models.DateField("报送日期")
    approver = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_on = models.DateField("备案日期", null=True, blank=True)
    answer = models.CharField("不予备案的理由", max_length=500, blank=True, default="")

    objects = DepartmentRuleQuerySet.as_manager()

    class Meta:
        verbose_name = "部门规则"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["department", "key"], condition=Q(state="proposed"), name="department_rule_one_open"
            ),
            models.CheckConstraint(
                condition=Q(approver__isnull=True) | ~Q(approver=F("proposer")), name="department_rule_four_eyes"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["adopted", "ended"]) | Q(approver__isnull=False, decided_on__isnull=False),
                name="department_rule_by_two",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(since__lte=F("until")), name="department_rule_dates"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.department} {self.key}"
