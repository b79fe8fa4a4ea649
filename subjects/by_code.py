"""按代码检索: public subjects whose code begins so, in the order of codes. Source: G1, G2."""

import uuid

from django.db.models.functions import Collate

from credit_platform.statements import Statement, literal

from .by_name import COUNTED
from .models import Subject

Row = tuple[int, uuid.UUID, str, str]  # id, public id, name, code


def _public() -> str:
    """SQL of the public subjects whose code begins so; the QuerySet says who is public."""
    beginning, end = "<beginning>", "<end>"
    public = (
        Subject.objects.public()
        .annotate(ordered=Collate("code", "C"))
        .filter(ordered__gte=beginning, ordered__lt=end)
        .order_by("ordered", "id")
        .values_list("id", "public_id", "name", "code")
    )
    sql, parameters = public.query.sql_with_params()
    places = {beginning: "$1", end: "$2"}
    return sql % tuple(places.get(str(value)) or literal(value) for value in parameters)


_CODES = Statement(lambda: f"{_public()} LIMIT $3 OFFSET $4", "text", "text", "integer", "integer")
_COUNTED = Statement(lambda: f"SELECT count(*) FROM ({_public()} LIMIT {COUNTED + 1}) AS counted", "text", "text")
_END = "~"  # every character of a code sorts before it


def beginning_with(code: str, limit: int, offset: int = 0) -> list[Row]:
    """The subjects."""
    return _CODES.rows(code, code + _END, limit, offset)


def count(code: str) -> int:
    """How many, exactly up to COUNTED, one more beyond."""
    return int(_COUNTED.rows(code, code + _END)[0][0])
