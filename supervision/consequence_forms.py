"""Forms of reconciliation, orders, tasks and the security register: parsing only; what may be is said by the use cases."""

from decimal import Decimal

from django import forms

from accounts.models import Department
from credit_platform.unrepeating import Unrepeating
from records.freezing import frozen
from records.models import Freeze

from .models import Escalation, PaperTick, RectificationOrder, SecurityEntry, SourceKind
from .models.returns import DecisionKind

CONTROL, SELECT = {"class": "form-control"}, {"class": "form-select"}


def _date(label: str, **options) -> forms.DateField:
    widget = forms.DateInput(attrs=CONTROL | {"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **options)


def _text(label: str, length: int, **options) -> forms.CharField:
    return forms.CharField(label=label, max_length=length, widget=forms.TextInput(attrs=CONTROL), **options)


def _long(label: str, length: int, rows: int = 4, **options) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=length, widget=forms.Textarea(attrs=CONTROL | {"rows": rows}), **options
    )


def _choice(label: str, choices, **options) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, widget=forms.Select(attrs=SELECT), **options)


class _DepartmentForm(forms.Form, Unrepeating):
    """A form that names a department within reach."""

    department = forms.ModelChoiceField(
        label="部门", queryset=Department.objects.none(), to_field_name="public_id", widget=forms.Select(attrs=SELECT),
        empty_label="请选择",
    )  # fmt: skip

    def __init__(self, *args, reach, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["department"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = reach.order_by("name")


class ReconcileForm(_DepartmentForm):
    """比对."""

    first = _date("决定日期自")
    last = _date("决定日期至")
    kind = _choice("信息类别", [("", "按清单判断"), *DecisionKind.choices], required=False)
    paper = forms.BooleanField(
        label="还要逐件核对纸质档案", required=False, widget=forms.CheckboxInput(attrs={"class": "form-check-input"})
    )
    field_order = ("department", "first", "last", "kind")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for kind in (SourceKind.SITE, SourceKind.REGISTRATION, SourceKind.ENFORCEMENT):
            widget = forms.ClearableFileInput(attrs=CONTROL | {"accept": ".xlsx,.xls,.csv"})
            self.fields[kind] = forms.FileField(label=f"{kind.label}的清单", required=False, widget=widget)

    def lists(self) -> dict[str, tuple[str, bytes]]:
        files = {kind: self.cleaned_data[kind] for kind in SourceKind.values if self.cleaned_data.get(kind)}
        return {kind: (file.name, file.read()) for kind, file in files.items() if kind != SourceKind.PAPER}


class TickForm(forms.Form, Unrepeating):
    """纸质核对一件."""

    outcome = _choice("核对结果", [("", "未核对"), *PaperTick.Outcome.choices], required=False)
    note = _text("说明", 200, required=False)


class OrderForm(_DepartmentForm):
    """整改通知."""

    ground = _choice("事由", RectificationOrder.Ground.choices)
    title = _text("标题", 100)
    text = _long("整改要求", 4000, 6)
    basis = _text("依据", 300)
    due = _date("答复期限")


class MultipleFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files; none is allowed."""

    def clean(self, data, initial=None):
        return [super(FilesField, self).clean(one, initial) for one in data or []]


class ReplyForm(forms.Form, Unrepeating):
    """整改答复."""

    text = _long("整改情况", 4000, 6)
    papers = FilesField(
        label="佐证材料",
        required=False,
        help_text="PDF、JPG 或 PNG，每个不超过5MB，最多5个。",
        widget=MultipleFiles(attrs=CONTROL | {"accept": ".pdf,.jpg,.jpeg,.png"}),
    )


class SendBackForm(forms.Form, Unrepeating):
    """退回继续整改."""

    opinion = _text("退回理由", 500)
    due = _date("新的答复期限")


class EscalationForm(forms.Form, Unrepeating):
    """通报、约谈."""

    kind = _choice("方式", Escalation.Kind.choices)
    text = _long("内容", 2000)
    basis = _text("依据", 300)


class HoldForm(forms.Form, Unrepeating):
    """约谈记录."""

    held_on = _date("约谈日期")
    attended = _text("参加人员职务", 200, help_text="写职务，例如“局长、法规科科长”。")
    minutes = _long("约谈记录", 4000)


class PointsForm(forms.Form, Unrepeating):
    """考核表一行的分数."""

    points = forms.DecimalField(
        label="分数", min_value=Decimal(0), max_digits=5, decimal_places=1, required=False,
        widget=forms.NumberInput(attrs=CONTROL | {"step": "0.1"}),
    )  # fmt: skip
    why = forms.CharField(
        label="说明", max_length=300, required=False, widget=forms.TextInput(attrs=CONTROL | {"placeholder": "说明"})
    )


class DoneForm(forms.Form, Unrepeating):
    """完成任务."""

    words = _text("完成情况", 500)
    evidence = _text("佐证", 300, required=False, help_text="网址、文号或平台内的位置；没有的可不填。")


class SecurityForm(forms.Form, Unrepeating):
    """安全台账一条."""

    kind = _choice("类别", SecurityEntry.Kind.choices)
    happened_on = _date("日期")
    responsible = _text("责任人", 50)
    finding = _long("情况与发现", 2000)
    measure = _long("措施", 2000, 3, required=False, help_text="可以以后补充。")
    due = _date("整改期限", required=False)
    freeze = forms.ModelChoiceField(
        label="有关的公示冻结", queryset=Freeze.objects.none(), to_field_name="public_id", required=False, empty_label="无",
        widget=forms.Select(attrs=SELECT),
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["freeze"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Freeze.objects.order_by("-pk")[:50] if not self.is_bound else Freeze.objects.order_by("-pk")
        field.label_from_instance = lambda one: f"{one.frozen_on} {one.reason[:30]}"  # type: ignore[method-assign,assignment]
        standing = frozen()
        if standing is not None and not self.is_bound:
            self.initial.setdefault("freeze", standing.public_id)


class AmendForm(forms.Form, Unrepeating):
    """补充措施."""

    measure = _long("措施", 2000, 3)
    due = _date("整改期限", required=False)
