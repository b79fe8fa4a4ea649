"""信用主体: who a record is about, under which identifiers and names, and the people behind it."""

import uuid

from django.db import models
from django.db.models import F, Q

from accounts.models import Officer

from .lifecycles import INSTITUTION
from .querysets import InstitutionQuerySet, KeyPersonQuerySet, SubjectQuerySet


class SubjectKind(models.TextChoices):
    ORGANISATION = "organisation", "法人及非法人组织"
    SOLE_TRADER = "sole_trader", "个体工商户"
    PERSON = "person", "自然人"


class Subject(models.Model):
    """信用主体, found by identifier, never by name. Source: A1."""

    object_kind = "subject"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField("类别", max_length=20, choices=SubjectKind.choices)
    name = models.CharField("名称", max_length=200)
    code = models.CharField(
        "统一社会信用代码", max_length=18, blank=True, default="", help_text="As its identifier says."
    )
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged")
    public_since = models.DateField(
        "首次公开日",
        null=True,
        blank=True,
        help_text="Since when the public can find it; set when a record or a list entry is published.",
    )
    listed_until = models.DateField(
        "名单公示至", null=True, blank=True, help_text="Last day of its public list entries; the lists above write it."
    )
    created_at = models.DateTimeField("建档时间", auto_now_add=True)

    objects = SubjectQuerySet.as_manager()

    class Meta:
        verbose_name = "信用主体"
        constraints = [
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")), name="subject_not_merged_into_itself"
            ),
            # Design sentence 10, G6: a natural person is never found by the public.
            models.CheckConstraint(
                condition=~Q(kind="person") | Q(public_since__isnull=True), name="subject_person_never_public"
            ),
        ]
        indexes = [
            models.Index(fields=["code"], name="subject_code", condition=~Q(code="")),
            models.Index(fields=["listed_until"], name="subject_listed", condition=Q(listed_until__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.name


class IdentifierType(models.TextChoices):
    USCC = "uscc", "统一社会信用代码"
    REGISTRATION = "registration", "工商注册号"
    ORGANISATION_CODE = "organisation_code", "组织机构代码"
    TAX = "tax", "税务登记号"
    INSTITUTION = "institution", "事业单位证书号"
    SOCIAL_ORGANISATION = "social_organisation", "社会组织登记证号"
    ID_CARD = "id_card", "身份证"
    PASSPORT = "passport", "护照号"
    HK_MACAO_PERMIT = "hk_macao_permit", "港澳居民来往内地通行证"
    TAIWAN_PERMIT = "taiwan_permit", "台湾居民来往大陆通行证"
    FOREIGNER_ID = "foreigner_id", "外国人永久居留身份证"
    OTHER_ID = "other_id", "其他证件"


class Identifier(models.Model):
    """标识号码: binds a number to one subject. Of a person `value` is a keyed hash and `sealed` the number itself."""

    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="identifiers")
    type = models.CharField(max_length=24, choices=IdentifierType.choices)
    value = models.CharField(max_length=64)
    sealed = models.TextField(blank=True, default="")

    class Meta:
        verbose_name = "标识号码"
        constraints = [models.UniqueConstraint(fields=["value", "type"], name="identifier_names_one_subject")]

    def __str__(self) -> str:
        return f"{self.get_type_display()}"


class FormerName(models.Model):
    """曾用名. Source: A2."""

    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="former_names")
    name = models.CharField(max_length=200)
    until = models.DateField("停用日期", null=True, blank=True)

    class Meta:
        verbose_name = "曾用名"
        constraints = [models.UniqueConstraint(fields=["subject", "name"], name="former_name_once")]

    def __str__(self) -> str:
        return self.name


class KeyPerson(models.Model):
    """关键人员: a person in a role at a subject, with tenure. Source: A3."""

    class Role(models.TextChoices):
        LEGAL_REPRESENTATIVE = "legal_representative", "法定代表人"
        PRINCIPAL = "principal", "主要负责人"
        CONTROLLER = "controller", "实际控制人"
        MAIN_INVESTOR = "main_investor", "主要出资人"
        DIRECTOR = "director", "董事"
        SENIOR_MANAGER = "senior_manager", "高级管理人员"
        REGISTERED_PRACTITIONER = "registered_practitioner", "注册执业人员"
        DIRECTLY_RESPONSIBLE = "directly_responsible", "直接责任人员"

    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="key_people")
    role = models.CharField(max_length=30, choices=Role.choices)
    name = models.CharField("姓名", max_length=50)
    person = models.ForeignKey(Subject, null=True, blank=True, on_delete=models.PROTECT, related_name="positions")
    since = models.DateField("任职起", null=True, blank=True)
    until = models.DateField("任职止", null=True, blank=True)

    objects = KeyPersonQuerySet.as_manager()

    class Meta:
        verbose_name = "关键人员"
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "role", "name"], condition=Q(until__isnull=True), name="key_person_once_in_office"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.name}"


