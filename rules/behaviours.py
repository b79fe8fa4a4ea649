"""行为清单: the items that hold here on a day, and the one that an entry rests on. Source: D1."""

from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from .jurisdictions import names_in_use
from .models import BehaviourItem, BehaviourList


def versions_in_use(on: date) -> QuerySet[BehaviourList]:
    """Of the packs that hold here the version of the day, the national first."""
    return BehaviourList.objects.filter(jurisdiction__name__in=names_in_use()).current(on)


def behaviours(on: date, *, text: str = "", kind: str = "") -> QuerySet[BehaviourItem]:
    """Items of those versions, with `text` in title, ground, field, basis or clause; `kind`: BehaviourItem.Kind."""
    rows = BehaviourItem.objects.filter(version__in=list(versions_in_use(on)))
    if text:
        named = Q(title__icontains=text) | Q(ground__icontains=text) | Q(field__icontains=text)
        rows = rows.filter(named | Q(basis__icontains=text) | Q(clause__icontains=text))
    if kind in BehaviourItem.Kind.values:
        rows = rows.filter(kind=kind)
    return rows.select_related("version__jurisdiction").order_by("version__jurisdiction__pk", "position")


def citable(public_id: UUID, on: date) -> BehaviourItem | None:
    """The item where an entry decided on the day may rest on it: of a version in use, by a rule in force."""
    rows = behaviours(on).filter(status__in=["in_force", "default"])
    return rows.filter(public_id=public_id).first()
