"""Forms of corrections and withdrawals. Source: B7."""

from django import forms

from credit_platform.unrepeating import Unrepeating
from records.models import CorrectionGround, WithdrawalGround


class GroundForm(forms.Form, Unrepeating):
    """Why a record is corrected."""

    ground = forms.ChoiceField(
        label="更正原因",
        choices=[("", "请选择"), *CorrectionGround.choices],
        help_text="公众能看到更正日期和原因的类别，看不到原来错在哪里。",
        error_messages={"required": "请选择更正原因。"},
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    reason = forms.CharField(
        label="具体理由",
        max_length=500,
        help_text="供审核员、信用办和审计查阅，不公开；不要写身份证号、电话。",
        error_messages={"required": "请写明更正的具体理由。"},
        widget=forms.Textarea(attrs={"class": "form-control", "rows": 2}),
    )


class WithdrawalForm(forms.Form, Unrepeating):
    """Why a record leaves."""

    ground = forms.ChoiceField(
        label="撤下原因",
        choices=[("", "请选择"), *WithdrawalGround.choices],
        error_messages={"required": "请选择撤下原因。"},
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    revoked_on = forms.DateField(
        label="生效日期",
        required=False,
        help_text="决定被撤销、变更，经复议或诉讼撤销，或被确认违法、无效的，填写生效日期；应在三日内撤下。其他原因不填。",
        error_messages={"invalid": "请填写真实日期，如 2026-04-01。"},
        widget=forms.DateInput(attrs={"class": "form-control", "type": "date"}, format="%Y-%m-%d"),
    )
    reason = forms.CharField(
        label="具体理由",
        max_length=500,
        help_text="写明依据的文书；供审核员、信用办和审计查阅，不公开；不要写身份证号、电话。",
        error_messages={"required": "请写明撤下的具体理由。"},
        widget=forms.Textarea(attrs={"class": "form-control", "rows": 3}),
    )
