"""Forms of the workbench. What a field takes is said by the declared columns; forms only carry it."""

from typing import Any

from django import forms

from accounts.models import Department, Officer
from credit_platform.unrepeating import Unrepeating
from records.columns import Column, amount, day
from records.kinds import Kind
from records.models import HoldReason, Seriousness
from records.reading.formats import MAX_BYTES
from subjects.models import KeyPerson

from .act_titles import ACTS
from .auditing import KINDS


class UploadForm(forms.Form, Unrepeating):
    """上传文件."""

    file = forms.FileField(
        label="选择文件",
        help_text=f".xlsx、.xls 或 .csv，不超过{MAX_BYTES // 1024 // 1024}MB",
        error_messages={
            "required": "请先选择要报送的文件。",
            "empty": "文件是空的，没有任何内容。请确认选对了文件后重报。",
            "missing": "请先选择要报送的文件。",
        },
        widget=forms.FileInput(attrs={"class": "form-control", "accept": ".xlsx,.xls,.csv"}),
    )
    reason = forms.CharField(
        label="更正的理由（选填）",
        help_text="文件中有对已公示信息的更正时填写，审核员会看到；没有更正的留空。",
        max_length=500,
        required=False,
        widget=forms.TextInput(attrs={"class": "form-control"}),
    )
    stock = forms.BooleanField(
        label="这是首次报送的存量数据",
        help_text="存量数据不计迟报，由审核员确认后公示；只公示仍有效的许可和近三年的处罚。",
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
    )


class RowForm(forms.Form, Unrepeating):
    """One row by hand. Its fields are named by national column codes."""

    use_required_attribute = False

    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Fields under headings: whom it concerns, what was decided."""
        fields = list(self)
        return [("行政相对人", fields[:13]), ("决定内容", fields[13:])]


def row_form(kind: Kind, data, *, officer: Officer) -> RowForm:
    """The form of a kind, with the officer's department filled in as deciding body and source."""
    body = {kind.body_name: officer.department.name, kind.body_code: officer.department.code}
    if not kind.own_decision:
        body = {}
    source = dict(zip(kind.source, (officer.department.name, officer.department.code), strict=True))
    form = RowForm(data, initial=body | source)
    for column in kind.columns:
        form.fields[column.code] = _field(column)
    return form


def _field(column: Column) -> forms.Field:
    mark = "（必填）" if column.required == "always" else ""
    shared: dict[str, Any] = {"label": column.title + mark, "required": False, "help_text": column.hint}
    if column.choices and len(column.choices) < 4:
        choices = [("", "请选择"), *((word, word) for word in column.choices)]
        return forms.ChoiceField(choices=choices, widget=forms.Select(attrs={"class": "form-select"}), **shared)
    if column.length >= 2000:
        return forms.CharField(widget=forms.Textarea(attrs={"class": "form-control", "rows": 3}), **shared)
    attrs = {"class": "form-control"}
    if column.read is amount:
        attrs["inputmode"] = "decimal"
    if column.read is day:
        attrs["placeholder"] = "2026/04/01"
    return forms.CharField(widget=forms.TextInput(attrs=attrs), **shared)


class ActForm(forms.Form, Unrepeating):
    """What a reviewer does with one record."""

    ACTIONS = ("release", "hold", "resume", "hide", "confirm_hide", "show_again")

    action = forms.ChoiceField(choices=[(name, name) for name in ACTIONS])
    seriousness = forms.ChoiceField(
        label="失信程度",
        choices=[("", "按规则推定"), *Seriousness.choices],
        required=False,
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    field = forms.ChoiceField(
        label="领域",
        choices=Department.Field.choices,
        required=False,
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    name_is = forms.ChoiceField(
        label="与登记名称不同的名称",
        choices=[("", "仅本文书如此"), ("new", "主体已更名，改用新名称"), ("former", "是曾用名，登记为曾用名")],
        required=False,
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    reason = forms.ChoiceField(
        label="暂不公开的理由",
        choices=[("", "请选择"), *HoldReason.choices],
        required=False,
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    note = forms.CharField(
        label="具体说明",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"class": "form-control", "rows": 2}),
    )


class DecisionForm(forms.Form, Unrepeating):
    """Accept or decline a proposal."""

    action = forms.ChoiceField(choices=[("accept", "采纳"), ("decline", "不采纳")])
    why = forms.CharField(
        label="更正的理由（报送时没有写明，须问明填报员后填写）",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"class": "form-control", "rows": 2}),
    )
    note = forms.CharField(
        label="不采纳的理由",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"class": "form-control", "rows": 2}),
    )


