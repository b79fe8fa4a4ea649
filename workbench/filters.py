"""Filters (查询条件) of the staff's own records, by django-filter. Source: B6, J1."""

from datetime import date

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import QueryDict
from django.utils import timezone

from accounts.models import Department, Officer, Role
from credit_platform.codes import document_key, normalise_code
from records.models import Hide, Record, RecordKind, Submission
from rules.calendar import working_calendar
from subjects.finding import by_number_or_name
from supervision.counting import TIMELY

from .overdue import OPEN

SOON = 3  # working days
NOT_IN_LIST = {
    "invalid_choice": "没有这个选项，请重新选择。",
    "invalid": "没有这个选项，请重新选择。",
    "invalid_list": "没有这个选项，请重新选择。",
}
NOT_A_DAY = {"invalid": "请按 2026-04-01 的样式填写日期。"}
TIMING = [
    ("soon", "3个工作日内自动公示"),
    ("overdue", "已过法定期限，未公示"),
    ("late", "迟报"),
    ("provisional", "期限暂定"),
]
ATTENTION = [("grave", "有重要提示，须确认"), ("gated", "所在批次等信用办核对"), ("hidden", "紧急下线，待第二人确认")]
STOCK = [("yes", "只看存量"), ("no", "不看存量")]
SORTS = [
    ("release_by", "自动公示日，近的在前"),
    ("due", "法定期限，早的在前"),
    ("-decided_on", "决定日期，新的在前"),
    ("decided_on", "决定日期，旧的在前"),
]
FIRST = ("q", "kind", "state", "department")
OFFICE = (Role.OFFICE, Role.OFFICE_APPROVER, Role.AUDITOR)


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def _choice(choices, label: str, **options) -> django_filters.ChoiceFilter:
    return django_filters.ChoiceFilter(
        choices=choices, label=label, empty_label="全部", error_messages=NOT_IN_LIST, **options
    )


def departments_of(request) -> QuerySet[Department]:
    """Those that the officer may choose among."""
    officer = request.user
    return Department.objects.all() if officer.has_role(Role.AUDITOR) else Department.objects.tree(officer.department)


class RecordFilter(django_filters.FilterSet):
    """By subject or document, kind, state, department, day of decision, deadline, what needs a look, stock; in an order."""

    q = django_filters.CharFilter(label="名称、统一社会信用代码或文书号", method="by_words", max_length=128)
    kind = _choice(RecordKind.choices, "信息类别")
    state = _choice(Record.State.choices, "状态")
    department = django_filters.ModelChoiceFilter(
        queryset=departments_of,
        to_field_name="public_id",
        label="部门",
        empty_label="全部",
        error_messages=NOT_IN_LIST,
    )
    decided_from = django_filters.DateFilter(
        "decided_on", "gte", label="决定日期自", widget=_day(), error_messages=NOT_A_DAY
    )
    decided_to = django_filters.DateFilter(
        "decided_on", "lte", label="决定日期至", widget=_day(), error_messages=NOT_A_DAY
    )
    timing = _choice(TIMING, "期限", method="by_timing")
    attention = _choice(ATTENTION, "须处理", method="by_attention")
    stock = _choice(STOCK, "存量", method="by_stock")
    sort = django_filters.ChoiceFilter(
        choices=SORTS, label="排序", empty_label="最新报送在前", error_messages=NOT_IN_LIST, method="by_sort"
    )

    class Meta:
        model = Record
        fields: list[str] = []

    def __init__(self, data: QueryDict, *, request, on: date | None = None):
        self.officer: Officer = request.user
        self.on = on or timezone.localdate()
        # An empty query asks for everything; bound all the same, so that there is one way.
        super().__init__(data, Record.objects.visible_to(self.officer), request=request)
        if not self.officer.has_role(*OFFICE):
            del self.filters["department"]
        for name, field in self.form.fields.items():
            select = isinstance(field.widget, forms.Select)
            field.widget.attrs["class"] = "form-select" if select else "form-control"
            if name in self.form.errors:
                field.widget.attrs |= {"aria-invalid": "true", "aria-describedby": f"id_{name}_error"}

    @property
    def strangers(self) -> list[str]:
        """Names in the address that are no filter of this page: said, not silently passed over."""
        return sorted(name[:20] for name in self.data if name not in self.filters and name != "page")

    @property
    def chosen(self) -> bool:
        """Whether anything narrows the list."""
        return any(self.data.get(name) for name in self.filters if name != "sort")

    @property
    def first(self) -> list[forms.BoundField]:
        """What most questions need; the others fold away."""
        return [field for field in self.form if field.name in FIRST]

    @property
    def further(self) -> list[forms.BoundField]:
        return [field for field in self.form if field.name not in FIRST]

    @property
    def opened(self) -> bool:
        """Whether one of the others is in use, or wrong."""
        return any(self.data.get(field.name) for field in self.further)

    @property
    def rows(self) -> QuerySet[Record]:
        """What was asked for; nothing where the question was not understood."""
        if not self.form.is_valid():
            return Record.objects.none()
        rows = self.qs if self.form.cleaned_data.get("sort") else self.qs.order_by("-pk")
        return rows.select_related("subject", "department")

    def by_words(self, rows, name, value):
        """A subject's name or number, or a document's number in whatever spelling."""
        number = document_key(value)
        subjects = [subject.pk for subject in by_number_or_name(value)]
        return rows.filter(
            Q(subject__in=subjects)
            | Q(subject__code=normalise_code(value))
            | Q(document_key__in=[number, f"{number}号"])
        )

    def by_timing(self, rows, name, value):
        match value:
            case "soon":
                return rows.filter(state="awaiting", release_by__lte=working_calendar().add(self.on, SOON).date)
            case "overdue":
                return rows.filter(state__in=OPEN, publishable=True, due__lt=self.on)
            case "late":
                return rows.filter(stock=False).exclude(TIMELY)  # as the rate of timeliness counts it
            case _:
                return rows.filter(provisional=True)

    def by_attention(self, rows, name, value):
        match value:
            case "grave":
                return rows.filter(state__in=["awaiting", "escalated"], grave=True)
            case "gated":
                gated = Submission.objects.filter(pk=OuterRef("submission"), gated=True)
                return rows.filter(Exists(gated), state__in=["awaiting", "escalated"])
            case _:
                unconfirmed = Hide.objects.filter(
                    record=OuterRef("pk"), approver__isnull=True, lifted_on__isnull=True, confirm_by__gte=self.on
                )
                return rows.filter(Exists(unconfirmed))

    def by_stock(self, rows, name, value):
        return rows.filter(stock=value == "yes")

    def by_sort(self, rows, name, value):
        return rows.order_by(value, "pk")
