"""Forms of the accounts of those on record. They read and tidy; what may be is decided by the use cases."""

from django import forms
from django.utils import timezone

from accounts.applying import offices
from accounts.forms import Tidy, TokenForm, Unrepeated
from accounts.models import Department

from .models import Claim

__all__ = ["ClaimForm", "LogInForm", "OwnPasswordForm", "RegisterForm", "TokenForm"]

PAPER = "PDF、JPG 或 PNG，不超过5MB；手机拍照即可，要看得清字。"


class LogInForm(forms.Form, Tidy):
    username = forms.CharField(
        label="登录名或手机号码", max_length=64, widget=forms.TextInput(attrs={"autocomplete": "username"})
    )
    password = forms.CharField(
        label="口令", max_length=128, strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )  # fmt: skip


class NewPassword(forms.Form, Tidy):
    """A new password, typed twice."""

    password = forms.CharField(
        label="口令", max_length=128, strip=False, help_text="至少10位，不能全是数字，也不能是常见口令。",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip
    again = forms.CharField(
        label="再输一次口令", max_length=128, strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("password") and cleaned.get("again") and cleaned["password"] != cleaned["again"]:
            self.add_error("again", "两次输入的口令不一致，请重新输入。")
        cleaned.pop("again", None)
        return cleaned


class OwnPasswordForm(NewPassword):
    old = forms.CharField(
        label="原口令", max_length=128, strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )  # fmt: skip
    field_order = ["old", "password", "again"]


class MailForm(forms.Form, Tidy):
    """登记邮箱, with the password: whoever reads that mail box can set a new one."""

    email = forms.EmailField(
        label="邮箱", max_length=254, help_text="加密保存，不公开。用来重设忘记的口令，和提醒您有新的文书、待办事项。",
        error_messages={"invalid": "请填写完整的邮箱地址，如 name@mail.example。"},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )  # fmt: skip
    password = forms.CharField(
        label="现在的口令", max_length=128, strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )  # fmt: skip


class ForgottenForm(forms.Form, Tidy):
    """忘记口令: which account, and where the mail is to go."""

    username = forms.CharField(
        label="登录名或手机号码", max_length=64, widget=forms.TextInput(attrs={"autocomplete": "username"})
    )
    email = forms.EmailField(
        label="账号里确认过的邮箱", max_length=254, error_messages={"invalid": "请填写完整的邮箱地址，如 name@mail.example。"},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )  # fmt: skip


class RegisterForm(NewPassword):
    """姓名、身份证号、手机、登录名、口令. `vouched`: name and number come from the identity service and are not typed."""

    name = forms.CharField(label="姓名", max_length=50, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    id_number = forms.CharField(
        label="身份证号", max_length=40, help_text="加密保存，任何页面都不显示。",
        widget=Unrepeated(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    mobile = forms.CharField(
        label="手机号码", max_length=20, help_text="加密保存；以后可以用它登录。",
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )  # fmt: skip
    username = forms.CharField(
        label="登录名", max_length=64, help_text="至少4个字，以字母或汉字开头。",
        widget=forms.TextInput(attrs={"autocomplete": "username"}),
    )  # fmt: skip
    field_order = ["name", "id_number", "mobile", "username", "password", "again"]

    def __init__(self, *args, vouched: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        if vouched:
            del self.fields["name"], self.fields["id_number"]


class CounterForm(forms.Form, Tidy):
    """窗口开设: as read from the ID card; the first password is given out."""

    name = forms.CharField(label="姓名", max_length=50)
    id_number = forms.CharField(label="身份证号", max_length=40, widget=Unrepeated(attrs={"autocomplete": "off"}))
    mobile = forms.CharField(label="手机号码", max_length=20, required=False)
    username = forms.CharField(label="登录名", max_length=64, help_text="至少4个字，以字母或汉字开头。")


class OfficeField(forms.ModelChoiceField):
    """The credit offices that check; one alone is chosen."""

    def __init__(self, **kwargs):
        super().__init__(Department.objects.none(), label="由哪个信用办办理", empty_label="请选择", **kwargs)


class OfficeForm(forms.Form, Tidy):
    office = OfficeField()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["office"]
        rows = offices(timezone.localdate()).order_by("name")
        field.queryset = rows  # type: ignore[attr-defined]
        if len(first := list(rows[:2])) == 1:
            field.initial, field.widget = first[0].pk, field.hidden_widget()


class ClaimForm(OfficeForm):
    """认领企业、个体工商户或其他组织."""

    code = forms.CharField(label="统一社会信用代码", max_length=40, help_text="营业执照上的18位代码。")
    name = forms.CharField(label="名称", max_length=200, help_text="营业执照上的名称。")
    acts_as = forms.ChoiceField(
        label="您是",
        help_text="法定代表人、负责人或经营者网上提交后，还要本人带身份证到信用办窗口核实一次身份；受委托的不用，上传加盖公章的授权委托书即可。",
        choices=[(one.value, one.label) for one in (Claim.As.LEGAL, Claim.As.AUTHORISED)],
        widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
    )
    licence = forms.FileField(
        label="营业执照（或登记证书）", help_text=PAPER, widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
        error_messages={"empty": "附件是空的，请重新选择文件。"},
    )  # fmt: skip
    letter = forms.FileField(
        label="授权委托书（受委托的经办人必交）", required=False,
        help_text=f"加盖公章，写明受托人姓名、身份证号和期限。{PAPER}",
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
        error_messages={"empty": "附件是空的，请重新选择文件。"},
    )  # fmt: skip
    until = forms.DateField(
        label="委托截止日期（选填）", required=False, help_text="到期后自动不能再代为办理。",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "请按 2027-04-01 的样式填写日期。"},
    )  # fmt: skip
    field_order = ["code", "name", "acts_as", "licence", "letter", "until", "office"]

    def values(self) -> dict:
        """As claiming.file_claim takes them."""
        said = dict(self.cleaned_data)
        for key in ("licence", "letter"):
            said[key] = (said[key].name, said[key].read()) if said.get(key) else None
        return said


class ReasonForm(forms.Form, Tidy):
    reason = forms.CharField(label="理由", max_length=500)


class NumberForm(forms.Form, Tidy):
    """The number read from a paper, to be compared; it is shown nowhere."""

    id_number = forms.CharField(label="身份证号", max_length=40, widget=Unrepeated(attrs={"autocomplete": "off"}))
