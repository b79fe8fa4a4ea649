"""Form of a new system token (accounts/tokens.py)."""

from django import forms

from .forms import Tidy
from .models import Officer, SystemToken


class SystemTokenForm(forms.Form, Tidy):
    """What the token is for, who answers for it, what it may do, from where and until when."""

    name = forms.CharField(label="系统名称", max_length=60, help_text="如：行政执法办案系统。报送批次和台账上会写明。")
    username = forms.CharField(
        label="责任人登录名",
        max_length=64,
        help_text="须是该部门在用的填报员；对通过接口报送的信息负责，不能自己审核放行。",
    )
    scopes = forms.MultipleChoiceField(
        label="可做的事",
        choices=SystemToken.Scope.choices,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "choices"}),
        error_messages={"required": "请至少选择一项。"},
    )
    addresses = forms.CharField(
        label="允许的地址",
        required=False,
        max_length=1000,
        help_text="每行一个 IP 地址或网段，如 10.1.2.3、10.1.0.0/16；留空则不限。建议填写。",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    until = forms.DateField(
        label="失效日期",
        help_text="最长两年；到期前另开新令牌。",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "请填写真实日期，如 2027-04-01。"},
    )

    def clean_username(self) -> Officer:
        """The officer."""
        found = Officer.objects.filter(username=self.cleaned_data["username"].strip()).select_related("department")
        officer = found.first()
        if officer is None:
            raise forms.ValidationError("没有这个登录名的人员，请核对。")
        return officer

    def clean_addresses(self) -> list[str]:
        """One by one."""
        return self.cleaned_data["addresses"].replace(",", "\n").replace("，", "\n").split()
