"""政策文件、通知公告、信用知识: what is published, the latest first, by the same place of a row as columns.py. One reading for page, feed and
home. Source: G4.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from accounts.models import Department
from articles.models import Article, Version
from articles.shown import COLUMNS, Shown, shown

from .columns import Place

IN_FORCE, OVER = "valid", "over"
VALIDITIES = ((IN_FORCE, "有效"), (OVER, "已失效或者被代替"))
HOME = 5  # of each kind on the home page


@dataclass(frozen=True)
class Chosen:
    """What is asked of a column. `since`, `until`: of publication; `document_type`, `validity`: of policy documents alone."""

    department: Department | None = None
    document_type: str = ""
    validity: str = ""
    since: date | None = None
    until: date | None = None
    oldest_first: bool = False


def rows(kind: str, on: date, chosen: Chosen, place: Place | None, count: int) -> list[Shown]:
    """The next `count` behind `place`."""
    found = _asked(kind, on, chosen)
    if place is not None:
        way = "gt" if chosen.oldest_first else "lt"
        beyond = Q(**{f"public_from__{way}": place[0]}) | Q(public_from=place[0], **{f"public_id__{way}": place[1]})
        found = found.filter(beyond, **{f"public_from__{way}e": place[0]})
    order = ("public_from", "public_id") if chosen.oldest_first else ("-public_from", "-public_id")
    return [shown(row, on) for row in found.order_by(*order).values(*COLUMNS)[:count]]


def latest(on: date) -> dict[str, list[Shown]]:
    """For the home page: the newest of documents and of notices."""
    return {
        kind.value: rows(kind.value, on, Chosen(), None, HOME) for kind in (Article.Kind.NOTICE, Article.Kind.POLICY)
    }


def one(public_id, on: date) -> Shown | None:
    """What is public now; None for anything else."""
    row = Article.objects.public(on).with_validity(on).values(*COLUMNS).filter(public_id=public_id).first()
    return shown(row, on) if row else None


def _asked(kind: str, on: date, chosen: Chosen) -> QuerySet:
    found = Article.objects.public(on).filter(kind=kind)
    if chosen.validity == IN_FORCE:
        found = found.in_force(on)
    elif chosen.validity == OVER:
        found = found.not_in_force(on)
    else:
        found = found.with_validity(on)
    if chosen.department is not None:
        tree = Department.objects.tree(chosen.department).values_list("pk", flat=True)
        found = found.filter(department__in=list(tree))
    if chosen.document_type:
        found = found.filter(version__document_type=chosen.document_type)
    if chosen.since:
        found = found.filter(public_from__gte=chosen.since)
    return found.filter(public_from__lte=chosen.until) if chosen.until else found


TYPES = Version.DocumentType.choices
