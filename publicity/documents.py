"""政策文件、通知公告、信用知识: what is published, the latest first, walked as columns.py is. One reading for page, feed and home.
Source: G4.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from articles.models import Article, Version
from articles.shown import COLUMNS, Shown, shown

from . import columns
from .places import Place, behind

IN_FORCE, OVER = "valid", "over"
TYPES = Version.DocumentType.choices
VALIDITIES = ((IN_FORCE, "有效"), (OVER, "已失效或者被代替"))
HOME = 5  # of each kind on the home page


@dataclass(frozen=True)
class Chosen(columns.Chosen):
    """What is asked of a column of these. `document_type`, `validity`: of policy documents alone."""

    document_type: str = ""
    validity: str = ""


def rows(kind: str, on: date, chosen: Chosen, place: Place | None, count: int) -> list[Shown]:
    """The next `count` behind `place`."""
    found = behind(_asked(kind, on, chosen), place, oldest_first=chosen.oldest_first)
    return [shown(row, on) for row in found.values(*COLUMNS)[:count]]


def latest(on: date) -> dict[str, list[Shown]]:
    """For the home page: the newest of documents and of notices, of those that hold."""
    return {
        kind.value: rows(kind.value, on, Chosen(validity=IN_FORCE), None, HOME)
        for kind in (Article.Kind.NOTICE, Article.Kind.POLICY)
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
    if chosen.document_type:
        found = found.filter(version__document_type=chosen.document_type)
    return columns.within(found, chosen)
