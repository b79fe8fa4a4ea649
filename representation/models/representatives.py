"""信用主体账号持有人: accounts of those on record, and wrong tries to enter them. Source: F1."""

import uuid

from django.contrib.auth.hashers import check_password, make_password
from django.db import models
from django.db.models import Q
from django.utils.crypto import salted_hmac

from accounts.models import Officer
from credit_platform.sealing import keyed_hash, seal_text, unseal_text


class Representative(models.Model):
    """信用主体账号持有人: one natural person, one account; never an Officer. Source: F1.

    Nothing personal stands here in plain text: the ID number as keyed hash and sealed, name and mobile sealed.
    """

    object_kind = "representative"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    username = models.CharField("登录名", max_length=64, unique=True)
    person_key = models.CharField("人员标识", max_length=64, help_text="Keyed hash of the ID number.")
    sealed_number = models.TextField("身份证号", help_text="Sealed as subjects.Identifier seals it.")
    sealed_name = models.TextField("姓名")
    sealed_mobile = models.TextField("手机号码", blank=True, default="")
    mobile_key = models.CharField(max_length=64, blank=True, default="", help_text="Keyed hash: to log in by it.")
    sealed_email = models.TextField("邮箱", blank=True, default="", help_text="Confirmed by a link; empty: none.")
    email_since = models.DateField("邮箱确认日期", null=True, blank=True)
    mail_notices = models.BooleanField("邮件提醒", default=False, help_text="On with the first address, off at will.")
    password = models.CharField("口令", max_length=128)
    must_change_password = models.BooleanField("首次登录须修改口令", default=False)
    sealed_factor = models.TextField("验证器密钥", blank=True, default="", help_text="Empty: none.")
    factor_since = models.DateField("绑定验证器日期", null=True, blank=True, help_text="Empty: not confirmed yet.")
    factor_step = models.BigIntegerField(default=0, help_text="Time step of the last code that was accepted.")
    proven_by = models.CharField(
        "身份核实方式", max_length=40, blank=True, default="", help_text="Key of the identity provider, or counter."
    )
    proven_on = models.DateField("身份核实日期", null=True, blank=True)
    proven_officer = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    opened_on = models.DateField("开设日期")
    opened_officer = models.ForeignKey(
        Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+", help_text="At the counter."
    )
    address_key = models.CharField(max_length=64, blank=True, default="", help_text="Keyed hash of day and address.")
    closed_on = models.DateField("注销日期", null=True, blank=True)
    access_version = models.PositiveIntegerField(default=0, help_text="Counts what ends sessions; part of their hash.")

    class Meta:
        verbose_name = "信用主体账号持有人"
        constraints = [
            models.UniqueConstraint(
                fields=["person_key"], condition=Q(closed_on__isnull=True), name="representative_one_account"
            ),
            models.CheckConstraint(
                condition=Q(proven_by="", proven_on__isnull=True) | (~Q(proven_by="") & Q(proven_on__isnull=False)),
                name="representative_proven_on_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(proven_by="counter") | Q(proven_officer__isnull=False),
                name="representative_proven_by_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["address_key"], name="representative_address"),
            models.Index(fields=["mobile_key"], condition=~Q(mobile_key=""), name="representative_mobile"),
        ]

    def __str__(self) -> str:
        return f"信用主体账号 {self.public_id}"

    @property
    def name(self) -> str:
        """姓名, for pages of the person and of whoever checks them; never for the ledger."""
        return unseal_text(self.sealed_name, f"representative:name:{self.public_id}")

    @property
    def mobile(self) -> str:
        """手机号码; empty where none was given."""
        return unseal_text(self.sealed_mobile, f"representative:mobile:{self.public_id}") if self.sealed_mobile else ""

    @property
    def email(self) -> str:
        """邮箱 that was confirmed; empty where none was."""
        return unseal_text(self.sealed_email, f"representative:email:{self.public_id}") if self.sealed_email else ""

    def seal_email(self, email: str) -> str:
        """Sealed as it is kept; without saving."""
        return seal_text(email, f"representative:email:{self.public_id}")

    def seal_person(self, name: str, mobile: str) -> None:
        """Set name and mobile."""
        self.sealed_name = seal_text(name, f"representative:name:{self.public_id}")
        self.sealed_mobile = seal_text(mobile, f"representative:mobile:{self.public_id}") if mobile else ""
        self.mobile_key = keyed_hash("mobile", mobile) if mobile else ""

    def set_password(self, password: str) -> None:
        self.password = make_password(password)

    def check_password(self, password: str) -> bool:
        return check_password(password, self.password)

    @property
    def session_hash(self) -> str:
        """What a session must know: it changes with the password and with `access_version`."""
        return salted_hmac("representative", f"{self.password}:{self.access_version}", algorithm="sha256").hexdigest()


class WrongTry(models.Model):
    """登录失败: one wrong password for a log-in name from an address, both as keyed hashes; unknown names count too.

    Counted in the database, so that no emptied cache opens the door again.
    """

    username_key = models.CharField(max_length=64)
    address_key = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        verbose_name = "登录失败"
        indexes = [
            models.Index(fields=["username_key", "at"], name="wrong_try_name"),
            models.Index(fields=["address_key", "at"], name="wrong_try_address"),
        ]

    def __str__(self) -> str:
        return f"{self.at}"
