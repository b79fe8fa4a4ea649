"""行为清单与措施清单: versions of the two lists; items are only ever added, so that what cites one still finds it. Source: D1, E1."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models

from .jurisdiction_models import Jurisdiction, RuleChange, Status
from .jurisdiction_querysets import ListVersionQuerySet


class ListVersion(models.Model):
    """清单的一个版本: in force from `since` until a later version takes its place."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="%(class)ss")
    number = models.PositiveSmallIntegerField("版本")
    since = models.DateField("施行日期", null=True, blank=True, help_text="Empty: as long as the texts behind it.")
    adopted_on = models.DateField("确定日期")
    next_revision = models.DateField("下次修订日期")
    basis = models.CharField("依据", max_length=300)
    digest = models.CharField("SHA-256 of the items", max_length=64)
    change = models.ForeignKey(RuleChange, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = ListVersionQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["jurisdiction", "number"]
        constraints = [models.UniqueConstraint(fields=["jurisdiction", "number"], name="%(class)s_numbered")]

    def __str__(self) -> str:
        return f"{self.jurisdiction} 第{self.number}版"


class BehaviourList(ListVersion):
    """行为清单."""

    object_kind = "behaviour_list"

    class Meta(ListVersion.Meta):
        verbose_name = "行为清单"


class MeasureList(ListVersion):
    """措施清单."""

    object_kind = "measure_list"

    class Meta(ListVersion.Meta):
        verbose_name = "措施清单"


class ListItem(models.Model):
    """清单中的一项. `key` is the same in every version that has it; `public_id` names it in this version."""

    append_only = True

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key = models.SlugField("编号", max_length=60)
    position = models.PositiveSmallIntegerField()
    title = models.CharField("事项", max_length=200)
    ground = models.CharField("事由", max_length=300, blank=True)
    basis = models.CharField("依据", max_length=400, blank=True)
    clause = models.CharField("条款", max_length=400)
    status = models.CharField("效力", max_length=10, choices=Status.choices)
    overridden_by = models.CharField("被何规定取代", max_length=200, blank=True)

    class Meta:
        abstract = True
        ordering = ["version", "position"]
        constraints = [models.UniqueConstraint(fields=["version", "key"], name="%(class)s_once")]

    def __str__(self) -> str:
        return self.title


class BehaviourItem(ListItem):
    """守信或严重失信行为: field, deciding department where the text names one."""

    class Kind(models.TextChoices):
        TRUSTWORTHY = "trustworthy", "守信行为"
        UNTRUSTWORTHY = "untrustworthy", "严重失信行为"

    version = models.ForeignKey(BehaviourList, on_delete=models.PROTECT, related_name="items")
    kind = models.CharField("类别", max_length=15, choices=Kind.choices)
    field = models.CharField("领域", max_length=60, blank=True)
    decided_by = ArrayField(models.CharField(max_length=60), default=list, blank=True, verbose_name="认定部门")
    targets = ArrayField(
        models.CharField(max_length=40), default=list, blank=True, verbose_name="对象", help_text="Empty: everybody."
    )

    class Meta(ListItem.Meta):
        verbose_name = "行为"


class MeasureItem(ListItem):
    """激励或惩戒措施, with all that the texts say of one."""

    class Kind(models.TextChoices):
        INCENTIVE = "incentive", "守信激励"
        SANCTION = "sanction", "失信惩戒"

    class Means(models.TextChoices):
        ADMINISTRATIVE = "administrative", "行政性"
        MARKET = "market", "市场性"
        INDUSTRY = "industry", "行业性"
        SOCIAL = "social", "社会性"

    version = models.ForeignKey(MeasureList, on_delete=models.PROTECT, related_name="items")
    kind = models.CharField("类别", max_length=10, choices=Kind.choices)
    means = models.CharField("方式", max_length=15, choices=Means.choices)
    content = models.CharField("措施内容", max_length=500, blank=True)
    initiating = ArrayField(models.CharField(max_length=60), default=list, blank=True, verbose_name="发起部门")
    implementing = ArrayField(models.CharField(max_length=60), default=list, blank=True, verbose_name="实施部门")
    evidence = models.CharField("证据材料", max_length=300, blank=True)
    grade = models.CharField("失信程度", max_length=20, blank=True)
    targets = ArrayField(models.CharField(max_length=40), default=list, blank=True, verbose_name="对象")
    condition = models.CharField("条件", max_length=200, blank=True)
    area = models.CharField("适用范围", max_length=200, blank=True)
    period = models.CharField("期限", max_length=100, blank=True)

    class Meta(ListItem.Meta):
        verbose_name = "措施"
