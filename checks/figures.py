"""Figures of checks (应查未查): licences given without a look-up. How many checks and hits there were counts supervision/effect.py.
Source: E6 (应查必查).
"""

from datetime import date, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from records.models import Record, RecordKind

from .models import Check, Matter

BEFORE = timedelta(days=90)  # how long before the decision a look-up still belongs to it


def unasked(first: date, last: date) -> QuerySet[Record]:
    """应查未查: licences decided in the span by a department with a matter of licences in the catalogue by then, about whose
    subject it had made no look-up in the 90 days before. With `made_up`: the number of the first one made after.
    """
    asked = _of_the_subject(Check.objects.filter(department=OuterRef("department"))).filter(
        checked_on__lte=OuterRef("decided_on"),
        checked_on__gte=OuterRef("decided_on") - BEFORE,
    )  # fmt: skip
    matters = Matter.objects.filter(
        department=OuterRef("department"), licences=True, state__in=["adopted", "ending", "ended"], since__lte=OuterRef("decided_on")
    ).filter(Q(until__isnull=True) | Q(until__gt=OuterRef("decided_on")))  # fmt: skip
    given = Record.objects.filter(kind=RecordKind.LICENCE, decided_on__gte=first, decided_on__lte=last)
    given = given.exclude(state__in=["withdrawn", "taken_back"]).exclude(subject__kind="person")
    later = _of_the_subject(
        Check.objects.filter(department=OuterRef("department"), checked_on__gt=OuterRef("decided_on"))
    )
    made_up = Subquery(later.order_by("pk").values("number")[:1])
    found = given.filter(Exists(matters), ~Exists(asked)).annotate(made_up=made_up)
    return found.order_by(F("decided_on").desc(), "-pk")


def _of_the_subject(checks: QuerySet[Check]) -> QuerySet[Check]:
    """Of the outer record's subject, or of the one that it was merged into, which a look-up names instead."""
    return checks.filter(Q(subject=OuterRef("subject")) | Q(subject=OuterRef("subject__merged_into")))
