"""Filters (查询条件) of the API's lists. Source: B4."""

import django_filters
from django.db.models import Q

from credit_platform.codes import document_key

from ..models import Record, RecordKind
from .strict import DayParameter

NOT_IN_LIST = {"invalid_choice": "不在可选的值之内，请查看接口说明。"}


class DayFilter(django_filters.DateFilter):
    field_class = DayParameter


class RecordFilter(django_filters.FilterSet):
    """By kind, state, day of decision, document number."""

    kind = django_filters.ChoiceFilter(choices=RecordKind.choices, label="信息类别", error_messages=NOT_IN_LIST)
    state = django_filters.ChoiceFilter(choices=Record.State.choices, label="状态", error_messages=NOT_IN_LIST)
    decided_from = DayFilter("decided_on", "gte", label="决定日期不早于，YYYY-MM-DD")
    decided_to = DayFilter("decided_on", "lte", label="决定日期不晚于，YYYY-MM-DD")
    document_number = django_filters.CharFilter(
        method="by_document", max_length=128, label="文书号，括号、空格的写法不限"
    )

    class Meta:
        model = Record
        fields: list[str] = []

    def by_document(self, rows, name, value):
        """In whatever spelling."""
        number = document_key(value)
        return rows.filter(Q(document_key=number) | Q(document_key=f"{number}号"))
