"""文书与公告: numbered letters with what they say and their delivery; announcements where the entry was. Source: D3, D5."""

import uuid
from typing import Any

from django.db import models
from django.db.models import F, Q

from accounts.models import Department, Officer
from subjects.models import Subject

from ..querysets import AnnouncementQuerySet, LetterQuerySet
from .entries import Entry
from .red import Nomination

ONE_OF_TWO = Q(entry__isnull=False, nomination__isnull=True) | Q(entry__isnull=True, nomination__isnull=False)


class AnyLetter(models.Model):
    """文书 of any house: numbered, printed and frozen when it is made (issuing.py); its delivery is added once."""

    class Means(models.TextChoices):
        DIRECT = "direct", "直接送达"
        LEFT = "left", "留置送达"
        MAIL = "mail", "邮寄送达"
        ELECTRONIC = "electronic", "电子送达"
        ENTRUSTED = "entrusted", "委托送达"
        PUBLIC = "public", "公告送达"

    object_kind: str

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.CharField("文号", max_length=60)
    word = models.CharField("机关代字", max_length=20)
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveSmallIntegerField()
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    content = models.JSONField("内容", help_text="As blacklists.Letter has it.")
    made_on = models.DateField("日期")
    means = models.CharField("送达方式", max_length=12, choices=Means.choices, blank=True, default="")
    delivered_on = models.DateField("送达日期", null=True, blank=True)
    pdf_path = models.CharField("PDF, sealed", max_length=100, blank=True, default="")
    pdf_sha256 = models.CharField("PDF 的 SHA-256", max_length=64, blank=True, default="")
    undrawn = models.CharField("字库没有的字", max_length=200, blank=True, default="")

    class Meta:
        abstract = True
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.number

    @property
    def layout(self) -> dict[str, Any]:
        """排版数据: what the page and the PDF show."""
        day = self.made_on
        return self.content | {"number": self.number, "date": f"{day.year}年{day.month}月{day.day}日"}


class Letter(AnyLetter):
    """文书: what it says is frozen when it is made; its delivery is added once."""

    object_kind = "letter"

    class Kind(models.TextChoices):
        NOTICE = "notice", "拟列入告知书"
        DECISION = "decision", "列入决定书"
        REMOVAL = "removal", "移出通知书"
        DROP = "drop", "不予列入通知书"
        RED = "red", "守信红名单确认文件"
        RED_NOTICE = "red_notice", "拟取消称号告知书"
        RED_OFF = "red_off", "取消称号决定书"
        RED_KEPT = "red_kept", "不予取消称号通知书"

    kind = models.CharField(max_length=10, choices=Kind.choices)
    word = models.CharField(
        "机关代字",
        max_length=20,
        blank=True,
        default="",
        help_text="Empty: an older one, numbered by its issuer alone.",
    )
    issuer = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+", verbose_name="发文机关")
    entry = models.ForeignKey(Entry, null=True, blank=True, on_delete=models.PROTECT, related_name="letters")
    nomination = models.ForeignKey(Nomination, null=True, blank=True, on_delete=models.PROTECT, related_name="letters")
    content = models.JSONField(
        "内容",
        help_text='{"head", "title", "to", "code", "paragraphs": [text], "parts": [[heading, text]], "rights": [heading], '
        '"closing", "receipt"}; those made before the pack had their form hold only "to", "paragraphs", "parts".',
    )
    maker = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    proof_path = models.CharField(max_length=100, blank=True, default="")
    proof_name = models.CharField(max_length=20, blank=True, default="")
    delivered_by = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = LetterQuerySet.as_manager()

    class Meta(AnyLetter.Meta):
        verbose_name = "文书"
        constraints = [
            models.UniqueConstraint(
                fields=["word", "year", "serial"], condition=~Q(word=""), name="letter_number_of_one_letter"
            ),
            models.UniqueConstraint(
                fields=["issuer", "kind", "year", "serial"], condition=Q(word=""), name="letter_numbered_by_issuer"
            ),
            models.CheckConstraint(condition=ONE_OF_TWO, name="letter_of_one_case"),
            models.CheckConstraint(
                condition=Q(delivered_on__isnull=True, means="", proof_path="")
                | Q(delivered_on__gte=F("made_on"), delivered_by__isnull=False) & ~Q(means="") & ~Q(proof_path=""),
                name="letter_delivered_with_proof",
            ),
            models.CheckConstraint(
                condition=Q(pdf_path="", pdf_sha256="") | ~Q(pdf_path="") & ~Q(pdf_sha256=""),
                name="letter_pdf_with_digest",
            ),
        ]

    @property
    def layout(self) -> dict[str, Any]:
        """排版数据: what the page and the PDF show. Needs `department`."""
        plain = {
            "head": self.department.name, "title": self.get_kind_display(), "code": "", "rights": [], "closing": "",
            "receipt": False,
        }  # fmt: skip
        return plain | super().layout


class LetterLine(models.Model):
    """文号序列: the last number of a word and year, whichever house the letter is of. A row for each word that was ever used."""

    word = models.CharField("机关代字", max_length=20)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField("最后的序号")

    class Meta:
        verbose_name = "文号序列"
        constraints = [models.UniqueConstraint(fields=["word", "year"], name="letter_line_of_word_and_year")]

    def __str__(self) -> str:
        return f"{self.word}〔{self.year}〕{self.last}号"


class Announcement(models.Model):
    """移出公告: that a subject has left, shown where the entry was, for a while. Source: D5; 河南 第37条."""

    class Which(models.TextChoices):
        RED = "red", "守信红名单"
        BLACK = "black", "严重失信主体名单"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    which = models.CharField(max_length=5, choices=Which.choices)
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="+")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    entry = models.OneToOneField(Entry, null=True, blank=True, on_delete=models.PROTECT, related_name="announcement")
    nomination = models.OneToOneField(
        Nomination, null=True, blank=True, on_delete=models.PROTECT, related_name="announcement"
    )
    words = models.CharField("内容", max_length=300)
    announced_on = models.DateField("公告日期")
    until = models.DateField("公告截止")

    objects = AnnouncementQuerySet.as_manager()

    class Meta:
        verbose_name = "移出公告"
        ordering = ["-announced_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=ONE_OF_TWO, name="announcement_of_one_case"),
            models.CheckConstraint(condition=Q(until__gte=F("announced_on")), name="announcement_dates"),
        ]

    def __str__(self) -> str:
        return self.words
