"""Forms of the pages of returns: parsing only; what may be is said by the use cases."""

from typing import Any

from django import forms

from credit_platform.unrepeating import Unrepeating

from .forms_declared.base import COUNT, DATE, LONG, SHARE, Form
from .models.returns import ReturnLine

LARGEST = 1_000_000


def _number(label: str, help_text: str = "") -> forms.IntegerField:
    widget = forms.NumberInput(attrs={"class": "form-control", "inputmode": "numeric"})
    return forms.IntegerField(label=label, min_value=0, max_value=LARGEST, help_text=help_text, widget=widget)


class LineForm(forms.Form, Unrepeating):
    """月报一行."""

    zero = forms.BooleanField(
        label="本月没有（零报告）", required=False, widget=forms.CheckboxInput(attrs={"class": "form-check-input"})
    )
    produced = _number("产生数量", "本月作出的全部决定，包括还没有报送的。")
    own_site = _number("本单位公示数量", "在本单位网站公示的件数。")
    not_reported = _number("未报送数量", "没有报送到平台的件数。")
    why_not = forms.CharField(
        label="未报送依据",
        required=False,
        max_length=ReturnLine._meta.get_field("why_not").max_length,
        help_text="有未报送的必须填写，例如涉及国家秘密的依据。",
        widget=forms.TextInput(attrs={"class": "form-control"}),
    )

    def __init__(self, *args, title: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.title = title


class ReasonForm(forms.Form, Unrepeating):
    """更正理由."""

    reason = forms.CharField(
        label="更正理由", required=False, max_length=300, widget=forms.TextInput(attrs={"class": "form-control"})
    )


class DecideForm(forms.Form, Unrepeating):
    """审核意见."""

    note = forms.CharField(
        label="退回理由", required=False, max_length=300, widget=forms.TextInput(attrs={"class": "form-control"})
    )


def sheet_form(declared: Form, data=None, initial=None) -> forms.Form:
    """The page's form of a declared sheet: one field a cell that people fill, one pair a section that need not concern."""
    fields: dict[str, forms.Field] = {}
    for section in declared.sections:
        if section.may_not_concern:
            fields[f"none_{section.code}"] = forms.BooleanField(
                label="本部门不涉及这项工作",
                required=False,
                widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
            )
            fields[f"why_{section.code}"] = forms.CharField(
                label="不涉及的说明",
                required=False,
                max_length=200,
                widget=forms.TextInput(attrs={"class": "form-control"}),
            )
        for cell in section.cells:
            if not cell.fixed and cell.kind != SHARE:
                fields[cell.code] = _field(cell)
    return type("SheetForm", (forms.Form,), fields)(data, initial=initial)


def _field(cell) -> forms.Field:
    attrs = {"class": "form-control"}
    if cell.kind == COUNT:
        field: forms.Field = _number(cell.title, cell.hint)
    elif cell.kind == DATE:
        widget = forms.DateInput(attrs=attrs | {"type": "date"}, format="%Y-%m-%d")
        field = forms.DateField(label=cell.title, help_text=cell.hint, widget=widget)
    else:
        wide: Any = forms.Textarea(attrs=attrs | {"rows": 3}) if cell.kind == LONG else forms.TextInput(attrs=attrs)
        field = forms.CharField(label=cell.title, help_text=cell.hint, max_length=2000, widget=wide)
    field.required = False  # the declaration says what is missing, for it knows which sections concern
    return field
