"""Figures of checks (核查统计): how many, how many hits, of how many it is known what was done; licences given without a look-up.

By department and span of days; the pages that show them stand above. Source: E8, E6 (应查必查).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from records.models import Record, RecordKind

from .models import Check, Matter

BEFORE = timedelta(days=90)  # how long before the decision a look-up still belongs to it


@dataclass(frozen=True)
class Figures:
    """核查次数、命中、已反馈 of one department in the span."""

    checks: int = 0
    hits: int = 0
    told: int = 0  # hits of which the department said what it did

    @property
    def share(self) -> float | None:
        """反馈率 among hits; None where there was none."""
        return self.told / self.hits if self.hits else None


def by_department(departments: Sequence[int], first: date, last: date) -> dict[int, Figures]:
    """Of the departments that asked at all."""
    rows = Check.objects.filter(department__in=departments, checked_on__gte=first, checked_on__lte=last)
    hit = Q(red=True) | Q(black=True)
    counted = rows.order_by().values("department").annotate(
        checks=Count("pk", distinct=True), hits=Count("pk", filter=hit, distinct=True),
        told=Count("pk", filter=hit & Q(feedback__isnull=False), distinct=True),
    )  # fmt: skip
    return {row["department"]: Figures(row["checks"], row["hits"], row["told"]) for row in counted}


def unasked(first: date, last: date) -> QuerySet[Record]:
    """应查未查: licences decided in the span by a department with a matter of licences in the catalogue by then, about whose
    subject it had made no look-up in the 90 days before.
    """
    asked = Check.objects.filter(
        department=OuterRef("department"), subject=OuterRef("subject"), checked_on__lte=OuterRef("decided_on"),
        checked_on__gte=OuterRef("decided_on") - BEFORE,
    )  # fmt: skip
    matters = Matter.objects.filter(
        department=OuterRef("department"), licences=True, state__in=["adopted", "ending", "ended"], since__lte=OuterRef("decided_on")
    ).filter(Q(until__isnull=True) | Q(until__gt=OuterRef("decided_on")))  # fmt: skip
    given = Record.objects.filter(kind=RecordKind.LICENCE, decided_on__gte=first, decided_on__lte=last)
    given = given.exclude(state__in=["withdrawn", "taken_back"]).exclude(subject__kind="person")
    return given.filter(Exists(matters), ~Exists(asked)).order_by(F("decided_on").desc(), "-pk")
