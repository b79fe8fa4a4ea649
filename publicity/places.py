"""位置 (翻页位置): where a reader of a list that grows stands: day and id of the last row, as text. Pure."""

import re
import uuid
from datetime import date

_SHAPE = re.compile(r"(\d{4}-\d\d-\d\d)_([0-9a-f]{32})")


def text_of(day: date, public_id: uuid.UUID) -> str:
    """As it stands in an address."""
    return f"{day.isoformat()}_{public_id.hex}"


def place_of(text: str) -> tuple[date, uuid.UUID] | None:
    """None for what is none."""
    found = _SHAPE.fullmatch(text)
    if found is None:
        return None
    try:
        return date.fromisoformat(found[1]), uuid.UUID(hex=found[2])
    except ValueError:
        return None
