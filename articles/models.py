"""政策文件与通知公告: what departments and the credit office tell everybody, written by one and published by another. Source: G4."""

import uuid

from django.db import models
from django.db.models import F, Q

from accounts.models import Department, Officer

from .lifecycles import ARTICLE
from .querysets import ArticleQuerySet, PaperQuerySet


class Article(models.Model):
    """文稿. Its words stand in versions; `version` is the newest, and no other was reviewed."""

    object_kind = "article"
    lifecycle = ARTICLE

    class State(models.TextChoices):
        DRAFT = "draft", "草稿"
        SUBMITTED = "submitted", "待审核"
        RETURNED = "returned", "退回修改"
        PUBLISHED = "published", "已发布"
        WITHDRAWN = "withdrawn", "已撤下"
        DROPPED = "dropped", "不再使用"

    class Kind(models.TextChoices):
        POLICY = "policy", "政策文件"
        NOTICE = "notice", "通知公告"
        KNOWLEDGE = "knowledge", "信用知识"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="articles")
    kind = models.CharField("栏目", max_length=10, choices=Kind.choices)
    version = models.OneToOneField("Version", null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.DRAFT)
    author = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    submitter = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reviewer = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    started_on = models.DateField("起草日期")
    public_from = models.DateField("发布日期", null=True, blank=True)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = "文稿"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(reviewer__isnull=True) | ~Q(reviewer=F("author")) & ~Q(reviewer=F("submitter")),
                name="article_four_eyes",
            ),
            models.CheckConstraint(
                condition=~Q(state="published")
                | Q(version__isnull=False, submitter__isnull=False, reviewer__isnull=False, public_from__isnull=False),
                name="article_published_by_two",
            ),
        ]
        indexes = [
            models.Index(
                fields=["kind", "-public_from", "-public_id"],
                condition=Q(state="published"),
                name="article_public",
            )
        ]

    def __str__(self) -> str:
        return self.version.title if self.version else "（空）"

    def made_by(self, officer: Officer) -> bool:
        """参与起草: the officer had a hand in it, and so does not publish it."""
        return Article.objects.filter(pk=self.pk).made_by(officer).exists()


class Version(models.Model):
    """文稿的一稿. Never changed."""

    append_only = True

    class DocumentType(models.TextChoices):
        MEASURES = "measures", "办法"
        OPINION = "opinion", "意见"
        NOTICE = "notice", "通知"
        DECISION = "decision", "决定"
        ANNOUNCEMENT = "announcement", "公告"
        PLAN = "plan", "规划、方案"
        STANDARD = "standard", "标准、目录"
        OTHER = "other", "其他"

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField("稿次")
    title = models.CharField("标题", max_length=120)
    body = models.CharField("正文", max_length=20_000)
    index_number = models.CharField("索引号", max_length=60, blank=True, default="")
    document_type = models.CharField("文件种类", max_length=15, choices=DocumentType.choices, blank=True, default="")
    issuer = models.CharField("发文机构", max_length=100)
    document_number = models.CharField("文号", max_length=60, blank=True, default="")
    made_on = models.DateField("成文日期", null=True, blank=True)
    valid_until = models.DateField("有效期至", null=True, blank=True)
    replaces = models.ForeignKey(
        Article, null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by", verbose_name="代替的文件"
    )
    writer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    saved_on = models.DateField("日期")

    class Meta:
        verbose_name = "文稿的一稿"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["article", "number"], name="article_version_once"),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(made_on__isnull=True) | Q(valid_until__gte=F("made_on")),
                name="article_valid_after_made",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} 第{self.number}稿"


class Paper(models.Model):
    """附件 of an article: sealed; taken out it stays, and is shown to nobody outside."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="papers")
    title = models.CharField("名称", max_length=80)
    path = models.CharField("sealed", max_length=100)
    size = models.PositiveIntegerField("字节")
    sha256 = models.CharField("SHA-256", max_length=64)
    added_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    added_on = models.DateField("日期")
    removed_on = models.DateField("移除日期", null=True, blank=True)
    removed_by = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = PaperQuerySet.as_manager()

    class Meta:
        verbose_name = "文稿附件"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.title
