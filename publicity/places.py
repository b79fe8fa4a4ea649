"""位置 (翻页位置): where a reader of a list that grows stands: day and id of the last row; as text, and what lies behind it. Source: G4, I4."""

import re
import uuid
from datetime import date

from django.db.models import Q, QuerySet

Place = tuple[date, uuid.UUID]

_SHAPE = re.compile(r"(\d{4}-\d\d-\d\d)_([0-9a-f]{32})")


def text_of(day: date, public_id: uuid.UUID) -> str:
    """As it stands in an address."""
    return f"{day.isoformat()}_{public_id.hex}"


def place_of(text: str) -> Place | None:
    """None for what is none."""
    found = _SHAPE.fullmatch(text)
    if found is None:
        return None
    try:
        return date.fromisoformat(found[1]), uuid.UUID(hex=found[2])
    except ValueError:
        return None


def behind(found: QuerySet, place: Place | None, *, day: str = "public_from", oldest_first: bool = False) -> QuerySet:
    """In the order of `day` and id, from the first row after `place` on. The hundredth page costs what the first does, and nothing is
    passed over when a row joins or leaves.
    """
    way, sign = ("gt", "") if oldest_first else ("lt", "-")
    if place is not None:
        beyond = Q(**{f"{day}__{way}": place[0]}) | Q(**{day: place[0], f"public_id__{way}": place[1]})
        # Said twice: the plain condition on the day is what the index is entered by.
        found = found.filter(beyond, **{f"{day}__{way}e": place[0]})
    return found.order_by(f"{sign}{day}", f"{sign}public_id")
