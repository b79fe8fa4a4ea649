"""Forms of objections and complaints. They read and tidy; what may be is decided by the use cases."""

from django import forms

from accounts.forms import Tidy
from accounts.models import Department
from blacklists.notifying import Paper
from blacklists.refusals import ListRefused

from .models import Dispute

PAPERS = "可以不传。PDF、JPG 或 PNG，每个不超过5MB，最多5个；手机拍照即可，要看得清字。"
# What can be wrong with what: nobody chooses among grounds that make no sense.
OBJECTIONS = {
    "record": ("facts", "wording", "missing", "overdue", "other_subject", "other"),
    "entry": ("listed_wrongly", "facts", "wording", "overdue", "other_subject", "other"),
    "measure": ("measure_wrong", "facts", "other_subject", "other"),
    "check": ("facts", "missing", "other_subject", "other"),
}
COMPLAINTS = ("handling", "measure_wrong", "other")


class Several(forms.FileInput):
    allow_multiple_selected = True


class Files(forms.FileField):
    """Several files under one name."""

    widget = Several

    def clean(self, data, initial=None):
        return [super(Files, self).clean(one, initial) for one in data or []]


class DisputeForm(forms.Form, Tidy):
    """理由、事实、请求、证据."""

    ground = forms.ChoiceField(label="理由", widget=forms.RadioSelect(attrs={"class": "form-check-input"}))
    statement = forms.CharField(
        label="事实和理由", max_length=2000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text="写清哪里不对、正确的是什么。不要写身份证号、手机号和银行卡号。",
    )  # fmt: skip
    wish = forms.CharField(
        label="您希望怎样处理", max_length=500, help_text="例如：删除这条记录；把罚款金额改为1万元。"
    )
    papers = Files(label="证据材料", required=False, help_text=PAPERS)
    wants_notice = forms.BooleanField(
        label="异议成立的，给我出具更正告知书（可用于向银行、合作方说明）",
        required=False,
        initial=True,
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
    )

    def __init__(self, *args, kind: str, target_kind: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        known = OBJECTIONS.get(target_kind, COMPLAINTS) if kind == Dispute.Kind.OBJECTION else COMPLAINTS
        self.fields["ground"].choices = [(one, Dispute.Ground(one).label) for one in known]  # type: ignore[attr-defined]
        if kind == Dispute.Kind.COMPLAINT:
            del self.fields["wants_notice"]
            self.fields[
                "statement"
            ].help_text = "写清哪一天、什么事、找过谁、怎样答复的。不要写身份证号、手机号和银行卡号。"
            self.fields["wish"].help_text = "例如：书面说明措施的依据；尽快办结我的申请。"
        self.fields["papers"].widget.attrs |= {"multiple": True, "accept": ".pdf,.jpg,.jpeg,.png"}

    @property
    def values(self) -> dict:
        """As filing.file_dispute takes them."""
        said = dict(self.cleaned_data)
        said["papers"] = [Paper(one.name or "", one.read()) for one in said["papers"]]
        return said

    def refuse(self, refused: ListRefused) -> None:
        """The use case's faults beside their fields."""
        for name, fault in (refused.faults or {"": str(refused)}).items():
            self.add_error(name if name in self.fields else None, fault)


class HandlingForm(DisputeForm):
    """投诉办理过程: and of which body."""

    about = forms.ModelChoiceField(
        label="投诉哪个单位", queryset=Department.objects.none(), empty_label="请选择", to_field_name="public_id"
    )
    field_order = ["about"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["about"].queryset = Department.objects.filter(until__isnull=True).order_by("name")  # type: ignore[attr-defined]
