"""部门与工作人员: departments as a tree, officers, the roles they hold, and what they looked at."""

import uuid

from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from django.db.models import F, Q

from credit_platform.prepared import Prepared

from .querysets import DepartmentManager, DepartmentQuerySet, OfficerManager


class Department(models.Model):
    """部门: a node of the tree city → county → town, with its own unified social credit code. Source: A4."""

    class Level(models.TextChoices):
        PROVINCE = "province", "省级"
        CITY = "city", "市级"
        COUNTY = "county", "县（市、区）级"
        TOWN = "town", "乡镇（街道）级"

    class Field(models.TextChoices):
        """领域: what the period rules ask about (domain.md §3)."""

        GENERAL = "", "一般领域"
        FOOD = "food", "食品"
        DRUGS = "drugs", "药品"
        SPECIAL_EQUIPMENT = "special_equipment", "特种设备"
        SAFETY = "safety", "安全生产"
        FIRE = "fire", "消防"
        MARKET = "market", "市场监管"

    class Outside(models.TextChoices):
        """外部机构: bodies that are no departments, and what they are. Source: D7; Suining 二(二)3(3)."""

        ASSOCIATION = "association", "行业协会商会"
        FINANCIAL = "financial", "金融机构"
        RATING = "rating", "评级机构"
        CREDIT = "credit", "征信机构"
        MASS = "mass", "群众团体"
        MEDIA = "media", "新闻媒体"

    object_kind = "department"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField("名称", max_length=200)
    code = models.CharField("统一社会信用代码", max_length=18, unique=True)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children", verbose_name="上级部门"
    )
    level = models.CharField("层级", max_length=10, choices=Level.choices, default=Level.CITY)
    field = models.CharField("领域", max_length=20, choices=Field.choices, default=Field.GENERAL, blank=True)
    since = models.DateField("成立日期", null=True, blank=True)
    until = models.DateField("撤并日期", null=True, blank=True)
    successor = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="predecessors",
        verbose_name="职能承接部门",
        help_text="Corrects the records that its predecessor made.",
    )

    outside = models.CharField(
        "外部机构性质", max_length=12, choices=Outside.choices, blank=True, default="", help_text="Empty: a department."
    )

    objects = DepartmentManager()  # first: whoever asks for departments meets no outside body
    every = DepartmentQuerySet.as_manager()

    class Meta:
        verbose_name = "部门"
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")), name="department_not_its_own_parent"
            ),
            models.CheckConstraint(
                condition=Q(successor__isnull=True) | Q(until__isnull=False), name="department_successor_after_its_end"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Role(models.TextChoices):
    CLERK = "clerk", "填报员"
    REVIEWER = "reviewer", "审核员"
    OFFICE = "office", "信用办经办"
    OFFICE_APPROVER = "office_approver", "信用办审批"
    AUDITOR = "auditor", "审计员"
    SYSTEM_ADMIN = "system_admin", "系统管理员"
    SECURITY_ADMIN = "security_admin", "安全管理员"
    SUPERVISOR = "supervisor", "督查员"
    OUTSIDE = "outside", "外部机构"


# Pairs that would let one person do both halves of what takes two (D6), or watch themselves.
EXCLUSIVE_ROLES = frozenset(
    frozenset(pair)
    for pair in [
        (Role.CLERK, Role.REVIEWER),
        (Role.OFFICE, Role.OFFICE_APPROVER),
        (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN),
        # Who watches others' work (督查) does none of it.
        *((Role.SUPERVISOR, role) for role in (Role.CLERK, Role.REVIEWER, Role.OFFICE, Role.OFFICE_APPROVER)),
        *((Role.AUDITOR, role) for role in Role if role != Role.AUDITOR),
        # Who offers from outside (D7) has no part in what becomes of it.
        *((Role.OUTSIDE, role) for role in Role if role != Role.OUTSIDE),
        *(
            (admin, role)
            for admin in (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN)
            for role in (Role.CLERK, Role.REVIEWER, Role.OFFICE, Role.OFFICE_APPROVER, Role.SUPERVISOR)
        ),
    ]
)


class Officer(AbstractBaseUser):
    """工作人员: one person, one account. Roles are dated grants; a change of them ends the sessions."""

    object_kind = "officer"
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    username = models.CharField("登录名", max_length=64, unique=True)
    name = models.CharField("姓名", max_length=50)
    person_key = models.CharField(
        "人员标识",
        max_length=64,
        unique=True,
        null=True,
        blank=True,
        help_text="Keyed hash of the ID number: one person has one account.",
    )
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="officers", verbose_name="部门")
    phone = models.CharField("办公电话", max_length=30, blank=True)
    email = models.EmailField("通知邮箱", blank=True, default="", help_text="Given by the officer; may stay empty.")
    mail_notices = models.BooleanField("通知同时发送邮件", default=True)
    is_active = models.BooleanField("启用", default=True)
    must_change_password = models.BooleanField("首次登录须修改密码", default=False)
    requested_role = models.CharField(
        "拟任角色", max_length=20, choices=Role.choices, blank=True, default="", help_text="Asked for, not yet granted."
    )
    successor = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="predecessors",
        verbose_name="工作交接给",
        help_text="Answers for what this officer submitted.",
    )
    access_version = models.PositiveIntegerField(default=0, help_text="Counts role changes; part of the session hash.")

    objects = OfficerManager()

    class Meta:
        verbose_name = "工作人员"
        ordering = ["username"]
        constraints = [
            models.CheckConstraint(
                condition=Q(successor__isnull=True) | ~Q(successor=F("id")), name="officer_not_its_own_successor"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def roles(self) -> frozenset[str]:
        """Roles held now."""
        if not hasattr(self, "_roles"):
            self._roles = frozenset(row["role"] for row in _ROLES.rows(officer=self.pk))
        return self._roles

    def has_role(self, *roles: str) -> bool:
        """Whether one of `roles` is held now, by an active account."""
        return self.is_active and bool(self.roles & set(roles))

    @property
    def is_outside(self) -> bool:
        """Whether it is an outside body's account, which sees its own candidates and nothing else of the workbench."""
        return bool(self.department.outside) or Role.OUTSIDE in self.roles

    def _get_session_auth_hash(self, secret=None):
        # Django compares this with the session on every request: a role change logs the officer out everywhere.
        return f"{super()._get_session_auth_hash(secret)}{self.access_version}"  # type: ignore[misc]


def _roles_now(officer: int) -> models.QuerySet:
    return RoleGrant.objects.filter(officer_id=officer, until__isnull=True).values("role")


_ROLES = Prepared(_roles_now, officer=int)


class RoleGrant(models.Model):
    """角色授予: who held which role from when to when, given by whom."""

    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(max_length=20, choices=Role.choices)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    granted_by = models.CharField(max_length=200)

    class Meta:
        verbose_name = "角色授予"
        constraints = [
            models.UniqueConstraint(
                fields=["officer", "role"], condition=Q(until__isnull=True), name="role_granted_once_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.officer} {self.get_role_display()}"


class AccessLog(models.Model):
    """查阅日志: a staff look at something that is not public. Insert-only. Source: design sentence 4."""

    append_only = True

    at = models.DateTimeField(auto_now_add=True)
    officer_id = models.UUIDField()
    officer = models.CharField(max_length=200)
    department = models.CharField(max_length=200)
    what = models.CharField(max_length=40)
    reason = models.CharField("理由", max_length=200, blank=True, default="", help_text="Shown to whoever it is about.")
    object_kind = models.CharField(max_length=20)
    object_id = models.UUIDField(null=True)
    address = models.GenericIPAddressField(null=True)

    class Meta:
        verbose_name = "查阅日志"
        indexes = [models.Index(fields=["object_id", "id"]), models.Index(fields=["officer_id", "id"])]

    def __str__(self) -> str:
        return f"{self.officer} {self.what}"


# They name the models above.
from .application_models import Application, ApplicationAccount  # noqa: E402, F401
from .liaison_models import Liaison  # noqa: E402, F401
from .tie_models import Tie  # noqa: E402, F401
from .token_models import SystemToken  # noqa: E402, F401
