"""Cells of declared forms on pages."""

from django import template

from ..forms_declared.base import SHARE, Cell
from ..rating import NOTHING

register = template.Library()


@register.simple_tag
def cell_text(cell: Cell, value: object) -> str:
    """What a cell says to people."""
    return value_text(value, cell.kind == SHARE)


@register.simple_tag
def value_text(value: object, share: bool) -> str:
    """A share as a percentage; nothing as a dash."""
    if value is None or value == "":
        return NOTHING
    return f"{100 * value:.1f}%" if share and isinstance(value, int | float) else str(value)
