"""Rows of label and value. In Python, for a page has hundreds of them and a template takes five times as long."""

from collections.abc import Iterable

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

WIDE = ' class="wide"'


@register.simple_tag
def field_rows(fields: Iterable[tuple[str, str, bool]]) -> SafeString:
    """字段行 of a <dl>: (label, value, whether it takes the whole width). Both texts are escaped here."""
    rows = (
        f"<div{WIDE if wide else ''}><dt>{escape(label)}</dt><dd>{escape(value)}</dd></div>"
        for label, value, wide in fields
    )
    return mark_safe("\n".join(rows))  # noqa: S308  # every part was escaped in the line above
