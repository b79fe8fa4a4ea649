"""Forms of reports of dishonesty. They read and tidy; what may be is decided by the use case."""

from typing import Any

from django import forms

from accounts.forms import Tidy, Unrepeated
from blacklists.notifying import Paper
from blacklists.refusals import ListRefused

from .filing import Reporter
from .models import Report

PAPERS = "可以不传。PDF、JPG 或 PNG，每个不超过5MB，最多3个。拍照前请遮住能认出您的内容。"
ANONYMOUS = (("no", "匿名：不留姓名和电话"), ("yes", "实名：姓名和电话加密保存，只有指定的人能看"))


class Several(forms.FileInput):
    allow_multiple_selected = True


class Files(forms.FileField):
    """Several files under one name."""

    widget = Several

    def clean(self, data, initial=None):
        return [super(Files, self).clean(one, initial) for one in data or []]


class ReportForm(forms.Form, Tidy):
    """举报谁、什么事、证据；匿名还是实名."""

    use_required_attribute = False
    accused = forms.CharField(label="举报谁（单位名称或姓名）", max_length=200, required=False)
    accused_code = forms.CharField(label="对方的统一社会信用代码（不知道可以不填）", max_length=40, required=False)
    statement = forms.CharField(
        label="发生了什么事", max_length=2000, widget=forms.Textarea(attrs={"rows": 7}),
        help_text="写清时间、地点、经过。这段话会转给有权处理的单位：请不要写自己的姓名、电话、职务，也不要写只有您才知道的细节。",
        error_messages={"required": "请写清发生了什么事。"},
    )  # fmt: skip
    happened = forms.CharField(
        label="什么时候发生的", max_length=60, required=False, help_text="可以不填。例如：2026年10月。"
    )
    papers = Files(label="证据", required=False, help_text=PAPERS)
    who = forms.ChoiceField(label="匿名还是实名", choices=ANONYMOUS, widget=forms.RadioSelect, initial="no")
    name = forms.CharField(label="您的姓名", max_length=50, required=False)
    phone = forms.CharField(label="联系电话", max_length=30, required=False)
    id_number = forms.CharField(label="身份证号（可以不填）", max_length=20, required=False, widget=Unrepeated())

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["papers"].widget.attrs |= {"multiple": True, "accept": ".pdf,.jpg,.jpeg,.png"}
        self.fields["who"].widget.attrs["class"] = "form-check-input"
        for name in ("name", "phone", "id_number"):
            self.fields[name].widget.attrs["autocomplete"] = "off"

    @property
    def values(self) -> dict[str, Any]:
        """As filing.file_report takes them. What was typed beside 匿名 is not taken."""
        said = {name: self.cleaned_data[name] for name in ("accused", "accused_code", "statement", "happened")}
        said["papers"] = [Paper(one.name or "", one.read()) for one in self.cleaned_data["papers"]]
        said["reporter"] = self._reporter()
        return said

    def _reporter(self) -> Reporter | None:
        if self.cleaned_data["who"] != "yes":
            return None
        said = (self.cleaned_data.get(name, "").strip() for name in ("name", "phone", "id_number", "note"))
        return Reporter(*said)

    def refuse(self, refused: ListRefused) -> None:
        """The use case's faults beside their fields."""
        for name, fault in (refused.faults or {"": str(refused)}).items():
            self.add_error(name if name in self.fields else None, fault)


class TakenDownForm(ReportForm):
    """热线、来访登记: the same, and where it comes from."""

    source = forms.ChoiceField(label="举报从哪里来", choices=Report.Source.choices[1:])
    note = forms.CharField(
        label="热线工单号等（与举报人身份一同封存）", max_length=100, required=False,
        help_text="工单号能查到来电人，所以只在实名时填写，随身份封存，不进入办理过程。",
    )  # fmt: skip
    field_order = ["source"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["who"].choices = (("no", "匿名"), ("yes", "实名：下面的内容加密封存，提交后您也不能再看"))  # type: ignore[attr-defined]
        self.fields["name"].label = "举报人姓名"
