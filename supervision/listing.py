"""Listing (明细): the rows behind one figure, in one order, whatever kind of row they are. Source: J1."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, OuterRef, QuerySet, Subquery, When

from accounts.models import Department
from records.models import Version

from .counting import ARRIVED, TIMELY, Span, faulty_of, first_faulty, lines_of, records_of

# The day on which a decision first came in, by which its lateness is measured; empty where that was taken back since.
FIRST = Subquery(
    Version.objects.filter(record=OuterRef("pk"))
    .annotate(came=Subquery(ARRIVED))
    .filter(came__isnull=False)
    .order_by("came")
    .values("came")[:1]
)
FIGURES = {
    "produced": "产生数量（月报）",
    "reported": "已上报、已入库",
    "timely": "按时上报",
    "late": "迟报",
    "faulty": "有误退回",
    "sent": "报送的行",
}


@dataclass(frozen=True)
class Both(Sequence):
    """Two queries one after the other, for a paginator."""

    first: QuerySet
    second: QuerySet

    def __len__(self) -> int:
        return self.first.count() + self.second.count()

    def __getitem__(self, wanted: Any) -> Any:
        start, stop = wanted.start, wanted.stop
        head = list(self.first[start:stop])
        skipped = self.first.count() if not head or len(head) < stop - start else stop
        return head + list(self.second[max(start - skipped, 0) : max(stop - skipped, 0)])


def rows_behind(figure: str, span: Span, departments: Collection[Department]) -> QuerySet | Both:
    """明细: records, rejected rows or lines of returns. `figure`: a key of FIGURES."""
    records = records_of(span, departments).select_related("subject", "department").order_by("decided_on", "pk")
    records = records.annotate(first_arrived=FIRST, late=Case(When(TIMELY, then=False), default=True))
    faulty = first_faulty(faulty_of(span, departments)).select_related("submission__department").order_by("pk")
    match figure:
        case "produced":
            lines = lines_of(span, departments).select_related("monthly_return__department")
            return lines.order_by("monthly_return__month", "monthly_return__department__name", "kind")
        case "reported":
            return records
        case "timely":
            return records.filter(TIMELY)
        case "late":
            return records.exclude(TIMELY)
        case "faulty":
            return faulty
        case _:
            return Both(faulty, records)
