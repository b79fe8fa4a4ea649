"""承诺书模板: the standard form of a commitment in a field; versioned, adopted by two. Source: H2; Shaanxi 二(六), Bengbu 六(二)."""

import uuid

from django.db import models
from django.db.models import F, Q

from accounts.models import Department, Officer

from ..lifecycles import TEMPLATE
from ..querysets import TemplateQuerySet


class Kind(models.TextChoices):
    """承诺类型: the field's standard five."""

    APPROVAL = "approval", "审批替代型"
    OPEN = "open", "主动公示型"
    TRADE = "trade", "行业自律型"
    REPAIR = "repair", "信用修复型"
    PROOF = "proof", "证明事项型"


WHOLE = ~Q(truth="") & ~Q(lawfulness="") & ~Q(performance="") & ~Q(sanction="")


class Template(models.Model):
    """承诺书模板: truth, lawfulness, performance, accepted sanction; all four, always."""

    object_kind = "commitment_template"
    lifecycle = TEMPLATE

    class State(models.TextChoices):
        PROPOSED = "proposed", "待审批"
        ADOPTED = "adopted", "使用中"
        DECLINED = "declined", "未采用"
        REPLACED = "replaced", "已停用"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+", verbose_name="制定部门")
    kind = models.CharField("承诺类型", max_length=10, choices=Kind.choices)
    field = models.CharField("领域", max_length=40)
    title = models.CharField("模板名称", max_length=100)
    number = models.PositiveSmallIntegerField("版本")
    truth = models.CharField("真实", max_length=600)
    lawfulness = models.CharField("合法", max_length=600)
    performance = models.CharField("履约", max_length=1000)
    sanction = models.CharField("接受约束和惩戒", max_length=600)
    months = models.PositiveSmallIntegerField("有效期（月）", null=True, blank=True, help_text="Empty: until revoked.")
    dated = models.BooleanField("须写明履行期限", default=False)
    basis = models.CharField("依据", max_length=300)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.PROPOSED)
    proposer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    proposed_on = models.DateField("提出日期")
    approver = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_on = models.DateField("审批日期", null=True, blank=True)

    objects = TemplateQuerySet.as_manager()

    class Meta:
        verbose_name = "承诺书模板"
        ordering = ["field", "title", "-number"]
        constraints = [
            models.CheckConstraint(
                condition=Q(approver__isnull=True) | ~Q(approver=F("proposer")), name="template_four_eyes"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["adopted", "replaced"]) | Q(approver__isnull=False, decided_on__isnull=False),
                name="template_adopted_by_somebody",
            ),
            models.CheckConstraint(condition=WHOLE, name="template_says_all_four"),
            models.UniqueConstraint(fields=["department", "title", "number"], name="template_version"),
            models.UniqueConstraint(
                fields=["department", "title"], condition=Q(state="adopted"), name="template_one_in_use"
            ),
            models.UniqueConstraint(
                fields=["department", "title"], condition=Q(state="proposed"), name="template_one_proposed"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}（第{self.number}版）"

    @property
    def parts(self) -> list[tuple[str, str]]:
        """The four contents under their headings, as they are printed and published."""
        names = ("truth", "lawfulness", "performance", "sanction")
        return [(str(self._meta.get_field(name).verbose_name), getattr(self, name)) for name in names]  # type: ignore[union-attr]