class Merge(models.Model):
    """主体合并: what a merge moved, so that it can be undone. Source: A1."""

    object_kind = "merge"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    duplicate = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="merges_away")
    kept = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="merges_in")
    moved = models.JSONField(
        "moved rows", help_text='{"identifiers": [ids], "former_names": [ids], "key_people": [ids]}'
    )
    merged_on = models.DateField()
    undone_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = "主体合并"
        constraints = [
            models.UniqueConstraint(
                fields=["duplicate"], condition=Q(undone_on__isnull=True), name="merge_once_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.duplicate_id} → {self.kept_id}"


class Institution(models.Model):
    """信用服务机构: filed with the credit office; whoever rates must be in the register. Source: A5, Yancheng."""

    object_kind = "institution"
    lifecycle = INSTITUTION

    class State(models.TextChoices):
        PROPOSED = "proposed", "待审批"
        FILED = "filed", "已备案"
        LEAVING = "leaving", "拟移出，待审批"
        REMOVED = "removed", "已移出"
        REFUSED = "refused", "未予备案"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField("名称", max_length=200)
    code = models.CharField("统一社会信用代码", max_length=18)
    number = models.CharField("备案编号", max_length=64)
    business = models.CharField("业务范围", max_length=500)
    contact = models.CharField("对外联系方式", max_length=200, blank=True, default="")
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.PROPOSED)
    filed_on = models.DateField("备案日期", null=True, blank=True)
    removed_on = models.DateField("移出日期", null=True, blank=True)
    proposer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    approver = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    # Of the removal asked for last; who filed it stays above.
    removal_proposer = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    removal_approver = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = InstitutionQuerySet.as_manager()

    class Meta:
        verbose_name = "信用服务机构"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["code"], condition=~Q(state__in=["removed", "refused"]), name="institution_once"
            ),
            models.CheckConstraint(
                condition=Q(approver__isnull=True) | ~Q(approver=F("proposer")), name="institution_four_eyes"
            ),
            models.CheckConstraint(
                condition=Q(removal_approver__isnull=True) | ~Q(removal_approver=F("removal_proposer")),
                name="institution_removal_four_eyes",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["leaving", "removed"]) | Q(removal_proposer__isnull=False),
                name="institution_removal_asked_for",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def asked_by(self) -> Officer:
        """Who proposed what is, or was last, to be decided."""
        return self.removal_proposer or self.proposer


class Professional(models.Model):
    """备案从业人员: filed staff of an institution, by name, position and filing number; no certificate numbers. Source: A5."""

    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="professionals")
    name = models.CharField("姓名", max_length=50)
    position = models.CharField("职务或岗位", max_length=100)
    number = models.CharField("从业备案编号", max_length=64)
    since = models.DateField("备案日期")
    until = models.DateField("终止日期", null=True, blank=True)
    proposer = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    approver = models.ForeignKey(
        Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+", help_text="Empty: not public yet."
    )

    class Meta:
        verbose_name = "备案从业人员"
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(approver__isnull=True) | ~Q(approver=F("proposer")), name="professional_four_eyes"
            ),
            models.UniqueConstraint(
                fields=["institution", "number"], condition=Q(until__isnull=True), name="professional_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name


from .search_models import CommonGram, SearchInitials, SearchName  # noqa: E402, F401
