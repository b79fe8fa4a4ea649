"""Forms of the account pages. They read and tidy; what may be is decided by the use cases."""

from datetime import date
from typing import cast

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone

from credit_platform.personal import personal_number_in
from credit_platform.unrepeating import Unrepeating

from .models import Department, Officer, Role
from .persons import person_key
from .refusals import Refused


class Tidy(Unrepeating):
    """Bootstrap's classes, and errors that a screen reader finds from the field."""

    def tidy(self) -> None:
        for name, field in self.fields.items():
            select = isinstance(field.widget, forms.Select)
            field.widget.attrs.setdefault("class", "form-select" if select else "form-control")
            if name in self.errors:
                field.widget.attrs |= {"aria-invalid": "true", "aria-describedby": f"id_{name}_error"}


class LogInForm(AuthenticationForm, Tidy):
    error_messages = {
        "invalid_login": "登录名或口令不正确。请核对大小写后重试；连续输错5次，将暂停登录15分钟。",
        "inactive": "这个账号已停用，请联系本单位的系统管理员。",
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "登录名"
        self.fields["password"].label = "口令"


class WhyForm(forms.Form, Tidy):
    """查看理由: of an auditor before private papers of a case."""

    reason = forms.CharField(
        label="查看理由", min_length=4, max_length=200, error_messages={"required": "请写明为什么要查看。"},
        help_text="例如：抽查第三季度异议办理。理由会显示给材料所属的主体，不要写姓名和号码。",
    )  # fmt: skip
    case = forms.UUIDField(widget=forms.HiddenInput)
    back = forms.CharField(widget=forms.HiddenInput, max_length=300)

    def clean_reason(self) -> str:
        said = self.cleaned_data["reason"].strip()
        if personal_number_in(said):
            raise forms.ValidationError("理由里不要写身份证号、手机号码或银行卡号。")
        return said


class OwnPasswordForm(PasswordChangeForm, Tidy):
    error_messages = {
        "password_incorrect": "原口令不正确，请重新输入。",
        "password_mismatch": "两次输入的新口令不一致，请重新输入。",
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["old_password"].label = "原口令"
        self.fields["new_password1"].label = "新口令"
        self.fields["new_password2"].label = "再输一次新口令"
        self.fields["new_password1"].help_text = "至少10位，不能全是数字，不能与登录名、姓名相近，也不能是常见口令。"
        self.fields["new_password2"].help_text = ""

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("new_password1") and cleaned.get("new_password1") == cleaned.get("old_password"):
            self.add_error("new_password1", "新口令不能与原口令相同，请另设一个。")
        return cleaned


class MailForm(forms.Form, Tidy):
    """通知邮箱: where notices are sent beside the platform."""

    email = forms.EmailField(
        label="通知邮箱",
        required=False,
        max_length=254,
        help_text="只用于发送工作通知，请填写单位邮箱。邮件只写提醒和链接，不写主体名称和代码。",
        error_messages={"invalid": "请填写完整的邮箱地址，如 name@unit.example。"},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    mail_notices = forms.BooleanField(
        label="通知同时发送到邮箱", required=False, widget=forms.CheckboxInput(attrs={"class": "form-check-input"})
    )


class TokenForm(forms.Form, Tidy):
    token = forms.RegexField(
        r"^\s*\d{3}\s?\d{3}\s*$",
        label="6位动态码",
        error_messages={"invalid": "动态码是6位数字，请看手机上的验证器应用。"},
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True, "maxlength": 8}
        ),
    )

    def clean_token(self):
        return "".join(self.cleaned_data["token"].split())


def choose(form: forms.BaseForm, name: str, rows: models.QuerySet) -> None:
    """The rows that the field offers, looked up for this request."""
    cast(forms.ModelChoiceField, form.fields[name]).queryset = rows


class DepartmentForm(forms.ModelForm, Tidy):
    class Meta:
        model = Department
        fields = ["name", "parent", "level", "field", "since"]
        widgets = {"since": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        choose(self, "parent", Department.objects.in_office(timezone.localdate()))
        cast(forms.ModelChoiceField, self.fields["parent"]).empty_label = "请选择（最高一级部门可不选）"

    def _post_clean(self):
        """Not the model's checks on our half-changed instance: the use case writes, and it reads the row anew."""


class NewDepartmentForm(DepartmentForm):
    code = forms.CharField(label="统一社会信用代码", max_length=40)

    class Meta(DepartmentForm.Meta):
        fields = ["name", "parent", "level", "field"]
        widgets = {}

    field_order = ["name", "code", "parent", "level", "field"]


class EndForm(forms.Form, Tidy):
    successor = forms.ModelChoiceField(
        Department.objects.none(), label="承接部门", required=False, empty_label="（无，职能取消）"
    )
    reason = forms.CharField(label="撤并依据", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args, department, **kwargs):
        super().__init__(*args, **kwargs)
        others = Department.objects.in_office(timezone.localdate()).exclude(pk=department.pk)
        choose(self, "successor", others)


class Unrepeated(forms.TextInput):
    """A field for what no page may show, not even the one that says what is wrong with it."""

    def get_context(self, name, value, attrs):
        return super().get_context(name, None, attrs)


class PersonForm(forms.Form, Tidy):
    """Whose account it is: `person_key` among the cleaned data; the number itself stays nowhere."""

    id_number = forms.CharField(label="身份证号", max_length=40, widget=Unrepeated(attrs={"autocomplete": "off"}))

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        try:
            cleaned["person_key"] = person_key(cleaned.pop("id_number", ""))
        except Refused as reason:
            self.add_error("id_number", str(reason))
        return cleaned


class OfficerForm(PersonForm):
    username = forms.CharField(label="登录名", max_length=64)
    name = forms.CharField(label="姓名", max_length=50)
    department = forms.ModelChoiceField(Department.objects.none(), label="部门", empty_label="请选择")
    requested_role = forms.ChoiceField(
        label="拟任角色",
        required=False,
        choices=[("", "（暂不申请）"), *((role.value, role.label) for role in Role if role != Role.OUTSIDE)],
        help_text="由安全管理员授予后生效。",
    )
    phone = forms.CharField(label="办公电话", max_length=30, required=False)
    field_order = ["username", "name", "id_number", "department", "requested_role", "phone"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["id_number"].required = False
        self.fields["id_number"].help_text = "填报、审核和信用办岗位必填；只用于核对一人一号，不保存号码。"
        choose(self, "department", Department.objects.in_office(timezone.localdate()))


class SheetForm(forms.Form, Tidy):
    sheet = forms.FileField(label="人员表（.xlsx 或 .csv）", error_messages={"empty": "这个文件是空的，请重新选择。"})


class ReasonForm(forms.Form, Tidy):
    reason = forms.CharField(label="理由", max_length=500)


class NameForm(forms.Form, Tidy):
    name = forms.CharField(label="名称", max_length=200)


class HandOverForm(ReasonForm):
    to = forms.ModelChoiceField(Officer.objects.none(), label="接手人员", empty_label="请选择")
    field_order = ["to", "reason"]

    def __init__(self, *args, officer, **kwargs):
        super().__init__(*args, **kwargs)
        colleagues = Officer.objects.filter(department=officer.department, is_active=True).exclude(pk=officer.pk)
        choose(self, "to", colleagues)


class ReopenForm(ReasonForm):
    department = forms.ModelChoiceField(Department.objects.none(), label="部门", empty_label="请选择")
    field_order = ["department", "reason"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        choose(self, "department", Department.objects.in_office(timezone.localdate()))


class RoleForm(forms.Form, Tidy):
    role = forms.ChoiceField(label="角色", choices=Role.choices)


class LookFilter(forms.Form, Tidy):
    """筛选查阅日志."""

    q = forms.CharField(label="人员或部门", max_length=50, required=False)
    day = forms.DateField(
        label="日期",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "请按 2026-04-01 的样式填写日期。"},
        # The ends of the calendar have no day before or after them, nor another time zone.
        validators=[
            MinValueValidator(date(2000, 1, 1), "请填写2000年以后的日期。"),
            MaxValueValidator(date(2999, 12, 31), "日期太晚，请核对。"),
        ],
    )
    object = forms.CharField(label="文书号或对象编号", max_length=128, required=False)