class NameForm(forms.Form, Unrepeating):
    """更名或曾用名."""

    what = forms.ChoiceField(
        label="登记为",
        choices=[("new", "新名称（原名称转为曾用名）"), ("former", "曾用名")],
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    name = forms.CharField(label="名称", max_length=200, widget=forms.TextInput(attrs={"class": "form-control"}))
    reason = forms.CharField(label="依据", max_length=500, widget=forms.TextInput(attrs={"class": "form-control"}))


class KeyPersonForm(forms.Form, Unrepeating):
    """关键人员."""

    role = forms.ChoiceField(
        label="职务", choices=KeyPerson.Role.choices, widget=forms.Select(attrs={"class": "form-select"})
    )
    name = forms.CharField(label="姓名", max_length=50, widget=forms.TextInput(attrs={"class": "form-control"}))
    since = forms.DateField(
        label="任职起", required=False, widget=forms.DateInput(attrs={"class": "form-control", "type": "date"})
    )
    until = forms.DateField(
        label="任职止", required=False, widget=forms.DateInput(attrs={"class": "form-control", "type": "date"})
    )
    reason = forms.CharField(
        label="依据", max_length=500, required=False, widget=forms.TextInput(attrs={"class": "form-control"})
    )


class MergeForm(forms.Form, Unrepeating):
    """合并主体."""

    number = forms.CharField(
        label="并入哪个主体（其统一社会信用代码或旧号码）",
        max_length=64,
        widget=forms.TextInput(attrs={"class": "form-control"}),
    )
    reason = forms.CharField(label="依据", max_length=500, widget=forms.TextInput(attrs={"class": "form-control"}))


class ActFilter(forms.Form, Unrepeating):
    """筛选行为."""

    actor = forms.CharField(
        label="人员", max_length=50, required=False, widget=forms.TextInput(attrs={"class": "form-control"})
    )
    what = forms.ChoiceField(
        label="行为",
        choices=[("", "全部"), *ACTS.items()],
        required=False,
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    day = forms.DateField(
        label="日期", required=False, widget=forms.DateInput(attrs={"class": "form-control", "type": "date"})
    )


class AuditFilter(forms.Form, Unrepeating):
    """筛选人员行为."""

    since = forms.DateField(
        label="自",
        required=False,
        widget=forms.DateInput(attrs={"class": "form-control", "type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "请按 2026-04-01 的样式填写日期。"},
    )
    until = forms.DateField(
        label="至",
        required=False,
        widget=forms.DateInput(attrs={"class": "form-control", "type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "请按 2026-04-01 的样式填写日期。"},
    )
    kind = forms.ChoiceField(
        label="类别",
        choices=[("", "全部"), *KINDS.items()],
        required=False,
        widget=forms.Select(attrs={"class": "form-select"}),
        error_messages={"invalid_choice": "没有这个类别，请重新选择。"},
    )

    def clean(self):
        said = super().clean() or self.cleaned_data
        for name in ("since", "until"):
            if (day := said.get(name)) and not 2000 <= day.year < 2100:
                self.add_error(name, "请填写2000年至2099年之间的日期。")
        since, until = said.get("since"), said.get("until")
        if since and until and since > until:
            self.add_error("until", "止日早于起日，请更正。")
        return said
