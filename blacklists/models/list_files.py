"""外来名单文件: a list that others decided, as it came, who it came from, and its release by a second person. Source: I2."""

import uuid

from django.db import models
from django.db.models import F, Q

from accounts.models import Department, Officer
from records.models import Submission

from ..lifecycles import LIST_FILE
from ..querysets import ListFileQuerySet


class ListFile(models.Model):
    """外来名单文件. Its rows are ordinary records of their kind (records/kinds/elsewhere.py, judicial.py), brought by
    `submission`: what is public and in force of them says their own QuerySet.
    """

    object_kind = "list_file"
    lifecycle = LIST_FILE

    class State(models.TextChoices):
        WAITING = "waiting", "待核对放行"
        RELEASED = "released", "已放行"
        RETURNED = "returned", "退回"
        TAKEN_BACK = "taken_back", "已撤回"

    class Kind(models.TextChoices):
        DEBTOR = "debtor", "失信被执行人名单"
        LISTED = "listed", "严重失信名单"
        PRAISED = "praised", "守信名单"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+", verbose_name="信用办")
    kind = models.CharField("名单种类", max_length=8, choices=Kind.choices)
    title = models.CharField("名单名称", max_length=200)
    issuer = models.CharField("发布机关", max_length=200)
    issuer_code = models.CharField("发布机关统一社会信用代码", max_length=18)
    issuer_known_as = models.CharField(
        "平台所记名称",
        max_length=200,
        blank=True,
        default="",
        help_text="Where the code is on file under another name.",
    )
    document_number = models.CharField("来文文号", max_length=128)
    document_date = models.DateField("来文日期")
    full = models.BooleanField("完整名单", default=False, help_text="Whoever is missing is off the list.")
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.WAITING)
    submission = models.OneToOneField(Submission, on_delete=models.PROTECT, related_name="list_file")
    path = models.CharField("the file as it came, sealed", max_length=100)
    ending = models.CharField("of its name", max_length=5)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField("字节数")
    places = models.JSONField("row of the sheet by data row", default=list)
    unknown = models.JSONField("不认识的列", default=list)
    missing = models.JSONField("public ids of records that the list no longer names", default=list)
    uploader = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+", verbose_name="上传人")
    uploaded_on = models.DateField("上传日期")
    approver = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_on = models.DateField("放行日期", null=True, blank=True)

    objects = ListFileQuerySet.as_manager()

    class Meta:
        verbose_name = "外来名单文件"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(approver__isnull=True) | ~Q(approver=F("uploader")), name="list_file_four_eyes"
            ),
            models.CheckConstraint(
                condition=~Q(state="released") | Q(approver__isnull=False, decided_on__isnull=False),
                name="list_file_released_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(document_number="") & ~Q(issuer="") & ~Q(issuer_code=""), name="list_file_has_a_source"
            ),
        ]
        indexes = [models.Index(fields=["issuer_code", "kind"], name="list_file_of_one_list")]

    def __str__(self) -> str:
        return f"{self.title}（{self.document_number}）"
