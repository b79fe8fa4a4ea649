"""What a page has many of: records, rows of label and value. Filled in by Python, for templates take ten times as long."""

from collections.abc import Iterable
from html import escape

from django import template
from django.template.context import Context
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from publicity.printed import filled
from publicity.subject_page import Card

register = template.Library()

WIDE = ' class="wide"'


def field_rows(fields: Iterable[tuple[str, str, bool]]) -> SafeString:
    """字段行 of a <dl>: (label, value, whether it takes the whole width). Both texts are escaped here."""
    rows = [
        f"<div{WIDE if wide else ''}><dt>{escape(label)}</dt><dd>{escape(value)}</dd></div>"
        for label, value, wide in fields
    ]
    return mark_safe("\n".join(rows))  # noqa: S308  # every part was escaped in the line above


@register.simple_tag(takes_context=True)
def record(context: Context, card: Card) -> SafeString:
    """公示的一条记录, as publicity/record.html draws it."""
    clock = card.clock
    shape = {
        "kind": card.kind,
        "verdict": clock.verdict,
        "provisional": clock.provisional,
        "statement": context["links"]["statement"],
        "repairable": card.repairable,
    }
    return filled(
        "publicity/record.html",
        shape | {"dated": bool(clock.due), "repair_dated": bool(card.repair)},
        title=card.title,
        document_number=card.document_number,
        department=card.department,
        rows=field_rows(card.fields),
        repair=card.repair,
        repair_link=reverse("publicity:repair_one", args=[card.id]) if card.repairable else "",
        words=clock.words,
        decided=clock.decided,
        due=clock.due,
        published=clock.published,
        due_at=clock.due_at,
        published_at=clock.published_at,
    )
