"""措施清单: the measures that hold here on a day; nothing that is not in it may be done to anybody. Source: E1, E2."""

from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from .jurisdictions import names_in_use
from .models import MeasureItem, MeasureList


def versions_in_use(on: date) -> QuerySet[MeasureList]:
    """Of the packs that hold here the version of the day, the national first."""
    return MeasureList.objects.filter(jurisdiction__name__in=names_in_use()).current(on)


def measures(on: date, *, text: str = "", kind: str = "", means: str = "", grade: str = "") -> QuerySet[MeasureItem]:
    """Items of those versions, with `text` in title, content, ground, area or clause; `kind`, `means`: as MeasureItem has them."""
    rows = MeasureItem.objects.filter(version__in=list(versions_in_use(on)))
    if text:
        named = Q(title__icontains=text) | Q(content__icontains=text) | Q(ground__icontains=text)
        rows = rows.filter(named | Q(area__icontains=text) | Q(basis__icontains=text) | Q(clause__icontains=text))
    for name, wanted in (("kind", kind), ("means", means), ("grade", grade)):
        if wanted:
            rows = rows.filter(**{name: wanted})
    return rows.select_related("version__jurisdiction").order_by("version__jurisdiction__pk", "position")


def citable(public_id: UUID, on: date) -> MeasureItem | None:
    """The item where a measure of the day may rest on it: of a version in use, by a rule in force."""
    rows = measures(on).filter(status__in=["in_force", "default"])
    return rows.filter(public_id=public_id).first()
