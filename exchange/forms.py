"""Forms of the forwarding pages. They read and tidy; what may be is decided by the use cases."""

from django import forms
from django.utils import timezone

from accounts.forms import Tidy
from records.kinds import KINDS
from subjects.models import SubjectKind

from .changing import SUBJECT_KINDS, public_kinds
from .models import Destination


class Day(forms.DateField):
    """A day, by the browser's own field."""

    def __init__(self, **options):
        super().__init__(
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            error_messages={"invalid": "请按 2026-04-01 的样式填写日期。"},
            **options,
        )


class DestinationForm(forms.Form, Tidy):
    """设立或变更转送目标."""

    name = forms.CharField(label="名称", max_length=100)
    kinds = forms.MultipleChoiceField(label="信息类别", widget=forms.CheckboxSelectMultiple)
    subject_kinds = forms.MultipleChoiceField(
        label="主体类别",
        widget=forms.CheckboxSelectMultiple,
        choices=[(kind, SubjectKind(kind).label) for kind in SUBJECT_KINDS],
    )
    length = forms.ChoiceField(label="转送期限", choices=Destination.Length.choices)
    working_days = forms.IntegerField(label="工作日数", required=False, min_value=1, max_value=60)
    day_of_month = forms.IntegerField(label="每月几日前", required=False, min_value=1, max_value=31)
    start = forms.ChoiceField(
        label="起算", choices=Destination.Start.choices, help_text="更正、撤下和存量信息总是自发生之日起算。"
    )
    clause = forms.CharField(label="依据", max_length=300)
    since = Day(label="启用日期")
    until = Day(label="停用日期", required=False, help_text="可不填。停用后不再转送新信息，已转送的仍会通知撤下。")
    reason = forms.CharField(label="设立或变更的理由", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kinds"].choices = [(key, KINDS[key].title) for key in public_kinds()]  # type: ignore[attr-defined]

    def tidy(self) -> None:
        super().tidy()
        for name in ("kinds", "subject_kinds"):
            self.fields[name].widget.attrs["class"] = "form-check-input"


class DecisionForm(forms.Form, Tidy):
    """同意或不同意."""

    action = forms.ChoiceField(choices=[("approve", "同意"), ("decline", "不同意")])
    note = forms.CharField(
        label="不同意的理由", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class ReceiptForm(forms.Form, Tidy):
    """登记回执."""

    number = forms.CharField(label="回执编号", max_length=100)
    received_on = Day(label="回执日期", initial=timezone.localdate)


class LinesForm(forms.Form, Tidy):
    """对勾选的信息办理."""

    action = forms.ChoiceField(choices=[("refuse", "登记退回"), ("again", "重新转送"), ("close", "不再转送")])
    lines = forms.TypedMultipleChoiceField(required=False)
    reason = forms.CharField(label="退回的原因，或不再转送的理由", max_length=500, required=False)

    def __init__(self, *args, ids=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["lines"].choices = [(str(one), str(one)) for one in ids]  # type: ignore[attr-defined]
